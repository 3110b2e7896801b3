"""Leadership beside casework: known ratings, blanks, statements that hold both, cases that agree."""

from __future__ import annotations

import dataclasses

import pytest

from analysis import data, leadership, leadership_answers
from analysis.data import Dataset
from analysis.exhibits import Rating


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_known_leadership_ratings_by_hand(d):
    frame = leadership.leadership_ratings(d).set_index("inspection_id")
    assert len(frame) == 12
    assert list(frame.index[frame["basis"] == "inferred"]) == ["crc-south-yorkshire-2019-03"]
    assert frame.loc["crc-durham-tees-valley-2020-04", "leadership"] == "outstanding"
    assert frame.loc["pdu-bradford-calderdale-2024-11", "casework"] == "all four inadequate"
    assert frame.loc["pdu-east-west-lincolnshire-2025-06", "casework"] == "all four inadequate (inferred)"
    assert frame["casework"].isna().sum() == 7


def test_standards_are_counted_only_where_none_is_known_by_name(d):
    assert leadership.casework_words(d, "crc-cumbria-lancashire-2019-05").startswith("none by name; four standards")
    assert leadership.casework_words(d, "pdu-birmingham-north-east-solihull-2022-08") == "assessment inadequate"
    assert leadership.casework_words(d, "pdu-suffolk-2024") is None


def test_an_inferred_rating_never_looks_like_a_stated_one(d):
    shown = leadership.table_leadership(d, "rated").frame.set_index("Service, report")["Leadership; overall"].str[0]
    inferred = [cell for name, cell in shown.items() if name.startswith("South Yorkshire")]
    assert inferred == ["outstanding, inferred from wording"]
    assert all(isinstance(cell, Rating) for name, cell in shown.items() if not name.startswith("South Yorkshire"))


def test_programmes_are_never_in_one_table(d):
    rated, since = (leadership.table_leadership(d, part).frame for part in ("rated", "since-2022"))
    assert (len(rated), len(since)) == (5, 7)
    assert not set(rated["Service, report"]) & set(since["Service, report"])


def test_counts_of_ratings_agree_with_each_other(d):
    known, stated = leadership.leadership_known(d), leadership.leadership_stated(d)
    assert (known.k, stated.k, stated.n) == (12, 11, 12)
    assert known.n == 125
    assert leadership.leadership_casework_all(d).k <= leadership.leadership_casework_named(d).k == 4
    high = leadership.leadership_high_lower_rated(d), leadership.leadership_high_lower_units(d)
    assert [(one.k, one.n) for one in high] == [(3, 5), (2, 2)]
    assert leadership.leadership_high_casework_named(d).n == sum(one.n for one in high)
    assert leadership.leadership_outstanding(d).value == 3


def test_casework_above_leadership_would_be_seen(d):
    assert leadership.leadership_below_casework(d).k == 0
    ratings = d.ratings.copy(deep=True)
    own = (ratings["inspection_id"] == "pdu-bedfordshire-2024") & (ratings["standard"] == "assessment")
    ratings.loc[own, "judgement"] = "good"
    other = dataclasses.replace(d, tables={**d.tables, "ratings": ratings})
    assert leadership.leadership_below_casework(other).k == 1


def test_a_new_statement_of_both_kinds_must_be_read(d):
    assert set(leadership.beside_casework(d)["finding_id"]) == set(leadership.BOTH)
    findings = d.findings.copy(deep=True)
    findings.loc[findings["finding_id"] == "reun-110", "polarity"] = "negative"
    with pytest.raises(ValueError, match="reun-110"):
        leadership.beside_casework(dataclasses.replace(d, tables={**d.tables, "findings": findings}))


def test_statements_of_both_kinds_are_one_to_an_inspection(d):
    assert leadership.beside_casework(d)["inspection_id"].is_unique
    assert len(leadership.table_beside(d).frame) == leadership_answers.leadership_beside(d).value


def test_answers_have_their_voices_and_none_of_a_person_not_named_is_quoted(d):
    frame = leadership_answers.answers(d)
    assert frame["finding_id"].is_unique
    assert {"inspectorate", "commenter", "operator", "academic"} <= set(frame["speaker"])
    assert frame.loc[frame["speaker"].isin(["commenter", "practitioner"]), "fragment"].isna().all()


def test_a_person_not_named_is_shown_without_provider_or_date(d):
    frame = leadership_answers.table_answers(d).frame
    own = frame[frame["Voice and source"].map(lambda cell: str(cell[0]).startswith("Reader"))]
    assert len(own) == 1
    assert own["About, report"].isna().all()
    assert [str(part) for part in own["Voice and source"].iloc[0]][1:] == ["On Probation Blog"]
    assert frame.drop(index=own.index)["About, report"].notna().all()


def test_cases_that_agree_lie_on_both_sides(d):
    frame = leadership_answers.together(d).set_index("inspection_id")
    assert set(frame["direction"]) == {"high", "low"}
    assert frame.loc["pdu-bradford-calderdale-2024-11", "leadership"] == "Rated inadequate."
    assert frame.loc["nps-wales-2019-04", "casework"].startswith("Reviewing outstanding.")
    count = leadership_answers.leadership_together_high(d)
    assert (count.k, count.n) == (3, len(frame)) == (3, 8)
    assert "pdu-north-yorkshire-2024" not in frame.index  # its release praises the head of the unit
    assert frame.loc["nps-north-west-2020-07", "direction"] == "high"


def test_an_inspection_of_which_nothing_is_known_is_refused(d, monkeypatch):
    monkeypatch.setitem(leadership_answers.TOGETHER, "pdu-york-2024", ("low", None, None))
    with pytest.raises(ValueError, match="pdu-york-2024"):
        leadership_answers.together(d)


def test_the_overall_rating_does_not_say_which_way_leaders_and_casework_point(d):
    inspections = d.inspections.copy(deep=True)
    inspections.loc[inspections["inspection_id"] == "nps-wales-2019-04", "overall_rating"] = "requires_improvement"
    other = dataclasses.replace(d, tables={**d.tables, "inspections": inspections})
    assert leadership_answers.leadership_together_high(other).canonical() == "3/8"


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("nps-wales-2019-04", ("high", "rr1-101", "rr1-103")),  # a mixed statement on leaders
        ("nps-wales-2019-04", ("high", "rr1-100", "rr1-105")),  # a negative one on the work
        ("pdu-north-yorkshire-2024", ("low", "reun-116", None)),  # a caring culture, undercut
        ("pdu-bradford-calderdale-2024-11", ("high", None, None)),  # leadership rated inadequate
    ],
)
def test_what_points_the_other_way_is_refused(d, monkeypatch, name, entry):
    monkeypatch.setitem(leadership_answers.TOGETHER, name, entry)
    with pytest.raises(ValueError, match=f"{name}: .* point"):
        leadership_answers.together(d)


def test_the_change_of_method_is_what_the_source_records(d):
    assert leadership_answers.leadership_mismatch_admitted(d).text == "did not change"
    assert leadership_answers.leadership_question_overall(d).text == "requires improvement"
    indicators = d.indicators.copy(deep=True)
    indicators.loc[indicators["metric_id"] == "rating_scale_changed_2019_20", "value_text"] = "yes"
    with pytest.raises(ValueError, match="change of method"):
        leadership_answers.leadership_mismatch_admitted(
            dataclasses.replace(d, tables={**d.tables, "indicators": indicators})
        )


def test_depth_of_statements_by_hand(d):
    coded = d.finding_themes.loc[d.finding_themes["theme"] == "leadership", "finding_id"]
    live = d.live("findings")
    live = live[live["finding_id"].isin(coded) & live["inspection_id"].notna()]
    assert leadership_answers.leadership_statements(d).value == len(live)
    assert leadership_answers.leadership_statement_inspections(d).value == live["inspection_id"].nunique()
    count = leadership_answers.leadership_statement_sources(d)
    assert (count.n, count.k < count.n) == (live["source_id"].nunique(), True)
