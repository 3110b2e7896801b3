"""Leadership ratings beside what is recorded of casework: every known one, blanks shown, stated and inferred apart."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.cells import is_missing
from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Rating, Table, rating_cell
from analysis.kept import kept
from analysis.lookup import finding, source_links
from analysis.ratings import GOOD_OR_BETTER, chosen_ratings
from analysis.rounds import CASEWORK
from analysis.standard_ratings import SINCE, known_standards
from analysis.statements import depth_of, said, select, statement_rows
from analysis.style import RATING_ORDER
from analysis.wording import capitalised, number_word

PROGRAMMES = {"rated": "CRCs and NPS divisions, 2018 to 2021", "since-2022": "delivery units, 2022 to 2025"}
SAID = {  # what was said of casework at the inspections whose leadership rating is known; none for two of them
    "crc-cumbria-lancashire-2019-05": "rr1-129",
    "crc-durham-tees-valley-2019-03": "rr1-082",
    "crc-south-yorkshire-2019-03": "qi-0206",
    "pdu-birmingham-north-east-solihull-2022-08": "reun-018",
    "pdu-bradford-calderdale-2024-11": "reun-112",
    "pdu-bedfordshire-2024": "reun-095",
    "pdu-cwm-taf-morgannwg-2025": "reun-150",
    "pdu-east-west-lincolnshire-2025-06": "reun-127",
    "pdu-north-north-east-lincolnshire-2023-03": "reun-216",
    "pdu-suffolk-2024": "reun-090",
}
BOTH = (  # read one by one: leaders praised and the work faulted in one statement of the inspectorate
    "reun-015", "reun-041", "reun-077", "reun-085", "reun-090", "reun-110", "reun-131", "reun-136", "reun-143",
    "reun-148", "reun-153", "reun-218", "reun-242", "rr1-094",
)  # fmt: skip


@kept
def leadership_ratings(d: Dataset) -> pd.DataFrame:
    """Every inspection with a known leadership rating, in the order of publication.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `service`, `regime`, `published_words`, `leadership`, `basis` (stated or inferred),
        `casework` (the casework standards known, in words; missing if none), `casework_named` (how many of the four
        are known by name), `overall_rating` (stated only), `source_id`.
    """
    frame = known_standards(d)
    frame = frame[frame["standard"] == "leadership"]
    inspections = d.inspections.set_index("inspection_id")
    stated = inspections["overall_rating"].where(inspections["rating_basis"] == "stated")
    known = casework_ratings(d)
    named = known.groupby("inspection_id").size()
    ids = frame["inspection_id"]
    frame = frame.assign(
        leadership=frame["judgement"],
        casework=pd.Series([casework_words(d, i, known) for i in ids], index=frame.index, dtype="string"),
        casework_named=ids.map(named).fillna(0).astype("int64"),
        overall_rating=ids.map(stated.astype("string")),
    ).sort_values(["published_from", "service"], ignore_index=True)
    return frame[
        ["inspection_id", "service", "regime", "published_words", "leadership", "basis", "casework", "casework_named",
         "overall_rating", "source_id"]
    ]  # fmt: skip


@kept
def casework_ratings(d: Dataset) -> pd.DataFrame:
    """Known four-point ratings of the four casework standards, as `analysis.ratings.chosen_ratings` gives them."""
    frame = chosen_ratings(d)
    return frame[(frame["scale"] == "four_point") & frame["standard"].isin(CASEWORK)]


def casework_words(d: Dataset, inspection_id: str, known: pd.DataFrame | None = None) -> str | None:
    """What is known of an inspection's four casework standards: "all four inadequate (inferred)"; None if nothing.

    ``known`` is `casework_ratings`, if at hand.

    Where none is known by name but a source counts the standards rated inadequate, the count is given as such.
    """
    known = casework_ratings(d) if known is None else known
    own = known[known["inspection_id"] == inspection_id]
    if len(own) == len(CASEWORK) and own["judgement"].nunique() == 1 and own["basis"].nunique() == 1:
        return f"all four {_label(own.iloc[0])}"
    if len(own):
        return "; ".join(f"{row['standard_name'].lower()} {_label(row)}" for _, row in own.iterrows())
    live = d.live("indicators")
    live = live[(live["inspection_id"] == inspection_id) & (live["metric_id"] == "standards_rated_inadequate")]
    if live.empty:
        return None
    return f"none by name; {number_word(int(live['value'].iloc[0]))} standards of all kinds inadequate"


def _label(row: pd.Series) -> str:
    words = str(row["judgement"]).replace("_", " ")
    return words if row["basis"] == "stated" else f"{words} (inferred)"


def _shown(rating: str, basis: str) -> Rating | str | None:
    """A stated rating as a badge; an inferred one in words, so that they cannot be confused."""
    return rating_cell(rating) if basis == "stated" else f"{rating.replace('_', ' ')}, inferred from wording"


def _casework(words: object, note: pd.Series | None) -> list[str]:
    """What is known of casework as lines of a cell: ratings first, then the statement."""
    rated = "Ratings not found" if pd.isna(words) else f"Ratings: {words}"  # type: ignore[call-overload]
    return [rated, "no statement found" if note is None else said(note).rstrip(".")]


def table_leadership(d: Dataset, part: str) -> Table:
    """Known leadership ratings of one programme ("rated" or "since-2022") beside whatever is recorded of casework."""
    frame = leadership_ratings(d)
    frame = frame[frame["regime"].isin(SINCE[part])]
    notes = [finding(d, SAID[i]) if i in SAID else None for i in frame["inspection_id"]]
    shown = pd.DataFrame(
        {
            "Service, report": frame["service"] + ", " + frame["published_words"],
            "Leadership; overall": [
                with_rating([_shown(leader, basis)], rating_cell(overall))
                for leader, basis, overall in frame[["leadership", "basis", "overall_rating"]].itertuples(index=False)
            ],
            "Casework and sources": [
                [*_casework(words, note), *source_links(d, [source] + ([] if note is None else [note["source_id"]]))]
                for words, source, note in zip(frame["casework"], frame["source_id"], notes, strict=True)
            ],
        }
    )
    high = frame["leadership"].isin(GOOD_OR_BETTER)
    below = high & ~frame["overall_rating"].isin(GOOD_OR_BETTER)
    inferred = int((frame["basis"] == "inferred").sum())
    return Table(
        f"leadership-{part}",
        shown,
        f"Leadership good or outstanding in {int(high.sum())} of {len(frame)} known cases; the service below good in "
        f"{int(below.sum())} of those",
        f"Every known leadership rating and what is recorded of casework: {PROGRAMMES[part]}; in order of publication.",
        [*frame["source_id"], *(note["source_id"] for note in notes if note is not None)],
        n=f"{len(frame)} inspections, {inferred or 'none'} with the leadership rating inferred",
        note="Known because someone reported them; not a sample. A blank says nothing of the report. Statements are "
        "the inspectorate's, in our words. The ratings were read in the sources named first.",
        missing="not found",
    )


def beside_casework(d: Dataset) -> pd.DataFrame:
    """The inspectorate's statements on an inspection that praise its leaders and fault its work at once.

    Selected by rule (mixed; coded to leadership and to case supervision or public protection), then read.

    Raises
    ------
    ValueError
        If the rule now selects others than those that were read.
    """
    frame = select(d, ["leadership"])
    work = select(d, ["case_supervision", "public_protection"])["finding_id"]
    frame = frame[
        frame["finding_id"].isin(work) & (frame["polarity"] == "mixed") & (frame["speaker"] == "inspectorate")
        & frame["inspection_id"].notna()
    ]  # fmt: skip
    if set(frame["finding_id"]) != set(BOTH):
        raise ValueError(f"to be read again: {sorted(set(frame['finding_id']) ^ set(BOTH))}")
    dates = d.inspections.set_index("inspection_id")["published_from"]
    return frame.assign(day=frame["inspection_id"].map(dates)).sort_values(["day", "finding_id"], ignore_index=True)


def with_rating(words: str | Sequence[object], rating: object) -> list[object]:
    """A cell of some words or ratings, and after them the overall rating if one is known."""
    named = [words] if isinstance(words, str) else list(words)
    return [*named, "no rating known" if is_missing(rating) else rating]


def table_beside(d: Dataset) -> Table:
    """Leaders praised and work faulted within one statement, with the overall rating of the inspection."""
    frame = beside_casework(d)
    depth = depth_of(d, frame)
    ratings = d.inspections.set_index("inspection_id")["overall_rating"].astype("string")
    shown = statement_rows(d, frame, about="Service, report")
    overall = frame["inspection_id"].map(ratings).map(rating_cell)
    first = shown.pop("Service, report")
    cells = [with_rating(*pair) for pair in zip(first, overall, strict=True)]
    shown.insert(0, "Service, report, overall rating", cells)
    return Table(
        "leaders-and-work",
        shown,
        f"{capitalised(number_word(len(frame)))} statements set praise of leaders beside weak work",
        "The inspectorate's statements on one inspection that do both, in our words; reports of 2019 to 2026.",
        list(frame["source_id"]),
        n=f"{depth.statements} statements on {depth.inspections} inspections from {depth.sources} sources, "
        f"{depth.opening} of them read through their opening only",
        note="Chosen by code, then read. One statement for each inspection; what its report says beyond was not read. "
        "Dated by the report; no rating was given to public protection inspections of regions.",
    )


def _high(d: Dataset) -> pd.DataFrame:
    frame = leadership_ratings(d)
    return frame[frame["leadership"].isin(GOOD_OR_BETTER)]


@claim(
    "leadership_known", "inspections with a known leadership rating, of all that gave one or could have",
    caveat="Known because someone reported them; blanks are never read.",
)  # fmt: skip
def leadership_known(d: Dataset) -> Count:
    """Inspections of CRCs, NPS divisions, units and regions since 2018 whose leadership rating is known here."""
    regimes = d.standards.loc[d.standards["standard"] == "leadership", "regime"]
    return Count(len(leadership_ratings(d)), int(d.inspections["regime"].isin(regimes).sum()))


@claim("leadership_stated", "known leadership ratings that a source states")
def leadership_stated(d: Dataset) -> Count:
    """Known leadership ratings whose label a source gives to leadership by name; the rest are inferred from wording."""
    frame = leadership_ratings(d)
    return Count(int((frame["basis"] == "stated").sum()), len(frame))


@claim(
    "leadership_outstanding", "inspections with leadership known to be outstanding",
    caveat="South Yorkshire's is inferred from the words 'outstanding leadership team'.",
)  # fmt: skip
def leadership_outstanding(d: Dataset) -> Number:
    """Inspections whose leadership is known, by statement or inference, to have been rated *outstanding*."""
    return Number(int((leadership_ratings(d)["leadership"] == "outstanding").sum()), "inspections")


def _lower(d: Dataset, part: str) -> Count:
    frame = _high(d)
    frame = frame[frame["regime"].isin(SINCE[part])]
    return Count(int((~frame["overall_rating"].isin(GOOD_OR_BETTER)).sum()), len(frame))


@claim(
    "leadership_high_lower_rated", "services below good overall, of those with leadership known as good or better",
    caveat="The cases known are those that were reported; one of the leadership ratings is inferred.",
)  # fmt: skip
def leadership_high_lower_rated(d: Dataset) -> Count:
    """Rated inspections with leadership *good* or *outstanding* whose stated overall rating is lower than *good*."""
    return _lower(d, "rated")


@claim(
    "leadership_high_lower_units", "units below good, of those whose leadership is known to be good",
    caveat="The cases known are those that were reported.",
)  # fmt: skip
def leadership_high_lower_units(d: Dataset) -> Count:
    """Inspections of units with leadership *good* or better whose stated overall rating is lower than *good*."""
    return _lower(d, "since-2022")


@claim("leadership_high_casework_named", "good or outstanding leadership beside a casework rating known by name")
def leadership_high_casework_named(d: Dataset) -> Count:
    """Of the inspections with leadership *good* or *outstanding*, those with any casework standard known by name."""
    frame = _high(d)
    return Count(int((frame["casework_named"] > 0).sum()), len(frame))


@claim("leadership_casework_named", "known leadership ratings beside at least one casework rating known by name")
def leadership_casework_named(d: Dataset) -> Count:
    """Of the inspections with a known leadership rating, those with any casework standard known by name."""
    frame = leadership_ratings(d)
    return Count(int((frame["casework_named"] > 0).sum()), len(frame))


@claim("leadership_casework_all", "known leadership ratings beside all four casework ratings")
def leadership_casework_all(d: Dataset) -> Count:
    """Of the inspections with a known leadership rating, those with all four casework standards known by name."""
    frame = leadership_ratings(d)
    return Count(int((frame["casework_named"] == len(CASEWORK)).sum()), len(frame))


@claim("leadership_below_casework", "inspections with a casework standard rated above leadership, where both are known")
def leadership_below_casework(d: Dataset) -> Count:
    """Where leadership and a casework standard are known by name: inspections with such a standard rated higher."""
    frame = leadership_ratings(d)
    frame = frame[frame["casework_named"] > 0].set_index("inspection_id")
    work = casework_ratings(d)
    work = work[work["inspection_id"].isin(frame.index)]
    above = [
        RATING_ORDER.index(rating) > RATING_ORDER.index(frame.loc[name, "leadership"])
        for name, rating in zip(work["inspection_id"], work["judgement"], strict=True)
    ]
    return Count(work.loc[above, "inspection_id"].nunique(), len(frame))
