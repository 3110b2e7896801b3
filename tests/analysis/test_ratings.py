"""Ratings: who was rated what, the primary comparison, rounds, units, words and single standards."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import data, lookup, quality_words, ratings, rounds, standard_ratings, unit_ratings
from analysis.data import Dataset


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_first_round_adds_up_to_the_inspectorates_published_totals(d):
    for kind, system in (("crc", "system-crc"), ("nps_division", "system-nps")):
        counted = ratings.first_round(d, kind)["overall_rating"].value_counts()
        for rating in ("good", "requires_improvement"):
            published = lookup.published_number(d, system, f"services_rated_{rating}", ratings.SUMMARY)
            assert counted[rating] == published, (kind, rating)


def test_first_round_has_every_company_and_division_once(d):
    frame = ratings.first_round(d)
    assert len(frame) == 28
    assert frame["organisation_id"].is_unique
    assert set(frame.loc[frame["kind"] == "nps_division", "owner"]) == {"public"}
    assert "public" not in set(frame.loc[frame["kind"] == "crc", "owner"])


def test_owner_is_that_of_the_sampled_cases_not_of_publication(d):
    owners = ratings.first_round(d).set_index("organisation_id")["owner"]
    for service in ("crc-bristol-gloucestershire-somerset-wiltshire", "crc-wales", "crc-dorset-devon-cornwall"):
        assert owners[service] == "Working Links"
    assert owners["crc-kent-surrey-sussex"] == "Seetec"


def test_primary_comparison_by_hand(d):
    found = ratings.primary_comparison(d)
    assert found.observed == pytest.approx(5 / 7 - 1 / 21)
    frame = ratings.first_round(d).assign(good=lambda f: f["overall_rating"].isin(["good", "outstanding"]))
    gaps = [
        frame.loc[frame["owner"] == owner, "good"].mean() - frame.loc[frame["owner"] != owner, "good"].mean()
        for owner in frame["owner"].unique()
    ]
    assert len(gaps) == found.arrangements == 9
    assert sum(abs(gap) >= 5 / 7 - 1 / 21 - 1e-9 for gap in gaps) == 1
    assert found.probability == pytest.approx(1 / 9) == found.smallest_possible
    assert ratings.first_round_arrangements(d).forms()[""] == "1 of 9"


def test_stated_leaves_out_what_was_reached_by_elimination(d):
    everyone = pd.concat([ratings.rated_services(d, regime=regime) for regime in ("rated", "unit", "region")])
    kept = ratings.stated(everyone)["inspection_id"].tolist()
    assert "crc-thames-valley-2020-01" not in kept
    assert "pdu-hull-east-riding-2024" not in kept
    assert everyone.loc[everyone["rating_basis"] == "inferred", "overall_rating"].notna().all()


def test_chosen_ratings_hold_one_row_for_each_inspection_and_standard(d):
    frame = ratings.chosen_ratings(d)
    assert not frame.duplicated(["inspection_id", "standard"]).any()
    derby = frame[
        (frame["inspection_id"] == "crc-derbyshire-leicestershire-nottinghamshire-rutland-2016-09")
        & (frame["standard"] == "protecting_the_public")
    ]
    assert derby["source_id"].tolist() == ["hmip-pr-2016-09-derbyshire"]  # the release, not the newspaper's word


def test_service_name_takes_either_id_and_refuses_others(d):
    assert ratings.service_name(d, "crc-wales") == "Wales CRC" == ratings.service_name(d, "crc-wales-2019-07")
    with pytest.raises(KeyError):
        ratings.service_name(d, "crc-nowhere")


def test_pairs_of_rounds(d):
    pairs = rounds.paired_services(d)
    assert len(pairs) == 10
    assert set(pairs.loc[pairs["rating_basis_2"] != "stated", "organisation_id"].dropna()) <= {
        "crc-thames-valley",
        "crc-hampshire-isle-of-wight",
    }
    kept = rounds.unchanged_all_casework_inadequate(d)
    assert (kept.k, kept.n) == (3, 6), "CRCs kept at requires improvement; the NPS division kept at good is not one"
    twice = rounds.rated_twice(d).set_index("organisation_id")["change"]
    assert twice["crc-durham-tees-valley"] == "higher"
    assert (twice.drop("crc-durham-tees-valley") == "same").all()


def test_services_kept_are_those_rated_less_those_raised_and_known_by_name(d):
    kept = rounds.second_round_kept_published(d)
    assert (kept.k, kept.n) == (7, 10)
    assert rounds.table_rounds(d).headline.endswith("by the inspectorate's count 3 of 10 rose")
    numbers = d.indicators.copy()
    numbers.loc[numbers["indicator_id"] == "ind-rr2-0064", "value"] = 1  # one rated inadequate
    with pytest.raises(ValueError, match="kept their label"):
        rounds.second_round_kept_published(data.Dataset({**d.tables, "indicators": numbers}, d.package))


@given(st.lists(st.tuples(st.sampled_from(ratings.style.RATING_ORDER), st.sampled_from(ratings.style.RATING_ORDER))))
def test_change_is_antisymmetric(labels):
    first, second = ([pair[i] for pair in labels] for i in (0, 1))
    frame = pd.DataFrame({"overall_rating_1": first, "overall_rating_2": second}, dtype=data.RATING)
    back = frame.rename(columns={"overall_rating_1": "overall_rating_2", "overall_rating_2": "overall_rating_1"})
    opposite = {"same": "same", "higher": "lower", "lower": "higher"}
    forward, backward = rounds.with_change(frame)["change"], rounds.with_change(back)["change"]
    assert [opposite[change] for change in forward] == backward.tolist()


def test_unchanged_labels_that_hide_all_casework_inadequate(d):
    low = set(rounds.all_casework_inadequate(d)["inspection_id"])
    assert "crc-staffordshire-west-midlands-2020-03" in low
    assert "crc-northumbria-2020-02" not in low  # all four known, none inadequate
    assert "crc-norfolk-suffolk-2019-09" in low
    assert "crc-hampshire-isle-of-wight-2019-05" not in low  # one of four
    assert "crc-bristol-gloucestershire-somerset-wiltshire-2019-09" not in low  # three known, the fourth not
    assert rounds.casework(d, "stated").loc["crc-staffordshire-west-midlands-2020-03"].notna().sum() == 1


def test_every_statement_beneath_the_label_belongs_to_the_second_inspection(d):
    second = ratings.rated_services(d, "2").set_index("organisation_id")["inspection_id"]
    assert set(rounds.BENEATH) == set(second.index)
    for organisation, names in rounds.BENEATH.items():
        assert {lookup.finding(d, name)["inspection_id"] for name in names} == {second[organisation]}


def test_units_agree_with_published_totals(d):
    frame = unit_ratings.units(d)
    years = frame["published"].str[:4]
    of_2022 = frame[years == "2022"]
    assert len(of_2022) == lookup.published_number(d, "system-units", "pdus_inspected", unit_ratings.YEAR_2022)
    assert (of_2022["overall_rating"] == "inadequate").sum() == unit_ratings.units_2022_inadequate_published(d).k
    regions = d.organisations.set_index("organisation_id")["region"]
    three = ("region-kent-surrey-sussex", "region-east-of-england", "region-yorkshire-humber")
    second = unit_ratings.units(d, "2")
    second = second[second["organisation_id"].map(regions).isin(three)]
    published = unit_ratings.units_2025_inadequate_published(d)
    assert (len(second), (second["overall_rating"] == "inadequate").sum()) == (published.n, published.k)


def test_units_rated_twice_add_up_and_leave_out_the_inferred(d):
    rated = unit_ratings.units_rated_twice(d)
    assert len(rated) == len(unit_ratings.units_twice(d)) - 1
    assert "pdu-hull-east-riding" not in set(rated["organisation_id"])
    claims = (unit_ratings.units_twice_same, unit_ratings.units_twice_higher, unit_ratings.units_twice_lower)
    assert sum(claim(d).k for claim in claims) == len(rated)


def test_counts_of_units_are_of_stated_ratings_only(d):
    counts = unit_ratings.unit_counts(d).groupby("round")["units"].sum()
    assert counts["1"] == 36
    assert counts["2"] == len(unit_ratings.units(d, "2")) - 1


def test_words_are_marked_where_they_are_not_the_inspectorates(d):
    frame = quality_words.worded(d, "quality_impact").set_index("inspection_id")
    assert frame.loc["crc-london-2016-12", "protecting_the_public"].endswith("placed under this test by us)")
    assert frame.loc["nps-suffolk-2017-06", "reducing_reoffending"].endswith("(of both bodies)")
    assert frame.loc["nps-wales-2017-04", "overall_quality"] == "good (blog)"
    assert frame.loc["crc-london-2016-12", "overall_quality"] == "poor"


def test_known_standards_are_listed_by_basis(d):
    frame = standard_ratings.table_standards(d, "rated").frame.set_index(["Service", "Report"])
    row = frame.loc[("Staffordshire and West Midlands CRC", "5 March 2020")]
    assert row["Stated"] == ["Reviewing: inadequate"]
    assert row["Inferred"] == ["Assessment, planning, and implementation and delivery: inadequate"]


def test_label_contents_only_where_all_standards_are_counted(d):
    frame = standard_ratings.label_contents(d).set_index("inspection_id")
    ratings_of_standards = frame[list(standard_ratings.RATINGS)].sum(axis=1)
    assert (ratings_of_standards == 10).all()
    assert "crc-norfolk-suffolk-2019-09" not in frame.index  # seven of ten counted
    assert frame.loc["crc-cumbria-lancashire-2019-05", "inadequate"] == 4


@pytest.mark.parametrize(
    "make",
    [
        ratings.table_first_round,
        ratings.chart_first_round,
        rounds.table_rounds,
        unit_ratings.chart_units,
        unit_ratings.table_units_twice,
        unit_ratings.table_regions,
        quality_words.table_trusts,
        standard_ratings.table_label_contents,
    ],
)
def test_exhibits_can_be_printed(d, make):
    body = make(d).payload()
    assert body["sources"]
    assert all(len(column["cells"]) == len(body["columns"][0]["cells"]) for column in body["columns"])


def test_a_rating_by_elimination_never_shows_as_a_badge(d):
    table = rounds.table_rounds(d).frame.set_index("Service")[rounds.BOTH]
    assert table["Thames Valley CRC"][1] == "good, by elimination"
    assert table["Hampshire and Isle of Wight CRC"][1] == "none given"
