"""Owners, findings by owner, money, reoffending, comparisons and conclusions, against published figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis import comparisons, data, money, owner_findings, ownership, reoffending, verdicts
from analysis.data import Dataset
from analysis.exhibits import DATASET


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


def test_spells_follow_one_another_without_gap_from_the_split(d):
    for _, own in ownership.spells(d).groupby("organisation_id"):
        assert own["start"].iloc[0] == pd.Timestamp("2014-06-01")
        assert own["owner"].iloc[0] == "public"
        assert (own["start"].iloc[1:].to_numpy() == own["end"].iloc[:-1].to_numpy()).all()
        assert (own["owner"].iloc[1:].to_numpy() != own["owner"].iloc[:-1].to_numpy()).all()


def test_owners_as_napo_counted_them_in_2018(d):
    held = ownership.first_private(ownership.spells(d)).groupby("owner").size()
    live = d.live("indicators")
    counted = live[(live["metric_id"] == "crcs_owned") & (live["start"] == "2018-03")]
    said = dict(zip(counted["organisation_id"], counted["value"].astype(int), strict=True))
    assert held.to_dict() == {
        "ARCC": said["owner-arcc"],
        "Interserve (Purple Futures)": said["owner-interserve"],
        "MTCnovo": said["owner-mtcnovo"],
        "PeoplePlus": said["owner-peopleplus"],
        "RRP": said["owner-rrp"],
        "Seetec": said["owner-seetec"],
        "Sodexo": said["owner-sodexo"],
        "Working Links": said["owner-working-links"],
    }
    assert held.sum() == 21


def test_wales_left_in_december_2019(d):
    wales = ownership.spells(d).set_index("organisation_id").loc["crc-wales"]
    assert wales["owner"].tolist() == ["public", "Working Links", "Seetec"]
    assert wales["end"].iloc[-1] == pd.Timestamp("2019-12-01")


def test_mtc_and_mtcnovo_are_one_block(d):
    assert "MTC" not in set(ownership.spells(d)["owner"])
    assert "MTC" not in set(owner_findings.company_inspections(d, "rated")["owner"])
    assert owner_findings.company_inspections(d, "rated")["owner"].nunique() == 8


def test_owner_is_that_of_the_case_sample(d):
    frame = owner_findings.company_inspections(d, "rated").set_index("inspection_id")["owner"]
    assert frame["crc-wales-2019-07"] == "Working Links"
    assert frame["crc-bristol-gloucestershire-somerset-wiltshire-2019-09"] == "Working Links"
    assert owner_findings.owner_new_at_report(d).value == 3


def test_inspections_stand_in_alphabetical_order_of_owners(d):
    for regime, number in (("rated", 31), ("quality_impact", 14)):
        owners = owner_findings.company_inspections(d, regime)["owner"].str.casefold().tolist()
        assert owners == sorted(owners)
        assert len(owners) == number


def test_words_and_ratings_never_share_a_table(d):
    words = owner_findings.table_by_owner(d, "quality_impact")
    rated = owner_findings.table_by_owner(d, "rated")
    assert "Overall rating" not in words.frame
    assert "Words known" not in rated.frame
    assert "good, by elimination" in rated.frame["Overall rating"].tolist()


def test_operators_answer_in_their_own_row(d):
    shown, early = (owner_findings.table_responses(d, regime).frame for regime in ("rated", "quality_impact"))
    assert len(shown) + len(early) == owner_findings.owner_responses(d).k
    row = shown[shown["Company and report"].str.startswith("Cumbria")].iloc[0]
    assert "disputed" in row["The operator's response"]
    assert str(row["Overall rating"]) == "Requires improvement"
    north = early[early["Company and report"].str.contains("north London")].iloc[0]
    assert "not acceptable" in north["Words known"]
    answered = owner_findings.responses(d)
    assert set(answered["speaker"]) == {"operator"}
    assert answered["displayable"].all()


def test_money_includes_the_early_end_and_is_never_added(d):
    frame = money.figures(d).set_index("indicator_id")
    assert frame.loc["ind-sys-0033", "gbp"] == 467e6
    assert frame.loc["ind-sys-0034", ["gbp", "part_of"]].tolist() == [171e6, "ind-sys-0033"]
    table = money.table_money(d)
    assert "£467m of March 2019 includes the £171m" in table.note
    with pytest.raises(ValueError, match="larger"):
        money.figures(changed(d, "ind-sys-0034", value=500e6))


def test_outturns_stand_apart_from_forecasts(d):
    frame = money.figures(d)
    paid = frame[frame["kind"] == money.PAID]
    assert paid["gbp"].max() < 60e6
    assert set(frame["kind"]) == {money.PAID, money.EXPECTED, money.FORECAST}
    assert frame["kind"].ne(frame["kind"].shift()).sum() == 3
    assert money.money_extra_cost(d).forms()[""] == "at least £467m"


def test_cohorts_of_the_binary_measure_as_published(d):
    frame = reoffending.binary_counts(d).set_index("cohort")
    assert frame.loc["April to June 2019", ["fall", "same", "rise"]].tolist() == [20, 1, 0]
    assert frame.loc["October to December 2015", ["fall", "same", "rise"]].tolist() == [13, 6, 2]
    assert (frame[["fall", "same", "rise"]].sum(axis=1) == 21).all()
    assert frame["start"].is_monotonic_increasing


def test_half_a_cohort_is_refused(d):
    with pytest.raises(ValueError, match="reverse"):
        reoffending.binary_counts(changed(d, "ind-sys-0051", displayable=False))


def test_two_measures_two_answers(d):
    frame = reoffending.rates(d)
    assert set(frame["measure"]) == {"Binary", "Frequency"}
    assert frame["baseline"].ne("").all()
    nao = frame[frame["cohort"] == "cohorts to March 2017"].set_index("measure")["against"]
    assert nao.to_dict() == {"Binary": "2.5 percentage points lower", "Frequency": "22 per cent higher"}
    assert reoffending.reoffending_frequency_rate(d).forms()[""] == "from 4.2 to 4.7"
    assert reoffending.reoffending_frequency_reduced(d).k + reoffending.reoffending_frequency_missed(d).k == 21
    assert reoffending.reoffending_met_both(d).canonical() == "2/21"
    assert reoffending.reoffending_below_first(d).canonical() == "18/21"


def test_headlines_name_the_share_not_a_number_of_people(d):
    for headline in (reoffending.chart_binary(d).headline, reoffending.table_rates(d).headline):
        assert "smaller share" in headline
        assert "ewer" not in headline


def test_a_frequency_that_fell_stops_the_table(d):
    with pytest.raises(ValueError, match="headline"):
        reoffending.table_rates(changed(d, "ind-sys-0025", value=-22.0))


def test_measures_alike_carry_what_differs(d):
    shown = comparisons.table_alike(d).frame.set_index("Measure")
    assert shown["What differs all the same"].str.len().min() > 20
    first = shown.iloc[0]
    assert (first["CRCs"], first["NPS"]) == ("1 of 21", "5 of 7")
    assert pd.isna(first["Unified service"])
    across = shown[shown["Unified service"].notna()]
    assert across.index.tolist() == ["Risk of harm adequately assessed, 2018-19 and 2024"]


def test_measures_unlike_say_why(d):
    shown = comparisons.table_unlike(d).frame
    assert shown["Why they cannot be compared"].str.len().min() > 15
    assert "1 of 36 units, nine standards; 0 of 42, seven standards" in shown["Unified service"].tolist()
    release, count = shown["Sources"][0]
    assert "2019" in release.text
    assert count.target.startswith("chapters/record/ratings")  # no release of 2019 counts units of 2022 and later
    assert DATASET in comparisons.table_unlike(d).sources


def test_the_survey_says_how_many_answered(d):
    assert comparisons.comparison_staff_surveyed(d).forms()[""] == "1,534 staff (one in ten)"


def test_conclusions_come_by_voice_then_time(d):
    frame = verdicts.conclusions(d, verdicts.REFORMS)
    order = frame["speaker"].map({voice: n for n, voice in enumerate(verdicts.ORDER)})
    assert order.is_monotonic_increasing
    assert set(frame["speaker"]) >= {"inspectorate", "auditor", "parliament", "ministry", "operator"}
    assert (frame["speaker"] == "operator").sum() >= 5


def test_conclusions_on_the_unified_service_do_not_precede_it(d):
    frame = verdicts.conclusions(d, verdicts.UNIFIED)
    assert not set(verdicts.UNIFIED) & set(verdicts.REFORMS)
    published = frame["source_id"].map(d.sources.set_index("source_id")["published_from"])
    assert (published.dropna() >= "2021-06-26").all()


def test_no_voice_without_a_place(d):
    with pytest.raises(ValueError, match="academic"):
        verdicts.conclusions(d, ("sys-0111",))
    with pytest.raises(KeyError):
        verdicts.conclusions(d, ("qi-0001",))
