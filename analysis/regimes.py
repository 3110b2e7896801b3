"""The programmes of inspection and what each asked; what was looked for and not found."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.coverage import inspections
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import REGIMES, source_links

GAVE = {
    "trust": "Percentages in the reports, which were not read; words",
    "early_implementation": "Words",
    "quality_impact": "Words on three tests; no ratings",
    "rated": "Four ratings, for each standard and overall",
    "unit": "Four ratings, for each standard and overall",
    "region": "Four ratings, for each standard and overall",
    "national": "Four ratings",
    "dynamic": "No overall rating seen",
}
GAP_TABLES = {
    "inspections": "Inspections",
    "ratings": "Ratings",
    "standards": "Standards",
    "indicators": "Numbers",
    "sources": "Sources",
    "verification": "Checks",
}


def standards_asked(d: Dataset, regime: str) -> pd.DataFrame:
    """What a programme rated or asked, in its own order; a category that is only ours is left out.

    Returns
    -------
    pandas.DataFrame
        The rows of `standards` of that regime but `overall_quality`, sorted by `order` and name.
    """
    frame = d.standards[(d.standards["regime"] == regime) & (d.standards["standard"] != "overall_quality")]
    return frame.sort_values(["order", "applies_to"], ignore_index=True)


def _asked_words(frame: pd.DataFrame) -> str:
    """Names of standards, with whom they were asked of where that was not everyone."""
    parts = []
    whole = max(frame["applies_to"].str.len(), default=0)
    for name, applies in zip(frame["name"], frame["applies_to"], strict=True):
        only = {"nps_division": " (NPS)", "crc": " (CRCs)", "unit round 1": " (first round)"}.get(applies, "")
        parts.append(f"{name}{only if whole > len('nps_division') or only != '' else ''}")
    return "; ".join(parts)


def table_regimes(d: Dataset) -> Table:
    """The programmes in order: years, inspections, kind of judgement, standards."""
    frame = inspections(d)
    order = frame.groupby("regime")["row"].min().sort_values().index
    rows, cited = [], []
    for regime in order:
        own, asked = frame[frame["regime"] == regime], standards_asked(d, regime)
        sources = list(dict.fromkeys(asked["source_id"].dropna()))
        cited += sources
        years = f"{own['published_from'].min():%Y}", f"{own['published_to'].max():%Y}"
        rows.append(
            {
                "Programme": REGIMES[regime],
                "Reports": years[0] if years[0] == years[1] else f"{years[0]}-{years[1]}",
                "Inspections here": len(own),
                "What it gave": GAVE[regime],
                "What it asked": _asked_words(asked),
                "Sources": source_links(d, sources),
            }
        )
    return Table(
        "programmes",
        pd.DataFrame(rows),
        f"{len(rows)} programmes asked different questions and answered on different scales",
        "Programmes of probation inspection, England and Wales, with what each rated or asked as far as it was read.",
        cited or [DATASET],
        n=f"{len(frame)} inspections",
        note="A rating's name in common is not a scale in common.",
        missing="not read",
    )


def table_gaps(d: Dataset) -> Table:
    """What was looked for and not found."""
    frame = d.gaps
    shown = pd.DataFrame(
        {
            "What is missing": frame["what"],
            "Where it was looked for": frame["where_looked"],
            "Remark": frame["note"],
            "Concerns": frame["table"].map(GAP_TABLES).fillna(frame["table"]),
        }
    )
    shown = shown.sort_values(["Concerns", "What is missing"], ignore_index=True)
    return Table(
        "gaps",
        shown,
        f"{len(shown)} things were looked for and not found",
        "Known gaps of the dataset.",
        [DATASET],
        note="A gap of the reading, not always of the public record.",
        missing="none",
    )


@claim("programmes_number", "programmes of inspection in this dataset")
def programmes_number(d: Dataset) -> Number:
    """Programmes of inspection, each with its own questions and scale, with an inspection in the dataset."""
    return Number(d.inspections["regime"].nunique(), "programmes")


@claim("gaps_known", "things looked for and not found")
def gaps_known(d: Dataset) -> Number:
    """Entries in the list of what was looked for and not found."""
    return Number(len(d.gaps), "gaps")


@claim("coverage_whole", "inspections that covered the whole of the organisation inspected")
def coverage_whole(d: Dataset) -> Count:
    """Inspections whose area was the whole of the organisation's; the others saw part, a sample, or it is not known."""
    return Count(int((d.inspections["coverage"] == "whole").sum()), len(d.inspections))
