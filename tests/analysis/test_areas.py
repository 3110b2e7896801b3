"""Areas of the record: what each holds, where each organisation stands, how numbers and ratings are worded."""

import pandas as pd
import pytest

from analysis import area_page, area_parts, areas, data
from analysis.area_timeline import area_chart, area_headline, stated_ratings
from analysis.page_context import context


@pytest.fixture(scope="module")
def d():
    return data.load()


@pytest.fixture(scope="module")
def pages(d):
    return areas.home_pages(d)


def test_there_are_twelve_areas_and_each_is_a_place(d):
    assert len(areas.region_ids(d)) == 12
    assert areas.area_of(d, "region-yorkshire-humber").name == "Yorkshire and the Humber"
    with pytest.raises(KeyError):
        areas.area_of(d, "crc-london")


def test_every_local_organisation_has_one_page(d, pages):
    local = d.organisations[d.organisations["kind"].isin(["trust", "crc", "nps_division", "unit", "region"])]
    assert set(local["organisation_id"]) <= set(pages)
    assert areas.NATIONAL not in pages


def test_the_page_is_the_region_that_the_dataset_names(d, pages):
    named = d.organisations.dropna(subset=["region"])
    named = named[named["organisation_id"].isin(list(pages))]
    assert (named["organisation_id"].map(pages) == named["region"]).all()


def test_an_organisation_of_several_regions_stands_where_its_name_does(pages):
    assert pages["nps-north-west"] == "region-north-west"
    assert pages["nps-north-east"] == "region-north-east"


def test_the_page_does_not_hang_on_the_order_of_the_links(d, pages):
    tables = dict(d.tables)
    tables["area_links"] = tables["area_links"].iloc[::-1].reset_index(drop=True)
    assert areas.home_pages(data.Dataset(tables, d.package)) == pages


def test_an_area_holds_its_units_and_no_national_row(d, pages):
    found = areas.organisations_of(d, "region-london", pages)
    units = d.organisations[(d.organisations["kind"] == "unit") & (d.organisations["region"] == "region-london")]
    assert set(units["organisation_id"]) == set(found.loc[found["kind"] == "unit", "organisation_id"])
    assert areas.NATIONAL not in set(found["organisation_id"])


def test_before_and_after_follow_the_eras(d):
    near = areas.linked(d, "crc-south-yorkshire")
    assert near["before"] == ["trust-south-yorkshire"]
    assert "pdu-sheffield" in near["after"]
    assert near["beside"] == ["nps-north-east"]


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ({"value": 3.0, "unit": "months", "bound": "exact", "qualifier": None}, "3 months"),
        ({"value": -12.0, "unit": "percent_change", "bound": "exact", "qualifier": None}, "-12%"),
        ({"value": 1.0, "unit": "flag", "bound": "exact", "qualifier": None}, "yes"),
        ({"value": 0.0, "unit": "flag", "bound": "exact", "qualifier": None}, "no"),
        ({"value": 150.0, "unit": "posts", "bound": "at_least", "qualifier": "more than"}, "more than 150 posts"),
        ({"value": None, "value_text": "requires_improvement", "unit": "label"}, "requires improvement"),
        ({"value": None, "value_text": "2018-11", "unit": "date"}, "November 2018"),
    ],
)
def test_numbers_are_printed_with_unit_and_bound(row, printed):
    assert areas.value_words(pd.Series(row)) == printed


def test_numbers_without_a_date_take_that_of_their_report(d, pages):
    found = areas.numbers_of(d, areas.organisations_of(d, "region-london", pages))
    undated = found[found["start"].isna() & found["end"].isna() & found["inspection_id"].notna()]
    assert len(undated)
    assert undated["period"].str.startswith("report of ").all()


def test_withheld_rows_are_nowhere(d, pages):
    for region in areas.region_ids(d):
        organisations = areas.organisations_of(d, region, pages)
        assert set(areas.findings_of(d, organisations)["finding_id"]) <= set(d.live("findings")["finding_id"])
        assert set(areas.numbers_of(d, organisations)["indicator_id"]) <= set(d.live("indicators")["indicator_id"])


def test_an_inferred_rating_counts_as_missing(d, pages):
    seen = areas.inspections_of(d, areas.organisations_of(d, "region-yorkshire-humber", pages))
    inferred = seen.loc[seen["rating_basis"] == "inferred", "inspection_id"]
    assert len(inferred)
    assert set(inferred) <= set(areas.without_rating(seen)["inspection_id"])


def test_ratings_in_words_are_those_of_the_table(d, pages):
    seen = areas.inspections_of(d, areas.organisations_of(d, "region-london", pages))
    units = d.inspections[d.inspections["inspection_id"].isin(seen["inspection_id"])]
    units = units[units["regime"] == "unit"]
    inadequate = int((units["overall_rating"] == "inadequate").sum())
    assert f"unit inspections, {inadequate} inadequate" in stated_ratings(seen)
    assert stated_ratings(seen.iloc[:0]) == ""


def test_wider_services_do_not_count_as_an_areas_own(d, pages):
    seen = areas.inspections_of(d, areas.organisations_of(d, "region-greater-manchester", pages))
    assert (seen["relation"] == "wider").any()
    assert "rated inspections" not in stated_ratings(seen)


def chart_of(d, pages, region):
    organisations = areas.organisations_of(d, region, pages)
    return area_chart(d, areas.area_of(d, region), organisations, areas.inspections_of(d, organisations))


def test_an_undated_inspection_is_told_beside_the_timeline(d, pages):
    chart = chart_of(d, pages, "region-yorkshire-humber")
    assert chart.n.endswith("; 1 more cannot be dated")
    assert chart.alt.endswith("Not drawn, for want of a date: Hull and East Riding.")
    assert "more cannot be dated" not in chart_of(d, pages, "region-wales").n


@pytest.mark.parametrize("region", ["region-kent-surrey-sussex", "region-yorkshire-humber", "region-south-west"])
def test_the_timeline_and_the_tables_count_the_same_inspections(d, pages, region):
    seen = areas.inspections_of(d, areas.organisations_of(d, region, pages))
    here = seen[~seen["elsewhere"]]
    undated = int((here["published_from"].isna() & here["published_earliest_from"].isna()).sum())
    assert chart_of(d, pages, region).n.startswith(f"{len(here) - undated} inspections, ")


def test_what_was_seen_elsewhere_is_left_out_and_said(d):
    at = context(d)
    of = area_page.record(at, "region-kent-surrey-sussex")
    gone = {"nps-northamptonshire-2017-04", "nps-suffolk-2017-06"}
    assert set(of.elsewhere["inspection_id"]) == gone
    for frame in (of.inspections, of.findings, of.numbers):
        assert not set(frame["inspection_id"]) & gone
    assert "qi-0401" not in set(of.findings["finding_id"])  # on Suffolk
    assert "looked only elsewhere (Northamptonshire; Suffolk)" in " ".join(area_page.lead(at, of))
    assert "2017" not in of.chart.alt
    assert "left out" in of.chart.note


def test_an_inferred_number_is_not_reported_by_anyone(d):
    frame = areas.with_words(d, d.live("indicators")).set_index("indicator_id")
    assert frame.loc["ind-gaps-0032", "reported"] == "Inferred for this book from: Inspectorate"
    stated = frame["basis"] == "stated"
    assert (frame.loc[stated, "reported"] == frame.loc[stated, "voice"]).all()


def test_a_gap_belongs_to_the_area_that_it_names(d, pages):
    def gaps(region):
        return list(areas.gaps_of(d, areas.organisations_of(d, region, pages))["gap_id"])

    assert "hull-east-riding-round-2-rating" in gaps("region-yorkshire-humber")
    assert gaps("region-london") == []


def test_an_unverified_number_of_cases_is_not_known(d, pages):
    organisations = areas.organisations_of(d, "region-london", pages)
    seen = areas.inspections_of(d, organisations)
    unsure = seen["cases_basis"] == "unverified"
    assert unsure.sum() == 1
    known = int((seen["cases_inspected"].notna() & ~unsure).sum())
    told = area_parts.missing(context(d), organisations, seen, "London")
    assert f"Number of cases inspected: for {known or 'none'}." in told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kind": "nps_division", "start": "2014-06", "end": None}, "from June 2014; end day not known"),
        ({"kind": "unit", "start": "2021-06", "end": None}, "from June 2021"),
        ({"kind": "crc", "start": "2014-06", "end": "2021-06"}, "June 2014 to June 2021"),
        ({"kind": "trust", "start": None, "end": "2014-05"}, "until May 2014"),
    ],
)
def test_an_end_that_is_not_known_is_said(row, told):
    assert area_parts.lifetime(pd.Series(row)).replace("\N{NO-BREAK SPACE}", " ") == told


def test_the_sum_of_ratings_names_whose_they_are(d, pages):
    seen = areas.inspections_of(d, areas.organisations_of(d, "region-west-midlands", pages))
    headline = area_headline(areas.area_of(d, "region-west-midlands"), seen)
    assert headline.startswith("Ratings of West Midlands' own services: ")
    area = areas.area_of(d, "region-london")
    assert area_headline(area, seen.iloc[:0]) == "Ratings of London's own services: no overall rating is stated"
