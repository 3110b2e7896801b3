"""Small pieces of HTML for the pages that are made from the data: tables, lists and links, everything escaped.

Links inside the book are written ``page:DOCNAME#ANCHOR`` and files of the site ``file:PATH``; the book's extension
turns both into addresses, or into plain words where the page is not part of what is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.cells import Link, Rating, is_missing, is_number
from analysis.style import RATING_LETTERS

LONG_TEXT = 60


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def address(target: str) -> str:
    """Where a link of a table leads, as the extension reads it."""
    known = target.startswith(("http://", "https://", "#", "page:", "file:"))
    return target if known else f"page:{target}"


def link(words: str, target: str) -> Html:
    """A link."""
    return Html(f'<a href="{escape(address(target))}">{escape(words)}</a>')


def inline(value: Any, missing: str = "not known") -> Html:
    """A value as it stands in a cell or a sentence: text, number, link, rating, or a list of these.

    Parameters
    ----------
    missing
        What stands where there is nothing.
    """
    if is_missing(value):
        return Html(f'<span class="missing">{escape(missing)}</span>')
    if isinstance(value, (list, tuple)):
        return Html("; ".join(inline(part) for part in value if not is_missing(part)))
    if isinstance(value, Html):
        return value
    if isinstance(value, Rating):
        name = value.rating.replace("_", "-")
        letter = f'<span class="rating-letter" aria-hidden="true">{RATING_LETTERS[value.rating]}</span>'
        return Html(f'<span class="rating rating-{name}">{letter} {escape(str(value))}</span>')
    if isinstance(value, Link):
        return link(value.text, value.target)
    return Html(escape(f"{value:,}" if is_number(value) else str(value)))


def paragraph(*parts: Any, classes: str = "") -> Html:
    """A paragraph of text, links and ratings, joined as they stand."""
    named = f' class="{escape(classes)}"' if classes else ""
    return Html(f"<p{named}>{''.join(inline(part) for part in parts)}</p>")


def table(
    frame: pd.DataFrame, caption: str, note: str = "", missing: str = "not known", label: str = ""
) -> Html:
    """A table with caption and headings; it scrolls sideways where it must.

    Parameters
    ----------
    frame
        One column per heading, named in words; the first names each row. Cells are what `inline` takes.
    caption
        What the table holds, in a sentence.
    note
        What must be known to read it.
    label
        What the scrolling region is called, where the caption alone would not be unique on its page.

    Raises
    ------
    ValueError
        If the frame is empty: say in prose what is not there.
    """
    if not len(frame):
        raise ValueError(f"a table has at least one row: {caption}")
    sides = [_side(frame[name].tolist()) for name in frame.columns]
    heads = "".join(
        f'<th scope="col"{side}>{escape(str(name))}</th>' for name, side in zip(frame.columns, sides, strict=True)
    )
    rows = []
    for values in frame.itertuples(index=False, name=None):
        cells = [f"<td{side}>{inline(value, missing)}</td>" for value, side in zip(values, sides, strict=True)]
        cells[0] = f'<th scope="row"{sides[0]}>{inline(values[0], missing)}</th>'
        rows.append(f"<tr>{''.join(cells)}</tr>")
    label = escape(label or caption, quote=True)
    foot = f'<div class="exhibit-foot"><p class="exhibit-note">{inline(note)}</p></div>' if note else ""
    return Html(
        f'<figure class="exhibit record-table"><div class="table-scroll" tabindex="0" role="group" '
        f'aria-label="{label}"><table><caption><div class="exhibit-caption"><strong class="exhibit-headline">'
        f"{escape(caption)}</strong></div></caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
        f"</table></div>{foot}</figure>"
    )


def plain_table(frame: pd.DataFrame, missing: str = "not known") -> Html:
    """A table without caption, for paper, under a heading that says what it holds."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    rows = []
    for first, *rest in frame.itertuples(index=False, name=None):
        cells = "".join(f"<td>{inline(value, missing)}</td>" for value in rest)
        rows.append(f'<tr><th scope="row">{inline(first, missing)}</th>{cells}</tr>')
    return Html(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>")


def _side(values: list[Any]) -> str:
    known = [value for value in values if not is_missing(value)]
    if known and all(is_number(value) for value in known):
        return ' class="num"'
    return ' class="long"' if any(type(value) is str and len(value) > LONG_TEXT for value in known) else ""


def terms(pairs: Mapping[str, Any]) -> Html:
    """Names and what they hold, as a description list; names without a value are left out."""
    known = {name: value for name, value in pairs.items() if not is_missing(value)}
    rows = (f"<dt>{escape(name)}</dt><dd>{inline(value)}</dd>" for name, value in known.items())
    return Html(f'<dl class="record-terms">{"".join(rows)}</dl>')


def items(entries: Iterable[Any], classes: str = "") -> Html:
    """A list."""
    named = f' class="{escape(classes)}"' if classes else ""
    return Html(f"<ul{named}>{''.join(f'<li>{inline(entry)}</li>' for entry in entries)}</ul>")


def folded(summary: str, body: str) -> Html:
    """Something that opens on demand."""
    return Html(f'<details class="record-fold"><summary>{escape(summary)}</summary>{body}</details>')


def heading_plain(level: int, words: str) -> Html:
    """A heading for paper."""
    return Html(f"<h{level}>{escape(words)}</h{level}>")


def heading(level: int, words: str, anchor: str) -> Html:
    """A heading with its permanent link; the anchor stands on the section around it."""
    permanent = f'<a class="headerlink" href="#{escape(anchor)}" title="Link to this section">#</a>'
    return Html(f"<h{level}>{escape(words)}{permanent}</h{level}>")
