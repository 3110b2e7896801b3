"""Management by measures: service levels, targets met, money, history and cases, against the published figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis import (
    data,
    reoffending,
    service_levels,
    target_cases,
    target_counts,
    target_history,
    target_money,
    targets,
)  # fmt: skip
from analysis.data import Dataset


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


# Service levels


def test_the_seven_series_have_their_quarters(d):
    quarters = service_levels.spread(d).set_index("metric_id")["quarters"].to_dict()
    nps = {name: 8 for name in service_levels.SERIES if name.startswith("nps_")}
    assert quarters == nps | {
        "crc_sl001r_initial_contact_community": 11,
        "crc_sl002r_initial_contact_licence": 11,
        "crc_breach_referral_timeliness": 9,
    }


def test_first_and_last_quarters_are_those_published(d):
    frame = service_levels.service_levels(d)
    licence = frame[frame["metric_id"] == "crc_sl002r_initial_contact_licence"]
    assert (licence["quarter"].iloc[0], float(licence["value"].iloc[0])) == ("Jul\N{EN DASH}Sep 2017", 96.7)
    assert (licence["quarter"].iloc[-1], float(licence["value"].iloc[-1])) == ("Jan\N{EN DASH}Mar 2020", 93.9)
    assert frame.loc[frame["body"] == "NPS", "last_day"].max() == pd.Timestamp("2019-03-31")


def test_series_are_national_so_none_can_be_joined_to_a_rating(d):
    live = d.live("indicators")
    owners = set(live.loc[live["metric_id"].isin(service_levels.SERIES), "organisation_id"])
    assert owners == {"system-crc", "system-nps"}


def test_a_measure_that_is_not_about_time_is_not_counted_as_timed(d):
    metrics = d.metrics.copy()
    metrics.loc[metrics["metric_id"] == "nps_sl002_allocation_timeliness", "definition"] = "Share of cases done well."
    other = replace(d, tables=d.tables | {"metrics": metrics})
    assert service_levels.target_series_timed(d).canonical() == "7/7"
    assert service_levels.target_series_timed(other).canonical() == "6/7"


def test_a_bounded_value_is_no_service_level(d):
    with pytest.raises(ValueError, match="exact values of quarters"):
        service_levels.service_levels(changed(d, "ind-sys-0083", bound="about"))


def test_the_drawing_keeps_one_scale_and_no_line_joins_two_bodies(d):
    chart = service_levels.chart_service_levels(d)
    shown = [ax for ax in chart.fig.axes if ax.get_visible()]
    assert len(shown) == 7
    assert {ax.get_ylim() for ax in shown} == {(80.0, 101.0)}
    assert [len(ax.lines) for ax in shown] == [1] * 7
    assert "86.6 and 100" in chart.headline
    assert len(chart.data) == 63


# Targets met


def test_counts_are_those_published(d):
    frame = target_counts.target_counts(d)
    assert list(zip(frame["met"], frame["base"], strict=True)) == [
        (7, 19), (7, 18), (9, 18), (8, 24), (8, 16), (10, 26), (9, 26), (7, 27),
    ]  # fmt: skip
    assert list(frame["left_out"]) == [5, 7, 0, 0, 0, 0, 0, 0]


def test_the_auditors_share_is_the_count_rounded(d):
    met = target_counts.target_met_2024_25(d)
    assert round(100 * met.k / met.n) == target_counts.target_share_2024_25(d).value
    first = target_counts.target_met_2021_22(d)
    fall = 100 * first.k / first.n - 100 * met.k / met.n
    assert round(fall) == target_counts.target_share_fall(d).value


def test_the_count_fell_below_the_first_share_though_not_the_first_count(d):
    first, last = target_counts.target_met_2021_22(d), target_counts.target_met_2023_24(d)
    assert (first.canonical(), last.canonical()) == ("8/16", "9/26")
    assert first.k < last.k
    assert first.k / first.n > last.k / last.n


def test_robust_measures_are_the_base_of_2015(d):
    assert target_counts.target_crc_robust_2015(d).k == target_counts.target_crc_2015(d).n
    assert target_counts.target_nps_robust_2015(d).k == target_counts.target_nps_2015(d).n


def test_a_square_for_each_target_on_both_drawings(d):
    chart = target_counts.chart_target_counts(d)
    squares = sum(19 + 5 if s == "CRCs, December 2015" else 0 for s in chart.data["service"])
    squares += 18 + 7 + 18 + 24 + 16 + 26 + 26 + 27
    assert len(chart.fig.axes[0].patches) == squares
    assert chart.narrow is not None
    assert len(chart.narrow.axes[0].patches) == squares


def test_the_commentators_row_says_whose_it_is(d):
    row = target_counts.target_counts(d).set_index("service").loc["CRCs, July to September 2016"]
    assert row["voice"] == "Commentator"
    assert "commentator" in row["counted"]


def test_a_count_without_its_base_is_refused(d):
    with pytest.raises(ValueError, match="without their number"):
        target_counts.target_counts(changed(d, "ind-sys-0424", denominator=pd.NA))


def test_more_counted_than_set_is_refused(d):
    with pytest.raises(ValueError, match="19"):
        target_counts.target_counts(changed(d, "ind-sys-0243", value=12.0))


def test_regions_rated_good_must_agree_in_all_years(d):
    assert target_counts.target_regions_good(d).canonical() == "2/12"
    with pytest.raises(ValueError, match="no longer the same"):
        target_counts.target_regions_good(changed(d, "ind-sys-0426", value=3.0, numerator=3.0))


# Money


def test_penalties_add_up(d):
    levied, paid, kept = (
        target_money.target_penalties_levied(d), target_money.target_penalties_paid(d),
        target_money.target_penalties_reinvested(d),
    )  # fmt: skip
    assert (levied.gbp, paid.gbp + kept.gbp) == (7.4e6, pytest.approx(7.4e6))
    with pytest.raises(ValueError, match="add up"):
        target_money.target_penalties_levied(changed(d, "ind-sys-0047", value=4.2e6))


def test_rewards_are_those_published(d):
    frame = target_money.reoffending_rewards(d).set_index("cohort")
    assert frame.loc["Year to March 2020", ["better", "worse", "crcs"]].tolist() == [21, 0, 21]
    assert frame.loc["July to September 2019", "better"] == 17
    assert frame.loc["October to December 2015", ["better", "worse"]].tolist() == [13, 2]
    assert pd.isna(frame.loc["First cohorts", "better"])


def test_more_companies_than_there_were_are_refused(d):
    with pytest.raises(ValueError, match="more CRCs counted"):
        target_money.reoffending_rewards(changed(d, "ind-sys-0051", value=2.0))


def test_the_headline_on_rewards_names_no_ratings(d):
    table = target_money.table_rewards(d)
    assert table.headline.startswith("In 21 of 21")
    assert table.headline.endswith("than in 2011")
    assert "rated" not in table.headline


def test_the_year_is_one_cohort_and_no_quarter_of_it_has_as_many(d):
    quarters = reoffending.reoffending_last_quarters(d)
    assert (quarters.low, quarters.high) == (17, 20)
    assert quarters.high < reoffending.reoffending_last_year(d).k == 21


# History


def test_all_trusts_were_good_or_better_by_measures(d):
    assert target_history.target_trusts_good(d).forms()["words"] == "all 35"
    assert target_history.table_before(d).headline.endswith("35 of 35 trusts good or better, as a union relays it")
    with pytest.raises(ValueError, match="two different numbers"):
        target_history.target_trusts_good(changed(d, "ind-sys-0449", denominator=36.0))


def test_the_areas_missed_their_own_target_for_risk_of_harm(d):
    assert target_history.target_areas_risk(d).value < target_history.target_areas_risk_aim(d).value == 90
    with pytest.raises(ValueError, match="not on record"):
        target_history.target_areas_risk_aim(changed(d, "ind-sys-0527", qualifier="cumulative over the year"))
    with pytest.raises(ValueError, match="was met"):
        target_history.target_areas_risk_aim(changed(d, "ind-sys-0527", value=91.0))


def test_bounded_time_is_printed_in_the_words_of_the_source(d):
    assert set(target_history.target_time_with_people(d).forms().values()) == {
        "as little as a quarter",
        "As little as a quarter",
    }


def test_the_story_names_the_minister_and_the_mps(d):
    frame = target_history.table_before(d).frame
    assert frame["What was said"].str.contains("tick-box, bean-counting culture").sum() == 1
    assert frame["What was said"].str.contains("target-setting and box-ticking").sum() == 1


# Cases


def test_cases_are_about_one_body_each_and_both_sides_are_there(d):
    frame = target_cases.documented_cases(d)
    assert frame["measures"].tolist() == ["met"] * 3 + ["missed"]
    assert frame["organisation_id"].is_unique
    assert frame.iloc[-1]["service"] == "NPS Wales division (Gwent only)"


def test_a_case_of_two_bodies_is_refused(d, monkeypatch):
    monkeypatch.setattr(target_cases, "MET", ((("qi-0380",), ("qi-0382",)),))
    with pytest.raises(ValueError, match="one body"):
        target_cases.documented_cases(d)


def test_a_case_that_the_work_does_not_bear_out_is_refused(d, monkeypatch):
    monkeypatch.setattr(target_cases, "MET", ((("qi-0380",), ("qi-0374",)),))
    with pytest.raises(ValueError, match="bears it out"):
        target_cases.documented_cases(d)


def test_who_relays_the_inspectorate_is_named_in_the_cases(d):
    cells = target_cases.table_cases(d).frame["Of the measures"].map("; ".join)
    assert cells.str.contains("[Inspectorate, as relayed by the press]", regex=False).sum() == 1
    assert cells.str.contains("[Inspectorate, as relayed by a commentator]", regex=False).sum() == 1


def test_what_names_no_measure_is_not_said_to_have_been_steered_by_one(d):
    assert "qi-0439" not in target_cases.BENT  # safety before speed
    assert target_cases.target_bent_inspections(d).value == 4


def test_a_case_is_in_one_list_only(d):
    told = [name for case in (*target_cases.MET, *target_cases.MISSED) for side in case for name in side]
    assert not set(told) & set(target_cases.BENT)


def test_views_quote_no_unnamed_person(d):
    names = [name for ids in target_cases.VIEWS.values() for name in ids]
    live = d.live("findings").set_index("finding_id")
    assert not {"practitioner", "commenter"} & set(live.loc[names, "speaker"])
    assert len(target_cases.table_views(d).frame) == len(names)


# The question itself


def test_no_rated_service_has_a_number_of_its_own(d):
    assert targets.target_providers_both(d).canonical() == "0/28"
    joined = changed(d, "ind-sys-0083", organisation_id="crc-essex")
    assert targets.target_providers_both(joined).canonical() == "1/28"


def test_statements_are_counted_with_their_depth(d):
    found = targets.depth(d)
    assert (found.statements, found.inspections) == (51, 11)
    assert targets.target_statement_opening(d).canonical() == f"{found.opening}/{found.sources}"
    assert found.opening < found.sources <= found.statements


def test_completed_orders_have_one_target(d):
    assert targets.target_completion_aim(d).value == 75
    with pytest.raises(ValueError, match="one target"):
        targets.target_completion_aim(changed(d, "ind-sys-0246", value=70.0))


def test_no_penalties_is_printed_in_words(d):
    assert targets.target_west_mercia_penalties(d).forms()[""] == "no penalties"
