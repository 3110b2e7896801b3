"""Keeping people safe: instruments, cases, checks and further offences, against the data and hand calculations."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import data, further_offences, protection, protection_cases, protection_claims, protection_topics
from analysis.data import Dataset
from analysis.protection import DYNAMIC, NATIONAL, RATED, REGIONS, TRUSTS, UNITS


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def changed(d: Dataset, indicator_id: str, **values: object) -> Dataset:
    """The dataset with some cells of one indicator changed."""
    frame = d.indicators.copy()
    row = frame["indicator_id"] == indicator_id
    assert row.sum() == 1
    for column, value in values.items():
        frame.loc[row, column] = value
    return replace(d, tables=d.tables | {"indicators": frame})


def test_each_percentage_stands_under_its_programme(d):
    frame = protection.instruments(d)
    assert set(frame["instrument"]) == {TRUSTS, RATED, UNITS, REGIONS, NATIONAL, DYNAMIC}
    kinds = frame.merge(d.organisations[["organisation_id", "kind"]], on="organisation_id")
    assert set(kinds.loc[kinds["instrument"] == UNITS, "kind"]) == {"unit", "region"}
    assert list(kinds.loc[(kinds["instrument"] == UNITS) & (kinds["kind"] == "region"), "place"]) == [
        "London's units inspected"
    ]
    assert set(kinds.loc[kinds["instrument"].isin([REGIONS, DYNAMIC]), "kind"]) == {"region"}


def test_percentages_of_the_trusts_as_published(d):
    frame = protection.instruments(d)
    own = frame[frame["instrument"] == TRUSTS].set_index("place")["value"]
    assert own.to_dict() == {
        "All trusts": 75, "South Yorkshire": 81, "Staffordshire and West Midlands": 78, "Thames Valley": 71,
        "West Mercia": 82, "York and North Yorkshire": 72,
    }  # fmt: skip


def test_only_percentages_of_one_direction_are_drawn(d):
    direction = d.metrics.set_index("metric_id").loc[list(protection.QUESTIONS)]
    assert set(direction["direction"]) == {"higher_better"}
    assert set(direction["unit"]) == {"percent"}


def test_a_number_of_no_programme_is_refused(d):
    with pytest.raises(ValueError, match="ind-reun-0129"):
        protection.instruments(changed(d, "ind-reun-0129", organisation_id="owner-sodexo", inspection_id=None))


def test_london_s_units_of_one_year_are_not_the_region(d):
    shown = protection_topics.topics(d).set_index("indicator_id")
    assert shown.loc["ind-reun-0027", "place"] == "London's units inspected"
    assert protection_cases.counted_cases(d).set_index("indicator_id").loc["ind-reun-0251", "place"] == "London's cases"


def test_victim_work_of_divisions_by_hand(d):
    assert protection_claims.protection_victim_work_divisions(d).forms()["words"] == "one division"  # South West 2021
    ratings = d.ratings.copy()
    row = (ratings["inspection_id"] == "nps-north-west-2019-02") & (ratings["standard"] == "statutory_victim_work")
    assert ratings.loc[row, "basis"].tolist() == ["inferred"]  # the word was used of a part of the work
    ratings.loc[row, "basis"] = "stated"
    stated = replace(d, tables=d.tables | {"ratings": ratings})
    assert protection_claims.protection_victim_work_divisions(stated).forms()["words"] == "two divisions"
    assert protection_claims.protection_victims_not_offered(d).forms()[""] == "more than a fifth"
    assert protection_claims.protection_victim_work_outstanding(d).canonical() == "3/6 at_least"


def test_below_half_counts_bounds_only_towards_less(d):
    frame = protection.instruments(d).iloc[:5].copy()
    frame["value"], frame["bound"] = [50, 50, 50, 49, 51], ["at_most", "about", "at_least", "exact", "at_most"]
    assert protection.below_half(frame).tolist() == [True, False, False, True, False]


def test_nothing_withheld_or_not_preferred_is_drawn(d):
    before = len(protection.instruments(d))
    assert len(protection.instruments(changed(d, "ind-reun-0023", displayable=False))) == before - 1
    assert len(protection.instruments(changed(d, "ind-reun-0023", preferred=False))) == before - 1


def test_a_bound_is_printed_as_words_and_a_computed_share_whole(d):
    said = protection.instruments(d).set_index(["place", "period", "question"])["said"]
    assert said.xs("London", level="place").tolist() == ["less than half"]
    assert said.xs("Leicester, Leicestershire and Rutland", level="place").tolist() == ["37%"]
    assert "a quarter" in said.xs("West Kent", level="place").tolist()


def test_the_charts_share_out_the_percentages(d):
    charts = [protection.chart_before(d), protection.chart_units(d), protection.chart_regions(d)]
    assert sum(len(chart.data) for chart in charts) == len(protection.instruments(d))
    assert all(chart.payload()["svg"] for chart in charts)


def test_headline_follows_the_frame(d):
    assert "71% to 82%" in protection.chart_before(d).headline
    assert "60% to 82%" in protection.chart_before(changed(d, "ind-gaps-0004", value=60.0)).headline


def test_the_region_whose_texts_differ_is_said_to_be_counted_twice(d):
    chart = protection.chart_regions(d)
    assert (chart.data["place"] == "South West").sum() == 2
    assert "the report says fewer than half; the release, whose text was cut off, fewer than a third" in chart.note
    half = protection.chart_regions(changed(d, "ind-reun-0136", value=40.0, bound="exact", qualifier=None))
    assert "whose text was cut off, 40%" in half.note


def test_statements_about_no_inspection_are_told_apart(d):
    found = protection_claims.protection_statements_at_large(d)
    about = d.live("findings").merge(d.finding_themes, on="finding_id")
    about = about.loc[about["theme"] == "public_protection", "inspection_id"]
    assert (found.k, found.n) == (about.isna().sum(), len(about))


def test_an_area_with_two_reports_is_one_area(d):
    table = protection.table_words(d)
    assert table.frame["Area"].tolist().count("London, whole area") == 2
    assert table.n == f"28 inspections in {table.frame['Area'].nunique()} areas"


def test_words_are_those_of_the_test_and_pair_the_bodies(d):
    shown = protection.table_words(d).frame.set_index("Area")
    row = shown.loc["Derbyshire"]
    assert row["Said of the company (CRC)"] == "no evidence found that it was being prioritised"
    assert row["Said of the public service (NPS)"] == "generally effective"
    assert pd.isna(shown.loc["Gwent", "Said of the company (CRC)"])
    cells = shown[["Said of the company (CRC)", "Said of the public service (NPS)"]].stack().dropna()
    assert (cells != "not inspected with it").sum() == protection_claims.protection_words_known(d).k


def test_intervals_by_hand(d):
    # 11 of 54: p = 0.203704, z = 1.959964; centre (p + z2/108) / (1 + z2/54) = 0.223383; spread
    # z * sqrt(p(1-p)/54 + z2/11664) / (1 + z2/54) = 0.105639
    row = protection_cases.counted_cases(d).set_index("indicator_id").loc["ind-reun-0062"]
    assert (row["k"], row["n"]) == (11, 54)
    assert row["low"] == pytest.approx(11.774, abs=0.01)
    assert row["high"] == pytest.approx(32.902, abs=0.01)


def test_intervals_need_both_numbers(d):
    before = protection_cases.counted_cases(d)
    after = protection_cases.counted_cases(changed(d, "ind-reun-0062", denominator=None))
    assert len(after) == len(before) - 1
    assert ((before["low"] < before["share"]) & (before["share"] < before["high"])).all()


def test_topics_hold_every_number_of_their_metrics(d):
    live = d.live("indicators")
    expected = live[live["metric_id"].isin(list(protection_topics.TOPICS))]
    frame = protection_topics.topics(d)
    assert set(frame["indicator_id"]) == set(expected["indicator_id"])
    assert frame["period"].notna().all()
    assert frame.set_index("indicator_id").loc["ind-rr1-0046", "said"] == "more than a fifth"


def test_topics_of_the_programme_are_not_forgotten(d):
    metrics = d.live("indicators")["metric_id"]
    sought = metrics[metrics.str.contains("^domestic_abuse|^safeguarding|^home_visits")]
    assert set(sought) <= set(protection_topics.TOPICS)


def test_reviews_fall_into_two_populations(d):
    frame = further_offences.reviews(d)
    assert dict(zip(frame["year"], frame["reviews"], strict=True)) == {
        "2011-12": 441, "2012-13": 409, "2013-14": 429, "2015-16": 507, "2016-17": 517, "2017-18": 627,
    }  # fmt: skip
    assert frame["population"].tolist() == ["before"] * 3 + ["after"] * 3
    assert further_offences.offences_reviews_crc_share(d).n == 270 + 357


def test_the_parts_of_the_reviews_must_make_the_whole(d):
    with pytest.raises(ValueError, match="add up"):
        further_offences.offences_reviews_crc_share(changed(d, "ind-sys-0464", value=271.0))


def test_a_gap_that_closed_stops_the_chart(d):
    filled = changed(d, "ind-sys-0460", start="2014-04", end="2015-03", start_from=pd.Timestamp("2014-04-01"))
    with pytest.raises(ValueError, match="headline"):
        further_offences.chart_reviews(filled)


def test_other_counts_are_told_apart(d):
    shown = further_offences.table_counts(d).frame
    assert len(shown) == 11
    assert "June 2012 to September 2012" in shown["Period"].tolist()
    assert "up 55%" in shown["Number"].tolist()


def test_auditors_compare_and_no_one_else(d):
    value = protection_claims.protection_auditors(d)
    assert value.forms()[""] == "from 60% to 28%"
    assert value.sources == ("nao-2025-10-24-pr",)


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_computed_share_prints_as_whole_per_cent(k, n):
    row = pd.Series({"unit": "percent", "numerator": min(k, n), "denominator": n, "value": 0.0, "qualifier": ""})
    assert protection_topics.in_words(row) == f"{100 * min(k, n) / n:.0f}%"
