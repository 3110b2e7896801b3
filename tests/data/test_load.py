"""The typed tables: nothing is lost or invented between a cell and its value."""

from __future__ import annotations

import csv
import json
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import RATING, DataError, load
from analysis.dates import certainly_before, span

RATINGS = ["inadequate", "requires_improvement", "good", "outstanding"]
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
partial = days.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))


def test_types(tiny: Path) -> None:
    data = load(tiny)
    assert data.version == json.loads((tiny / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert data.inspections["caseload"].dtype == "Int64"
    assert data.indicators["value"].dtype == "Float64"
    assert data.finding_themes["position"].dtype == "Int64"
    assert data.findings["displayable"].dtype == "boolean"
    assert data.findings["fragment"].dtype == "string"
    assert data.findings["fragment"].isna().tolist() == [False, True, True]
    assert data.inspections["overall_rating"].dtype == RATING
    assert list(RATING.categories) == RATINGS
    assert data.inspections["score"].isna().all()


def test_ratings_are_ordered(tiny: Path) -> None:
    ratings = load(tiny).ratings
    assert ratings["rating"].isna().tolist() == [True, False, False, False]
    assert ratings.loc[ratings["rating"] >= "good", "judgement"].tolist() == ["outstanding", "good"]


def test_dates_bring_their_precision(tiny: Path) -> None:
    old, new = load(tiny).inspections.to_dict("records")
    assert (old["published"], old["published_precision"]) == ("2017", "year")
    assert (old["published_from"], old["published_to"]) == (pd.Timestamp("2017-01-01"), pd.Timestamp("2017-12-31"))
    assert pd.isna(old["fieldwork_start_from"])
    assert pd.isna(old["fieldwork_start_precision"])
    assert (new["fieldwork_start_to"], new["fieldwork_start_precision"]) == (pd.Timestamp("2018-11-30"), "month")
    assert new["published_from"] == new["published_to"] == pd.Timestamp("2019-03-29")


def test_live_rows_are_neither_merged_nor_withheld(tiny: Path) -> None:
    data = load(tiny)
    assert data.live("findings")["finding_id"].tolist() == ["f-1"]
    assert data.live("indicators")["indicator_id"].tolist() == ["ind-1"]
    assert len(data.live("sources")) == len(data.sources) == 3
    assert len(data.findings) == 3


def test_live_indicators_are_the_preferred_ones(edit) -> None:
    data = load(edit("indicators", "true,true,stated", "true,false,stated"))
    assert data.live("indicators").empty
    assert len(data.indicators) == 2


def test_no_analysis_changes_the_data_under_another(tiny: Path) -> None:
    data = load(tiny)
    frame = data.findings
    frame["finding"] = "changed"
    frame.loc[0, "polarity"] = "positive"
    assert data.findings["finding"].iloc[1] == "Leaders knew of it."
    assert data["findings"]["polarity"].iloc[0] == "negative"


def test_unknown_table_is_named(tiny: Path) -> None:
    data = load(tiny)
    with pytest.raises(AttributeError, match="no table 'rating'; it has sources"):
        _ = data.rating
    with pytest.raises(KeyError, match="no table 'rating'"):
        _ = data["rating"]


def test_wrong_data_are_refused_with_at_most_200_lines(tiny: Path) -> None:
    with open(tiny / "gaps.csv", "a", encoding="utf-8") as handle:
        handle.writelines(f"Gap {number},What,Where,inspections,\n" for number in range(250))
    with pytest.raises(DataError) as refused:
        load(tiny)
    text = str(refused.value).splitlines()
    assert text[0].startswith("gaps.csv:3: gap_id: 'Gap 0' has the wrong form")
    assert text[200:] == ["... and 50 more", "250 problems"]


def test_loading_this_books_data_is_quick() -> None:
    begun = time.process_time()
    data = load()
    assert len(data.inspections) > 100
    assert time.process_time() - begun < 3  # about half a second of one slow core; the rest is slack


@settings(deadline=None)
@given(partial)
def test_a_partial_date_spans_just_the_days_it_can_mean(text: str) -> None:
    first, last, precision = span(text)
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)
    assert precision == {4: "year", 7: "month", 10: "day"}[len(text)]
    before, after = pd.Timestamp(first) - pd.Timedelta(days=1), pd.Timestamp(last) + pd.Timedelta(days=1)
    assert not before.date().isoformat().startswith(text)
    assert not after.date().isoformat().startswith(text)


@settings(deadline=None)
@given(partial, partial)
def test_certainly_before_is_strict(one: str, other: str) -> None:
    assert not (certainly_before(one, other) and certainly_before(other, one))
    assert not certainly_before(one, one)
    if one[:4] < other[:4]:
        assert certainly_before(one, other)


@pytest.mark.parametrize("text", ["", "2019-2", "2019-13", "2019-02-29", "19", "2019-01-01T", " 2019", "２０１９"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its words are Python's own for days that do not exist)
        span(text)


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
prose = cells.map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=prose, number=st.decimals(0, 10**9, places=3), when=partial, shown=st.booleans())
def test_values_survive_the_way_through_a_file(tiny: Path, words: str, number, when: str, shown: bool) -> None:
    """What is written to a cell, quotation marks, commas, scripts and all, is what load() gives."""
    path = tiny / "indicators.csv"
    whole = path.read_text(encoding="utf-8")
    header, row, *rest = list(csv.reader(whole.splitlines()))
    cell = dict(zip(header, row, strict=True)) | {"metric_id": "caseload", "note": words, "value": str(number)}
    cell |= {"start": when, "displayable": "true" if shown else "false"}
    try:
        with open(path, "w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows([header, list(cell.values()), *rest])
        got = load(tiny).indicators.iloc[0]
    finally:
        path.write_text(whole, encoding="utf-8", newline="")
    assert got["note"] == words
    assert got["value"] == float(number)
    assert got["displayable"] == shown
    assert (got["start"], got["start_from"].date(), got["start_to"].date()) == (when, *span(when)[:2])
