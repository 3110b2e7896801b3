"""Staffing: series that never join, facts with open ends, staffing beside ratings, numbers as claims."""

from __future__ import annotations

import dataclasses
import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    data,
    range_plot,
    staff_counts,
    staff_numbers,
    staff_shares,
    staff_values,
    staffing,
    staffing_cases,
    staffing_facts,
)  # fmt: skip
from analysis.data import Dataset


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def changed(d: Dataset, table: str, key: str, identifier: str, **values: object) -> Dataset:
    """The dataset with some cells of one row changed."""
    frame = d[table].copy(deep=True)
    for column, value in values.items():
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype("string")
        frame.loc[frame[key] == identifier, column] = value
    return dataclasses.replace(d, tables={**d.tables, table: frame})


def test_series_of_staff_keep_their_ways_of_counting_apart(d):
    frame = staff_numbers.series(d, staff_numbers.STAFF)
    public = frame[frame["metric_id"] == "staff_in_post_public_sector"]
    service = frame[frame["metric_id"] == "staff_in_post_probation_service"]
    assert public["date"].max() < pd.Timestamp("2021-06-01") < service["date"].min()
    assert frame["metric_id"].nunique() == frame["counted"].nunique() == 3
    assert 16711 not in set(service["fte"]), "the blog's copy for March 2022 is not the preferred value"


def test_lines_of_staff_in_post_do_not_touch(d):
    drawn = staff_numbers.chart_staff_in_post(d).fig.axes[0].lines
    series = sorted((min(x), max(x)) for x in (line.get_xdata() for line in drawn) if len(x) > 2)
    assert len(series) == 3
    assert all(one[1] < two[0] for one, two in itertools.pairwise(series))


def test_headline_of_staff_in_post_moves_with_the_data(d):
    assert "10,958 in March 2021 and 17,648 in March 2022" in staff_numbers.chart_staff_in_post(d).headline
    other = changed(d, "indicators", "indicator_id", "ind-reun-0227", value=11000.0)
    assert staff_numbers.chart_staff_in_post(other).headline.startswith("Counts of 11,000 in March 2021")


def test_a_bound_is_refused_in_a_series(d):
    rounded = changed(d, "indicators", "indicator_id", "ind-reun-0227", bound="about")
    with pytest.raises(ValueError, match="bound"):
        staff_numbers.series(rounded, staff_numbers.STAFF)


def test_grades_refuse_a_headline_that_no_longer_holds(d):
    assert "from 6,374 to 5,213" in staff_numbers.chart_grades(d).headline
    for indicator, value in (("ind-reun-0216", 4000.0), ("ind-reun-0202", 5000.0)):
        with pytest.raises(ValueError, match="headline"):
            staff_numbers.chart_grades(changed(d, "indicators", "indicator_id", indicator, value=value))


def test_regional_vacancies_add_up_to_the_published_sum(d):
    frame = staff_numbers.regional_vacancies(d)
    total = d.live("indicators").set_index("indicator_id").loc["ind-sys-0366", "value"]
    assert len(frame) == 12
    assert frame["vacancies"].sum() == total == 1286
    assert staff_counts.vacancies_two_regions(d).k == 457 + 274


@pytest.mark.parametrize(
    ("indicator", "said", "bound"),
    [
        ("ind-sys-0146", "more than two-thirds", "at_least"),
        ("ind-rr1-0041", "almost a quarter", "about"),
        ("ind-qi-0126", "up to 200 cases", "at_most"),
        ("ind-rr2-0032", "nearly one in three", "about"),
        ("ind-rr1-0129", "46%", "exact"),
        ("ind-reun-0189", "51%", "exact"),
    ],
)
def test_facts_keep_the_words_and_the_bound_of_the_source(d, indicator, said, bound):
    four = (staffing_facts.EXPERIENCE, staffing_facts.CASELOADS, staffing_facts.MEASURES, staffing_facts.VIEWS)
    panels = {name: panel for own in four for name, panel in own.items()}
    row = staffing_facts.facts(d, panels).set_index("indicator_id").loc[indicator]
    assert (row["said"], row["bound"]) == (said, bound)


def test_every_fact_of_a_panels_metrics_is_drawn_once(d):
    live = d.live("indicators")
    for panels in (staffing_facts.EXPERIENCE, staffing_facts.CASELOADS, staffing_facts.LEAVING):
        metrics = {metric for _, own in panels.values() for metric in own}
        frame = staffing_facts.facts(d, panels)
        assert sorted(frame["indicator_id"]) == sorted(live.loc[live["metric_id"].isin(metrics), "indicator_id"])


def test_numbers_that_are_not_an_official_bodys_are_labelled(d):
    frame = staffing_facts.facts(d, staffing_facts.MEASURES).set_index("indicator_id")
    assert not frame.loc["ind-reun-0266", "official"]
    assert frame.loc["ind-reun-0266", "voice"] == "press"
    assert "reworded" in staffing_facts.facts(d, staffing_facts.EXPERIENCE).set_index("indicator_id").loc[
        "ind-reun-0154", "voice"
    ]


def test_an_official_figure_is_named_as_one_in_the_figure_s_table(d):
    assert set(staffing_facts.chart_leaving(d).data["voice"].dropna()) >= {"official"}
    assert staffing_facts.chart_leaving(d).data["voice"].notna().all()
    assert "Official statistics at the dates" in staffing_facts.chart_leaving(d).note
    assert "Official statistics" not in staffing_facts.chart_views(d).note


def test_the_text_alternatives_say_every_mark(d):
    chart = staffing_facts.chart_measures(d)
    official = staffing_facts.facts(d, staffing_facts.MEASURES)["official"]
    assert chart.alt.count("(not official)") == (~official).sum() > 0
    assert all(f"{one.where}, {one.when}, {one.said} {one.of}" in chart.alt for one in chart.data.itertuples())
    vacancies = staff_numbers.chart_vacancies(d)
    assert all(f"{one.region} {one.vacancies:,.0f}" in vacancies.alt for one in vacancies.data.itertuples())


def test_periods_come_from_the_number_then_from_its_report(d):
    rows = d.live("indicators").set_index("indicator_id", drop=False)
    assert staffing_facts.period(d, rows.loc["ind-reun-0235"]) == "year to March 2023"
    assert staffing_facts.period(d, rows.loc["ind-rr1-0005"]) == "report of 10 October 2018"
    assert staffing_facts.period(d, rows.loc["ind-qi-0019"]) == "October 2016 to June 2017"


@pytest.mark.parametrize(
    ("chart", "indicator", "value"),
    [
        (staffing_facts.chart_measures, "ind-rr1-0127", 20.0),
        (staffing_facts.chart_views, "ind-rr1-0005", 40.0),
        (staffing_facts.chart_views, "ind-rr1-0129", 51.0),
        (staffing_facts.chart_leaving, "ind-reun-0234", 1.0),
    ],
)
def test_charts_refuse_headlines_that_no_longer_hold(d, chart, indicator, value):
    assert chart(d).headline
    with pytest.raises(ValueError, match="headline"):
        chart(changed(d, "indicators", "indicator_id", indicator, value=value))


def test_headlines_of_facts_are_computed(d):
    assert staffing_facts.chart_views(d).headline == (
        "Unmanageable to half or more in the 7 shares read, manageable to less than half in the 3 others: "
        "reported, not sampled"
    )
    assert "to 64 cases an officer" in staffing_facts.chart_caseloads(d).headline
    assert staffing_facts.chart_experience(d).headline.startswith("Nine numbers answer seven questions")


def test_a_fact_off_its_axis_is_refused(d):
    frame = staffing_facts.facts(d, staffing_facts.VIEWS).assign(value=101.0)
    axes = {panel: axis for panel, (axis, _) in staffing_facts.VIEWS.items()}
    with pytest.raises(ValueError, match="off its axis"):
        range_plot.range_plot(frame, "full", axes)


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=200), min_size=1, max_size=5))
def test_a_longer_label_never_takes_less_room(texts):
    frame = pd.DataFrame({"where": "Leeds", "when": "2024", "said": texts, "of": "of staff", "voice": ""})
    wide = [height for height, _ in range_plot.heights(frame, "full")]
    narrow = [height for height, _ in range_plot.heights(frame, "narrow")]
    assert all(0 < one <= two for one, two in zip(wide, narrow, strict=True))


def test_staffing_and_ratings_by_hand(d):
    frame = staffing.known_with_rating(d).set_index("inspection_id")
    assert frame.loc["pdu-dorset-2023-08", "facts"] == "45% of officer posts vacant"
    assert frame.loc["pdu-dorset-2023-08", "overall_rating"] == "inadequate"
    assert "half of the officers needed" in frame.loc["pdu-tameside-2023-05", "facts"]
    assert not any(name.startswith("region") for name in frame.index), "regions reuse their units' cases"
    assert (staffing.staffing_rating_known(d).k, staffing.staffing_rating_known(d).n) == (12, 79)
    assert staffing.staffing_rating_good(d).k == 1


def test_lists_of_cases_refuse_a_rating_that_contradicts_them(d):
    better = changed(d, "inspections", "inspection_id", "pdu-sunderland-2025", overall_rating="good")
    with pytest.raises(ValueError, match="rated good"):
        staffing_cases.table_enough(better)
    worse = changed(d, "inspections", "inspection_id", "nps-midlands-2018-12", overall_rating="inadequate")
    with pytest.raises(ValueError, match="is not"):
        staffing_cases.table_short(worse)


def test_lists_name_the_counter_examples(d):
    services = " ".join(cell[0] for cell in staffing_cases.table_enough(d).frame["Service, report, overall rating"])
    for name in ("West Mercia only", "North and North East Lincolnshire", "South Tyneside and Gateshead"):
        assert name in services
    assert len(staffing_cases.table_enough(d).frame) == staffing_cases.staffing_enough_weak(d).value
    assert len(staffing_cases.table_short(d).frame) == staffing_cases.staffing_short_good(d).value


def test_every_good_inspection_with_a_known_overload_is_listed(d):
    good = d.inspections[d.inspections["overall_rating"].isin(["good", "outstanding"])]
    live, coded = d.live("findings"), d.finding_themes
    coded = coded.loc[coded["theme"].isin(["staffing_levels", "workload"]), "finding_id"]
    said = live[live["finding_id"].isin(coded) & (live["polarity"] == "negative")]
    numbers = d.live("indicators")
    numbers = numbers[numbers["metric_id"].isin(["staff_saying_workload_unmanageable"])]
    known = set(good["inspection_id"]) & (set(said["inspection_id"]) | set(numbers["inspection_id"]))
    assert known <= set(staffing_cases.SHORT)
    assert staffing_cases.staffing_short_nps(d).canonical() == "7/9"


def test_a_number_stands_among_the_statements_with_its_voice(d):
    cells = staffing_cases.table_short(d).frame["What was said"].tolist()
    assert cells[-1] == "Half of the probation officers interviewed called their workload unmanageable."
    assert any("Around 70 cases an officer were expected" in cell and "relayed by the press" in cell for cell in cells)


def test_a_fact_of_another_inspection_is_refused(d, monkeypatch):
    monkeypatch.setitem(staffing_cases.SHORT, "nps-wales-2019-04", ("rr1-039",))
    with pytest.raises(ValueError, match="another inspection"):
        staffing_cases.table_short(d)


def test_more_moved_over_than_the_step_between_two_counts(d):
    assert staff_counts.staff_step_2022(d).value == 17648 - 10958
    assert staff_counts.staff_transferred_2021(d).forms()[""] == "more than 7,000 staff"
    with pytest.raises(ValueError, match="write the words again"):
        staff_counts.staff_step_2022(changed(d, "indicators", "indicator_id", "ind-reun-0227", value=9000.0))


def test_a_shortfall_is_not_quite_the_share_printed_beside_it(d):
    assert staff_counts.officer_shortfall_share_2023(d).forms()["pct"] == "28%"
    assert staff_counts.officer_vacancy_2023(d).value == 29


def test_kinds_of_claim_use_every_statement_once(d):
    ids = [name for names in staffing.KINDS.values() for name in names]
    assert len(ids) == len(set(ids)) == len(staffing.table_kinds(d).frame)


def test_values_print_the_sources_words_and_no_false_precision(d):
    west_mercia = staff_shares.qualified_cases_west_mercia(d)
    assert west_mercia.forms()[""] == "more than two-thirds"
    assert "pct" not in west_mercia.forms()
    assert staff_counts.nps_vacancies_2019(d).forms()[""] == "615 of about 4,000"
    assert staff_shares.caseload_threshold(d).forms()[""] == "more than 50 cases"
    assert staff_values.number(d, "ind-qi-0037", "x", 1).forms()[""] == "16.7 x"
    with pytest.raises(KeyError):
        staff_values.number(d, "ind-sys-0199")  # not preferred


def test_ranges_of_leaving_rates_are_those_of_the_rows(d):
    assert staff_shares.leaving_officers(d).forms()[""] == "6.3% to 8.3%"
    assert staff_shares.leaving_service_officers(d).forms()[""] == "11.8% to 12.1%"
