"""Samples, assumed bands and power: hand calculations, published figures and invariants."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import bands, data, power, sampling
from analysis.data import Dataset
from analysis.uncertainty import wilson

EDGES = st.lists(st.integers(1, 99), min_size=3, max_size=3, unique=True).map(lambda e: tuple(sorted(e)))


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_numbers_of_cases_are_those_published(d):
    cases = sampling.known_cases(d).set_index("inspection_id")["cases"]
    assert cases["pdu-hertfordshire-2024"] == 54  # 11 of 54, the inspectorate's release
    assert cases["pdu-barnsley-rotherham-2024"] == 39 + 21  # community orders and releases, as its newspaper has them
    assert cases["region-east-of-england-2024-08"] == 289 + 149
    assert cases["pdu-leicester-leicestershire-rutland-2023-02"] == 93  # 34 of 93, as the press has it
    assert cases["pdu-east-west-lincolnshire-2025-06"] == 50  # 13 of 50
    assert sampling.unit_sizes(d) == [42, 50, 54, 60, 65, 93]
    assert sampling.typical_unit(d) == 60
    assert sampling.sampling_themed_sizes(d).forms()[""] == "56 to 84"


def test_the_company_s_objection_is_in_the_table_and_in_no_calculation(d):
    frame = sampling.known_cases(d)
    assert frame.loc[frame["basis"] == "unverified", "inspection_id"].tolist() == ["crc-london-2016-12"]
    assert 40 not in [*sampling.unit_sizes(d), *bands.sizes_shown(d)]
    assert "40" not in sampling.table_cases(d).headline


def test_every_number_of_cases_names_the_page_it_was_read_on(d):
    frame = sampling.known_cases(d)
    assert frame["cases_source"].isin(d.sources["source_id"]).all()
    assert set(sampling.READ_ELSEWHERE) <= set(frame["inspection_id"])


def test_around_half_of_an_even_and_of_an_odd_number():
    assert sampling.around_half(40) == pytest.approx(wilson(20, 40))
    low, high = sampling.around_half(65)
    assert low + high == pytest.approx(1)
    assert wilson(32, 65).low < low < wilson(33, 65).low


def test_band_probabilities_by_hand():
    # four cases, edges 25, 50, 75: bands are 0 cases, 1, 2 and 3 or 4; share one half gives 1, 4, 6, 5 of 16
    assert bands.band_probabilities(0.5, 4, (25, 50, 75)) == pytest.approx([1 / 16, 4 / 16, 6 / 16, 5 / 16])
    assert bands.band_of(2, 4, (25, 50, 75)) == 2  # at an edge: the band above


@given(st.floats(0, 1), st.integers(1, 60), EDGES)
def test_band_probabilities_add_up_and_agree_with_a_sum_over_counts(share, n, edges):
    found = bands.band_probabilities(share, n, edges)
    summed = [0.0] * 4
    for k in range(n + 1):
        summed[bands.band_of(k, n, edges)] += comb(n, k) * share**k * (1 - share) ** (n - k)
    assert sum(found) == pytest.approx(1)
    assert found == pytest.approx(summed, abs=1e-9)


def test_edges_that_make_no_four_bands_are_refused():
    for edges in ((50, 50, 80), (0, 50, 80), (80, 65, 50), (50, 80)):
        with pytest.raises(ValueError, match="rising"):
            bands.wrong_band(40, 60, edges)


@given(st.integers(20, 400))
def test_more_cases_make_the_middle_of_a_band_surer(n):
    assert bands.wrong_band(57.5, 4 * n, (50, 65, 80)) < bands.wrong_band(57.5, n, (50, 65, 80)) + 1e-12


def test_other_edges_can_be_given(d):
    chart = bands.chart_wrong_band(d, edges=((30, 45, 60),))
    assert set(chart.data["edges"]) == {"30, 45 and 60%"}


def test_cases_needed_against_the_table_of_fleiss():
    assert power.cases_needed(0.5, 0.6) == 388  # 387.3; Fleiss gives 388 before correction
    assert power.cases_needed(0.3, 0.5) == 93


@given(st.integers(1, 98), st.integers(1, 98))
def test_telling_two_shares_apart_is_symmetric_and_harder_for_nearer_ones(one, other):
    if one == other:
        return
    needed = power.cases_needed(one / 100, other / 100)
    assert needed == power.cases_needed(other / 100, one / 100)
    assert needed == power.cases_needed(1 - one / 100, 1 - other / 100)


def test_the_smallest_rise_is_told_and_a_smaller_one_is_not(d):
    n = sampling.typical_unit(d)
    rise = power.smallest_rise(n)
    assert power.cases_needed(0.5, 0.5 + rise / 100) <= n < power.cases_needed(0.5, 0.5 + (rise - 1) / 100)


def test_the_smallest_difference_seen_is_significant_and_below_the_smallest_rise(d):
    n = sampling.typical_unit(d)
    assert power.smallest_seen(n) == 18  # 30 and 41 of 60: z = 2.04; 17 points: z = 1.90
    assert power.smallest_seen(n) < power.smallest_rise(n)
    with pytest.raises(ValueError, match="cannot show"):
        power.smallest_seen(4)


def test_sums_that_do_not_hold_are_noted_with_what_the_rows_say(d):
    region, community, licence = sampling.NORTH_EAST
    note = d.inspections.set_index("inspection_id")["note"].loc[region]
    assert f"{community} community and {licence} licence make {community + licence}" in note
    assert "make 294, not 292" in sampling.table_cases(d).note
    assert "make 331, not 330" in sampling.table_cases(d).note


def test_one_label_by_hand_and_the_mean_over_shares():
    # one case, edges 25, 50, 75: only the lowest or the highest band; with shares of one half they agree half the time
    assert power.same_label(50, 50, 1, (25, 50, 75)) == pytest.approx(0.5)
    frame = power.unchanged([60], [(50, 65, 80)], reach=3)
    mean = sum(power.same_label(p, p + 3, 60, (50, 65, 80)) for p in range(10, 93)) / 83
    assert frame.loc[frame["change"] == 3, "chance"].iloc[0] == pytest.approx(100 * mean)


def test_design_effect():
    assert power.design_effect(6, 0.1) == pytest.approx(1.5)
    assert power.design_effect(1, 1) == 1
    with pytest.raises(ValueError, match="likeness"):
        power.design_effect(6, 1.2)


def test_figures_can_be_drawn_in_both_widths(d):
    for chart in (bands.chart_wrong_band(d), power.chart_unchanged(d)):
        assert chart.payload()["narrow"]


def test_claims_of_the_examples(d):
    assert sampling.sampling_first_round_average(d).value == 210  # nearly 6,000 in 28 services
    assert power.power_effective(d).value == 40  # 60 / 1.5
    assert sampling.sampling_forty_interval(d).forms()[""] == "35% to 65%"
