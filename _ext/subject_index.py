"""Entries of the index at the end of the book: subjects of `chapters/index_entries.csv`, places, owners, terms.

A subject is entered at the first paragraph of each section that speaks of it, so that an entry leads to a page and
not to every use of a word. Places and owners are those of the dataset; terms are those that {term} links to.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.domain import get_docnames

SUBJECTS = Path("chapters/index_entries.csv")
ORGANISATIONS = Path("data/organisations.csv")
PLACED = ("crc", "nps_division", "region", "trust", "unit")  # kinds of organisation that bear the name of a place
NOT_PLACE = re.compile(r"^NPS | (?:CRC|division|region|Probation Trust)$")
GLOSSARY = "reference/glossary"
PLACES = "chapters/places/areas/"  # pages made of tables, each on what its title says
WITHOUT = ("chapters/reference/", "chapters/places/inspections")  # registers have an order of their own


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table, none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def subjects(root: Path) -> tuple[dict[str, str], re.Pattern[str]]:
    """Entry of each form of words, and the pattern that finds the forms, the longest first."""
    entries = {form: row["entry"] for row in rows(root / SUBJECTS) for form in row["forms"].split("|")}
    for row in rows(root / ORGANISATIONS):
        if row["kind"] == "owner":
            name = row["name"].partition(" (")[0]
        elif row["kind"] in PLACED:
            name = NOT_PLACE.sub("", NOT_PLACE.sub("", row["name"]))
        else:
            continue
        entries.setdefault(name, name)
    forms = "|".join(re.escape(form) for form in sorted(entries, key=len, reverse=True)) or r"(?!)"
    return entries, re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])")


class SubjectIndex(SphinxTransform):
    """Put the entries into a page before Sphinx collects them."""

    default_priority = 600

    def apply(self, **_: Any) -> None:
        """Enter what each section speaks of, once."""
        if self.env.docname.startswith(WITHOUT):
            return
        root = Path(self.app.srcdir)
        for path in (SUBJECTS, ORGANISATIONS):
            self.env.note_dependency(str(root / path))
        entries, pattern = subjects(root)
        if self.env.docname.startswith(PLACES):
            enter_page(self.document)
        entered: set[tuple[int, str]] = set()
        for number, paragraph in enumerate(list(self.document.findall(nodes.paragraph))):
            section = paragraph.parent
            while section is not None and not isinstance(section, nodes.section):
                section = section.parent
            links = paragraph.findall(addnodes.pending_xref)
            terms = [link["reftarget"] for link in links if link["reftype"] == "term"]
            found = dict.fromkeys([*terms, *(entries[form] for form in pattern.findall(words(paragraph)))])
            new = [entry for entry in found if (id(section), entry) not in entered]
            if not new:
                continue
            entered.update((id(section), entry) for entry in new)
            name = f"index-{number}"
            title = section.next_node(nodes.title) if section is not None else None
            sections_of(self.env).setdefault(self.env.docname, {})[name] = title.astext() if title is not None else ""
            paragraph["ids"].append(name)
            paragraph.insert(0, addnodes.index(entries=[("single", entry, name, "", None) for entry in new]))


def enter_page(document: nodes.document) -> None:
    """Enter a page under its own title, as the main place for it."""
    section = next(iter(document.findall(nodes.section)))
    title = section.next_node(nodes.title)
    section["ids"].append("index-page")
    section.insert(1, addnodes.index(entries=[("single", title.astext(), "index-page", "main", None)]))


def words(paragraph: nodes.paragraph) -> str:
    """A paragraph as it is read: links by their words, code left out."""
    return "".join(text.astext() for text in paragraph.findall(nodes.Text)
                   if not isinstance(text.parent, nodes.literal))


def beyond_the_glossary(groups: Iterable[Any]) -> list[Any]:
    """The entries that lead to more than the glossary, which has an alphabet of its own."""
    kept = [(letter, [one for one in terms if any(GLOSSARY not in link for _, link in one[1][0])])
            for letter, terms in groups]
    return [(letter, terms) for letter, terms in kept if terms]


def group_by_page(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the page of the index its entries as (letter, [(words, [(chapter, [(section, address)])])])."""
    if pagename != "genindex":
        return
    names = {app.builder.get_target_uri(name): name for name in app.env.titles}
    order = {name: place for place, name in enumerate(get_docnames(app.env))}

    def place_in_book(link: tuple[str, str]) -> tuple[int, int]:
        uri, _, place = link[1].partition("#")
        return order[names[uri]], int(place.rpartition("-")[2]) if place[-1:].isdigit() else 0

    def pages(links: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for _main, link in sorted(links, key=place_in_book):
            uri, _, place = link.partition("#")
            title, number = app.env.titles[names[uri]].astext(), app.env.toc_secnumbers.get(names[uri], {}).get("")
            section = sections_of(app.env).get(names[uri], {}).get(place, "")
            called = f"{'.'.join(map(str, number))}. {title}" if number else title
            found.setdefault(called, []).append((section if section not in ("", title) else "opening", link))
        return list(found.items())

    context["index_groups"] = [(letter, [(name, pages(links)) for name, (links, *_) in terms])
                               for letter, terms in beyond_the_glossary(context["genindexentries"])]


def sections_of(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Title of the section that each entry stands in, by page."""
    if not hasattr(env, "index_sections"):
        env.index_sections = {}  # type: ignore[attr-defined]
    return env.index_sections  # type: ignore[attr-defined,no-any-return]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    sections_of(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    sections_of(env).update({name: places for name, places in sections_of(other).items() if name in docnames})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    subjects.cache_clear()
    app.add_transform(SubjectIndex)
    app.connect("html-page-context", group_by_page)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
