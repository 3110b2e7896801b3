"""The register page: every claim with its number, definition, caveat, sources, code and the pages that use it.

The directive ``claims-register`` makes one section per module of `analysis`; what a section holds is
written as plain HTML when all pages are read, because only then is it known which page uses which claim.
The functions that claims call stand at the end of the section that first needs them, each once on the page.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from citation import harvard, part_item, read_cff
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

READ = {"whole": "read whole", "opening": "opening read", "extract": "extract read"}
MOST_COPIED = 5  # sources in the copied text; beyond, the register is named
EMPHASIS = re.compile(r"(?<![\w*])\*(\w[^*]*)\*(?![\w*])")
CODE = re.compile(r"`{1,2}([^`]+)`{1,2}")


class RegisterPart(nodes.General, nodes.Element):
    """Stands for the claims of one module until the pages that use them are known."""


class Register(SphinxDirective):
    """All claims, one section per module."""

    def run(self) -> list[nodes.Node]:
        registers = self.env.__dict__.setdefault("claims_registers", {})
        registers[self.env.docname] = self.config.claims_state
        sections: list[nodes.Node] = []
        for module, group in groupby(self.config.claims.items(), key=lambda item: item[1]["module"]):
            claims = dict(group)
            title = next(iter(claims.values()))["title"]
            section = nodes.section(ids=[f"claims-{module.rpartition('.')[2]}"], names=[])
            section += nodes.title(title, title)
            section += RegisterPart(claims=list(claims))
            sections.append(section)
        return sections


def uses_by_claim(env: BuildEnvironment) -> dict[str, list[str]]:
    """Return the names of the pages that print each claim."""
    uses: dict[str, list[str]] = {}
    for docname in sorted(getattr(env, "claims_uses", {})):
        for name in env.claims_uses[docname]:  # type: ignore[attr-defined]
            uses.setdefault(name, []).append(docname)
    return uses


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the entries, now that every page is read; in print the register is left out."""
    parts = list(doctree.findall(RegisterPart))
    if app.builder.name not in app.config.claims_linked_builders:
        for part in parts:
            part.parent.remove(part)  # what is left is a heading alone, which print leaves out, and says so
        parts = []
    uses = uses_by_claim(app.env) if parts else {}
    shown: set[str] = set()
    for part in parts:
        records = {name: app.config.claims[name] for name in part["claims"]}
        entries = [
            entry(name, record, links(app, docname, uses.get(name, [])), table_links(app, docname, record),
                  cited_as(app, docname, name, record["states"]))
            for name, record in records.items()
        ]
        text = "\n".join([*entries, functions(records.values(), shown)])
        part.replace_self(nodes.raw("", text, format="html"))


def cited_as(app: Sphinx, docname: str, name: str, states: str) -> str:
    """Return how to cite a number: as a chapter is cited, with its place in the register."""
    cff, address = read_cff(app.srcdir), f"{docname}.html#claim-{name}"
    label = "register of claims" if cff.get("url") else f"register of claims ({address})"
    return harvard(part_item(cff, address, states, label))


def table_links(app: Sphinx, docname: str, record: dict[str, Any]) -> str:
    """Return the tables that a number was computed from; where it names no document, with links to their rows."""
    explorer, found = app.config.claims_explorer, []
    for table in record["tables"]:
        words = f"<code>{html.escape(table)}</code>"
        if not record["sources"] and table in app.config.claims_explored and explorer in app.env.all_docs:
            address = f"{app.builder.get_relative_uri(docname, explorer)}#explore-{table}"
            words += f' (<a href="{address}">rows and their sources<span class="visually-hidden">: {table}</span></a>)'
        found.append(words)
    return ", ".join(found)


def functions(records: Iterable[dict[str, Any]], shown: set[str]) -> str:
    """Return the functions that claims call and that do not stand on the page yet, each folded under its name."""
    folded = []
    for one in (one for record in records for one in record["calls"]):
        if code_anchor(one) not in shown:
            shown.add(code_anchor(one))
            folded.append(
                f'<details id="{code_anchor(one)}"><summary>Called: <code>{html.escape(one["name"])}</code> in '
                f"{html.escape(one['file'])}</summary><pre>{html.escape(one['code'].strip())}</pre></details>"
            )
    return f'<div class="claim-functions">{"".join(folded)}</div>' if folded else ""


def code_anchor(function: dict[str, str]) -> str:
    """Return the anchor of a function on the page."""
    return f"code-{function['module'].rpartition('.')[2]}.{function['name']}"


def links(app: Sphinx, here: str, docnames: Iterable[str]) -> str:
    """Return links to pages, by title."""
    return "; ".join(
        f'<a href="{app.builder.get_relative_uri(here, name)}">{html.escape(app.env.titles[name].astext())}</a>'
        for name in docnames
    )


def entry(name: str, record: dict[str, Any], used_in: str, tables: str, cited: str) -> str:
    """Return one claim of the register as HTML."""
    escape = html.escape
    number, states = record["forms"][""], record["states"]
    label = escape(f"Copy with caveat and citation: {states}")
    rows = [
        ("Interval", escape(record["interval"])),
        ("Definition", marked_up(record["definition"])),
        ("Caveat", marked_up(record["caveat"])),
        ("Primary source" if len(record["sources"]) == 1 else "Primary sources", source_list(record["sources"])),
        ("Computed from" if not record["sources"] else "Tables", tables),
        ("Used in", used_in),
    ]
    listed = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in rows if text)
    permalink = f'<a class="headerlink" href="#claim-{name}" title="Link to this claim">#</a>'
    return (
        f'<section class="claim-entry" id="claim-{name}"><h3>{escape(states)}{permalink}</h3>'
        f'<p class="claim-value"><strong>{escape(number)}</strong> '
        f'<button type="button" data-copy="{escape(to_copy(record, cited))}" aria-label="{label}">'
        f"Copy with caveat and citation</button></p><dl>{listed}</dl>"
        f"<details><summary>Code: <code>{name}</code> in {escape(record['file'])}</summary>"
        f"<pre>{escape(record['code'].strip())}</pre>{calls(record)}</details></section>"
    )


def calls(record: dict[str, Any]) -> str:
    """Return links to the functions that a claim's code calls."""
    named = [f'<a href="#{code_anchor(one)}"><code>{html.escape(one["name"])}</code></a>' for one in record["calls"]]
    return f"<p>Calls {', '.join(named)}.</p>" if named else ""


def marked_up(text: str) -> str:
    """Return a sentence of a docstring as HTML: *emphasis* and `code`, everything else as it stands."""
    text = EMPHASIS.sub(r"<em>\1</em>", html.escape(text))
    return CODE.sub(r"<code>\1</code>", text)


def source_list(sources: list[dict[str, str]]) -> str:
    """Return each source with a link to its address and how much of it was read."""
    parts = []
    for source in sources:
        title = html.escape(source["title"] or source["source_id"])
        if source["url"].startswith(("http://", "https://")):
            title = f'<a href="{html.escape(source["url"])}">{title}</a>'
        elif source["url"]:  # in place of an address, why there is none
            title = f"{title}, {html.escape(source['url'])}"
        parts.append(f"{html.escape(published(source))}{title} ({html.escape(how_read(source))})")
    return "<br>".join(parts)


def published(source: dict[str, str]) -> str:
    """Return "Publisher (year), " as far as known."""
    year = source["published"][:4]
    words = f"{source['publisher']} ({year})" if source["publisher"] and year else source["publisher"] or year
    return f"{words}, " if words else ""


def how_read(source: dict[str, str]) -> str:
    """Return how much of a source was read for this book, and where if not at its publisher."""
    words = READ.get(source["read_extent"], "extent of reading not recorded")
    return f"{words}, in the copy of {source['read_via']}" if source["read_via"] else words


def to_copy(record: dict[str, Any], cited: str) -> str:
    """Return number, definition, caveat and citation together, as the copy button puts them on the clipboard."""
    lines = [f"{record['states']}: {record['forms']['']}", f"Definition: {unmarked(record['definition'])}"]
    lines += [f"Interval: {record['interval']}"] if record["interval"] else []
    lines += [f"Caveat: {unmarked(record['caveat'])}"] if record["caveat"] else []
    lines += [
        f"Source: {published(one)}{one['title']}{', ' + one['url'] if one['url'] else ''} ({how_read(one)})"
        for one in record["sources"][:MOST_COPIED]
    ]
    if (more := len(record["sources"]) - MOST_COPIED) > 0:
        lines.append(f"and {more} more source{'s' * (more > 1)}, listed in the register of claims")
    if record["tables"] and not record["sources"]:
        lines.append(f"Computed from the tables: {', '.join(record['tables'])}")
    return "\n".join([*lines, cited])


def unmarked(text: str) -> str:
    """Return a sentence of a docstring as plain text."""
    return CODE.sub(r"\1", EMPHASIS.sub(r"\1", text))


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The register is read again when any of its records changed."""
    registers = getattr(env, "claims_registers", {})
    return [
        name for name, made_from in registers.items() if made_from != app.config.claims_state and name not in removed
    ]


def rewritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The register is written again when another page uses a claim, or is called otherwise."""
    titles = {name: title.astext() for name, title in env.titles.items()}
    state = hashlib.sha256(json.dumps([uses_by_claim(env), titles], sort_keys=True).encode()).hexdigest()
    known, env.claims_uses_state = getattr(env, "claims_uses_state", ""), state  # type: ignore[attr-defined]
    return list(getattr(env, "claims_registers", {})) if known != state else []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "claims_registers", {}).pop(docname, None)


def register_updated(app: Sphinx) -> None:
    """Connect what keeps the register true."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-updated", rewritten)
    app.connect("doctree-resolved", fill)
