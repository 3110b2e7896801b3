"""The register page: every claim with its number, definition, caveat, sources, code and the pages that use it.

The directive ``claims-register`` makes one section per module of `analysis`; what a section holds is
written as plain HTML when all pages are read, because only then is it known which page uses which claim.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

READ = {"whole": "read whole", "opening": "opening read", "extract": "extract read"}
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
    uses, book = (uses_by_claim(app.env), cited_as(app)) if parts else ({}, "")
    for part in parts:
        used_in = {name: links(app, docname, uses.get(name, [])) for name in part["claims"]}
        entries = [entry(name, app.config.claims[name], used_in[name], book) for name in part["claims"]]
        part.replace_self(nodes.raw("", "\n".join(entries), format="html"))


def cited_as(app: Sphinx) -> str:
    """Return title, version and date of the book, as CITATION.cff has them."""
    path = Path(app.srcdir) / "CITATION.cff"
    if not path.exists():
        return str(app.config.project)
    cited = yaml.safe_load(path.read_text(encoding="utf-8"))
    return f"{cited['title']}, version {cited['version']} ({cited['date-released']})"


def links(app: Sphinx, here: str, docnames: Iterable[str]) -> str:
    """Return links to pages, by title."""
    return "; ".join(
        f'<a href="{app.builder.get_relative_uri(here, name)}">{html.escape(app.env.titles[name].astext())}</a>'
        for name in docnames
    )


def entry(name: str, record: dict[str, Any], used_in: str, book: str) -> str:
    """Return one claim of the register as HTML."""
    escape = html.escape
    number, states = record["forms"][""], record["states"]
    label = escape(f"Copy with caveat and citation: {states}")
    rows = [
        ("Interval", escape(record["interval"])),
        ("Definition", marked_up(record["definition"])),
        ("Caveat", marked_up(record["caveat"])),
        ("Primary source" if len(record["sources"]) == 1 else "Primary sources", source_list(record["sources"])),
        ("Tables", ", ".join(f"<code>{escape(table)}</code>" for table in record["tables"])),
        ("Used in", used_in),
    ]
    listed = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in rows if text)
    permalink = f'<a class="headerlink" href="#claim-{name}" title="Link to this claim">#</a>'
    return (
        f'<section class="claim-entry" id="claim-{name}"><h3>{escape(states)}{permalink}</h3>'
        f'<p class="claim-value"><strong>{escape(number)}</strong> '
        f'<button type="button" data-copy="{escape(to_copy(name, record, book))}" aria-label="{label}">'
        f"Copy with caveat and citation</button></p><dl>{listed}</dl>"
        f"<details><summary>Code: <code>{name}</code> in {escape(record['file'])}</summary>"
        f"<pre>{escape(record['code'].strip())}</pre></details></section>"
    )


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


def to_copy(name: str, record: dict[str, Any], book: str) -> str:
    """Return number, caveat and citation together, as the copy button puts them on the clipboard."""
    lines = [f"{record['states']}: {record['forms']['']}"]
    lines += [f"Interval: {record['interval']}"] if record["interval"] else []
    lines += [f"Caveat: {record['caveat']}"] if record["caveat"] else []
    lines += [
        f"Source: {published(one)}{one['title']}{', ' + one['url'] if one['url'] else ''} ({how_read(one)})"
        for one in record["sources"]
    ]
    return "\n".join([*lines, f"In: {book}, register of claims, #claim-{name}"])


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
