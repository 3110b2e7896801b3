"""Agreement: the package, the closed form and the study agree; recounts and the verification sample."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import data, recoding, reliability, verification
from analysis.claims import Claim, Count, Number
from analysis.data import Dataset
from analysis.reliability import agreement, alpha, bootstrap
from analysis.uncertainty import none_found_limit


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_alpha_by_hand():
    # two coders, four units, codes 0 0 1 1 and 0 0 1 0: N = 8, n0 = 5, n1 = 3, one unit apart: 1 - 7 * 2 / (2 * 15)
    table = np.array([[0.0, 0, 1, 1], [0, 0, 1, 0]])
    assert alpha(table) == pytest.approx(1 - 7 / 15)


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=3, max_size=30))
def test_the_closed_form_is_the_package_s(units):
    table = np.array(units, dtype=float).T
    whole = bootstrap(table, np.ones((1, table.shape[1])))[0]
    expected = alpha(table)
    assert np.isnan(expected) or whole == pytest.approx(expected)


@given(st.integers(1, 200))
def test_every_resample_has_as_many_findings(units):
    drawn = reliability.resamples(units, draws=5)
    assert (drawn.sum(axis=1) == units).all()


def test_the_study_s_figures(d):
    first = agreement(d, 1).set_index("variable")["alpha"]
    second = agreement(d, 2).set_index("variable")
    assert round(first["case_supervision"], 2) == 0.59
    assert round(first["partnerships"], 2) == 0.62
    assert round(first["unpaid_work"], 2) == 1.00
    assert round(first["staffing_levels"], 2) == 0.96
    assert round(second["alpha"]["polarity"], 2) == 0.95
    own = second["alpha"].drop(["other", "polarity"])
    assert (round(own.min(), 2), round(own.max(), 2)) == (0.86, 0.98)
    assert (second["low"] <= second["alpha"]).all()
    assert (second["alpha"] <= second["high"] + 1e-12).all()


def test_intervals_are_the_same_on_every_run(d):
    pd.testing.assert_frame_equal(agreement(d, 1), agreement(d, 1))


def test_weak_themes_are_those_whose_interval_crosses_the_line(d):
    weak = reliability.weak_themes(d)
    low = agreement(d, 2).set_index("variable")["low"].drop("polarity")
    assert weak == set(low.index[low < 0.8])
    assert {"other", "accountability"} <= weak
    assert "staffing_levels" not in weak
    assert {"privatisation", "management_oversight", "case_supervision"} <= reliability.repaired_themes(d)


def test_settled_codes_change_nothing(d):
    same = recoding.with_codes(d, "final")
    pd.testing.assert_series_equal(same.findings["polarity"], d.findings["polarity"])
    key = ["finding_id", "position"]
    ours = same.finding_themes.sort_values(key, ignore_index=True)["theme"].tolist()
    assert ours == d.finding_themes.sort_values(key, ignore_index=True)["theme"].tolist()


def test_counts_under_a_coder_by_hand(d):
    live = set(d.live("findings")["finding_id"])
    own = d.codings[(d.codings["codebook"] == 2) & (d.codings["coder"] == "one") & d.codings["finding_id"].isin(live)]
    counts = recoding.counts_under(d, "one").set_index("theme")
    has = own["themes"].str.split(";").map(lambda themes: "workload" in themes)
    assert counts.loc["workload", "findings"] == has.sum()
    assert counts.loc["workload", "negative"] == (has & (own["polarity"] == "negative")).sum()
    assert (counts[list(recoding.POLARITIES)].sum(axis=1) == counts["findings"]).all()
    with pytest.raises(ValueError, match="coder"):
        recoding.counts_under(d, "three")


def _negative(d):
    return Number(int((d.findings["polarity"] == "negative").sum()))


def _rows(d):
    return Number(len(d.findings))


def test_only_claims_that_rest_on_codes_are_compared(d, monkeypatch):
    book = {f.__name__: Claim(f.__name__, "x", (), (), "", f) for f in (_negative, _rows)}
    monkeypatch.setattr(recoding, "_modules_near_codes", set)
    found = recoding.changed_claims(d, book).set_index("claim_id")
    assert list(found.index) == ["_negative"]
    one = recoding.with_codes(d, "one").findings["polarity"]
    assert found.loc["_negative", "one"] == f"{int((one == 'negative').sum()):,}"


def test_modules_that_count_codes_are_found_and_the_study_of_coding_is_not(d):
    import analysis.ratings
    import analysis.voices_claims  # noqa: F401

    every = {"analysis.voices_claims", "analysis.ratings", "analysis.reliability", "analysis.style"}
    near = recoding._modules_near_codes(every)
    assert "analysis.voices_claims" in near
    assert not near & {"analysis.reliability", "analysis.style"}


def test_exact_interval_by_its_limits_and_hand():
    assert verification.exact_interval(0, 160).high == pytest.approx(none_found_limit(160))
    assert verification.exact_interval(1, 1).low == pytest.approx(0.025)
    low, high = verification.exact_interval(5, 10)
    assert low + high == pytest.approx(1)
    assert low == pytest.approx(0.187, abs=5e-4)  # Clopper and Pearson's table: 0.187 to 0.813


def test_the_verification_sample(d):
    frame = verification.verdicts(d)
    assert frame["sampled"].tolist() == [40, 60, 40, 20]
    assert frame[["confirmed", "imprecise", "not_found"]].sum().tolist() == [148, 11, 1]
    assert verification.verified_none_wrong(d).forms()[""] == "at most 3.9%"  # of statements alone: 8.8%
    assert verification.verified_if_all_wrong(d).forms()[""] == "5% to 18%"
    assert verification.verified_findings_not_confirmed(d).canonical() == "6/40"
    assert verification.verified_findings_range(d).forms()[""] == "6% to 30%"
    assert verification.verified_never_drawn(d).value == 6 + 15 + 67
    amiss = verification.table_not_confirmed(d).frame
    assert len(amiss) == 12
    assert amiss["What was done"].notna().all()


def test_a_wrong_row_ends_the_claim_that_none_was(d):
    frame = d.verification.copy(deep=True)
    frame.loc[0, "verdict"] = "wrong"
    with pytest.raises(ValueError, match="none wrong"):
        verification.verified_none_wrong(Dataset({**d.tables, "verification": frame}, d.package))


def test_the_weighted_interval_of_one_kind_is_that_of_a_poisson_count():
    sample = pd.DataFrame({"found": [0], "sampled": [40], "rows": [1000]})
    assert verification.weighted_interval(sample) == pytest.approx((0, -math.log(0.025) / 40))
    low, high = verification.weighted_interval(sample.assign(found=10))
    assert (40 * low, 40 * high) == pytest.approx((4.795, 18.39), abs=0.01)  # Garwood's table for ten


def test_the_weighted_interval_heeds_the_kinds_and_holds_the_weighted_rate():
    sample = pd.DataFrame({"found": [6, 4, 2, 0], "sampled": [40, 60, 40, 20], "rows": [1297, 1342, 179, 218]})
    low, high = verification.weighted_interval(sample)
    assert low < 0.0965 < high
    other = verification.weighted_interval(sample.assign(rows=[1297, 1, 1, 1]))
    assert other.low > low  # hardly a row but of the kind with most faults
    with pytest.raises(ValueError, match="sample"):
        verification.weighted_interval(sample.assign(found=[41, 0, 0, 0]))


def test_fragments_with_a_receipt_are_counted_of_those_shown(d):
    value = verification.verified_fragments(d)
    assert isinstance(value, Count)
    assert value.k <= len(d.receipts)
    assert value.n == d.live("findings")["fragment"].notna().sum()
