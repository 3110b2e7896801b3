"""What people received: counts of statements, ratings, resettlement before and after the money, partners, contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import data, services, services_contact, services_work, statements
from analysis.data import Dataset


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def with_finding(d: Dataset, finding_id: str, **values: object) -> Dataset:
    """The dataset with some cells of one finding changed."""
    frame = d.findings.copy()
    row = frame["finding_id"] == finding_id
    assert row.sum() == 1
    for column, value in values.items():
        frame.loc[row, column] = value
    return replace(d, tables=d.tables | {"findings": frame})


def test_tones_add_up_to_the_statements(d):
    frame = services.held(d)
    assert (frame["positive"] + frame["negative"] + frame["mixed"] == frame["statements"]).all()
    assert (frame["opening"] <= frame["sources"]).all()


def test_a_statement_with_two_subjects_is_counted_once_in_all(d):
    assert services.depth(d).statements < services.held(d)["statements"].sum()
    assert services.services_statements(d).value == services.depth(d).statements


def test_women_here_are_those_on_probation(d):
    frame = services.on_women(d)
    assert "reun-096" not in set(frame["finding_id"])  # there women are those at risk of harm
    assert services.services_women_praise(d).canonical() == f"12/{len(frame)}"


def test_table_of_unused_services_is_in_the_order_of_the_reports(d):
    column = services.table_unused(d).frame.iloc[:, 0]
    assert column.iloc[0] == ["NPS Midlands division (West Mercia only)", "9 November 2017"]
    assert column.iloc[-1][0].startswith("North Tyneside")


def test_fractions_and_bounds_print_as_the_source_has_them(d):
    assert services.services_programme_finished(d).forms()[""] == "only a third"
    assert services_work.services_gate_no_help(d).forms()[""] == "over two-thirds"
    assert services_contact.services_remote_share(d).forms()[""] == "four in ten"
    assert services_work.services_gate_staff(d).forms()[""] == "about 500 staff"
    assert services.services_jobs(d).forms()[""] == "more than 3,000 people"


def test_counts_keep_their_denominator(d):
    assert services.services_sexual_not_started(d).canonical() == "53/62"
    assert services_work.services_gate_jobs(d).canonical() == "0/86"


def test_numbers_that_stand_beside_a_share_or_a_change(d):
    assert services.services_statements_at_large(d).canonical() == "25/174"
    assert services.services_subcontractors_named(d).forms()[""] == "300 subcontractors"
    assert services_work.services_unpaid_spending_before(d).forms()[""] == "£4.7m"
    assert services_work.services_unpaid_spending(d).forms()["after"] == "£4.46m"


def test_housing_is_the_official_series(d):
    assert services.services_housed(d).forms()[""] == "from 86.3% to 84.0%"
    assert services.services_settled(d).forms()[""] == "from 75.6% to 73.5%"


def test_resettlement_of_the_second_round(d):
    second = services_work.gate_second_round(d).set_index("service")
    assert second["praised"].sum() == 5
    assert not second["criticised"].any()
    assert second.loc["Hampshire and Isle of Wight CRC", "praised"]
    assert not second.loc["West Yorkshire CRC", "praised"]


def test_a_criticism_would_change_count_and_headline(d):
    worse = with_finding(d, "rr2-crc-merseyside-2020-06-02", polarity="negative")
    assert services_work.services_gate_criticised(worse).k == 1
    assert services_work.services_gate_praised(worse).k == 4
    assert "praise was read for 4 of the 9 second-round companies, criticism for 1, nothing for 4" in (
        services_work.table_gate(worse).headline
    )


def test_companies_on_which_nothing_was_read_are_counted(d):
    assert services_work.services_gate_silent(d).canonical() == "4/9"
    assert services_work.table_gate(d).headline.endswith(
        "praise was read for 5 of the 9 second-round companies, nothing for 4"
    )
    known = with_finding(d, "rr2-crc-merseyside-2020-06-02", polarity="mixed")
    assert services_work.services_gate_silent(known).k == 4, "a mixed statement is no silence"


def test_the_inspectorate_names_the_money_in_two_reports(d):
    assert services_work.services_gate_money_named(d).canonical() == "2/5"
    silent = with_finding(d, "rr2-crc-northumbria-2020-02-05", finding="Resettlement was good.")
    assert services_work.services_gate_money_named(silent).canonical() == "1/5"


def test_joint_inspections_stand_between_early_reports_and_rated_ones(d):
    frame = services_work.gate(d)
    assert set(services_work.THEMATIC) <= set(frame["finding_id"])
    assert frame["finding_id"].is_unique
    assert list(frame["finding_id"]).index("sys-0187") < list(frame["finding_id"]).index("rr1-110")


def test_known_ratings_are_a_list_with_their_basis(d):
    frame = services_work.known_service_ratings(d)
    assert set(frame["standard"]) == {"through_the_gate", "unpaid_work", "services"}
    assert set(frame["basis"]) == {"stated", "inferred"}
    assert not frame.duplicated(["inspection_id", "standard"]).any()
    assert services_work.services_gate_hampshire(d).forms()[""] == "from requires improvement to outstanding"


def test_good_unpaid_work_in_companies_that_required_improvement(d):
    assert services_work.services_unpaid_in_ri(d).canonical() == "4/4"
    inspections = d.inspections.copy()
    row = inspections["inspection_id"] == "crc-norfolk-suffolk-2019-09"
    inspections.loc[row, "overall_rating"] = "good"
    other = replace(d, tables=d.tables | {"inspections": inspections})
    assert services_work.services_unpaid_in_ri(other).canonical() == "3/4"


def test_unpaid_work_is_about_inspections_only(d):
    assert services_work.unpaid(d)["inspection_id"].notna().all()
    assert services_work.table_unpaid(d).headline == "18 statements on unpaid work about 13 inspections"


def test_information_is_since_2022_and_counted_by_tone(d):
    frame = services_contact.information(d)
    regimes = set(d.inspections.set_index("inspection_id").loc[frame["inspection_id"], "regime"])
    assert regimes <= {"unit", "region", "dynamic", "national"}
    assert services_contact.services_information_negative(d).canonical() == "7/15"
    assert services_contact.services_information_mixed(d).canonical() == "7/15"
    assert len(frame) == 15
    assert services_contact.table_information(d).headline.endswith(": 7 negative, 7 mixed, 1 positive")


def test_programmes_are_told_apart(d):
    frame = statements.select(d, ["unpaid_work"])
    units = services_work.of_regimes(d, frame, ("unit",))
    assert set(units["inspection_id"]) == {"pdu-derby-city-2023-02", "pdu-blackburn-with-darwen-2023-06"}


def test_contact_at_a_distance_tells_model_from_emergency(d):
    table = services_contact.table_remote(d)
    assert "different things" in table.note
    assert table.frame["What was said"].str.contains("lockdown").sum() == 2
    assert services_contact.services_call_weeks(d).value == 6
