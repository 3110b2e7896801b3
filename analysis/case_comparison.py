"""Durham Tees Valley, the company whose rating rose, beside the company of each case study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.cases import overall, said_of, short_link
from analysis.data import Dataset
from analysis.exhibits import Link, Table
from analysis.lookup import finding, service_name
from analysis.places import Area, place_inspections
from analysis.quality_words import TESTS, known_words, worded
from analysis.ratings import chosen_ratings, stated
from analysis.rounds import rating_or_words
from analysis.style import RATING_ORDER

DURHAM = Area("durham-tees-valley", "Durham Tees Valley", "crc-durham-tees-valley", ("Durham",))
Cell = tuple[list[object], list[str]]  # what a cell says, links to its sources among it, and their ids


def beside_durham(d: Dataset, area: Area, statements: Mapping[str, tuple[str, str]]) -> Table:
    """A company and Durham Tees Valley, row by row: owner, judgements of each programme, what was said, units since.

    Parameters
    ----------
    area
        Its seed is the company.
    statements
        Subject to a pair of finding ids, the company's and Durham Tees Valley's.

    Raises
    ------
    ValueError
        If Durham Tees Valley's stated rating did not rise between its two rated inspections, on which the headline
        rests, or the company has no rated inspection.
    """
    risen = _risen(d)
    company = service_name(d, area.seed)
    rows = list(_rows(d, area, statements))
    read = [[source for _, ids in pair for source in ids] for _, pair in rows]
    again = "was inspected again" if overall(d, area.seed, "2") is not None else "has no second rated inspection here"
    return Table(
        f"{area.slug}-and-durham",
        pd.DataFrame({
            "Subject": [subject for subject, _ in rows],
            company: [pair[0][0] or None for _, pair in rows],
            service_name(d, DURHAM.seed): [pair[1][0] or None for _, pair in rows],
        }),
        f"Durham Tees Valley was raised to {risen} at its second rated inspection; {company} {again}",
        "Two companies side by side: recorded judgements in the order of time.",
        list(dict.fromkeys(source for ids in read for source in ids)),
        n="two companies, and the units inspected in their areas",
        missing="none in this record",
        note="Two cases: that both happened, not why. Units are rated on other standards than companies were.",
    )  # fmt: skip


def _risen(d: Dataset) -> str:
    first, second = (overall(d, DURHAM.seed, round) for round in ("1", "2"))
    if first is None or second is None or not _rank(first) < _rank(second):
        raise ValueError("Durham Tees Valley's rating does not rise in the data, as the comparison says it does")
    if not {"stated"} == {first["rating_basis"], second["rating_basis"]}:
        raise ValueError("a rating of Durham Tees Valley is not stated; the comparison rests on stated ratings")
    return str(second["overall_rating"]).replace("_", " ")


def _rank(inspection: pd.Series) -> int:
    return RATING_ORDER.index(str(inspection["overall_rating"]))


def _rows(d: Dataset, area: Area, statements: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, list[Cell]]]:
    pair = (area, DURHAM)
    first = [overall(d, one.seed, "1") for one in pair]
    if first[0] is None:
        raise ValueError(f"{area.seed} has no rated inspection to compare")
    yield "Owner when the cases were sampled", [_linked(d, one, "" if one is None else one["owner"]) for one in first]
    yield "Quality & Impact, in words", [_words(d, one) for one in pair]
    yield "First rated inspection", [_rating(d, one) for one in first]
    yield "Leadership in it", [_leadership(d, one) for one in first]
    for subject, ids in statements.items():
        yield subject, [_linked(d, one, said_of(one).rstrip(".")) for one in (finding(d, i) for i in ids)]
    yield "Second rated inspection", [_rating(d, overall(d, one.seed, "2")) for one in pair]
    yield "Units since 2022", [_units(d, one) for one in pair]


def _linked(d: Dataset, row: pd.Series | None, text: object) -> Cell:
    if row is None:
        return [], []
    source = str(row["source_id"])
    return [text, short_link(d, source)], [source]


def _rating(d: Dataset, inspection: pd.Series | None) -> Cell:
    badge = None if inspection is None else rating_or_words(inspection["overall_rating"], inspection["rating_basis"])
    return _linked(d, inspection, badge)


def _leadership(d: Dataset, inspection: pd.Series | None) -> Cell:
    known = chosen_ratings(d)
    known = known[known["standard"] == "leadership"].set_index("inspection_id")
    if inspection is None or inspection["inspection_id"] not in known.index:
        return [], []
    row = known.loc[inspection["inspection_id"]]
    said = f"{str(row['judgement']).replace('_', ' ')}, as read from the words of the release"
    return _linked(d, row, rating_or_words(row["judgement"], "stated") if row["basis"] == "stated" else said)


def _words(d: Dataset, area: Area) -> Cell:
    frame = worded(d, "quality_impact", "crc")
    frame = frame[frame["inspection_id"].isin(place_inspections(d, area)["inspection_id"]) & known_words(frame)]
    texts: list[object] = []
    sources: list[str] = []
    for row in frame.to_dict("records"):
        words = ", ".join(f"{TESTS[test].lower()}: {row[test]}" for test in TESTS if pd.notna(row[test]))
        texts += [f"{row['published_words']}, {row['area_inspected']}: {words}"]
        new = [source for source in dict.fromkeys(row["source_ids"]) if source not in sources]
        texts += [short_link(d, source) for source in new]
        sources += new
    return texts, sources


def _units(d: Dataset, area: Area) -> Cell:
    frame = place_inspections(d, area)
    frame = stated(frame[frame["regime"] == "unit"])
    links: list[object] = [_unit_link(d, row) for row in frame.to_dict("records")]
    return links, list(frame["rating_source_id"])


def _unit_link(d: Dataset, row: Mapping[Any, Any]) -> Link:
    rating = str(row["overall_rating"]).replace("_", " ")
    return short_link(d, str(row["rating_source_id"]), f"{row['name']}, {row['published_words']}: {rating}")
