"""Voices: who may be compared, what is aimed at what, release against newspaper, sides beside each other."""

from __future__ import annotations

import dataclasses

import pytest

from analysis import data, voices, voices_claims, voices_press, voices_sides
from analysis.data import Dataset


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def changed(d: Dataset, identifier: str, **values: object) -> Dataset:
    frame = d.findings.copy(deep=True)
    for column, value in values.items():
        frame.loc[frame["finding_id"] == identifier, column] = value
    return Dataset({**d.tables, "findings": frame}, d.package)


def test_only_voices_that_pass_the_rule_are_compared(d):
    frame = voices.voices(d).set_index("voice")
    assert frame["findings"].sum() == len(d.live("findings"))
    assert voices.compared_voices(d)[0] == "inspectorate"
    assert set(voices.compared_voices(d)) == set(frame.index[frame["findings"] >= 30])
    assert {"auditor", "practitioner", "commenter"}.isdisjoint(voices.compared_voices(d))


def test_a_voice_heard_through_one_source_is_only_described(d):
    frame = d.findings.copy(deep=True)
    frame.loc[frame["speaker"] == "operator", "source_id"] = "mtc-2019-08-london"
    one = Dataset({**d.tables, "findings": frame}, d.package)
    assert "operator" in voices.compared_voices(d)
    assert "operator" not in voices.compared_voices(one)


def test_topics_count_each_statement_once_per_theme(d):
    frame = voices.topics(d)
    live = d.live("findings")
    ids = live.loc[live["speaker"] == "union", "finding_id"]
    coded = d.finding_themes
    by_hand = coded[coded["finding_id"].isin(ids) & (coded["theme"] == "privatisation")]["finding_id"].nunique()
    own = frame[(frame["voice"] == "union") & (frame["theme"] == "privatisation")]
    assert own["findings"].item() == by_hand
    assert own["share"].item() == pytest.approx(100 * by_hand / len(ids))


def test_every_statement_has_one_target_and_policy_comes_first(d):
    frame = voices.targets(d).set_index("finding_id")
    assert len(frame) == len(d.live("findings"))
    assert set(frame["target"]) <= set(voices.ORDER)
    assert frame.loc["sys-0052", "target"] == voices.POLICY_LABEL  # Sodexo on renationalisation
    assert frame.loc["qi-0083", "target"] == "Companies and owners"


def test_a_new_negative_statement_of_an_operator_must_be_read(d):
    assert len(voices.operators_negative(d)) == len(voices.OPERATORS_NEGATIVE)
    with pytest.raises(ValueError, match="qi-0131"):
        voices.operators_negative(changed(d, "qi-0131", polarity="negative"))
    with pytest.raises(ValueError, match="sys-0013"):
        voices.table_targets(changed(d, "sys-0013", polarity="neutral"))


def test_release_and_newspaper_take_merged_rows_in_once(d):
    frame = voices_press.outlets(d)
    assert frame["merged_into"].notna().any()
    assert set(frame["outlet"]) == {"release", "newspaper", "own"}
    assert (frame.loc[frame["outlet"] != "own", "speaker"] == "inspectorate").all()
    place = frame.set_index("finding_id")[["inspection_id", "outlet"]].agg(tuple, axis=1)
    kept = frame["merged_into"].map(place)
    assert (kept.isna() | (kept != frame["finding_id"].map(place))).all()


def test_one_inspection_by_hand(d):
    row = voices_press.by_inspection(d).set_index("inspection_id").loc["crc-warwickshire-west-mercia-2019-07"]
    assert (row["release_negative"], row["release"]) == (1, 4)
    assert (row["newspaper_negative"], row["newspaper"]) == (4, 4)
    assert row["more_negative"] == "stories"


def test_a_story_that_repeats_its_release_is_refused(d):
    repeated = changed(d, "rr1-181", merged_into="rr1-177")
    places = d.findings.set_index("finding_id").loc[["rr1-177", "rr1-181"], "inspection_id"]
    assert places.nunique() == 1
    with pytest.raises(ValueError, match="rr1-181 repeats"):
        voices_press.outlets(repeated)
    with pytest.raises(ValueError, match="rr1-177 repeats"):
        voices_press.table_press(changed(d, "rr1-177", merged_into="rr1-181"))


def test_counts_of_tone_never_exceed_the_inspections_shown(d):
    more, less = voices_press.press_more_negative(d), voices_press.press_release_more_negative(d)
    assert more.n == less.n == len(voices_press.by_inspection(d))
    assert more.k + less.k <= more.n


def test_staff_are_paraphrased_without_fragment_place_or_day(d):
    ids = [i for one in voices_sides.SUBJECTS for i in one.staff]
    rows = d.findings[d.findings["finding_id"].isin(ids)]
    assert rows["fragment"].isna().all()
    assert rows["inspection_id"].isna().all()
    assert rows["organisation_id"].str.startswith("system-").all()
    cells = [text for cell in voices_sides.table_agreement(d).frame["Staff, not named"] for text in cell]
    assert cells
    assert not any("“" in text for text in cells)


def test_no_date_stands_beside_a_member_of_staff(d):
    frame = voices_sides.table_agreement(d).frame.set_index("Subject")
    links = [str(link) for link in frame.loc["Time goes to administration", "Sources"]]
    assert links[:2] == ["On Probation Blog", "Probation Institute"]
    assert not any(character.isdigit() for link in links[:2] for character in link)


def test_staff_and_inspectors_agree_on_caseloads_alone(d):
    assert [one.name for one in voices_sides.SUBJECTS if one.stand == voices_sides.AGREE] == ["Caseloads are too heavy"]
    assert voices_sides.voices_subjects_agreed(d).canonical() == "1/2"
    shared = [one.name for one in voices_sides.SUBJECTS if one.staff and one.inspectors]
    assert shared == ["Caseloads are too heavy", "Time goes to administration"]
    said = voices_sides.table_agreement(d).frame.set_index("Subject").loc["Caseloads are too heavy", "Inspectorate"]
    assert all("caseloads" in words for words in said)


def test_a_statement_under_the_wrong_voice_is_refused(d):
    with pytest.raises(ValueError, match="not by operator"):
        voices_sides.table_defence(changed(d, "sys-0203", speaker="union"))
    with pytest.raises(ValueError, match="no witness"):
        voices_sides.table_defence(changed(d, "sys-0156", speaker="operator"))


def test_every_defence_has_its_operators_and_criticism_is_not_left_out(d):
    assert all(one.operators for one in voices_sides.DEFENCES)
    assert all(one.disputed for one in voices_sides.DEFENCES)
    assert voices_sides.voices_defence_backed(d).k <= len(voices_sides.DEFENCES)
    assert {field.name for field in dataclasses.fields(voices_sides.Defence)} >= {"borne_out", "disputed"}


def test_themes_named_are_the_most_frequent(d):
    words = voices_claims.voices_themes_union(d).forms()[""]
    top = voices.topics(d).query("voice == 'union'").head(3)["label"].str.lower()
    assert all(label in words for label in top)


def test_counting_newspapers_own_words_gives_another_answer_and_both_are_claims(d):
    narrow, wide = voices_press.by_inspection(d), voices_press.by_inspection(d, wide=True)
    assert set(narrow["inspection_id"]) < set(wide["inspection_id"])
    more, less = voices_press.press_wide_more_negative(d), voices_press.press_wide_less_negative(d)
    assert (more.k, less.k, more.n) == (6, 6, 14)
