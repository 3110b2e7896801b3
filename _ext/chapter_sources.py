"""``chapter-sources``: every source that a chapter leans on, through citations, claims and exhibits.

Those that only a claim or an exhibit rests on stand in the bibliography too, so that each has a number there.
The list is made when pages are written, since the sources of a claim can change while the chapter's text stays;
a page whose list has changed is written again.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.roles import CitationRef

REGISTERS = ("chapters/reference/", "chapters/places/inspections")  # what they list is not cited
READ = {"whole": "read whole", "opening": "opening read", "extract": "extract read"}


class chapter_sources(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Where the list will stand."""


class ChapterSources(SphinxDirective):
    """Mark the place of the list."""

    def run(self) -> list[nodes.Node]:
        """Return the mark."""
        return [chapter_sources()]


def table_of_sources(app: Sphinx) -> dict[str, dict[str, str]]:
    """Return the rows of data/sources.csv by id."""
    with (Path(app.srcdir) / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["source_id"]: row for row in csv.DictReader(file)}


def remember(app: Sphinx, doctree: nodes.document) -> None:
    """Note what a chapter cites in its own text and under its exhibits."""
    if app.env.docname.startswith(REGISTERS):
        return
    found: set[str] = set()
    for node in doctree.findall(nodes.Element):
        if isinstance(node.get("data"), dict):
            found.update(source for source, _ in node["data"].get("sources", []))
        if node.get("refdomain") == "cite":
            found.update(key.strip() for key in str(node.get("reftarget", "")).split(","))
    enter_in_bibliography(app, found | sources_of_claims(app, app.env.docname))
    if next(doctree.findall(chapter_sources), None) is not None:
        kept(app.env, "cited")[app.env.docname] = found


def enter_in_bibliography(app: Sphinx, names: set[str]) -> None:
    """Have the bibliography list sources as if the present page had cited them."""
    cite = app.env.get_domain("cite")
    known = cite.bibdata.data.entries  # type: ignore[attr-defined]
    targets = [CitationTarget(name, "", "") for name in sorted(names) if name in known]
    cite.citation_refs.append(CitationRef("", app.env.docname, 0, targets))  # type: ignore[attr-defined]


def sources_of_claims(app: Sphinx, docname: str) -> set[str]:
    """Ids of what the claims that a page prints rest on."""
    used = getattr(app.env, "claims_uses", {}).get(docname, {})
    return {source["source_id"] for name in used for source in app.config.claims.get(name, {}).get("sources", [])}


def kept(env: BuildEnvironment, name: str) -> dict[str, Any]:
    """Return one of the two notes that the environment keeps: what is cited, and what was last written."""
    notes: dict[str, dict[str, Any]] = env.__dict__.setdefault("chapter_sources", {"cited": {}, "written": {}})
    return notes[name]


def sources_of(app: Sphinx, docname: str) -> list[str]:
    """Return the ids behind a chapter: its own, and those of the claims that it prints."""
    return sorted(set(kept(app.env, "cited").get(docname, ())) | sources_of_claims(app, docname))


def changed_lists(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Ask for the pages whose list is not what was last written."""
    lists = {name: sources_of(app, name) for name in kept(env, "cited")}
    changed = [name for name, found in lists.items() if kept(env, "written").get(name) != found]
    kept(env, "written").update(lists)
    return changed


def line(app: Sphinx, docname: str, row: dict[str, str]) -> nodes.list_item:
    """Return a source as a line: publisher, date, title linked to the register, and how much of it was read."""
    register = app.config.chapter_sources_register
    title: nodes.Node = nodes.emphasis(text=row["title"])
    if register in app.env.all_docs and app.builder.format == "html":
        address = f"{app.builder.get_relative_uri(docname, register)}#source-{row['source_id']}"
        title = nodes.reference("", "", title, internal=True, refuri=address)
    read = READ.get(row["read_extent"], row["read_extent"])
    read += f" in the copy at {row['read_via']}" if row["read_via"] else ""
    head = f"{row['publisher'] or 'Publisher not known'} ({row['published'] or 'undated'}), "
    return nodes.list_item("", nodes.paragraph("", head, title, nodes.Text(f"; {read}.")))


def write_list(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the list where its mark stands."""
    marks = list(doctree.findall(chapter_sources))
    if not marks:
        return
    table = table_of_sources(app)
    rows = [table[name] for name in sources_of(app, docname) if name in table]
    rows.sort(key=lambda row: (row["publisher"], row["published"]))
    if app.builder.name in app.config.exhibits_print_builders:  # on paper the numbers of the bibliography are enough
        for mark in marks:
            mark.parent.parent.remove(mark.parent)
        return
    for mark in marks:
        items = [line(app, docname, row) for row in rows]
        mark.replace_self(nodes.bullet_list("", *items, classes=["chapter-sources"]) if items else [])


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what was noted of a page that is read again."""
    for name in ("cited", "written"):
        kept(env, name).pop(docname, None)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("chapter_sources_register", "chapters/reference/sources", "html")
    app.add_node(chapter_sources)
    app.add_directive("chapter-sources", ChapterSources)
    app.connect("doctree-read", remember)
    app.connect("env-updated", changed_lists)
    app.connect("env-purge-doc", forget)
    app.connect("doctree-resolved", write_list)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
