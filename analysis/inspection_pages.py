"""Everything recorded about each inspection, under one permanent anchor: its id."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import areas
from analysis.data import Dataset
from analysis.exhibits import rating_cell
from analysis.lookup import KINDS, REGIMES, published_words, when
from analysis.markup import Html, heading, inline, items, link, paragraph, table, terms
from analysis.page_context import Context
from analysis.statements import said, voice_words
from analysis.wording import bounded, capitalised, numeral

PAGE = "chapters/places/inspections"
NO_RATINGS = ("trust", "early_implementation", "quality_impact", "dynamic")
ROUNDS = {"1": "first round", "2": "second round", "restart": "restart of 2021"}
COVERED = {
    "whole": "the whole", "part": "a part", "sample": "a sample of areas", "unknown": "how much is not known",
}  # fmt: skip


def inspection_link(row: pd.Series, words: str) -> Html:
    """A link to an inspection's entry."""
    return link(words, f"{PAGE}#{row['inspection_id']}")


def rating_of(row: pd.Series) -> Any:
    """The overall rating of an inspection as it may be shown: stated; or marked as inferred; or why there is none."""
    rating = rating_cell(row["overall_rating"])
    if rating is None:
        return "none in this programme" if row["regime"] in NO_RATINGS else None
    return rating if str(row["rating_basis"]) == "stated" else [rating, "inferred, not stated by a source read"]


def catalogue(d: Dataset) -> pd.DataFrame:
    """All inspections with `service`, `kind`, `published_words`, `day` and `title` (unique), by programme and date."""
    about = d.organisations[["organisation_id", "name", "kind"]].rename(columns={"name": "service"})
    frame = d.inspections.merge(about, on="organisation_id", validate="m:1")
    frame = frame.assign(
        published_words=frame.apply(published_words, axis=1).astype("string"),
        day=frame["published_from"].fillna(frame["published_earliest_from"]).fillna(frame["published_latest_from"]),
        order=frame["regime"].map({regime: n for n, regime in enumerate(REGIMES)}),
    )
    frame["title"] = [entry_title(row) for _, row in frame.iterrows()]
    twice = frame["title"].duplicated(keep=False)
    frame.loc[twice, "title"] = frame["title"] + ", " + frame["area_inspected"].fillna(frame["inspection_id"])
    return frame.sort_values(["order", "day", "inspection_id"], ignore_index=True)


def entry_title(row: pd.Series) -> str:
    """An inspection in words: its service, the part that was looked at, the date of its report."""
    part = f" ({row['area_inspected']})" if row["coverage"] == "part" else ""
    return f"{row['service']}{part}, {row['published_words'] or 'date not known'}"


def programmes(at: Context) -> list[tuple[str, str, Html]]:
    """Each programme: its anchor, its name, and the entries of its inspections as HTML."""
    frame = catalogue(at.data)
    held = _Held(at)
    return [
        (f"programme-{regime.replace('_', '-')}", REGIMES[regime],
         Html("".join(held.entry(row) for _, row in group.iterrows())))
        for regime, group in ((regime, frame[frame["regime"] == regime]) for regime in REGIMES)
        if len(group)
    ]  # fmt: skip


class _Held:
    """The rows that belong to each inspection, found once."""

    def __init__(self, at: Context) -> None:
        self.at, d = at, at.data
        live = d.live("indicators")
        numbers = areas.with_words(d, live[live["inspection_id"].notna()]).sort_values("metric")
        told = ["finding", "fragment", "speaker", "relayed_by", "source_id"]
        judged = ["standard", "standard_name", "judgement", "scale", "basis", "source_id"]
        self.findings = _grouped(d.live("findings"), told)
        self.numbers = _grouped(numbers, ["metric", "printed", "reported", "source_id"])
        self.ratings = _grouped(at.standards, judged)
        self.every = _grouped(d.ratings, ["source_id"])

    def entry(self, row: pd.Series) -> Html:
        """One inspection."""
        key = str(row["inspection_id"])
        parts = [heading(3, str(row["title"]), key), self.facts(row)]
        parts += [part for part in (self.standards(row), self.figures(row), self.statements(key)) if part]
        parts.append(self.sources(row))
        return Html(f'<section class="record-entry" id="{key}">{"".join(parts)}</section>\n')

    def facts(self, row: pd.Series) -> Html:
        """What the table of inspections holds."""
        rating = rating_of(row)
        if rating is not None and pd.notna(row["rating_basis"]):
            rating = [rating, self.at.links[row["rating_source_id"]]] if pd.notna(row["rating_source_id"]) else rating
        round_ = ROUNDS.get(str(row["round"]), "")
        return terms({
            "Service": self.at.organisation(str(row["organisation_id"])),
            "Kind": KINDS.get(str(row["kind"]), str(row["kind"])),
            "Programme": f"{REGIMES[str(row['regime'])]}{', ' + round_ if round_ else ''}",
            "Area looked at": _looked_at(row),
            "Fieldwork": _fieldwork(row),
            "Report": _published(row),
            "Overall rating": rating,
            "Score": _score(row),
            "Standards rated": _marked(row["standards_rated"], row["standards_basis"]),
            "Caseload": _caseload(row),
            "Cases inspected": _marked(row["cases_inspected"], row["cases_basis"]),
            "Owner when cases were drawn": _marked(_capital(row["owner_sampled"]), row["owner_basis"]),
            "Note": "" if pd.isna(row["note"]) else capitalised(str(row["note"])),
        })  # fmt: skip

    def standards(self, inspection: pd.Series) -> Html | None:
        """Ratings of single standards, the chosen one of each."""
        key = str(inspection["inspection_id"])
        if key not in self.ratings:
            return None
        rows = self.ratings[key]
        badges = [
            rating_cell(row["judgement"]) if row["scale"] == "four_point" else str(row["judgement"]) for row in rows
        ]
        names = [str(row["standard_name"] if pd.notna(row["standard_name"]) else row["standard"]) for row in rows]
        frame = pd.DataFrame({
            "Standard or test": names,
            "Judgement": badges,
            "Basis": [capitalised(str(row["basis"])) for row in rows],
            "Source": [self.at.links[row["source_id"]] for row in rows],
        })
        note = "Only what is known: other standards or tests may have been judged too."
        return table(frame, f"Judgements known: {len(rows)}", note, label=f"Judgements, {inspection['title']}")

    def figures(self, inspection: pd.Series) -> Html | None:
        """Numbers recorded with the inspection."""
        key = str(inspection["inspection_id"])
        if key not in self.numbers:
            return None
        rows = self.numbers[key]
        frame = pd.DataFrame({
            "What": [str(row["metric"]) for row in rows],
            "Value": [str(row["printed"]) for row in rows],
            "Reported by": [str(row["reported"]) for row in rows],
            "Source": [self.at.links[row["source_id"]] for row in rows],
        })
        return table(frame, f"Numbers recorded: {len(rows)}", label=f"Numbers, {inspection['title']}")

    def statements(self, key: str) -> Html | None:
        """Statements about the inspection, with voice and source."""
        if key not in self.findings:
            return None
        found = self.findings[key]
        lines = []
        for row in found:
            voice = f"{inline(voice_words(row))}: {inline(self.at.links[row['source_id']])}."
            lines.append(Html(f'{inline(said(row))} <span class="record-voice">{voice}</span>'))
        total = f"{len(found)} statements" if len(found) > 1 else "One statement"
        told = paragraph(f"{total}, in our words; words quoted stand in quotation marks.")
        return Html(told + items(lines, "record-statements"))

    def sources(self, row: pd.Series) -> Html:
        """Every source that says something of the inspection."""
        key = str(row["inspection_id"])
        ids = [row["source_id"], row["rating_source_id"]]
        for held in (self.every, self.numbers, self.findings):
            ids += [one["source_id"] for one in held.get(key, [])]
        return paragraph("Sources: ", self.at.sources(ids), ".", classes="record-sources")


def _grouped(frame: pd.DataFrame, columns: list[str]) -> dict[str, list[Any]]:
    """Rows by inspection, as plain mappings of the columns wanted."""
    found: dict[str, list[Any]] = {}
    for row in frame[["inspection_id", *columns]].dropna(subset=["inspection_id"]).to_dict("records"):
        found.setdefault(str(row["inspection_id"]), []).append(row)
    return found


def _looked_at(row: pd.Series) -> str:
    area, coverage = capitalised(str(row["area_inspected"])), str(row["coverage"])
    return area if coverage == "whole" and "whole" in area.lower() else f"{area} ({COVERED[coverage]})"


def _capital(value: Any) -> Any:
    return value if pd.isna(value) else capitalised(str(value))


def _marked(value: Any, basis: Any) -> str:
    """A value with how it is known, unless it is simply stated."""
    if pd.isna(value):
        return ""
    text = str(value)
    return text if pd.isna(basis) or basis == "stated" else f"{text} ({str(basis).replace('_', ' ')})"


def _fieldwork(row: pd.Series) -> str:
    start, end = when(row["fieldwork_start"]), when(row["fieldwork_end"])
    dates = start if start == end or not end else f"{start} to {end}" if start else end
    if not dates:
        return "dates not known"
    basis = row["fieldwork_basis"]
    if basis == "stated":
        return dates
    told = f"; as recorded: {row['fieldwork_as_said']}" if pd.notna(row["fieldwork_as_said"]) else ""
    return f"{dates} ({basis}{told})"


def _published(row: pd.Series) -> str:
    words = str(row["published_words"])
    if not words:
        return "date not known"
    return words if row["published_basis"] == "stated" else f"{words} (inferred)"


def _score(row: pd.Series) -> str:
    if pd.isna(row["score"]):
        return ""
    most = f" of {int(row['score_max'])}" if pd.notna(row["score_max"]) else ", out of a maximum that is not certain"
    return f"{int(row['score'])}{most}"


def _caseload(row: pd.Series) -> str:
    if pd.isna(row["caseload"]):
        return ""
    bound = str(row["caseload_bound"]) if pd.notna(row["caseload_bound"]) else "exact"
    text = bounded(bound, numeral(float(row["caseload"])))
    told = row["caseload_as_said"]
    return f"{text} (as said: {told})" if pd.notna(told) else text
