"""Figures and tables as a notebook shows them: the words, notes and sources of the book's pages, without its links."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from analysis.cells import DATASET

Body = Mapping[str, Any]
FEW = 5  # sources; more are folded


def table(body: Body, opened: str = "") -> str:
    """The cells of an exhibit's payload as an HTML table; ``opened`` stands before its head."""
    columns, naming = body["columns"], body["row_header"]
    naming = [naming] if isinstance(naming, int) else naming
    sides = [' style="text-align: right"' if c["align"] == "right" else ' style="text-align: left"' for c in columns]
    heads = "".join(f'<th scope="col"{s}>{escape(c["label"])}</th>' for c, s in zip(columns, sides, strict=True))
    rows = []
    for row in zip(*(column["cells"] for column in columns), strict=True):
        cells = []
        for place, (value, column, side) in enumerate(zip(row, columns, sides, strict=True)):
            words = escape(body["missing"] if column["align"] == "left" else "–") if value is None else cell(value)
            cells.append(f'<th scope="row"{side}>{words}</th>' if place in naming else f"<td{side}>{words}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{opened}<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def cell(value: Any) -> str:
    """One cell: text, a rating in words, a list; a link where it leads to the web, its words where to the book."""
    if not isinstance(value, dict):
        return escape(str(value))
    if "list" in value:
        return "; ".join(cell(part) for part in value["list"])
    words = escape(value["text"])
    address = str(value.get("href", ""))
    return f'<a href="{escape(address)}">{words}</a>' if address.startswith(("http://", "https://")) else words


def heading(body: Body) -> str:
    """Headline and subtitle."""
    return f"<b>{escape(body['headline'])}</b> {escape(body['subtitle'])}".strip()


def foot(body: Body) -> str:
    """Sources by their ids in the table of sources, what the exhibit is based on, and its note."""
    remarks = [f"Based on {ended(body['n'])}" if body["n"] else "", ended(body["note"])]
    told = " ".join(remark for remark in remarks if remark)
    return sources(body["sources"]) + (f"<p>{escape(told)}</p>" if told else "")


def ended(text: str) -> str:
    """The text with one full stop at its end, if it is any."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def sources(ids: list[str]) -> str:
    """A line of source ids; many are folded."""
    if ids == [DATASET]:
        return "<p>Source: the dataset of this book.</p>"
    named = escape(", ".join("the dataset of this book" if one == DATASET else one for one in ids))
    if len(ids) > FEW:
        return f"<details><summary>Sources ({len(ids)}, by source_id)</summary>{named}</details>"
    return f"<p>Source{'s' * (len(ids) > 1)} (source_id): {named}.</p>"


def table_exhibit(body: Body) -> str:
    """A table with caption and foot."""
    return table(body, f"<caption>{heading(body)}</caption>") + foot(body)


def chart_exhibit(body: Body, picture: str) -> str:
    """A figure with caption, foot and its data; ``picture`` is the SVG in base64."""
    return (
        f'<figure><figcaption>{heading(body)}</figcaption><img src="data:image/svg+xml;base64,{picture}" '
        f'alt="{escape(body["alt"])}"></figure>{foot(body)}'
        f"<details><summary>Data of this figure as a table</summary>{table(body)}</details>"
    )
