"""What only a first layout of the book can tell, and what is changed by it before the second.

An exhibit that does not fit on what is left of a page goes to the next and leaves a hole; the paragraphs that follow it
are brought forward into the hole, as far as they fit. A reference to something on the same or the facing page
does not say its page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil
from typing import Any

from lxml.html import HtmlElement
from print_assemble import Chapter
from print_dom import add_class, classes, text_of
from print_tables import boxes

HOLE = 0.25   # of the text block's height, beyond which an empty foot of a page is filled
LETTERS, LINE, SPACE = 84, 19.5, 9.0   # of a line of text; height of a line and space after a paragraph, in CSS pixels
TEXT = {"p", "ul", "ol"}
MARK = "ref-"


def mark_references(chapters: list[Chapter]) -> None:
    """Give each reference that prints a page an identifier, so that the layout tells where it stands."""
    for number, link in enumerate(references(chapters)):
        link.set("id", f"{MARK}{number}")


def references(chapters: list[Chapter]) -> Iterator[HtmlElement]:
    """Links to figures, tables and sections."""
    for entry in chapters:
        yield from (link for link in entry.body.iter("a") if classes(link) & {"numref", "ref"})


def leave_out_near_pages(chapters: list[Chapter], page_of: Mapping[str, int]) -> None:
    """Mark references that lead to the page they stand on, or to one beside it."""
    for link in references(chapters):
        here, there = page_of.get(link.attrib.pop("id", "")), page_of.get((link.get("href") or "")[1:])
        if here is not None and there is not None and abs(here - there) <= 1:
            add_class(link, "near")


def fill_holes(chapters: list[Chapter], pages: list[Any]) -> int:
    """Bring text forward to where an exhibit left a hole; gives the number of paragraphs that were moved."""
    exhibits = {name: entry for entry in chapters for name, _, _ in entry.exhibits}
    moved = 0
    for page, after in pairwise(pages):
        room = hole(page)
        if room > HOLE * page._page_box.height and (name := opens_with(after, exhibits)):
            moved += bring_forward(exhibits[name].body, name, room)
    return moved


def hole(page: Any) -> float:
    """Height that is left below the last words or picture of a page, in CSS pixels."""
    frame = page._page_box
    marks = [box.position_y + box.height for child in frame.children if type(child).__name__ != "MarginBox"
             for box in boxes(child) if type(box).__name__ in {"TextBox", "BlockReplacedBox", "InlineReplacedBox"}]
    return frame.content_box_y() + frame.height - max(marks, default=frame.content_box_y())


def opens_with(page: Any, exhibits: Mapping[str, Chapter]) -> str | None:
    """The exhibit at the head of a page, if one is."""
    first = min(page.anchors, key=lambda name: page.anchors[name][1], default=None)
    top = page.anchors[first][1] if first is not None else 0
    near = page._page_box.content_box_y() + 60   # below a caption, a table begins
    return next((name for name in page.anchors if name in exhibits and page.anchors[name][1] <= max(top, near)), None)


def bring_forward(body: HtmlElement, name: str, room: float) -> int:
    """Move the paragraphs that follow an exhibit in front of it, while they fit into ``room``."""
    block = next((node for node in body.iter() if isinstance(node.tag, str) and node.get("id") == name), None)
    while block is not None and block.getparent() is not None and block.getparent().tag != "section":
        block = block.getparent()
    if block is None or block.getparent() is None:
        return 0
    moved = 0
    while (following := block.getnext()) is not None and following.tag in TEXT and (
            needed := LINE * ceil(len(text_of(following)) / LETTERS) + SPACE) <= room:
        room -= needed
        block.addprevious(following)
        moved += 1
    return moved
