"""What is called what: cited sources by ear and in the margin, links that would else be called alike, regions."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

CITED = re.compile(
    r'(?P<open><a class="reference internal" href="[^"]*#id\d+") '
    r'title="(?P<publisher>[^"]*?) ?\((?P<year>\d{4}|undated)\)\. (?P<work>[^"]*?)'
    r'\.?(?: (?:Whole|Opening|Extract) read[^"]*)?">(?P<number>\d+)</a>|<h[1-6]'
)
MOST_WORK, MOST_NOTE, LEAST_WORK = 60, 82, 24  # letters of a title, and of a whole note: three lines of the margin
LOOSE_END = re.compile(r"(?:\W+(?:an?|and|at|by|for|from|in|of|on|over|the|to|with))*\W*$")
MOST_TOLD = 100  # letters of what tells two links apart
TAG = re.compile(r"<[^>]+>")
LINK = re.compile(  # the explorer names its own, since its cells are also copied as text
    r'<div class="explorer .*?</table>|<h[2-4][^>]*>(?P<heading>.*?)</h[2-4]>|'
    r'<th scope="row"[^>]*>(?P<row>(?:(?!<a ).)*?)</th>|(?P<end></tr>)|'
    r'<a (?:class="reference internal" )?href="(?P<target>[^"#]*#(?:source-(?P<source>[^"]+)|[^"]+))">'
    r'(?P<words>.*?)</a>', re.DOTALL
)


def scrolls(called: str) -> str:
    """Attributes of the region around a table: a stop of the keyboard with a name, with or without a script.

    Where nothing scrolls, book.js takes all three.
    """
    return f' tabindex="0" role="group" aria-label="{escape(called)}, scrolls sideways"'


def unseen(words: str) -> str:
    """Words for the ear alone, where the eye sees what they say."""
    return f'<span class="visually-hidden"> {escape(words)}</span>'


def name_sources(body: str, short_names: Mapping[str, str]) -> str:
    """Call a cited source by number, publisher and year, where the eye reads a number alone.

    The title of the link is the title of the work, no more: what else it says would be heard twice. The first mention
    in a section is ``noted``: number, publisher, year and title then stand in the margin of a wide window.
    """
    noted: set[str] = set()

    def name(found: re.Match[str]) -> str:
        number = found["number"]
        if number is None:  # a heading: another section
            noted.clear()
            return found[0]
        words = " ".join(part for part in (found["publisher"], found["year"]) if part)
        opened, note = found["open"], ""
        if number not in noted:
            opened = opened.replace('"reference internal"', '"reference internal noted"', 1)
            note = f' data-note="{margin_note(number, words, found["work"], short_names)}"'
        noted.add(number)
        return f'{opened} title="{found["work"]}"{note} aria-label="source {number}, {words}">{number}</a>'

    return CITED.sub(name, body)


def margin_note(number: str, publisher_and_year: str, work: str, short_names: Mapping[str, str]) -> str:
    """Number, publisher by its short name, year and as much of the title as a margin holds, cut between words."""
    for long, short in short_names.items():
        publisher_and_year = publisher_and_year.replace(long, short)
    head = f"{number}. {unescape(publisher_and_year)}, "
    room = min(MOST_WORK, max(LEAST_WORK, MOST_NOTE - len(head)))
    words = unescape(work)
    if len(words) > room:
        words = LOOSE_END.sub("", words[: room + 1].rpartition(" ")[0]) + "…"
    return escape(head + words)


@lru_cache
def titles_of_sources(path: Path) -> dict[str, tuple[str, str]]:
    """Title and publisher of each source of the register; none where there is no such file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["source_id"]: (row["title"], row["publisher"]) for row in csv.DictReader(file)}


def tell_apart(body: str, titles: Mapping[str, tuple[str, str]]) -> str:
    """Say more, for the ear, of links that are called alike and lead to different places.

    A link to a source is told by the title of the work, or by its publisher where it is called by the title; another
    by the row of the table or the heading above it.
    """
    places: dict[str, set[str]] = {}
    for found in LINK.finditer(body):
        if found["target"]:
            places.setdefault(found["words"], set()).add(found["target"])
    heading = row = ""

    def name(found: re.Match[str]) -> str:
        nonlocal heading, row
        if found["heading"] is not None:
            heading, row = found["heading"], ""
        elif found["row"] is not None:
            row = found["row"]
        elif found["end"]:
            row = ""
        elif found["target"] and len(places[found["words"]]) > 1:
            title, publisher = titles.get(found["source"] or "", ("", ""))
            told = publisher if title == unescape(TAG.sub("", found["words"])) else title
            more = plain(escape(told) or row or heading)
            return f'{found[0].removesuffix("</a>")}<span class="visually-hidden">, {more}</span></a>'
        return found[0]

    return LINK.sub(name, body)


def plain(html: str) -> str:
    """The words of a piece of HTML, cut between words where they are many, written as HTML again."""
    words = " ".join(unescape(TAG.sub("", html)).removesuffix("#").split())
    return escape(words if len(words) <= MOST_TOLD else words[:MOST_TOLD].rpartition(" ")[0] + "…")
