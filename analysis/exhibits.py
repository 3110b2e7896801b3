"""Figures and tables as a chapter shows them: `Chart` and `Table`, the last line of a cell.

In the book they become numbered figures (anchor ``fig-NAME``) and tables (``tab-NAME``) with caption, sources,
downloads and a description; in JupyterLab they show themselves.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis import notebook_html
from analysis.cells import DATASET, Format, Link, Rating, columns_payload, csv_text, rating_cell
from analysis.style import svg

__all__ = ["DATASET", "Chart", "Link", "Rating", "Table", "extremes", "listing", "rating_cell", "sentence"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FILE = re.compile(r"\S+\.(svg|png|jpe?g|gif|csv|pdf)\b", re.IGNORECASE)
MIN_ALT = 30


def _check(name: str, headline: str, sources: Sequence[str]) -> None:
    """Refuse what no figure or table may lack."""
    if not _NAME.fullmatch(name) or name.startswith(("fig-", "tab-")):
        raise ValueError(f"a name is lower-case words joined by hyphens, without fig- or tab-, not {name!r}")
    if not headline.strip():
        raise ValueError(f"{name}: the headline says what was found; it is empty")
    if isinstance(sources, str) or not len(sources):
        raise ValueError(f"{name}: sources is a list of source ids, at least one (or DATASET)")
    if wrong := [s for s in sources if not isinstance(s, str) or not _SOURCE.fullmatch(s)]:
        raise ValueError(f"{name}: not source ids: {wrong}")


@dataclass(frozen=True)
class Chart:
    """A figure with everything that must stand around it.

    Parameters
    ----------
    name
        Permanent: the anchor is ``fig-NAME`` and the files ``fig-NAME.svg`` and ``fig-NAME.csv``.
    fig
        From `analysis.style.figure`. ``narrow`` is a second drawing, 3.4 inches wide, shown on small screens.
    headline
        The finding, in a sentence. ``subtitle`` says measure, area and period.
    alt
        What the drawing shows, from the same frame (`sentence`, `extremes`, `listing` help). At least 30 characters,
        not the headline, not a file name.
    data
        The frame the figure shows, one row per mark: downloaded as CSV and shown as a table under the figure.
        ``labels`` names its columns in words, ``formats`` maps a column to a function that prints a cell.
    sources
        Source ids; `DATASET` where a count rests on the whole dataset.
    n, note
        What the figure is based on, in words ("28 rated inspections"), and what limits it.
    row_header
        The columns of ``data`` that together name a row; the first, unless told.
    missing
        What an empty cell of ``data`` says.
    row_sources
        The source id of each row of ``data``, for the CSV alone.

    Raises
    ------
    ValueError
        If a part is missing, empty or malformed.
    """

    name: str
    fig: Figure
    headline: str
    subtitle: str
    alt: str
    data: pd.DataFrame
    sources: Sequence[str]
    n: str
    note: str = ""
    narrow: Figure | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, Format] = field(default_factory=dict)
    row_header: tuple[str, ...] | None = None
    missing: str = "not known"
    row_sources: Sequence[str] = ()

    def __post_init__(self) -> None:
        _check(self.name, self.headline, self.sources)
        if len(self.row_sources) not in (0, len(self.data)) or not set(self.row_sources) <= set(self.sources):
            raise ValueError(f"{self.name}: each row has one source, which is among the sources of the figure, or none")
        if not self.n.strip():
            raise ValueError(f"{self.name}: n says what the figure is based on ('28 rated inspections')")
        check_alt(self.name, self.alt, (self.headline, self.subtitle))
        if not len(self.data) or not len(self.data.columns):
            raise ValueError(f"{self.name}: the data of a figure has at least one row and one column")
        if self.row_header is not None and not set(self.row_header) <= set(self.data.columns):
            raise ValueError(f"{self.name}: of the row header {self.row_header!r} a part is no column")
        if self.row_header == () or not self.missing.strip():
            raise ValueError(f"{self.name}: a row has a name, and an empty cell must say something")

    def payload(self) -> dict[str, Any]:
        """All that the book needs to print the figure, as plain values."""
        return _common(self) | {
            "alt": self.alt.strip(),
            "svg": svg(self.fig),
            "narrow": svg(self.narrow) if self.narrow else None,
            "csv": csv_text(self.data, self.row_sources),
            "columns": columns_payload(self.data, self.labels, None, self.formats),
            "row_header": [list(self.data.columns).index(name) for name in self.row_header or self.data.columns[:1]],
            "missing": self.missing,
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        body = self.payload()
        picture = b64encode(body["svg"].encode()).decode()
        return {
            "text/markdown": _directive("chart", body),
            "text/html": notebook_html.chart_exhibit(body, picture),
            "text/plain": f"Figure: {body['headline']}\n{body['alt']}",
        }


@dataclass(frozen=True)
class Table:
    """A table with everything that must stand around it.

    Parameters
    ----------
    name
        Permanent: the anchor is ``tab-NAME``, the file ``tab-NAME.csv``.
    frame
        What the table shows, in order. The index is not shown. Cells are text, numbers, yes/no, dates, `Link`,
        `Rating` (see `rating_cell`), or a list of these; empty cells print as ``missing``.
    headline, subtitle, sources, n, note
        As for `Chart`.
    row_header
        The column that names each row; the first, unless told.
    align
        Column to "left" or "right"; numbers stand right unless told.
    labels, formats
        Column to its heading in words; column to a function that prints a cell.
    missing
        What an empty text cell says. Empty numbers print as a dash that screen readers read so.
    anchors
        A permanent id for each row, in order, so that the row can be linked to.

    Raises
    ------
    ValueError
        If a part is missing, empty or malformed.
    """

    name: str
    frame: pd.DataFrame
    headline: str
    subtitle: str
    sources: Sequence[str]
    n: str = ""
    note: str = ""
    row_header: str | None = None
    align: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, Format] = field(default_factory=dict)
    missing: str = "not known"
    anchors: Sequence[str] = ()

    def __post_init__(self) -> None:
        _check(self.name, self.headline, self.sources)
        if not len(self.frame) or not len(self.frame.columns):
            raise ValueError(f"{self.name}: a table has at least one row and one column; say in prose what is empty")
        if self.frame.columns.nlevels > 1 or not self.frame.columns.is_unique:
            raise ValueError(f"{self.name}: a table has one row of headings, each its own")
        if self.row_header is not None and self.row_header not in self.frame.columns:
            raise ValueError(f"{self.name}: the row header {self.row_header!r} is no column")
        if len(self.anchors) not in (0, len(self.frame)) or len(set(self.anchors)) < len(self.anchors):
            raise ValueError(f"{self.name}: a table has one anchor a row, each its own, or none")
        if not self.missing.strip():
            raise ValueError(f"{self.name}: an empty cell must say something")

    def payload(self) -> dict[str, Any]:
        """All that the book needs to print the table, as plain values."""
        columns = columns_payload(self.frame, self.labels, self.align, self.formats)
        header = 0 if self.row_header is None else list(self.frame.columns).index(self.row_header)
        return _common(self) | {
            "csv": csv_text(self.frame, [a.removeprefix("source-") for a in self.anchors if a.startswith("source-")]),
            "columns": columns,
            "row_header": header,
            "missing": self.missing,
            "anchors": list(self.anchors),
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        body = self.payload()
        return {
            "text/markdown": _directive("datatable", body),
            "text/html": notebook_html.table_exhibit(body),
            "text/plain": f"Table: {body['headline']}\n{self.frame.to_string(index=False)}",
        }


def _common(exhibit: Chart | Table) -> dict[str, Any]:
    texts = {key: getattr(exhibit, key).strip() for key in ("name", "headline", "subtitle", "n", "note")}
    return texts | {"sources": list(dict.fromkeys(exhibit.sources))}


def _directive(kind: str, body: Mapping[str, Any]) -> str:
    """A MyST directive; its body is one line of ASCII JSON, so that no text in it can end the directive."""
    return f"````{{{kind}}} {body['name']}\n{json.dumps(body, ensure_ascii=True, sort_keys=True)}\n````\n"


def check_alt(name: str, alt: str, captions: Iterable[str]) -> None:
    """Refuse a text alternative that says nothing.

    Raises
    ------
    ValueError
        If it is empty, shorter than 30 characters, a file name, or the caption again.
    """
    text = " ".join(alt.split())
    if len(text) < MIN_ALT:
        raise ValueError(f"{name}: alt text says what the figure shows, in {MIN_ALT} characters or more: {text!r}")
    if _FILE.fullmatch(text):
        raise ValueError(f"{name}: alt text is a file name: {text!r}")
    if text.casefold().rstrip(".") in {" ".join(c.split()).casefold().rstrip(".") for c in captions}:
        raise ValueError(f"{name}: alt text repeats the caption; say what the drawing shows")


def sentence(kind: str, *parts: str) -> str:
    """Alt text from parts: ``sentence("Bar chart", "ratings of 21 CRCs", extremes(...))``.

    Returns
    -------
    str
        "Bar chart: ratings of 21 CRCs; highest ..., lowest ... ." Empty parts are left out.
    """
    return f"{kind}: {'; '.join(p.strip().rstrip('.') for p in parts if p.strip())}."


def extremes(frame: pd.DataFrame, label: str, value: str, unit: str = "") -> str:
    """The highest and lowest row of a frame in words: "highest Wales (12%), lowest London (3%)"; ties are all named.

    Raises
    ------
    ValueError
        If no row has a value.
    """
    known = frame.dropna(subset=[value])
    if known.empty:
        raise ValueError(f"no row has a value of {value}")
    top, bottom = known[value].max(), known[value].min()
    if top == bottom:
        return f"all {top:,.10g}{unit}"

    def words(edge: Any) -> str:
        names = dict.fromkeys(str(name).replace("_", " ") for name in known.loc[known[value] == edge, label])
        return f"{listing(names)} ({edge:,.10g}{unit})"

    return f"highest {words(top)}, lowest {words(bottom)}"


def listing(items: Iterable[Any], most: int = 6) -> str:
    """Items as "a, b and c"; beyond ``most``, "a, b, c and 4 more"."""
    texts = [str(i) for i in items]
    if len(texts) > most:
        texts = [*texts[: most - 1], f"{len(texts) - most + 1} more"]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else "none"
