"""What stands before and after the text of the printed book: cover, imprint, contents, index.

The pages of the text are laid out first; contents and index are written afterwards with the page numbers that
came out. One layout is enough, and an index entry names a page once however often the page speaks of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import yaml
from print_assemble import PAGE_SCHEME, Chapter, anchor

LICENCES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    "MIT": "MIT Licence",
    "OGL-UK-3.0": "Open Government Licence v3.0",
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December")


@dataclass(frozen=True)
class Imprint:
    """What the book says of itself: taken from CITATION.cff where it exists, else from the configuration."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    version: str
    date: str
    licences: tuple[str, ...]
    address: str
    doi: str
    language: str
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def full_title(self) -> str:
        """Title and subtitle, as they are cited."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def printed_subtitle(self) -> str:
        """Subtitle with a dash between years, kept on one line with what precedes it."""
        return re.sub(r"\b(\d{4})-(\d{4})\b", "\\1\u2013\\2", self.subtitle)

    @property
    def year(self) -> str:
        """Year of the release, empty where no date is known."""
        return self.date[:4]

    @property
    def long_date(self) -> str:
        """Date of the release in words: "22 November 2026"."""
        found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", self.date)
        if not found:
            return self.date
        return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}"

    @property
    def citation(self) -> str:
        """How to cite the book, in one sentence, in the style of the web edition."""
        when = f" ({self.year})" if self.year else ","
        edition = f", version {self.version}" if self.version else ""
        dated = f" ({self.long_date})" if self.date else ""
        where = "".join(f" {place}." for place in (self.doi and f"doi:{self.doi}", self.address) if place)
        return f"{' and '.join(self.authors)}{when} {self.full_title}{edition}{dated}.{where}"


def imprint(folder: Path, title: str, author: str, language: str) -> Imprint:
    """Read the imprint of the book in ``folder``; ``title``, ``author`` and ``language`` fill what it lacks."""
    path = folder / "CITATION.cff"
    data = yaml.safe_load(path.read_text("utf8")) if path.is_file() else {}
    name, _, subtitle = str(data.get("title") or title).partition(": ")
    licence = data.get("license") or []
    identifiers = licence if isinstance(licence, list) else [licence]
    people = tuple(_person(entry) for entry in data.get("authors") or [])
    return Imprint(
        title=name, subtitle=subtitle, authors=people or (author,), version=str(data.get("version") or ""),
        date=str(data.get("date-released") or ""), licences=tuple(LICENCES.get(item, item) for item in identifiers),
        address=str(data.get("url") or ""), doi=str(data.get("doi") or ""), language=language.replace("_", "-"),
        abstract=" ".join(str(data.get("abstract") or "").split()),
        keywords=tuple(str(word) for word in data.get("keywords") or ()))


def _person(entry: Mapping[str, str]) -> str:
    if entry.get("name"):
        return str(entry["name"])
    return " ".join(str(entry[key]) for key in ("given-names", "family-names") if entry.get(key))


def parts(chapters: Sequence[Chapter]) -> list[tuple[str | None, list[Chapter]]]:
    """Chapters under the part that holds them, in order."""
    found: list[tuple[str | None, list[Chapter]]] = []
    for entry in chapters:
        if not found or found[-1][0] != entry.part:
            found.append((entry.part, []))
        found[-1][1].append(entry)
    return found


def standing_titles(chapters: Iterable[Chapter], most: int = 3) -> set[str]:
    """Titles of sections that more than ``most`` chapters have: a table of contents is no better for repeating them."""
    counts = Counter(title for entry in chapters for _, _, title in entry.sections)
    return {title for title, count in counts.items() if count > most}


def exhibits(chapters: Iterable[Chapter], page_of: Mapping[str, int]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Figures, then tables, each with identifier, label and headline; those without a number are left out."""
    every = [item for entry in chapters for item in entry.exhibits if item[0] in page_of and item[1]]
    tables = [item for item in every if item[1].startswith("Table")]
    figures = [item for item in every if item not in tables]
    return [(kind, items) for kind, items in (("Figures", figures), ("Tables", tables)) if items]


def part_slug(number: int) -> str:
    """Identifier of the page that opens a part."""
    return f"part-{number}"


def index_entries(groups: Iterable[Any], page_of: Mapping[str, int]) -> list[dict[str, Any]]:
    """Turn Sphinx's index into terms with page numbers, each page once.

    Parameters
    ----------
    groups : iterable
        What ``IndexEntries.create_index`` returns.
    page_of : mapping
        Page of each identifier of the text.

    Returns
    -------
    list of dict
        ``letter`` and ``terms``; a term has ``words``, ``pages`` (page or pages, identifier, main) and ``below``, the
        same for its sub-terms.
    """
    result = []
    for letter, terms in groups:
        rows = []
        for words, (links, below, *_) in terms:
            inner = [{"words": sub, "pages": _pages(sub_links, page_of)} for sub, sub_links in below]
            rows.append({"words": words, "pages": _pages(links, page_of), "below": inner})
        result.append({"letter": letter, "terms": rows})
    return result


def _pages(links: Iterable[tuple[str, str]], page_of: Mapping[str, int]) -> list[tuple[str, str, bool]]:
    found: dict[int, tuple[int, str, bool]] = {}
    for main, address in links:
        name, _, fragment = address.removeprefix(PAGE_SCHEME).partition("#")
        identifier = anchor(name, fragment)
        page = page_of.get(identifier)
        if page is None:
            continue
        known = found.get(page)
        found[page] = (page, known[1] if known else identifier, bool(main) or bool(known and known[2]))
    return runs([found[page] for page in sorted(found)])


def runs(pages: list[tuple[int, str, bool]]) -> list[tuple[str, str, bool]]:
    """Write three pages or more in a row as one span that leads to the first; a main entry stands alone."""
    spans: list[list[tuple[int, str, bool]]] = []
    for page in pages:
        last = spans[-1][-1] if spans else None
        if last is not None and page[0] == last[0] + 1 and not page[2] and not last[2]:
            spans[-1].append(page)
        else:
            spans.append([page])
    result = []
    for span in spans:
        if len(span) > 2:
            result.append((f"{span[0][0]}\u2013{span[-1][0]}", span[0][1], False))
        else:
            result += [(str(number), name, main) for number, name, main in span]
    return result


def environment(folder: Path) -> jinja2.Environment:
    """Templates of the printed pages; everything put into them is escaped unless it is already HTML."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=jinja2.StrictUndefined)
