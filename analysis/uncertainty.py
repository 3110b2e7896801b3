"""Intervals and permutation probabilities, each only where the method of the book allows it.

Three denominators, three rules. Cases in an inspection's sample: `wilson`, labelled "as if a simple random sample of
that caseload". All services of a kind: no interval, at most one `permutation_probability`, labels dealt to whole
owners. Statements collected for this book: neither.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt
from random import Random
from statistics import NormalDist, fmean
from typing import NamedTuple

EXACT_LIMIT = 100_000  # arrangements enumerated one by one; beyond it a seeded sample of them
Statistic = Callable[[Sequence[float], Sequence[float]], float]


class Interval(NamedTuple):
    """The ends of an interval, in the unit of what it is about (proportions: 0 to 1)."""

    low: float
    high: float


@dataclass(frozen=True)
class Permutation:
    """What a permutation test found.

    Attributes
    ----------
    observed
        The statistic of the labels as they are.
    probability
        Share of arrangements at least as extreme (in absolute value), the observed one counted.
    arrangements
        How many ways there are to deal the labels to the blocks.
    exact
        Whether all of them were tried.
    """

    observed: float
    probability: float
    arrangements: int
    exact: bool

    @property
    def smallest_possible(self) -> float:
        """The smallest probability that so few blocks can give."""
        return 1 / self.arrangements


def wilson(k: int, n: int, level: float = 0.95) -> Interval:
    """Wilson's score interval for a proportion k / n.

    With p = k / n and z the normal quantile of (1 + level) / 2:
    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).

    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22; recommended for small n by Brown, Cai and DasGupta (2001), Statistical Science 16.

    Returns
    -------
    Interval
        Proportions from 0 to 1. It supposes a simple random sample, which inspection samples (stratified) are not.

    Raises
    ------
    ValueError
        Unless 0 ≤ k ≤ n, n ≥ 1 and 0 < level < 1.
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError(f"k of n needs 0 <= k <= n and n >= 1, not {k} of {n}")
    z, p = _quantile(level), k / n
    centre = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if k == 0 else (centre - spread) / scale
    high = 1.0 if k == n else (centre + spread) / scale
    return Interval(low, high)


def none_found_limit(n: int, level: float = 0.95) -> float:
    """The largest true rate compatible with none found in n: 1 − ((1 − level) / 2)^(1/n).

    The upper end of the two-sided exact interval of C. J. Clopper and E. S. Pearson (1934), Biometrika 26, for k = 0.

    Raises
    ------
    ValueError
        Unless n ≥ 1 and 0 < level < 1.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, not {n}")
    _quantile(level)
    return 1 - ((1 - level) / 2) ** (1 / n)


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level lies between 0 and 1, not {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def mean_difference(chosen: Sequence[float], others: Sequence[float]) -> float:
    """Mean of the first group less mean of the second."""
    return fmean(chosen) - fmean(others)


def permutation_probability(
    values: Sequence[float],
    labels: Sequence[Hashable],
    blocks: Sequence[Hashable],
    *,
    first: Hashable,
    statistic: Statistic = mean_difference,
    draws: int = 20_000,
    seed: int = 20130,
) -> Permutation:
    """How often so large a difference would arise if labels had been dealt to whole blocks at random.

    Services of one owner stand or fall together, so the owner (the block) is what is dealt a label. All arrangements
    are tried if there are at most 100,000, and otherwise ``draws`` random ones, the observed one added to both counts
    (B. Phipson and G. K. Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, 39), so that the
    probability is never 0. Two-sided, on the absolute statistic.

    Parameters
    ----------
    values, labels, blocks
        One entry per service, in one order. A block has one label; there are exactly two labels.
    first
        The label whose group comes first in ``statistic(first group, second group)``.

    Raises
    ------
    ValueError
        On unequal lengths, a block with two labels, other than two labels, or ``first`` absent.
    """
    dealt = _label_of_block(values, labels, blocks)
    names = sorted(dealt, key=repr)
    members = {b: [float(v) for v, its in zip(values, blocks, strict=True) if its == b] for b in names}
    if first not in dealt.values():
        raise ValueError(f"no block is labelled {first!r}")

    def value_of(chosen: frozenset[Hashable]) -> float:
        ours = [v for b in names if b in chosen for v in members[b]]
        theirs = [v for b in names if b not in chosen for v in members[b]]
        return statistic(ours, theirs)

    actual = frozenset(b for b in names if dealt[b] == first)
    observed = value_of(actual)
    total = comb(len(names), len(actual))
    reach = abs(observed) - 1e-12 * max(1.0, abs(observed))
    if total <= EXACT_LIMIT:
        extreme = sum(abs(value_of(frozenset(c))) >= reach for c in combinations(names, len(actual)))
        return Permutation(observed, extreme / total, total, exact=True)
    dice = Random(seed)
    extreme = sum(abs(value_of(frozenset(dice.sample(names, len(actual))))) >= reach for _ in range(draws))
    return Permutation(observed, (extreme + 1) / (draws + 1), total, exact=False)


def _label_of_block(
    values: Sequence[float], labels: Sequence[Hashable], blocks: Sequence[Hashable]
) -> dict[Hashable, Hashable]:
    if not len(values) == len(labels) == len(blocks):
        raise ValueError("values, labels and blocks differ in length")
    dealt: dict[Hashable, Hashable] = {}
    for block, label in zip(blocks, labels, strict=True):
        if dealt.setdefault(block, label) != label:
            raise ValueError(f"block {block!r} has two labels: {dealt[block]!r} and {label!r}")
    if len(set(dealt.values())) != 2:
        raise ValueError(f"two labels are needed, not {len(set(dealt.values()))}")
    return dealt
