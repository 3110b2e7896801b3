"""The programmes of inspection and what each asked; what was looked for and not found."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.coverage import inspections
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import REGIMES
from analysis.wording import number_word

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


def standards_asked(d: Dataset, regime: str) -> pd.DataFrame:
    """What a programme rated or asked, in its own order.

    Returns
    -------
    pandas.DataFrame
        The rows of `standards` of that regime that a source states, sorted by `order`; headings that are ours, under
        which statements were sorted, are left out.
    """
    frame = d.standards[(d.standards["regime"] == regime) & (d.standards["basis"] == "stated")]
    return frame.sort_values(["order", "name"], ignore_index=True)


def _asked_words(frame: pd.DataFrame) -> list[str]:
    """Names of standards without their numbers, with whom or when they were asked where that was not always."""
    names = frame["name"].str.replace(r"^\d\.\d ", "", regex=True)
    only = frame["applies_to"].map({"nps_division": " (NPS)", "crc": " (CRCs)", "unit round 1": " (first round)"})
    return list(names + only.fillna(""))


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
                "Reports": " to ".join(dict.fromkeys(years)),
                "Inspections here": len(own),
                "What it gave": GAVE[regime],
                "What it asked": _asked_words(asked),
            }
        )
    return Table(
        "programmes",
        pd.DataFrame(rows),
        f"{number_word(len(rows)).capitalize()} programmes asked different questions and answered on different scales",
        "Programmes of probation inspection, England and Wales, with what each rated or asked as far as it was read.",
        cited or [DATASET],
        n=f"{len(frame)} inspections",
        note="A rating's name in common is not a scale in common.",
        missing="not read",
    )


def table_gaps(d: Dataset) -> Table:
    """What was looked for and not found."""
    frame = d.gaps
    remark = ("; " + frame["note"]).fillna("")
    shown = pd.DataFrame({"missing": frame["what"], "looked_for": frame["where_looked"] + remark, "by": frame["table"]})
    shown = shown.sort_values(["by", "missing"], ignore_index=True).drop(columns="by")
    return Table(
        "gaps",
        shown,
        f"{number_word(len(shown)).capitalize()} things were looked for and not found",
        "Known gaps of the dataset.",
        [DATASET],
        note="A gap of the reading, not always of the public record.",
        labels={"missing": "What is missing", "looked_for": "Where it was looked for, and remarks"},
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


def _asked_of(d: Dataset) -> pd.Series:
    """Number of standards of the rated programme asked of both kinds of service, and of each."""
    return standards_asked(d, "rated")["applies_to"].value_counts()


@claim("standards_common", "standards on which both CRCs and NPS divisions were rated")
def standards_common(d: Dataset) -> Number:
    """Standards of the rated programme that applied to CRCs and NPS divisions alike."""
    return Number(int(_asked_of(d)["crc nps_division"]), "standards")


@claim("standards_own", "standards on which only one kind of service was rated, for each kind")
def standards_own(d: Dataset) -> Number:
    """Standards of the rated programme that applied to CRCs only; as many applied to NPS divisions only.

    Raises ValueError if the two kinds had different numbers of standards of their own.
    """
    asked = _asked_of(d)
    if asked["crc"] != asked["nps_division"]:
        raise ValueError("CRCs and NPS divisions no longer have equally many standards of their own")
    return Number(int(asked["crc"]), "standards")
