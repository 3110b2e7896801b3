"""The tables of the data explorer: inspections, ratings, numbers and statements as rows to search, sort and filter.

Only rows that may be shown; dates as the data have them, so that they sort; what anonymous people said without the
place, the date and the words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import REGIMES, REGISTER, SHORT
from analysis.people import ANONYMOUS
from analysis.place_timeline import RATED
from analysis.rules import FOUR_POINT
from analysis.statements import RELAYS, VOICES, said
from analysis.style import RATING_LABELS
from analysis.wording import BOUND_WORDS, numeral

INSPECTIONS = "chapters/places/inspections"
WITHHELD = "not given"
UNKNOWN = "not known"
UNITS = {
    "fte": "full-time equivalents", "gbp": "pounds", "flag": "yes (1) or no (0)", "label": "words", "date": "a date",
    "percent_change": "percentage change", "count": "number counted", "rank": "place in an order",
}
UNRATED = "none in this programme"


@dataclass(frozen=True)
class Column:
    """A column of an explorer: its heading, its cells (text, or a dict of text with ``href`` or ``order``), its use."""

    label: str
    cells: Sequence[Any]
    filter: bool = False
    several: bool = False   # a cell holds several values, parted by "; "
    number: bool = False


@dataclass(frozen=True)
class Explorer:
    """A table to explore: as text in a notebook, as an ``explorer-table`` directive in the book."""

    name: str
    caption: str
    ids: Sequence[str]
    columns: Sequence[Column]

    @property
    def frame(self) -> pd.DataFrame:
        """The cells as text, one row each, in the order of the page."""
        return pd.DataFrame({"id": list(self.ids)} | {
            column.label: [cell["text"] if isinstance(cell, dict) else cell for cell in column.cells]
            for column in self.columns
        })

    def payload(self) -> dict[str, Any]:
        """All that the page needs, as plain values."""
        columns = [{"label": c.label, "filter": c.filter, "several": c.several, "number": c.number, "cells": c.cells}
                   for c in self.columns]
        return {"name": self.name, "caption": self.caption, "ids": list(self.ids), "columns": columns}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        body = json.dumps(self.payload(), ensure_ascii=True)
        return {
            "text/markdown": f"````{{explorer-table}}\n{body}\n````\n",
            "text/html": self.frame.to_html(index=False, escape=True),
            "text/plain": self.frame.to_string(index=False),
        }


def _texts(values: Iterable[Any], missing: str = UNKNOWN) -> list[str]:
    return [missing if pd.isna(value) else str(value) for value in values]


def _days(values: Iterable[Any]) -> list[Any]:
    """Dates as the data have them; one that is not known sorts as empty."""
    return [{"text": UNKNOWN, "order": ""} if pd.isna(value) else str(value) for value in values]


def _names(d: Dataset, ids: pd.Series) -> list[str]:
    return _texts(ids.map(d.organisations.set_index("organisation_id")["name"]))


def _sources(d: Dataset, ids: pd.Series) -> list[Any]:
    """Each source as publisher and year, linked to the register."""
    table = d.sources.set_index("source_id")
    names, years = table["publisher"].fillna("Publisher not known"), table["published"].str[:4].fillna("undated")
    return [UNKNOWN if pd.isna(one) else {"text": f"{SHORT.get(names[one], names[one])}, {years[one]}",
                                     "href": f"{REGISTER}#source-{one}"} for one in ids]


def _rated(values: Iterable[Any]) -> list[Any]:
    """Ratings in words, sorted from worst to best; other words as they are."""
    order = {name: place for place, name in enumerate(FOUR_POINT, 1)}
    return [{"text": RATING_LABELS[text], "order": order[text]} if text in order else text for text in _texts(values)]


def _overall(rows: pd.DataFrame) -> list[Any]:
    """Overall ratings; in place of one that is missing, why, sorted as empty."""
    why = [{"text": "none given, or not known" if one in RATED else UNRATED, "order": ""} for one in rows["regime"]]
    ratings = _rated(rows["overall_rating"])
    return [reason if empty else one
            for one, empty, reason in zip(ratings, rows["overall_rating"].isna(), why, strict=True)]


def _bases(rows: pd.DataFrame) -> list[str]:
    """How an overall rating is known."""
    return [str(basis) if pd.notna(basis) else "no rating known" if regime in RATED else UNRATED
            for basis, regime in zip(rows["rating_basis"], rows["regime"], strict=True)]


def _owners(rows: pd.DataFrame) -> list[str]:
    """Owners when the cases were sampled; samples of areas have several."""
    return [str(owner) if pd.notna(owner) else "several" if coverage == "sample" else UNKNOWN
            for owner, coverage in zip(rows["owner_sampled"], rows["coverage"], strict=True)]


def _services(d: Dataset, frame: pd.DataFrame) -> list[Any]:
    names = _names(d, frame["organisation_id"])
    return [{"text": name, "href": f"{INSPECTIONS}#{key}"} if pd.notna(key) else name
            for name, key in zip(names, frame["inspection_id"], strict=True)]


def inspections(d: Dataset) -> Explorer:
    """Every inspection of the record: service, programme, date, rating, owner when the cases were sampled, source."""
    rows = d.inspections
    rows = rows.assign(day=rows["published"].fillna(rows["published_earliest"]))
    rows = rows.sort_values(["day", "inspection_id"], ascending=[False, True], ignore_index=True)
    caption = "Inspections: one row each, with the overall rating where one was given and is known"
    cases = [{"text": numeral(int(n)), "order": int(n)} if pd.notna(n) else UNKNOWN
             for n in rows["cases_inspected"]]
    return Explorer("inspections", caption, list(rows["inspection_id"]), [
        Column("Service", _services(d, rows)),
        Column("Programme", _texts(rows["regime"].map(REGIMES)), filter=True),
        Column("Published", _days(rows["day"])),
        Column("Rating", _overall(rows), filter=True),
        Column("Rating is", _bases(rows), filter=True),
        Column("Owner of the cases sampled", _owners(rows), filter=True),
        Column("Part or whole", _texts(rows["coverage"]), filter=True),
        Column("Area inspected", _texts(rows["area_inspected"])),
        Column("Cases inspected", cases, number=True),
        Column("Source", _sources(d, rows["source_id"])),
    ])


def ratings(d: Dataset) -> Explorer:
    """Ratings of single standards, the one row that analysis uses for each inspection and standard."""
    rows = d.ratings[d.ratings["chosen"].fillna(False).astype(bool)]
    held = d.inspections[["inspection_id", "organisation_id", "regime", "published"]]
    rows = rows.merge(held, on="inspection_id", validate="many_to_one")
    titles = d.standards[["regime", "standard", "name"]]
    rows = rows.merge(titles, on=["regime", "standard"], how="left", validate="many_to_one")
    rows = rows.sort_values(["published", "inspection_id", "standard"], ascending=[False, True, True],
                            ignore_index=True)
    caption = "Ratings of single standards that are known: mostly those that made news, so their shares mean nothing"
    ids = [f"{row.inspection_id}/{row.standard}" for row in rows.itertuples()]
    return Explorer("ratings", caption, ids, [
        Column("Service", _services(d, rows)),
        Column("Programme", _texts(rows["regime"].map(REGIMES)), filter=True),
        Column("Published", _days(rows["published"])),
        Column("Standard", _texts(rows["name"].fillna(rows["standard"])), filter=True),
        Column("Judgement", _rated(rows["judgement"])),
        Column("Scale", ["four ratings" if one == "four_point" else "words" for one in rows["scale"]], filter=True),
        Column("Judgement is", _texts(rows["basis"]), filter=True),
        Column("Source", _sources(d, rows["source_id"])),
    ])


def indicators(d: Dataset) -> Explorer:
    """Numbers that may be shown: what was measured, of whom, when, and whose number it is."""
    rows = d.live("indicators").merge(d.metrics, on="metric_id", validate="many_to_one")
    rows = rows.sort_values(["name", "start", "indicator_id"], ignore_index=True)
    labels = d.themes.set_index("theme")["label"]
    caption = "Numbers: a bound (at least, at most, about) is never a measurement"
    return Explorer("indicators", caption, list(rows["indicator_id"]), [
        Column("Measure", _texts(rows["name"])),
        Column("Theme", _texts(rows["theme"].map(labels)), filter=True),
        Column("Of", _services(d, rows)),
        Column("Value", [_value(row) for _, row in rows.iterrows()], number=True),
        Column("Unit", [UNITS.get(unit, unit.replace("_", " ")) for unit in rows["unit"]], filter=True),
        Column("From", _days(rows["start"])),
        Column("To", _days(rows["end"])),
        Column("Reported by", _texts(rows["reported_by"].map(VOICES)), filter=True),
        Column("Source", _sources(d, rows["source_id"])),
    ])


def _value(row: pd.Series) -> Any:
    if pd.isna(row["value"]):
        return UNKNOWN if pd.isna(row["value_text"]) else str(row["value_text"])
    bound = "" if pd.isna(row["bound"]) else BOUND_WORDS.get(str(row["bound"]), str(row["bound"]).replace("_", " "))
    return {"text": f"{bound} {numeral(float(row['value']))}".strip(), "order": float(row["value"])}


def findings(d: Dataset) -> Explorer:
    """Statements that may be shown, in our words, with what they are about and whose they are."""
    rows = d.live("findings")
    hidden = rows["speaker"].isin(ANONYMOUS)
    dated = d.sources.set_index("source_id")["published"]
    rows = rows.assign(day=rows["source_id"].map(dated).mask(hidden), fragment=rows["fragment"].mask(hidden))
    rows = rows.sort_values(["day", "finding_id"], ascending=[False, True], ignore_index=True)
    about = [WITHHELD if row["speaker"] in ANONYMOUS else service
             for (_, row), service in zip(rows.iterrows(), _services(d, rows), strict=True)]
    days = [{"text": WITHHELD, "order": ""} if row["speaker"] in ANONYMOUS else day
            for (_, row), day in zip(rows.iterrows(), _days(rows["day"]), strict=True)]
    themes = _themes(d)
    caption = "Statements: mostly read in the openings of pages, so silence here is not silence in a report"
    return Explorer("findings", caption, list(rows["finding_id"]), [
        Column("About", about),
        Column("What was said", [said(row) for _, row in rows.iterrows()]),
        Column("Themes", [themes.get(key, "none") for key in rows["finding_id"]], filter=True, several=True),
        Column("Polarity", _texts(rows["polarity"]), filter=True),
        Column("Voice", _texts(rows["speaker"].map(VOICES)), filter=True),
        Column("Read through", _texts(rows["relayed_by"].map(RELAYS), "no one else"), filter=True),
        Column("Published", days),
        Column("Source", _sources(d, rows["source_id"])),
    ])


def _themes(d: Dataset) -> dict[str, str]:
    """Labels of each finding's themes, in the order of coding."""
    coded = d.finding_themes.merge(d.themes[["theme", "label"]], on="theme").sort_values(["finding_id", "position"])
    return {str(key): "; ".join(group) for key, group in coded.groupby("finding_id")["label"]}


ALL: tuple[Callable[[Dataset], Explorer], ...] = (inspections, ratings, indicators, findings)
MEANT = {
    "inspections": "an inspection",
    "ratings": "a standard of an inspection",
    "indicators": "a number, with its unit, period and voice",
    "findings": "a statement, with its themes, polarity and voice",
}


def table_contents(d: Dataset) -> Table:
    """What the explorer holds: rows of each table, out of those in the data."""
    views = [view(d) for view in ALL]
    frame = pd.DataFrame({
        "table": [view.name.capitalize() for view in views],
        "row": [MEANT[view.name] for view in views],
        "shown": [len(view.ids) for view in views],
        "held": [len(d[view.name]) for view in views],
    })
    return Table(
        "explorer-contents", frame, f"The explorer shows {frame['shown'].sum():,} rows of the dataset",
        "rows that may be shown and counted", [DATASET],
        labels={"row": "One row is", "shown": "Rows shown", "held": "Rows in the data"},
        note="Rows not shown were merged into another, are not preferred where sources differ, or are withheld to "
             "protect people",
    )
