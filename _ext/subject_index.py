"""Entries of the index at the end of the book: subjects of `chapters/index_entries.csv`, places, owners, terms.

A subject is entered at the first paragraph of each section that speaks of it, so that an entry leads to a page and
not to every use of a word. Places and owners are those of the dataset; terms are those that {term} links to.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

SUBJECTS = Path("chapters/index_entries.csv")
ORGANISATIONS = Path("data/organisations.csv")
PLACED = ("crc", "nps_division", "region", "trust", "unit")  # kinds of organisation that bear the name of a place
NOT_PLACE = re.compile(r"^NPS | (?:CRC|division|region|Probation Trust)$")
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
            paragraph["ids"].append(name)
            paragraph.insert(0, addnodes.index(entries=[("single", entry, name, "", None) for entry in new]))


def words(paragraph: nodes.paragraph) -> str:
    """A paragraph as it is read: links by their words, code left out."""
    return "".join(text.astext() for text in paragraph.findall(nodes.Text)
                   if not isinstance(text.parent, nodes.literal))


def group_by_page(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Give the page of the index its entries as (letter, [(words, [(title of a page, its places)])])."""
    if pagename != "genindex":
        return
    titles = {app.builder.get_target_uri(name): title.astext() for name, title in app.env.titles.items()}

    def pages(links: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
        found: dict[str, list[str]] = {}
        for _main, link in links:
            found.setdefault(titles[link.partition("#")[0]], []).append(link)
        return list(found.items())

    context["index_groups"] = [(letter, [(name, pages(links)) for name, (links, *_) in terms])
                               for letter, terms in context["genindexentries"]]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    subjects.cache_clear()
    app.add_transform(SubjectIndex)
    app.connect("html-page-context", group_by_page)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
