"""What it takes to see a change: the cases a claim of improvement needs, and what an unchanged label can hide."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from statistics import NormalDist

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.bands import ASSUMED, Edges, band_probabilities, edge_words, sizes_shown
from analysis.claims import Number, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table, listing
from analysis.lookup import indicator
from analysis.sampling import cases_sources, typical_unit

LEVEL, POWER = 0.95, 0.8
RISES = (5, 10, 15, 20, 30)
STARTS = (30, 50)
SAMPLER = "gh-probation-case-sampler"
MOST_PER_OFFICER = "ind-gaps-0017"
ALIKE = 0.1  # assumed likeness of cases of one officer, from 0 (as unlike as any two) to 1 (all the same)


def cases_needed(before: float, after: float, power: float = POWER, level: float = LEVEL) -> int:
    """Cases needed in each of two inspections to tell two shares apart.

    With p̄ their mean, q = 1 − p, and normal quantiles a of (1 + level) / 2 and b of power:
    (a √(2 p̄ q̄) + b √(p₁q₁ + p₂q₂))² / (p₁ − p₂)², rounded up.

    J. L. Fleiss, B. Levin and M. C. Paik (2003), Statistical Methods for Rates and Proportions, without correction for
    continuity. Independent simple random samples are supposed.

    Raises
    ------
    ValueError
        If the shares are equal or not between 0 and 1, or power or level is not between 0 and 1.
    """
    if not (0 <= before <= 1 and 0 <= after <= 1) or before == after:
        raise ValueError(f"two different shares from 0 to 1, not {before} and {after}")
    if not (0 < power < 1 and 0 < level < 1):
        raise ValueError(f"power and level lie between 0 and 1, not {power} and {level}")
    a, b = NormalDist().inv_cdf((1 + level) / 2), NormalDist().inv_cdf(power)
    mean = (before + after) / 2
    root = a * sqrt(2 * mean * (1 - mean)) + b * sqrt(before * (1 - before) + after * (1 - after))
    return ceil(root**2 / (before - after) ** 2 - 1e-9)


def smallest_rise(n: int, before: float = 0.5, power: float = POWER) -> int:
    """The smallest rise, in whole percentage points, that two inspections of n cases can be expected to tell.

    Raises
    ------
    ValueError
        If no rise from ``before`` can be told with so few cases.
    """
    start = round(100 * before)
    for points in range(1, 100 - start + 1):
        if cases_needed(before, (start + points) / 100, power) <= n:
            return points
    raise ValueError(f"{n} cases cannot tell any rise from {start}%")


def smallest_seen(n: int, before: float = 0.5, level: float = LEVEL) -> int:
    """The smallest rise between two percentages found, in whole points, that chance alone seldom gives.

    From ``before`` in the first of two inspections of n cases; the z test with the two shares pooled. It is less than
    `smallest_rise`, which a true rise must reach in order to be found four times in five.

    Raises
    ------
    ValueError
        If no rise from ``before`` would do with so few cases.
    """
    a = NormalDist().inv_cdf((1 + level) / 2)
    start = round(100 * before)
    for points in range(1, 100 - start + 1):
        mean = before + points / 200
        if points / 100 >= a * sqrt(2 * mean * (1 - mean) / n):
            return points
    raise ValueError(f"{n} cases cannot show any rise from {start}%")


def same_label(before: float, after: float, n: int, edges: Edges) -> float:
    """Probability that two inspections of n cases give one label; ``before`` and ``after`` are true percentages."""
    first, second = (band_probabilities(percent / 100, n, edges) for percent in (before, after))
    return sum(one * two for one, two in zip(first, second, strict=True))


def unchanged(sizes: Sequence[int], edges: Sequence[Edges] = ASSUMED, reach: int = 25) -> pd.DataFrame:
    """Chance of an unchanged label by true change, averaged over all true shares from 10 to 95 that allow the change.

    Returns
    -------
    pandas.DataFrame
        `edges` (in words), `cases`, `change` (percentage points, upwards), `chance` (percent).
    """
    rows = []
    for own in edges:
        for n in sizes:
            found = {p: band_probabilities(p / 100, n, own) for p in range(10, 96)}
            for change in range(reach + 1):
                starts = range(10, 96 - change)
                chances = [sum(a * b for a, b in zip(found[p], found[p + change], strict=True)) for p in starts]
                mean = 100 * sum(chances) / len(chances)
                rows.append({"edges": edge_words(own), "cases": n, "change": change, "chance": mean})
    return pd.DataFrame(rows)


def chart_unchanged(d: Dataset, edges: Edges = ASSUMED[0]) -> Chart:
    """How often the label stays although the true share has risen, by the size of the rise."""
    sizes = sizes_shown(d)
    frame = unchanged(sizes, [edges])
    at = frame.set_index(["cases", "change"])["chance"]
    each = "; ".join(
        f"with {n} cases {listing([f'{at[n, c]:.0f} per cent after a rise of {c}' for c in (0, 10, 20)])}"
        for n in sizes
    )
    hidden = [at[n, 10] for n in sizes]
    if max(hidden) - min(hidden) > 5:
        raise ValueError("the chance of an unchanged label now depends on the number of cases; the headline denies it")
    return Chart(
        "label-unchanged",
        _draw(frame, sizes, "full"),
        f"Under assumed edges, a real rise of 10 points leaves the label unchanged about {min(hidden):.0f} times in a "
        "hundred, however many cases are inspected",
        "Chance that two inspections give one label, by true rise in percentage points; assumed edges "
        f"{edge_words(edges)}.",
        f"Line chart, true rise across from 0 to {frame['change'].max()} points, chance of one label upwards, one line "
        f"for each number of cases: {each}.",
        data=frame[frame["change"] % 5 == 0],
        sources=cases_sources(d),
        n=f"calculation for {listing(sizes)} cases in each inspection, numbers that occur in the record",
        note="The edges are assumed; true shares from 10 to 95 per cent count alike. One percentage, two independent "
        "simple random samples.",
        narrow=_draw(frame, sizes, "narrow"),
        labels={"edges": "Assumed edges", "change": "True rise, points", "chance": "One label, %"},
        formats={"chance": "{:.0f}".format},
    )


def _draw(frame: pd.DataFrame, sizes: Sequence[int], width: str) -> Figure:
    fig, ax = style.figure(width, 2.7 if width == "full" else 2.9)
    dashes = ["-", (0, (5, 2)), (0, (1, 1.5))]
    for position, n in enumerate(sizes):
        line = frame[frame["cases"] == n]
        colour = style.SERIES[position % len(style.SERIES)]
        dash = dashes[position % len(dashes)]
        ax.plot(line["change"], line["chance"], color=colour, linestyle=dash, label=f"{n} cases")
    handles, labels = ax.get_legend_handles_labels()
    fig.legend(
        handles, labels, loc="outside lower center", ncols=len(sizes), handlelength=1.8, columnspacing=1, frameon=False
    )
    ax.set(xlim=(0, frame["change"].max()), ylim=(0, 100), yticks=[0, 25, 50, 75, 100])
    ax.set_xlabel("True rise between the inspections, points")
    ax.set_ylabel("One label, %")
    style.quiet_axes(ax, "y")
    return fig


def table_power(d: Dataset) -> Table:
    """Cases needed in each of two inspections, by the rise that is to be told."""
    frame = pd.DataFrame({"rise": RISES})
    for start in STARTS:
        frame[f"from {start}%"] = [cases_needed(start / 100, (start + rise) / 100) for rise in RISES]
    usual = typical_unit(d)
    told = smallest_rise(usual)
    ten = int(frame.loc[frame["rise"] == 10, "from 50%"].iloc[0])
    if ten <= usual:
        raise ValueError("the usual unit has cases enough for a rise of ten points; the caption says it has not")
    return Table(
        "cases-needed",
        frame,
        f"A rise of 10 points from one half takes {ten} cases each time; {usual} cases tell a rise of {told} or more",
        "Cases needed in each of two inspections so that a true rise in the share of sufficient cases is found four "
        "times in five, with one false alarm in twenty when nothing has changed.",
        cases_sources(d),
        n="calculation; the number of cases of a usual unit is from the record",
        note="Two independent simple random samples, normal approximation. Samples that group cases by officer need "
        "more.",
        labels={"rise": "True rise, points"} | {f"from {start}%": f"Cases, starting from {start}%" for start in STARTS},
    )


def design_effect(cluster: int, alike: float) -> float:
    """By how much grouped cases widen the variance: 1 + (m − 1) ρ, for m cases to an officer and likeness ρ.

    L. Kish (1965), Survey Sampling. Raises ValueError unless m ≥ 1 and 0 ≤ ρ ≤ 1.
    """
    if cluster < 1 or not 0 <= alike <= 1:
        raise ValueError(f"at least one case to an officer and a likeness from 0 to 1, not {cluster} and {alike}")
    return 1 + (cluster - 1) * alike


@claim("power_ten_points", "cases needed each time to tell a rise of ten points from one half")
def power_ten_points(d: Dataset) -> Number:
    """Cases needed in each of two inspections for 80% power at the 5% level, the true share rising from 50 to 60%."""
    return Number(cases_needed(0.5, 0.6), "cases")


@claim("power_usual_unit", "smallest rise from one half that two samples of a unit can tell", sources=cases_sources)
def power_usual_unit(d: Dataset) -> Number:
    """Smallest true rise from 50%, in points, told with 80% power by two inspections with a usual unit's cases."""
    return Number(smallest_rise(typical_unit(d)), "points")


@claim("power_seen_unit", "smallest rise found from one half that two samples of a unit show", sources=cases_sources)
def power_seen_unit(d: Dataset) -> Number:
    """Smallest rise found from 50%, in points, that is significant at the 5% level with a usual unit's cases."""
    return Number(smallest_seen(typical_unit(d)), "points", "about")


@claim("power_largest_region", "smallest rise that two of the largest regional samples can tell", sources=cases_sources)
def power_largest_region(d: Dataset) -> Number:
    """Smallest true rise from 50%, in points, told with 80% power by two inspections with the most cases known."""
    return Number(smallest_rise(sizes_shown(d)[-1]), "points")


@claim("power_same_label_rise", "chance that a unit keeps its label after a rise of ten points", sources=cases_sources)
def power_same_label_rise(d: Dataset) -> Share:
    """Chance of one label at both of two inspections of a usual unit, the true share rising by ten points.

    Averaged over true shares from 10 to 95%; assumed edges 50, 65 and 80%.
    """
    return Share(round(_chance(d, 10)))


@claim("power_label_moves", "chance that a unit's label moves although nothing changed", sources=cases_sources)
def power_label_moves(d: Dataset) -> Share:
    """Chance of two labels at two inspections of a usual unit whose true share is the same both times.

    Averaged over true shares from 10 to 95%; assumed edges 50, 65 and 80%.
    """
    return Share(round(100 - _chance(d, 0)))


def _chance(d: Dataset, change: int) -> float:
    frame = unchanged([typical_unit(d)], [ASSUMED[0]], reach=change)
    return float(frame.loc[frame["change"] == change, "chance"].iloc[0])


@claim("power_sampler_limit", "cases of one officer on the list that inspectors pick from", sources=[SAMPLER])
def power_sampler_limit(d: Dataset) -> Number:
    """The most cases of one officer on the shortlist of the ministry's published sampling program of 2020."""
    row = indicator(d, MOST_PER_OFFICER)
    return Number(float(row["value"]), "cases", str(row["bound"]))


@claim(
    "power_effective", "simple random cases that a usual unit's sample would be worth if grouped by officer",
    sources=[SAMPLER], caveat="The likeness of cases of one officer is assumed (0.1); it was never published.",
)  # fmt: skip
def power_effective(d: Dataset) -> Number:
    """Cases of a usual unit over the design effect of a full group to each officer and an assumed likeness of 0.1."""
    group = int(indicator(d, MOST_PER_OFFICER)["value"])
    return Number(round(typical_unit(d) / design_effect(group, ALIKE)), "cases", "about")


@claim("power_likeness", "assumed likeness of cases that share an officer")
def power_likeness(d: Dataset) -> Number:
    """Assumed correlation, between 0 and 1, of the judgements on cases held by one officer: a choice of ours."""
    return Number(ALIKE, decimals=1)
