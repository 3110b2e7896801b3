"""Documented cases of measures and casework: measures met over weak work, measures that bent work, and the reverse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.claims import Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import source_links
from analysis.statements import chosen, dated, said, statement_rows, subject, voice_words
from analysis.wording import in_running_text

# Each case: statements on the measures, statements on the work. An inspection or a body is in one list only.
MET = (
    (("qi-0380",), ("qi-0373", "qi-0372")),
    (("qi-0435", "qi-0101"), ("qi-0111", "qi-0084", "qi-0433")),
    (("qi-0200",), ("qi-0204", "qi-0206")),
)
MISSED = ((("qi-0382",), ("qi-0382", "qi-0381")),)
BENT = (
    "sys-0187", "sys-0220", "rr1-056", "rr1-061", "reun-087", "reun-127", "reun-161",
)  # fmt: skip
VIEWS = {
    "Staff and managers under inspection": ("qi-0110",),
    "Managers of the public service": ("sys-0067",),
    "Unions": ("qi-0297", "sys-0205", "qi-0456"),
    "Operators, some with others": ("sys-0013", "sys-0014"),
    "Inspectorate": ("qi-0376", "rr1-189", "rr2-system-probation-34"),
    "Auditors": ("sys-0109", "sys-0154", "sys-0002"),
    "Parliament": ("sys-0069", "sys-0139"),
    "Ministry": ("sys-0204", "sys-0161"),
    "Researchers and commentators": ("sys-0110", "sys-0114", "sys-0027"),
}
Case = tuple[Sequence[str], Sequence[str]]


def documented_cases(d: Dataset) -> pd.DataFrame:
    """Cases in which a source gives both how measures stood and what the work was like.

    Returns
    -------
    pandas.DataFrame
        `measures` (met or missed), `organisation_id`, `inspection_id`, `service`, `report`, `of_measures`, `of_work`
        (what was said, in our words, each with its voice where that is not the inspectorate) and `source_ids`.

    Raises
    ------
    ValueError
        If the statements of a case are about more than one body, or a case of measures met rests on no statement
        that is critical of the work, or one of measures missed on none that praises it.
    """
    rows = [_case(d, "met", *case) for case in MET] + [_case(d, "missed", *case) for case in MISSED]
    return pd.DataFrame(rows)


def _case(d: Dataset, measures: str, on_measures: Sequence[str], on_work: Sequence[str]) -> dict[str, object]:
    frame = chosen(d, dict.fromkeys([*on_measures, *on_work]))
    if frame["organisation_id"].nunique() > 1:
        raise ValueError(f"a case is about one body, not {sorted(frame['organisation_id'].unique())}")
    wanted = {"met": {"negative", "mixed"}, "missed": {"positive", "mixed"}}[measures]
    work = chosen(d, on_work)
    if not set(work["polarity"]) & wanted:
        raise ValueError(f"no statement of the case {on_work} bears it out")
    first = frame.iloc[0]
    return {
        "measures": measures,
        "organisation_id": first["organisation_id"],
        "inspection_id": first["inspection_id"],
        "service": subject(d, first),
        "report": dated(d, first),
        "of_measures": _told(chosen(d, on_measures)),
        "of_work": _told(work.iloc[_new(work, on_measures)]),
        "source_ids": list(frame["source_id"]),
    }


def _new(work: pd.DataFrame, told: Sequence[str]) -> list[int]:
    """Positions of the statements that the column on measures has not told already."""
    return [position for position, name in enumerate(work["finding_id"]) if name not in told]


def _told(frame: pd.DataFrame) -> list[str]:
    """Statements one after the other, each with its voice in brackets unless the inspectorate speaks for itself."""
    parts = []
    for _, row in frame.iterrows():
        voice = voice_words(row)
        text = said(row).rstrip(".")
        parts.append(text if voice == "Inspectorate" else f"{text} [{voice}]")
    return parts


def table_cases(d: Dataset) -> Table:
    """Every case with both sides on record, in the order of the reports, measures missed last."""
    frame = documented_cases(d)
    met, missed = (int((frame["measures"] == kind).sum()) for kind in ("met", "missed"))
    shown = pd.DataFrame(
        {
            "Service, report": [list(pair) for pair in zip(frame["service"], frame["report"], strict=True)],
            "Of the measures": frame["of_measures"],
            "Of the work": frame["of_work"],
            "Sources": [source_links(d, ids) for ids in frame["source_ids"]],
        }
    )
    return Table(
        "measures-and-casework",
        shown,
        f"{in_running_text(met).capitalize()} documented cases of measures met or looking well over work found "
        f"wanting, {in_running_text(missed)} of the reverse",
        "Where standing on measures and quality of work are both on record, 2017-2019.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} cases",
        note="In our words, with the source's in quotation marks; the inspectorate's unless a voice is named in "
        "brackets. Cases were found because they were remarked on: their number says nothing of how common they were.",
    )


def table_bent(d: Dataset) -> Table:
    """Statements that measures steered or displaced work, where whether they were met is not recorded."""
    frame = chosen(d, BENT)
    inspections = frame["inspection_id"].nunique()
    thematic = frame.loc[frame["inspection_id"].isna(), "source_id"].nunique()
    return Table(
        "measures-steering-work",
        statement_rows(d, frame, "Service, report"),
        f"Measures were said to have steered the work in {in_running_text(inspections)} inspections and "
        f"{in_running_text(thematic)} thematic reports",
        "Statements that targets or timeliness came before quality; whether the targets were met is not recorded.",
        list(frame["source_id"]),
        n=f"{len(frame)} statements from {frame['source_id'].nunique()} sources",
        note="In our words; words in quotation marks are the source's.",
    )


def table_views(d: Dataset) -> Table:
    """What each voice says that measures do."""
    groups: Mapping[str, Sequence[str]] = VIEWS
    frame = chosen(d, [name for ids in groups.values() for name in ids])
    rows = statement_rows(d, frame).drop(columns="About, report")
    rows.insert(0, "Who", [group for group, ids in groups.items() for _ in ids])
    return Table(
        "voices-on-measures",
        rows,
        f"What {in_running_text(len(groups))} kinds of speaker say that measures do",
        "Statements on what targets, service levels and penalties do to probation work, by who says it.",
        list(frame["source_id"]),
        n=f"{len(frame)} statements from {frame['source_id'].nunique()} sources",
        note="In our words; words in quotation marks are the source's. Staff and managers under inspection are heard "
        "through the inspectorate.",
    )


def _number(d: Dataset, kind: str) -> Number:
    frame = documented_cases(d)
    own = frame[frame["measures"] == kind]
    return Number(len(own), sources=tuple(dict.fromkeys(s for ids in own["source_ids"] for s in ids)))


@claim(
    "target_cases_met", "documented cases of measures met or looking well over work found wanting",
    caveat="Found because they were remarked on: no measure of how common they were.",
)  # fmt: skip
def target_cases_met(d: Dataset) -> Number:
    """Services of which a source says that measures were met or looked well and an inspection that the work fell
    short.
    """
    return _number(d, "met")


@claim(
    "target_cases_missed", "documented cases of measures below average over good work",
    caveat="One inspection of one part of one division.",
)  # fmt: skip
def target_cases_missed(d: Dataset) -> Number:
    """Services of which a source says that measures were below average and the inspectorate that the work was good."""
    return _number(d, "missed")


@claim("target_bent_inspections", "inspections in which measures were said to have steered the work")
def target_bent_inspections(d: Dataset) -> Number:
    """Inspections with a statement that targets or timeliness came before quality, whether or not they were met."""
    frame = chosen(d, BENT)
    return Number(frame["inspection_id"].nunique(), "inspections", sources=tuple(frame["source_id"].unique()))
