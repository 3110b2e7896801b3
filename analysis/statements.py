"""Statements as tables print them: in our words, with the words quoted, the voice, the place and the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.data import Dataset
from analysis.lookup import SHORT_SERVICES, published_words, service_name, source_link, when

VOICES = {
    "academic": "Researchers",
    "auditor": "Auditors",
    "blog_author": "Author of On Probation Blog",
    "charity": "Charity",
    "commentator": "Commentator",
    "commenter": "Reader, not named",
    "inspectorate": "Inspectorate",
    "local_government": "Local government",
    "managers": "Managers",
    "ministry": "Ministry",
    "operator": "Operator",
    "other": "Several speakers",
    "parliament": "Parliament",
    "practitioner": "Staff, not named",
    "press": "Press",
    "professional_body": "Professional body",
    "provider": "Other provider",
    "union": "Union",
}
RELAYS = {
    "academic": "a journal",
    "blog_author": "On Probation Blog",
    "charity": "a charity",
    "commentator": "a commentator",
    "inspectorate": "the inspectorate",
    "local_government": "a council",
    "parliament": "Parliament",
    "press": "the press",
    "professional_body": "a professional body",
    "union": "a union",
}
SYSTEMS = {
    "system-areas": "Probation areas",
    "system-trusts": "Probation trusts",
    "system-crc": "CRCs",
    "system-nps": "NPS",
    "system-probation": "Probation as a whole",
}

SAMPLE = r"Sample areas of the (\w+) early implementation inspection"


@dataclass(frozen=True)
class Depth:
    """What a count of statements rests on: how many, about how many inspections, from how many sources, how read.

    ``at_large`` are the statements that are about no inspection.
    """

    statements: int
    inspections: int
    sources: int
    opening: int
    at_large: int = 0

    def words(self) -> str:
        """The numbers as the note of a table gives them."""
        large = f" and the service at large ({_counted(self.at_large, 'statement')})" if self.at_large else ""
        return (
            f"{_counted(self.statements, 'statement')} about {_counted(self.inspections, 'inspection')}{large}, "
            f"from {_counted(self.sources, 'source')}, {self.opening:,} of them read through their opening only"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def select(d: Dataset, themes: Sequence[str] = (), pattern: str = "") -> pd.DataFrame:
    """Live statements under any of some themes, in which a pattern occurs.

    Parameters
    ----------
    themes
        Themes of the codebook; all if none is given.
    pattern
        Regular expression sought, without regard to case, in our wording and in the words quoted; "" takes all.

    Returns
    -------
    pandas.DataFrame
        The columns of `findings`.
    """
    frame = d.live("findings")
    if len(themes):
        coded = d.finding_themes
        frame = frame[frame["finding_id"].isin(coded.loc[coded["theme"].isin(themes), "finding_id"])]
    if pattern:
        words = frame["finding"] + " " + frame["fragment"].fillna("")
        frame = frame[words.str.contains(pattern, case=False, regex=True).astype(bool)]
    return frame.reset_index(drop=True)


def depth_of(d: Dataset, frame: pd.DataFrame) -> Depth:
    """The number of statements, inspections and sources behind some findings, and of sources read by their opening."""
    sources = d.sources[d.sources["source_id"].isin(frame["source_id"])]
    return Depth(
        len(frame),
        int(frame["inspection_id"].nunique()),
        len(sources),
        int((sources["read_extent"] == "opening").sum()),
        int(frame["inspection_id"].isna().sum()),
    )


def voice_words(row: pd.Series) -> str:
    """Who asserts a statement and through whom it was read: "Inspectorate, as relayed by the press".

    Raises
    ------
    KeyError
        If a voice has no words here.
    """
    speaker = VOICES[str(row["speaker"])]
    return speaker if pd.isna(row["relayed_by"]) else f"{speaker}, as relayed by {RELAYS[str(row['relayed_by'])]}"


def said(row: pd.Series) -> str:
    """A statement in our words, followed by the words that were quoted from its source, if any."""
    text = str(row["finding"]).rstrip(".")
    if pd.isna(row["fragment"]):
        return f"{text}."
    return f"{text} (\N{LEFT DOUBLE QUOTATION MARK}{row['fragment']}\N{RIGHT DOUBLE QUOTATION MARK})."


def subject(d: Dataset, row: pd.Series) -> str:
    """What a statement is about: a service (and the area inspected, where that was a part), or all of a kind."""
    full = SYSTEMS.get(str(row["organisation_id"])) or service_name(d, row["organisation_id"])
    name = re.sub(SAMPLE, r"Early implementation, \1 report", SHORT_SERVICES.get(full, full))
    if pd.isna(row["inspection_id"]):
        return name
    inspection = d.inspections.set_index("inspection_id").loc[row["inspection_id"]]
    return f"{name} ({inspection['area_inspected']} only)" if inspection["coverage"] == "part" else name


def dated(d: Dataset, row: pd.Series) -> str:
    """When: the report of the inspection that the statement is about, or else its source."""
    if pd.notna(row["inspection_id"]):
        return published_words(d.inspections.set_index("inspection_id").loc[row["inspection_id"]])
    return when(d.sources.set_index("source_id").loc[row["source_id"], "published"])


def by_date(d: Dataset, frame: pd.DataFrame) -> pd.DataFrame:
    """Statements in the order of the reports they are about, or of their sources where they are about none."""
    reports = d.inspections.set_index("inspection_id")[["published_from", "published_earliest_from"]].bfill(axis=1)
    sources = d.sources.set_index("source_id")["published_from"]
    days = frame["inspection_id"].map(reports["published_from"]).fillna(frame["source_id"].map(sources))
    return frame.assign(day=days).sort_values(["day", "finding_id"], ignore_index=True).drop(columns="day")


def subject_and_report(d: Dataset, row: pd.Series) -> list[str]:
    """What a statement is about and the date of its report, or else of its source, as the parts of one cell."""
    return [part for part in (subject(d, row), dated(d, row)) if part]


def statement_rows(d: Dataset, frame: pd.DataFrame, about: str = "About, report") -> pd.DataFrame:
    """Some findings as the rows of a table: what each is about and when, what was said, who says it and where.

    BeNCH stands for the CRC of four counties, as `analysis.lookup.SHORT_NOTE` explains.
    """
    rows = [row for _, row in frame.iterrows()]
    return pd.DataFrame(
        {
            about: [subject_and_report(d, row) for row in rows],
            "What was said": [said(row) for row in rows],
            "Voice and source": [[voice_words(row), source_link(d, row["source_id"])] for row in rows],
        }
    )


def chosen(d: Dataset, finding_ids: Iterable[str]) -> pd.DataFrame:
    """The live findings of the ids given, in that order.

    Raises
    ------
    KeyError
        If one of them is merged, withheld or unknown.
    """
    live = d.live("findings").set_index("finding_id", drop=False)
    ids = list(finding_ids)
    if missing := [name for name in ids if name not in live.index]:
        raise KeyError(f"no statements that may be shown: {', '.join(missing)}")
    return live.loc[ids].reset_index(drop=True)
