"""Places: organisations followed by links, inspections of a part and of the whole, numbers in the source's words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import data, places
from analysis.data import Dataset
from analysis.places import Area

SOUTH_YORKSHIRE = Area("south-yorkshire", "South Yorkshire", "crc-south-yorkshire", ("South Yorkshire",))
LONDON = Area("london", "London", "crc-london", ("London",))
WEST_MERCIA = Area("west-mercia", "Warwickshire and West Mercia", "crc-warwickshire-west-mercia", ("West Mercia",))


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def relations(d: Dataset, seed: str) -> dict[str, str]:
    frame = places.place_organisations(d, seed)
    return dict(zip(frame["organisation_id"], frame["relation"], strict=True))


def test_a_company_leads_to_its_trust_its_units_and_what_it_was_part_of(d):
    assert relations(d, "crc-south-yorkshire") == {
        "crc-south-yorkshire": "same", "trust-south-yorkshire": "same",
        "pdu-sheffield": "within", "pdu-doncaster": "within", "pdu-barnsley-rotherham": "within",
        "nps-north-east": "wider", "region-yorkshire-humber": "wider",
    }  # fmt: skip


def test_a_trust_of_a_part_is_within_the_company_not_the_same(d):
    found = relations(d, "crc-warwickshire-west-mercia")
    assert found["trust-west-mercia"] == "within"
    assert found["nps-midlands"] == "wider"


def test_no_region_reaches_another_region_or_its_units(d):
    regions = d.organisations.query("kind == 'region'")["organisation_id"]
    home = d.organisations.set_index("organisation_id")["region"]
    for region in regions:
        found = relations(d, region)
        own = [o for o, relation in found.items() if relation in ("same", "within")]
        assert not [o for o in own if o in set(regions) - {region}], region
        units = [o for o in own if o.startswith("pdu-")]
        assert {home[o] for o in units} <= {region}
        assert set(units) == set(home[(home == region) & home.index.str.startswith("pdu-")].index)


def test_an_unknown_organisation_is_refused(d):
    with pytest.raises(KeyError, match="crc-atlantis"):
        places.place_organisations(d, "crc-atlantis")


def test_a_division_inspected_in_the_place_belongs_to_it_as_a_part(d):
    frame = places.place_inspections(d, SOUTH_YORKSHIRE).set_index("inspection_id")
    assert frame.loc["nps-north-east-2017-06", "reach"] == "part"
    assert frame.loc["crc-south-yorkshire-2017-06", "reach"] == "whole"
    assert "nps-north-east-2016-08" not in frame.index  # Durham
    assert "nps-north-east-2019-06" not in frame.index  # the whole division
    wider = places.place_inspections(d, SOUTH_YORKSHIRE, wider=True).set_index("inspection_id")
    assert wider.loc["nps-north-east-2019-06", "reach"] == "wider"
    assert wider.loc["region-yorkshire-humber-2025", "reach"] == "wider"
    assert "nps-north-east-2016-08" not in wider.index


def test_a_part_outside_the_place_is_elsewhere_and_an_unknown_part_is_not(d):
    def elsewhere(region, frame):
        found = places.looked_elsewhere(d, frame, places.own_organisations(d, region))
        return set(frame.loc[found, "inspection_id"])

    division = d.inspections[d.inspections["organisation_id"] == "nps-south-east-eastern"]
    assert elsewhere("region-kent-surrey-sussex", division) == {"nps-northamptonshire-2017-04", "nps-suffolk-2017-06"}
    assert elsewhere("region-east-of-england", division) == {"nps-south-east-eastern-2016-10"}
    midlands = d.inspections[d.inspections["organisation_id"] == "nps-midlands"]
    assert elsewhere("region-east-midlands", midlands) == {"nps-midlands-2017-01", "nps-midlands-2017-11"}
    unknown = division.assign(area_inspected="a part that no table knows")
    assert elsewhere("region-kent-surrey-sussex", unknown) == set()
    own = d.inspections[d.inspections["inspection_id"] == "crc-kent-surrey-sussex-2016-10"]
    assert elsewhere("region-kent-surrey-sussex", own.assign(area_inspected="Suffolk")) == set()


def test_north_london_is_a_part_of_london(d):
    reach = places.place_inspections(d, LONDON).set_index("inspection_id")["reach"]
    assert reach["crc-london-2016-12"] == reach["nps-london-2016-12"] == "part"
    assert reach["crc-london-2018-03"] == "whole"
    assert len(reach) == 13


def test_dates_span_what_is_possible(d):
    frame = places.place_inspections(d, SOUTH_YORKSHIRE).set_index("inspection_id")
    vague = frame.loc["pdu-barnsley-rotherham-2024"]
    assert (vague["shown_from"], vague["shown_to"]) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31"))
    assert (frame["shown_from"] <= frame["shown_to"]).all()


def test_bounds_narrow_a_date_known_to_the_year_or_month(d):
    def days(region, inspection):
        frame = places.place_inspections(d, Area("x", "X", region)).set_index("inspection_id")
        return [f"{day:%Y-%m-%d}" for day in frame.loc[inspection, ["shown_from", "shown_to"]].dropna()]

    assert days("region-kent-surrey-sussex", "pdu-east-kent-2024") == ["2024-03-01", "2024-12-31"]
    assert days("region-yorkshire-humber", "pdu-doncaster-2024-10") == ["2024-10-01", "2024-10-09"]
    assert days("region-yorkshire-humber", "crc-west-yorkshire-2020-03") == ["2020-03-05", "2020-03-12"]
    assert days("region-wales", "pdu-cwm-taf-morgannwg-2025") == ["2025-01-01", "2025-10-31"]
    assert days("region-wales", "region-wales-2025") == ["2025-10-01"]  # no last day is known, and none is made up


def test_bounds_known_only_from_one_side_still_give_a_span(d):
    kent = Area("ksx", "Kent, Surrey and Sussex", "region-kent-surrey-sussex")
    frame = places.place_inspections(d, kent).set_index("inspection_id")
    brighton = frame[frame["name"] == "Brighton and East Sussex"].iloc[-1]
    assert brighton["shown_from"] == pd.Timestamp("2023-10-01")
    assert brighton["shown_to"] == pd.Timestamp("2024-02-29")


def test_facts_keep_bound_voice_and_date(d):
    facts = places.place_facts(d, SOUTH_YORKSHIRE).set_index("indicator_id")
    assert facts.loc["ind-qi-0037", "said"] == "16.7 FTE"
    assert facts.loc["ind-qi-0045", "said"] == "a third"
    assert facts.loc["ind-sys-0165", "reported_by"] == "union"
    assert facts.loc["ind-reun-0087", "from"] == pd.Timestamp("2024-01-01")  # from its inspection
    london = places.place_facts(d, LONDON, ["staff_vacancies"])
    assert london["said"].tolist() == ["more than 150 posts", "500 posts"]


def test_undisplayable_and_merged_statements_stay_out(d):
    ids = set(places.place_findings(d, LONDON)["finding_id"])
    withheld = d.findings[~d.findings["displayable"].astype(bool) | d.findings["merged_into"].notna()]
    assert len(ids) == 159
    assert ids.isdisjoint(withheld["finding_id"])


def test_depth_counts_statements_inspections_and_reading(d):
    found = places.place_findings(d, SOUTH_YORKSHIRE)
    told = places.depth(d, found)
    assert told.startswith("47 statements on 7 inspections, from 13 sources")
    assert "1 read whole" in told
    assert "11 through their opening" in told


@given(st.floats(min_value=1, max_value=32), st.sampled_from(["exact", "about", "at_least", "at_most"]))
def test_a_bound_is_never_lost_in_words(value, bound):
    value = round(value, 1)
    row = pd.Series({"value": value, "unit": "percent", "bound": bound, "qualifier": None})
    words = {"exact": "", "about": "about ", "at_least": "at least ", "at_most": "at most "}
    assert places.said(row) == f"{words[bound]}{value:g}%"


@pytest.mark.parametrize(
    ("value", "bound", "qualifier", "text"),
    [
        (66.7, "at_least", "more than two-thirds of inspected cases", "more than two-thirds"),
        (50.0, "at_most", "less than half of staff interviewed", "less than half"),
        (33.3, "about", "almost a third", "almost a third"),
        (50.0, "exact", None, "50%"),
    ],
)
def test_fractions_print_as_the_words_they_were(value, bound, qualifier, text):
    row = pd.Series({"value": value, "unit": "percent", "bound": bound, "qualifier": qualifier})
    assert places.said(row) == text


def test_place_without_links_is_itself_alone(d):
    lonely = replace(d, tables=d.tables | {"area_links": d.area_links.iloc[0:0]})
    assert relations(lonely, "crc-london") == {"crc-london": "same"}


def test_the_anonymous_are_beside_no_place(d):
    regions = d.organisations.loc[d.organisations["kind"] == "region", ["name", "organisation_id"]]
    for area in (LONDON, SOUTH_YORKSHIRE, *(places.Area("a", name, seed) for name, seed in regions.to_numpy())):
        assert not set(places.place_findings(d, area)["speaker"]) & {"commenter", "practitioner"}
