"""Case studies: what was said of a place by theme and voice, competing readings of the same events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.claims import Count, Words
from analysis.data import Dataset
from analysis.exhibits import Link, Table
from analysis.lookup import REGISTER, finding, indicator, service_name, when
from analysis.people import ANONYMOUS
from analysis.place_timeline import timeline_chart
from analysis.places import Area, depth, own_organisations, place_findings, place_inspections, said
from analysis.ratings import rated_services

__all__ = [
    "findings_table", "overall", "readings_table", "said_of", "short_link",
    "statements_table", "timeline_chart", "told", "unit_ratings",
]  # fmt: skip

UNNAMED = "Staff who are not named are never shown beside a place, so that no one can be found out."
SILENCE = "Silence in the record is not silence in a report."
KINDS_OF_SOURCE = {"press_release": " release", "inspection_report": " report"}
GROUPS = {
    "Inspectorate": ("inspectorate", "auditor"),
    "Unions": ("union", "professional_body"),
    "Owners": ("operator", "managers", "provider"),
    "Government": ("ministry", "parliament", "local_government"),
    "Others": (
        "press", "commentator", "blog_author", "commenter", "practitioner", "academic", "charity", "other",
    ),
}  # fmt: skip
EXPECTED = ("inspectorate", "union", "operator", "practitioner", "press")


def said_of(row: pd.Series) -> str:
    """A statement in our words, followed by its quoted fragment where one may be shown."""
    text = str(row["finding"]).strip().rstrip(".")
    return f"{text} (“{row['fragment']}”)." if pd.notna(row["fragment"]) else f"{text}."


def short_link(d: Dataset, source_id: str, text: str = "") -> Link:
    """A link to a source's entry in the register: "Inspectorate release, March 2019", or the text given."""
    source = d.sources.set_index("source_id").loc[source_id]
    dated: str = when(str(source["published"])[:7]) if pd.notna(source["published"]) else "undated"
    who = str(source["publisher"]).replace("HM Inspectorate of Probation", "Inspectorate")
    kind = KINDS_OF_SOURCE.get(str(source["kind"]), "") if who == "Inspectorate" else ""
    return Link(text or f"{who}{kind}, {dated}", f"{REGISTER}#source-{source_id}")


def short_links(d: Dataset, source_ids: Iterable[str]) -> list[Link]:
    """Short links to several sources, each once, in the order given."""
    return [short_link(d, source) for source in dict.fromkeys(source_ids)]


def voice_of(d: Dataset, row: pd.Series) -> str:
    """Who says it, and through whom it was read if through another."""
    labels = d.voices.set_index("voice")["label"]
    if pd.isna(row["relayed_by"]):
        return str(labels[row["speaker"]])
    through = "On Probation Blog" if row["relayed_by"] == "blog_author" else str(labels[row["relayed_by"]]).lower()
    return f"{labels[row['speaker']]}, via {through.replace('parliament', 'Parliament')}"


def theme_voices(d: Dataset, area: Area) -> pd.DataFrame:
    """Statements about a place by theme and group of voices.

    Returns
    -------
    pandas.DataFrame
        `theme` (its label), a column for each of `GROUPS` (statements that carry the theme; one statement can carry
        up to three themes and counts under each), `statements` (the row's sum) and `source_ids` (those with most
        statements first); the most frequent theme first.
    """
    found = place_findings(d, area)
    group = {voice: name for name, voices in GROUPS.items() for voice in voices}
    coded = found.merge(d.finding_themes[["finding_id", "theme"]], on="finding_id")
    coded["group"] = coded["speaker"].map(group)
    coded["theme"] = coded["theme"].map(d.themes.set_index("theme")["label"])
    counts = coded.groupby(["theme", "group"]).size().unstack(fill_value=0).reindex(columns=list(GROUPS), fill_value=0)
    counts = counts.assign(
        statements=counts.sum(axis=1),
        source_ids=coded.groupby("theme")["source_id"].agg(_by_use),
    )
    return counts.reset_index().sort_values(["statements", "theme"], ascending=[False, True], ignore_index=True)


def findings_table(d: Dataset, area: Area, least: int = 3) -> Table:
    """Statements about a place by theme and voice, with the sources of each row.

    Parameters
    ----------
    least
        Themes with fewer statements are left out, and their number told in the note.
    """
    found = place_findings(d, area)
    counts = theme_voices(d, area)
    shown = counts[counts["statements"] >= least]
    own = int(found["speaker"].isin(GROUPS["Inspectorate"]).sum())
    used = [group for group in GROUPS if shown[group].sum() > 0]
    frame = shown.rename(columns={"theme": "Theme"})[["Theme", *used]]
    frame["Sources"] = pd.Series([_most_used(d, ids) for ids in shown["source_ids"]], frame.index, dtype=object)
    first = "; ".join(str(theme).lower() for theme in counts["theme"].head(3))
    return Table(
        f"{area.slug}-findings",
        frame,
        f"{own} of {len(found)} statements about {area.name} are the inspectorate's; the commonest themes: {first}",
        "Statements collected for this book, by theme and by who says it.",
        list(dict.fromkeys(found["source_id"])),
        n=depth(d, found),
        note="Unions: with professional bodies. Owners: with managers and other providers. Government: ministry, "
        "Parliament, local government. Others: press and writers. Readers not named are left out. A statement can "
        "carry up to three themes and counts under each; the sources with most statements on a theme are linked. "
        f"{len(counts) - len(shown)} themes with fewer than {least} statements are left out. {SILENCE}",
    )


def _by_use(ids: pd.Series) -> list[str]:
    """Ids, those that occur most often first, equals in alphabetical order."""
    return sorted(ids.unique(), key=lambda one: (-int((ids == one).sum()), one))


def _most_used(d: Dataset, source_ids: Sequence[str], most: int = 3) -> list[object]:
    """Links to the sources that come first, and how many there are besides."""
    rest = len(source_ids) - most
    return [*short_links(d, source_ids[:most]), *([f"{rest} more"] if rest > 0 else [])]


def statements_table(
    d: Dataset, name: str, headline: str, subtitle: str, statements: Mapping[str, Sequence[str]], note: str = ""
) -> Table:
    """Chosen statements under headings, each heading with voices (unless there is one only) and sources.

    Parameters
    ----------
    statements
        Heading to finding ids, in the order shown.

    Raises
    ------
    KeyError
        If a statement is merged, withheld or unknown.
    """
    rows, read = [], []
    for heading, ids in statements.items():
        told = [finding(d, one) for one in ids]
        read += told
        voices = dict.fromkeys(voice_of(d, one) for one in told)
        sources = short_links(d, [str(one["source_id"]) for one in told])
        rows.append([heading, " ".join(said_of(one) for one in told), "; ".join(voices), sources])
    frame = pd.DataFrame(rows, columns=["Subject", "What was said", "Voice", "Sources"])
    if frame["Voice"].nunique() == 1:
        frame = frame.drop(columns="Voice")
    chosen = pd.DataFrame(read)
    return Table(
        name, frame, headline, subtitle, list(dict.fromkeys(chosen["source_id"])), n=depth(d, chosen),
        note=f"In our words; quoted words stand in quotation marks. {note}".strip(),
    )  # fmt: skip


def readings_table(
    d: Dataset, area: Area, ids: Sequence[str], headline: str, expected: Sequence[str] = EXPECTED
) -> Table:
    """Competing readings of the same events, by voice; a voice that says nothing about the place is named as silent.

    Parameters
    ----------
    ids
        Findings, in the order shown, none of unnamed staff or readers. Where one speaks of an owner or of all
        companies, the table says so.
    expected
        Voices that must appear, if only to say that no statement of theirs about the place was found, or only figures.
    """
    rows, read = [], []
    own = {*own_organisations(d, area.seed), *place_inspections(d, area)["organisation_id"]}
    for row in (finding(d, i) for i in ids):
        read.append(row)
        if row["speaker"] in ANONYMOUS:
            raise ValueError(f"{row.name}: people who are not named are never shown beside a place")
        name = service_name(d, str(row["organisation_id"])).replace("All ", "all ")
        about = "" if row["organisation_id"] in own else f"On {name}: "
        rows.append([voice_of(d, row), about + said_of(row), short_link(d, str(row["source_id"]))])
    labels = d.voices.set_index("voice")["label"]
    silent = [voice for voice in expected if voice not in set(place_findings(d, area)["speaker"])]
    numbers = d.live("indicators")
    counting = set(numbers.loc[numbers["organisation_id"].isin(own_organisations(d, area.seed)), "reported_by"])
    for voice in silent:
        found = "Only figures" if voice in counting else "No statement"
        none = f"{found} of theirs about {area.name} {'were' if voice in counting else 'was'} found."
        rows.append([labels[voice], UNNAMED if voice == "practitioner" else none, None])
    frame = pd.DataFrame(rows, columns=["Voice", "Reading", "Source"])
    chosen = pd.DataFrame(read)
    return Table(
        f"{area.slug}-readings", frame, headline,
        "What inspectors, unions, owners, staff, press and others made of it; chosen to show each reading at its "
        "strongest.",
        list(dict.fromkeys(chosen["source_id"])), n=depth(d, chosen), missing="none",
        note=f"In our words; quoted words stand in quotation marks. {SILENCE}",
    )  # fmt: skip


def overall(d: Dataset, organisation: str, round: str) -> pd.Series | None:
    """The rated inspection of a service in a round, or None if the record has none."""
    frame = rated_services(d, round)
    frame = frame[frame["organisation_id"] == organisation]
    return None if frame.empty else frame.iloc[0]


def unit_ratings(d: Dataset, area: Area, rating: str | None = None) -> Count:
    """Unit inspections of a place with a stated rating: how many ended in a rating, of how many."""
    frame = place_inspections(d, area)
    frame = frame[(frame["regime"] == "unit") & (frame["rating_basis"] == "stated")]
    k = len(frame) if rating is None else int((frame["overall_rating"] == rating).sum())
    return Count(k, len(frame), sources=tuple(dict.fromkeys(frame["rating_source_id"].dropna())))


def told(d: Dataset, indicator_id: str) -> Words:
    """A number as its source words it, for a claim: bound and unit included."""
    row = indicator(d, indicator_id)
    unit = d.metrics.set_index("metric_id").loc[row["metric_id"], "unit"]
    return Words(said(pd.Series({**row.to_dict(), "unit": unit})), sources=(str(row["source_id"]),))
