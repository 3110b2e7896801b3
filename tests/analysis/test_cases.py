"""Case studies: timeline, findings, readings, the pair with Durham Tees Valley, and guards on what headlines say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import (
    case_comparison,
    cases,
    cases_london,
    cases_london_numbers,
    cases_south_yorkshire,
    cases_west_mercia,
    data,
    place_timeline,
    places,
)
from analysis.cells import Link, Rating
from analysis.data import Dataset

SY, LONDON, WM = cases_south_yorkshire.AREA, cases_london.AREA, cases_west_mercia.AREA


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def changed(d: Dataset, table: str, key: str, name: str, **values: object) -> Dataset:
    """The dataset with some cells of one row replaced."""
    frame = d[table].copy()
    for column, value in values.items():
        frame.loc[frame[key] == name, column] = value
    return replace(d, tables=d.tables | {table: frame})


def test_timeline_draws_each_inspection_once_and_only_stated_ratings(d):
    for area in (SY, LONDON, WM):
        marks = place_timeline.timeline_marks(d, area, [])
        seen = marks[marks["what"] == "inspection"]
        assert len(seen) == len(places.place_inspections(d, area))
        assert "fact" not in set(marks["what"])
    thames = place_timeline.timeline_marks(d, places.Area("tv", "Thames Valley", "crc-thames-valley"), [])
    assert thames[thames["first_day"].dt.year == 2020]["rating"].isna().all()  # reached by elimination: no letter


def test_an_inspection_without_a_date_is_told_and_not_drawn(d):
    humber = places.Area("yh", "Yorkshire and the Humber", "region-yorkshire-humber")
    chart = place_timeline.timeline_chart(d, humber, [])
    assert chart.n.endswith("1 more cannot be dated")  # Hull and East Riding, 2024


def test_the_timeline_as_a_table_says_why_a_cell_is_empty(d):
    marks = place_timeline.timeline_marks(d, WM, [])
    told = place_timeline.told_marks(marks)
    unrated = told[told["programme"] == "Quality & Impact"]
    assert set(unrated["rating"]) == {"none in this programme"}
    assert set(told.loc[told["what"] == "owner", "rating"]) == {"does not apply"}
    assert set(told.loc[told["programme"] == "unit inspection", "said"]) == {"public"}
    assert not told.drop(columns=["first_day", "last_day"]).isna().any(axis=None)
    hampshire = place_timeline.timeline_marks(d, places.Area("h", "Hampshire", "crc-hampshire-isle-of-wight"), [])
    assert "none stated" in set(place_timeline.told_marks(hampshire)["rating"])  # 2020, cut short


def listed(d: Dataset, seed: str, wider: bool = False) -> str:
    return place_timeline.listed_marks(place_timeline.timeline_marks(d, places.Area("a", "A", seed), (), wider))


def test_the_timeline_in_words_says_how_each_inspection_judged(d):
    central = listed(d, "region-south-central")
    assert "Hampshire and Isle of Wight CRC: 2019 good and 2020 without a stated rating" in central  # cut short
    assert "Thames Valley CRC: 2018 requires improvement and 2020 without a stated rating" in central  # inferred
    assert "Region: 2026 without a rating in this programme" in central
    assert "Trust: 2014 in words" in listed(d, "region-wales")


def test_the_timeline_in_words_names_no_year_that_is_not_known(d):
    assert "West Sussex: 2022 inadequate and inadequate (2023 or 2024)" in listed(d, "region-kent-surrey-sussex")
    assert "Region: requires improvement (not before 1 October 2025)" in listed(d, "region-wales")


def test_an_owner_under_two_descriptions_is_one_spell(d):
    assert listed(d, "crc-kent-surrey-sussex").endswith("Owner of the company: public from 2014 and Seetec from 2015.")


def test_diamonds_are_judged_in_words_only_if_all_are(d):
    assert "Diamonds: judged in words" in place_timeline.timeline_chart(d, SY, []).note
    thames = places.Area("tv", "Thames Valley", "crc-thames-valley")
    assert "Diamonds: no stated rating" in place_timeline.timeline_chart(d, thames, []).note


def test_timeline_keeps_part_apart_from_whole(d):
    marks = place_timeline.timeline_marks(d, WM, [])
    parts = marks[(marks["what"] == "inspection") & (marks["coverage"] == "part")]
    assert set(parts["row"]) == {"Company", "Public service"}
    assert set(parts["area"]) == {"West Mercia"}
    assert parts["rating"].isna().all()


def test_timeline_labels_a_union_number_as_the_unions(d):
    rows = place_timeline.timeline_marks(d, SY, ["planned_staff_reduction_share", "qualified_officers_fte"])["row"]
    assert any(row.endswith("36% (unions)") for row in rows)
    assert any(row.endswith("16.7 FTE") for row in rows)


def test_headline_counts_what_the_marks_show(d):
    chart = cases_south_yorkshire.timeline(d)
    assert chart.headline.endswith("all four unit inspections ended in inadequate")
    better = changed(d, "inspections", "inspection_id", "pdu-sheffield-2023-03", overall_rating="good")
    assert "of 4 unit inspections 3 in inadequate and 1 in good" in cases_south_yorkshire.timeline(better).headline
    assert "Sheffield: 2023 good and 2024 inadequate" in cases_south_yorkshire.timeline(better).alt


def test_headline_needs_a_stated_rating(d):
    seen = place_timeline.timeline_marks(d, SY, [])
    with pytest.raises(ValueError, match="no stated rating"):
        place_timeline.headline(SY, seen.assign(rating=None))


def test_themes_add_up_by_hand_for_one_theme(d):
    counts = cases.theme_voices(d, SY).set_index("theme")
    coded = d.finding_themes[d.finding_themes["theme"] == "leadership"]["finding_id"]
    found = places.place_findings(d, SY)
    hand = found[found["finding_id"].isin(coded)]
    assert counts.loc["Leadership", "statements"] == len(hand) == 5
    assert counts.loc["Leadership", "Inspectorate"] == int((hand["speaker"] == "inspectorate").sum())
    assert set(counts.loc["Leadership", "source_ids"]) == set(hand["source_id"])


def test_every_voice_has_its_group(d):
    grouped = [voice for group in cases.GROUPS.values() for voice in group]
    assert sorted(grouped) == sorted(d.voices["voice"])
    for area in (SY, LONDON, WM):
        counts = cases.theme_voices(d, area)
        coded = d.finding_themes[d.finding_themes["finding_id"].isin(places.place_findings(d, area)["finding_id"])]
        assert counts["statements"].sum() == len(coded)


def test_silent_voices_are_named(d):
    frame = cases_south_yorkshire.readings(d).frame
    silent = frame[frame["Reading"].str.startswith("No statement of theirs")]["Voice"].tolist()
    assert silent == ["Owners and companies"]
    figures = frame[frame["Reading"].str.startswith("Only figures of theirs")]["Voice"].tolist()
    assert figures == ["Unions"]  # Napo's count of posts to go


def test_unnamed_staff_are_never_shown_beside_a_place(d):
    for module in (cases_london, cases_west_mercia, cases_south_yorkshire):
        staff = module.readings(d).frame
        staff = staff[staff["Voice"].str.startswith("Staff who are not named")]
        assert staff["Reading"].tolist() == [cases.UNNAMED]
    for anonymous in ("anon-011", "anon-033"):
        with pytest.raises(ValueError, match="never shown beside a place"):
            cases.readings_table(d, LONDON, [anonymous], "headline")


def test_unnamed_readers_have_no_words(d):
    frame = cases_south_yorkshire.readings(d).frame
    assert not frame[frame["Voice"].str.startswith("Readers")]["Reading"].str.contains("“").any()


def test_statements_on_others_say_of_whom(d):
    frame = cases_south_yorkshire.readings(d).frame
    unions = frame[frame["Voice"].str.startswith("Unions") & frame["Source"].notna()]["Reading"]
    assert unions.str.startswith("On Sodexo: ").all()
    assert not frame["Reading"].str.startswith("On South Yorkshire").any()


def test_withheld_statements_cannot_be_shown(d):
    with pytest.raises(KeyError):
        cases.statements_table(d, "x-y", "headline", "subtitle", {"Rumour": ["qi-0001"]})


def test_durham_is_the_same_in_every_pair(d):
    columns = [module.durham(d).frame.set_index("Subject")["Durham Tees Valley CRC"]
               for module in (cases_south_yorkshire, cases_london, cases_west_mercia)]  # fmt: skip
    for subject in ("First rated inspection", "Second rated inspection", "Leadership in it"):
        badges = {str(column[subject][0]) for column in columns}
        assert len(badges) == 1, subject
        assert isinstance(columns[0][subject][0], Rating)
    assert str(columns[0]["Second rated inspection"][0]) == "Good"


def test_inferred_leadership_is_never_a_badge(d):
    cell = cases_south_yorkshire.durham(d).frame.set_index("Subject").loc["Leadership in it", "South Yorkshire CRC"]
    assert not any(isinstance(part, Rating) for part in cell)
    assert "as read from the words" in str(cell[0])


def test_every_filled_cell_of_the_pair_has_a_source(d):
    frame = cases_west_mercia.durham(d).frame
    for column in frame.columns[1:]:
        for cell in frame[column].dropna():
            assert any(isinstance(part, Link) for part in cell), cell


@pytest.mark.parametrize("rating", ["requires_improvement", "inadequate"])
def test_the_pair_stops_when_durham_does_not_rise(d, rating):
    fallen = changed(d, "inspections", "inspection_id", "crc-durham-tees-valley-2020-04", overall_rating=rating)
    with pytest.raises(ValueError, match="does not rise"):
        case_comparison.beside_durham(fallen, SY, {})


def test_forty_cases_by_hand(d):
    row = cases_london.forty(d).set_index("k").loc[20]
    z = 1.959964
    centre, half = 0.5, z * (0.25 / 40 + z * z / (4 * 40 * 40)) ** 0.5 / (1 + z * z / 40)
    assert row["low"] == pytest.approx(100 * (centre - half), abs=0.01)
    assert row["high"] == pytest.approx(100 * (centre + half), abs=0.01)
    assert "If 40 cases were a simple random sample" in cases_london.table_forty(d).headline


def test_forty_cases_stay_unverified(d):
    sure = changed(d, "inspections", "inspection_id", "crc-london-2016-12", cases_basis="stated")
    with pytest.raises(ValueError, match="unverified"):
        cases_london.table_forty(sure)


def test_headlines_stop_when_the_data_stop_bearing_them(d):
    stated = changed(d, "ratings", "inspection_id", cases_south_yorkshire.REPORT, basis="stated")
    with pytest.raises(ValueError, match="inferred"):
        cases_south_yorkshire.sy_leadership_2019(stated)
    with pytest.raises(ValueError, match="otherwise"):
        cases_west_mercia.table_report(
            changed(d, "inspections", "inspection_id", cases_west_mercia.REPORT, coverage="whole")
        )
    with pytest.raises(ValueError, match="no longer share"):
        cases_london_numbers.london_rating_2019(
            changed(d, "inspections", "inspection_id", "nps-london-2019-05", overall_rating="good")
        )


def test_claims_against_the_tables(d):
    assert cases_south_yorkshire.sy_units_inadequate(d).forms()["words"] == "all four"
    assert cases_south_yorkshire.sy_trust_range(d).forms()["between"] == "between 81% and 84%"
    assert cases_london_numbers.london_vacancies_assembly(d).text == "755"
    assert cases_london_numbers.london_units_inadequate(d).forms()[""] == "4 of 6"
    assert cases_london_numbers.london_unit_case_standards(d).forms()["words"] == "three units"
    assert cases_west_mercia.wm_trust_average(d).forms()[""] == "74%"
    assert cases_west_mercia.wm_units(d).n == 1
