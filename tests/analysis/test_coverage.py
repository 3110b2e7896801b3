"""Coverage: what is known of how many inspections, how deeply the record was read, and what became of the evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import coverage, data, depth, describe, flow, inspection_timeline, lookup, regimes
from analysis.data import Dataset


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_every_inspection_has_its_row(d):
    frame = coverage.inspections(d)
    assert len(frame) == len(d.inspections)
    assert coverage.known_fields(d)["inspections"].sum() == len(d.inspections)
    assert set(frame["label"]) == set(coverage.LABELS)


def test_an_unknown_programme_is_refused():
    with pytest.raises(ValueError, match="no row"):
        coverage._row_of("youth", None, "crc")


def test_known_fields_never_exceed_inspections(d):
    frame = coverage.known_fields(d)
    for field in coverage.FIELDS:
        assert (frame[field].fillna(0) <= frame["inspections"]).all(), field
    unrated = frame["label"].isin(["Trusts", "Early implementation", "Quality & Impact: CRCs", "Quality & Impact: NPS"])
    assert frame.loc[unrated, "overall"].isna().all()


def test_the_inspection_cut_short_is_not_among_those_that_could_have_a_rating(d):
    row = d.inspections.set_index("inspection_id").loc[coverage.CUT_SHORT]
    assert "no overall rating" in row["note"]
    assert coverage.overall_known(d).canonical() == "122/125"


def test_announced_fieldwork_and_unverified_samples_are_not_known(d):
    frame = coverage.inspections(d).set_index("inspection_id")
    scheduled = d.inspections.loc[d.inspections["fieldwork_basis"] == "scheduled", "inspection_id"]
    assert len(scheduled)
    assert not frame.loc[scheduled, "fieldwork"].any()
    assert not frame.loc["crc-london-2016-12", "cases"]  # forty cases rest on one party's account
    assert not frame.loc["crc-thames-valley-2020-01", "overall"]  # by elimination


def test_timeline_draws_each_dated_report_once(d):
    marks = inspection_timeline.timeline_marks(d)
    assert marks["reports"].sum() == d.inspections["published"].notna().sum()
    assert (marks["start"] <= marks["end"]).all()
    assert (marks.loc[marks["kind_of_mark"] == "report", "end"] - marks["start"]).max() < pd.Timedelta(days=31)


def test_the_pause_ends_with_the_restart(d):
    assert inspection_timeline.covid_end(d) == pd.Timestamp("2021-02-01")


def test_depth_by_hand(d):
    live = d.live("findings")
    table = depth.depth(d).set_index("regime")
    assert table["statements"].sum() == live["inspection_id"].notna().sum()
    units = set(d.inspections.loc[d.inspections["regime"] == "unit", "inspection_id"])
    per_unit = [int((live["inspection_id"] == unit).sum()) for unit in units]
    assert table.loc["unit", "median"] == sorted(per_unit)[len(per_unit) // 2]
    assert table.loc["unit", "none"] == per_unit.count(0)


def test_the_deepest_four(d):
    top = depth.deepest(d)
    assert top["statements"].is_monotonic_decreasing
    assert set(top["inspection_id"]) >= {"crc-london-2018-03", "crc-warwickshire-west-mercia-2017-11"}
    assert top["statements"].min() >= coverage.inspections(d)["statements"].nlargest(4).min()


def test_reading_and_relays_count_every_statement_once(d):
    live = len(d.live("findings"))
    assert depth.reading(d)["statements"].sum() == live
    assert depth.relays(d)["statements"].sum() == live
    assert depth.relays(d)["share"].sum() == pytest.approx(100)
    sources = depth.reading(d)
    assert sources[["sources_used", "sources_not_used"]].to_numpy().sum() == len(d.sources)


def test_relayed_statements(d):
    named = depth.relays(d).set_index("relay")["statements"]
    assert live_relayed(d) == depth.statements_relayed(d).k == named.drop(depth.NO_RELAY).sum()


def live_relayed(d: Dataset) -> int:
    return int(d.live("findings")["relayed_by"].notna().sum())


def test_flow_adds_up_and_says_nothing_else_than_describe(d):
    frame = flow.fact_flow(d)
    assert (frame["kept"] + frame["merged"] + frame["excluded"] == frame["read"]).all()
    whole = describe.flow(d).set_index("table")
    assert (whole.loc[frame["table"], "read"].to_numpy() == frame["read"].to_numpy()).all()
    steps = flow.steps(d).set_index("step")["rows"]
    assert steps["Rows gathered"] == steps["Merged"] + steps["Left out"] + steps["Kept in the dataset"]
    assert flow.reasons(d).sum() == steps["Left out"]
    assert steps["Kept, never shown"] == flow.evidence_withheld(d).value


def test_what_a_programme_asked(d):
    assert regimes.standards_asked(d, "trust").empty  # the headings there are ours
    assert regimes.standards_common(d).value + 2 * regimes.standards_own(d).value == len(
        regimes.standards_asked(d, "rated")
    )
    one_kind = regimes.standards_common(d).value + regimes.standards_own(d).value
    rated = d.inspections.loc[d.inspections["regime"] == "rated", "standards_rated"].dropna()
    assert set(rated) == {one_kind}


def test_lists_against_published_totals(d):
    assert coverage.units_2022_found(d).forms()[""] == "17 of 17"
    assert coverage.trusts_found(d).n == 12
    assert coverage.dynamic_found(d).n == 12


def test_lookup_refuses_what_may_not_be_shown(d):
    merged = d.findings.loc[d.findings["merged_into"].notna(), "finding_id"].iloc[0]
    with pytest.raises(KeyError):
        lookup.finding(d, merged)
    with pytest.raises(KeyError):
        lookup.published_number(d, "system-units", "pdus_inspected", "no-such-source")


def test_links_and_dates_in_words(d):
    link = lookup.source_link(d, "hmip-pr-2019-10-summary")
    assert link.target == "chapters/reference/sources#source-hmip-pr-2019-10-summary"
    assert link.text.startswith("HMI Probation, ")
    row = d.inspections.set_index("inspection_id").loc["pdu-west-sussex-2024"]
    assert lookup.published_words(row) == "1 October 2023 to 29 February 2024"
    assert [lookup.when(date) for date in ("2019", "2019-03", "2019-03-29", None)] == [
        "2019",
        "March 2019",
        "29 March 2019",
        "",
    ]


@pytest.mark.parametrize(
    "make",
    [
        coverage.table_known,
        inspection_timeline.chart_timeline,
        depth.table_depth,
        depth.table_reading,
        depth.table_relays,
        flow.chart_flow,
        flow.table_flow,
        regimes.table_regimes,
        regimes.table_gaps,
    ],
)
def test_exhibits_can_be_printed(d, make):
    assert make(d).payload()["csv"].count("\n") >= 2
