"""Intervals and permutation probabilities against hand calculations and their invariants."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.uncertainty import mean_difference, none_found_limit, permutation_probability, wilson

LABELS = st.lists(st.floats(-100, 100), min_size=3, max_size=8)


@st.composite
def k_of_n(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 2000))
    return draw(st.integers(0, n)), n


def test_wilson_by_hand() -> None:
    # 15 of 40, z = 1.95996: centre (0.375 + 3.84146/80) / 1.0960365 = 0.385953; spread
    # 1.95996 * sqrt(0.375 * 0.625 / 40 + 3.84146 / 6400) / 1.0960365 = 0.143736
    low, high = wilson(15, 40)
    assert low == pytest.approx(0.24222, abs=2e-5)
    assert high == pytest.approx(0.52969, abs=2e-5)


def test_wilson_of_none_has_its_closed_form() -> None:
    z2 = 1.959963984540054**2
    assert wilson(0, 10) == pytest.approx((0, z2 / (10 + z2)))


@given(k_of_n(), st.floats(0.5, 0.99))
def test_wilson_lies_in_range_holds_the_share_and_mirrors(pair: tuple[int, int], level: float) -> None:
    k, n = pair
    low, high = wilson(k, n, level)
    assert 0 <= low <= k / n <= high <= 1
    assert low < high
    mirrored = wilson(n - k, n, level)
    assert mirrored.low == pytest.approx(1 - high, abs=1e-12)
    assert mirrored.high == pytest.approx(1 - low, abs=1e-12)


@given(k_of_n())
def test_more_cases_and_less_certainty_narrow_it(pair: tuple[int, int]) -> None:
    k, n = pair
    width = wilson(k, n).high - wilson(k, n).low
    more = wilson(4 * k, 4 * n)
    less = wilson(k, n, 0.8)
    assert more.high - more.low < width
    assert less.high - less.low < width


@pytest.mark.parametrize(("k", "n", "level"), [(1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0), (1, 5, 0.0)])
def test_wilson_refuses_nonsense(k: int, n: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"needs|between"):
        wilson(k, n, level)


def test_none_found_in_160() -> None:
    assert none_found_limit(160) == pytest.approx(0.0228, abs=5e-5)  # 1 - 0.025 ** (1 / 160)


@given(st.integers(1, 5000))
def test_none_found_limit_solves_its_equation(n: int) -> None:
    assert (1 - none_found_limit(n)) ** n == pytest.approx(0.025)


def test_permutation_by_hand() -> None:
    # blocks A 1, B 2, C 3, D 10; D alone labelled: differences of mean for A, B, C, D: -4, -8/3, -4/3, 8
    found = permutation_probability([1, 2, 3, 10], list("xxxy"), list("ABCD"), first="y")
    assert found.observed == 8
    assert (found.arrangements, found.exact) == (4, True)
    assert found.probability == found.smallest_possible == 0.25


def test_whole_blocks_are_dealt() -> None:
    # four services of one owner are one block: two arrangements, not C(5, 1); both give the same absolute difference
    found = permutation_probability([1, 1, 1, 1, 9], list("xxxxy"), list("AAAAB"), first="y")
    assert found.arrangements == 2
    assert found.probability == 1


@given(LABELS)
def test_probability_is_a_share_and_blind_to_names_and_shift(values: list[float]) -> None:
    labels = ["y", *("x" * (len(values) - 1))]
    blocks = [f"b{i}" for i in range(len(values))]
    found = permutation_probability(values, labels, blocks, first="y")
    assert found.smallest_possible <= found.probability <= 1
    assert found.arrangements == comb(len(values), 1)
    turned = permutation_probability(values[::-1], labels[::-1], blocks, first="y")
    assert turned.probability == found.probability
    other = permutation_probability(values, labels, blocks, first="x")
    assert other.observed == pytest.approx(-found.observed)


def test_many_blocks_are_sampled_reproducibly_and_never_give_nought() -> None:
    values = [0.0] * 12 + [1.0] * 12
    labels, blocks = ["x"] * 12 + ["y"] * 12, list(range(24))
    one = permutation_probability(values, labels, blocks, first="y", draws=500)
    assert not one.exact
    assert one.arrangements == comb(24, 12)
    assert one.probability == pytest.approx(1 / 501)
    assert one == permutation_probability(values, labels, blocks, first="y", draws=500)


def test_permutation_refuses_what_it_cannot_answer() -> None:
    with pytest.raises(ValueError, match="two labels: 'x' and 'y'"):
        permutation_probability([1, 2, 3], list("xyx"), list("AAB"), first="x")
    with pytest.raises(ValueError, match="two labels are needed, not 3"):
        permutation_probability([1, 2, 3], list("xyz"), list("ABC"), first="x")
    with pytest.raises(ValueError, match="labelled 'w'"):
        permutation_probability([1, 2], list("xy"), list("AB"), first="w")
    with pytest.raises(ValueError, match="length"):
        permutation_probability([1], list("xy"), list("AB"), first="x")


def test_mean_difference() -> None:
    assert mean_difference([1, 2, 3], [5]) == -3
