"""Make every table of the printed book fit its page.

A table that is too wide for the page is set smaller by steps, then turned to a landscape page; what the steps
are based on is the number of letters that its columns need side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

from lxml.html import HtmlElement
from print_dom import add_class, select, text_of

# letters that fit side by side: the width of the text block, over the mean width of a letter at that size
STEPS = (
    (96, ""), (112, "table-small"), (128, "table-smaller"), (172, "table-landscape"),
    (205, "table-landscape table-smaller"))
LAST_STEP = "table-landscape table-smallest"
COLUMN_GAP = 2
COMFORTABLE = 16
SHORT_CELL = 30   # letters that may be kept on one line
SHORT = 250   # points of height up to which a table is kept on one page
LINE, ROW = 11.8, 6.4   # points that a line of words and the space of a row take


def columns(table: HtmlElement) -> list[list[HtmlElement]]:
    """Cells of a table by column, header cells included; a cell over several columns counts for none."""
    found: list[list[HtmlElement]] = []
    for row in table.iter("tr"):
        place = 0
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            span = int(cell.get("colspan") or 1)
            while len(found) < place + span:
                found.append([])
            if span == 1:
                found[place].append(cell)
            place += span
    return found


def lengths(cells: list[HtmlElement]) -> tuple[int, int]:
    """Letters that a column needs without ugly breaks, and letters of its longest cell."""
    words = [text_of(cell) for cell in cells]
    ratings = [text_of(mark) for cell in cells for mark in select(cell, ".rating")]   # set on one line
    longest_word = max((len(part) for part in [*ratings, *" ".join(words).split()]), default=1)
    longest_cell = max((len(text) for text in words), default=1)
    return max(longest_word, min(longest_cell, COMFORTABLE)) + COLUMN_GAP, longest_cell


def letters_needed(table: HtmlElement) -> int:
    """Letters that the columns of a table need side by side without ugly breaks."""
    return sum(lengths(cells)[0] for cells in columns(table))


def height(table: HtmlElement, capacity: float) -> float:
    """Points that a table is likely to be high, where a line of it has room for ``capacity`` letters."""
    widths = [min(longest, 60) + COLUMN_GAP for _, longest in (lengths(cells) for cells in columns(table))]
    share = capacity / sum(widths) if sum(widths) > capacity else 1
    total = 0.0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        lines = [ceil(len(text_of(cell)) / max(1, share * width)) for cell, width in zip(cells, widths, strict=False)]
        total += LINE * max(lines, default=1) + ROW
    return total


def keep_lines(table: HtmlElement, room: float) -> None:
    """Keep the cells of short columns on one line, the shortest columns first, while ``room`` letters last."""
    by_length = sorted(((*lengths(cells), place) for place, cells in enumerate(columns(table))), key=lambda c: c[1])
    for needed, longest, place in by_length:
        more = max(0, longest + COLUMN_GAP - needed)
        if longest > SHORT_CELL or more > room:
            return
        room -= more
        for cell in columns(table)[place]:
            if cell.tag == "td" or cell.get("scope") == "row":
                add_class(cell, "one-line")


def fit(body: HtmlElement) -> None:
    """Give each table the class of the first step that holds it."""
    for table in body.iter("table"):
        for element in table.iter():
            if isinstance(element.tag, str):
                for name in ("style", "border", "width", "height"):
                    element.attrib.pop(name, None)
        needed = letters_needed(table)
        limit, name = next((step for step in STEPS if needed <= step[0]), (needed, LAST_STEP))
        _mark_header_cells(table)
        keep_lines(table, 0.9 * limit - needed)
        holder = next((node for node in table.iterancestors() if node.tag == "figure"), None)
        if height(table, limit) <= SHORT:
            name += " short-table"
            if holder is not None:
                add_class(holder, "short-table")
        if "landscape" in name and holder is not None:
            add_class(holder, "landscape")
        if name:
            add_class(table, name)


def _mark_header_cells(table: HtmlElement) -> None:
    for cell in table.iter("th"):
        if cell.get("scope"):
            continue
        in_head = any(node.tag == "thead" for node in cell.iterancestors())
        cell.set("scope", "col" if in_head else "row")


def too_wide(pages: list[Any]) -> Iterator[tuple[int, str, float]]:
    """Tables that reach over the edge of their page's text block.

    Parameters
    ----------
    pages : list of weasyprint.document.Page
        Laid out pages.

    Yields
    ------
    tuple
        Number of the page in its document (from 1), the words of the table's first row, and the excess in points.
    """
    for number, page in enumerate(pages, 1):
        frame = page._page_box
        right = frame.content_box_x() + frame.width
        for box in _boxes(frame):
            if type(box).__name__ not in {"TableBox", "InlineTableBox"}:
                continue
            excess = max([box.position_x + box.border_width() - right, *_cell_excess(box)])
            if excess > 1:
                words = " ".join("".join(box.element.itertext()).split())[:60] if box.element is not None else ""
                yield number, words, excess * 0.75


def _cell_excess(table: Any) -> Iterator[float]:
    """How far words of a cell stand out of it, in CSS pixels."""
    for box in _boxes(table):
        if type(box).__name__ == "TableCellBox":
            edge = box.position_x + box.border_width()
            for inner in _boxes(box):
                if type(inner).__name__ == "TextBox":
                    yield inner.position_x + inner.width - edge


def _boxes(box: Any) -> Iterator[Any]:
    stack = [box]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(getattr(current, "children", ()))
