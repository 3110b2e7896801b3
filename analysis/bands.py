"""Labels from percentages: the chance of landing in a wrong band when the band edges are assumed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import bdtrc

from analysis import style
from analysis.claims import Number, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, listing
from analysis.sampling import cases_sources, known_cases, typical_unit, verified

Edges = tuple[int, int, int]  # percentages at which the second, third and fourth band begin
ASSUMED: tuple[Edges, ...] = ((50, 65, 80), (40, 60, 80), (25, 50, 75))
FAR = 30  # a true percentage well below one half, as many that were published are
FAR_CAVEAT = "The edges of the bands are assumed; none are known to be the inspectorate's."
NEAR = 3  # percentage points: what the chapter calls close to an edge


def check_edges(edges: Sequence[int]) -> None:
    """Refuse edges that make no four bands.

    Raises
    ------
    ValueError
        Unless there are three rising whole percentages above 0 and below 100.
    """
    if len(edges) != 3 or not 0 < edges[0] < edges[1] < edges[2] < 100 or any(int(e) != e for e in edges):
        raise ValueError(f"edges are three rising whole percentages between 0 and 100, not {tuple(edges)}")


def band_of(k: int, n: int, edges: Edges) -> int:
    """The band, 0 to 3, of k sufficient cases of n: a percentage at an edge belongs to the band above it."""
    check_edges(edges)
    return sum(100 * k >= edge * n for edge in edges)


def band_probabilities(share: float, n: int, edges: Edges) -> list[float]:
    """Probability of each band when n cases are drawn at random and a share (0 to 1) of all cases is sufficient.

    Binomial; a caseload many times n is supposed, so that drawing without replacement changes little.

    Raises
    ------
    ValueError
        Unless 0 ≤ share ≤ 1 and n ≥ 1.
    """
    if not 0 <= share <= 1 or n < 1:
        raise ValueError(f"a share from 0 to 1 of at least one case, not {share} of {n}")
    check_edges(edges)
    fewest = [-(-edge * n // 100) for edge in edges]  # sufficient cases with which each upper band begins
    reached = [1.0, *(float(bdtrc(k - 1, n, share)) for k in fewest), 0.0]
    return [low - high for low, high in pairwise(reached)]


def wrong_band(percent: float, n: int, edges: Edges) -> float:
    """Probability that n cases fall in another band than the one in which the true percentage lies."""
    check_edges(edges)
    return 1 - band_probabilities(percent / 100, n, edges)[sum(percent >= edge for edge in edges)]


def curves(sizes: Sequence[int], edges: Sequence[Edges] = ASSUMED, step: int = 1) -> pd.DataFrame:
    """The chance of another band for true percentages from 10 to 95, numbers of cases and sets of edges.

    Returns
    -------
    pandas.DataFrame
        `edges` (in words), `cases`, `true_percent`, `chance` (percent).
    """
    rows = [
        {
            "edges": edge_words(own), "cases": n, "true_percent": percent,
            "chance": 100 * wrong_band(percent, n, own),
        }
        for own in edges for n in sizes for percent in range(10, 96, step)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def edge_words(edges: Edges) -> str:
    """Edges as a figure names them: "50, 65 and 80%"."""
    return f"{edges[0]}, {edges[1]} and {edges[2]}%"


def sizes_shown(d: Dataset) -> list[int]:
    """Three numbers of cases from the record: the smallest unit, the largest sample on one theme, the largest region.

    Raises
    ------
    ValueError
        If no number is known for one of the three, or they do not rise.
    """
    frame = verified(known_cases(d))
    by = {regime: own["cases"].tolist() for regime, own in frame.groupby("regime")}
    if missing := {"unit", "dynamic", "region"} - set(by):
        raise ValueError(f"no number of cases is known for {', '.join(sorted(missing))}")
    sizes = [min(by["unit"]), max(by["dynamic"]), max(by["region"])]
    if not sizes[0] < sizes[1] < sizes[2]:
        raise ValueError(f"the numbers of cases that the figures compare no longer rise: {sizes}")
    return [int(n) for n in sizes]


def chart_wrong_band(d: Dataset, edges: Sequence[Edges] = ASSUMED) -> Chart:
    """The chance of another band by true percentage, one panel for each set of assumed edges."""
    sizes = sizes_shown(d)
    frame = curves(sizes, edges)
    mean = frame.groupby(["edges", "cases"], sort=False)["chance"].mean()
    low, high = (mean.xs(n, level="cases") for n in (sizes[0], sizes[-1]))
    each = "; ".join(
        f"edges at {words}: on average {listing([f'{mean[words, n]:.0f} per cent with {n} cases' for n in sizes])}"
        for words in dict.fromkeys(frame["edges"])
    )
    return Chart(
        "wrong-band",
        _draw(frame, sizes, edges, "full"),
        f"Under assumed edges, {sizes[0]} cases would give another label {_span(low)} times in a hundred, averaged "
        f"over true shares from {frame['true_percent'].min()} to {frame['true_percent'].max()}%; {sizes[-1]} cases, "
        f"{_span(high)} times",
        "Chance that the percentage found lies in another band than the true one, by true percentage, under "
        f"{len(edges)} sets of assumed band edges.",
        f"{len(edges)} line charts, true percentage across from 10 to 95, chance of another band upwards, with a peak "
        f"at every edge near one half and a trough within each band; {each}.",
        data=frame[frame["true_percent"] % 5 == 0],
        sources=cases_sources(d),
        n=f"calculation for {listing(sizes)} cases, numbers that occur in the record",
        note="The inspectorate's published edges were not found: every set here is an assumption. One percentage, "
        "binomial, as if a simple random sample of a large caseload; true percentages from 10 to 95 count alike.",
        narrow=_draw(frame, sizes, edges, "narrow"),
        labels={"edges": "Assumed edges", "true_percent": "True %", "chance": "Chance of another band, %"},
        formats={"chance": "{:.0f}".format},
        row_header=("edges", "cases", "true_percent"),
    )


def _span(values: pd.Series) -> str:
    low, high = round(values.min()), round(values.max())
    return f"{low}" if low == high else f"{low} to {high}"


def _draw(frame: pd.DataFrame, sizes: Sequence[int], edges: Sequence[Edges], width: str) -> Figure:
    wide = width == "full"
    shape = {"ncols": len(edges)} if wide else {"nrows": len(edges)}
    fig, axes = style.figure(width, 2.5 if wide else 1.9 * len(edges) + 0.3, squeeze=False, sharey=True, **shape)
    for ax, own in zip(axes.flat, edges, strict=True):
        _panel(ax, frame[frame["edges"] == edge_words(own)], sizes, own)
    first = axes.flat[0]
    handles, labels = first.get_legend_handles_labels()
    fig.legend(
        handles, labels, loc="outside lower center", ncols=len(sizes), handlelength=1.8, columnspacing=1, frameon=False
    )
    first.set_ylabel("Chance, %")
    axes.flat[-1 if not wide else len(edges) // 2].set_xlabel("True share of cases sufficient, %")
    return fig


def _panel(ax: Axes, own: pd.DataFrame, sizes: Sequence[int], edges: Edges) -> None:
    dashes = ["-", (0, (5, 2)), (0, (1, 1.5))]
    for position, n in enumerate(sizes):
        line = own[own["cases"] == n]
        ax.plot(
            line["true_percent"], line["chance"], color=style.SERIES[position % len(style.SERIES)],
            linestyle=dashes[position % len(dashes)], label=f"{n} cases", linewidth=1.6,
        )
    for edge in edges:
        ax.axvline(edge, color=style.RULE, linewidth=0.8, zorder=0)
    ax.set(xlim=(10, 95), ylim=(0, 75), yticks=[0, 25, 50, 75])
    ax.set_xticks(list(edges), [f"{edge}" for edge in edges])
    ax.set_title(f"Edges at {edge_words(edges)}", fontsize=9.5)
    style.quiet_axes(ax, "y")


@claim(
    "sampling_wrong_middle", "chance of a wrong band in the middle of a band, for a usual unit", sources=cases_sources
)  # fmt: skip
def sampling_wrong_middle(d: Dataset) -> Share:
    """Chance that a unit's percentage falls in another band, the true one lying midway between the first two edges.

    Assumed edges 50, 65 and 80 per cent; number of cases at the upper middle of the units where it is known.
    """
    low, high, _ = ASSUMED[0]
    return Share(round(100 * wrong_band((low + high) / 2, typical_unit(d), ASSUMED[0])))


@claim("sampling_wrong_near", "chance of a wrong band near an edge, for a usual unit", sources=cases_sources)
def sampling_wrong_near(d: Dataset) -> Share:
    """Chance that a unit's percentage falls in another band, the true one lying three points above the lowest edge.

    Assumed edges 50, 65 and 80 per cent; number of cases at the upper middle of the units where it is known.
    """
    return Share(round(100 * wrong_band(ASSUMED[0][0] + NEAR, typical_unit(d), ASSUMED[0])))


@claim("sampling_wrong_middle_region", "chance of a wrong band mid-band, for the largest region", sources=cases_sources)
def sampling_wrong_middle_region(d: Dataset) -> Share:
    """As for the middle of a band in a unit, with the number of cases of the largest regional inspection."""
    low, high, _ = ASSUMED[0]
    chance = 100 * wrong_band((low + high) / 2, sizes_shown(d)[-1], ASSUMED[0])
    return Share(1, "less_than") if chance < 1 else Share(round(chance))


@claim("sampling_near", "percentage points from an edge that the examples call close")
def sampling_near(d: Dataset) -> Number:
    """The distance from a band's edge, in percentage points, that this chapter's examples use: a choice of ours."""
    return Number(NEAR, "points")


def _far(d: Dataset, edges: Edges) -> Share:
    chance = 100 * wrong_band(FAR, typical_unit(d), edges)
    return Share(1, "less_than") if chance < 1 else Share(round(chance))


@claim("sampling_far_percent", "true percentage of the example far below one half")
def sampling_far_percent(d: Dataset) -> Share:
    """The true percentage that the chapter's example of a plainly weak service supposes: a choice of ours."""
    return Share(FAR)


@claim("sampling_far_first", "chance of a wrong band far below the first assumed edge", sources=cases_sources,
       caveat=FAR_CAVEAT)
def sampling_far_first(d: Dataset) -> Share:
    """Chance that a usual unit with a true share of 30% falls in another band; assumed edges 50, 65 and 80%."""
    return _far(d, ASSUMED[0])


@claim("sampling_far_last", "chance of a wrong band with an assumed edge nearby", sources=cases_sources,
       caveat=FAR_CAVEAT)
def sampling_far_last(d: Dataset) -> Share:
    """Chance that a usual unit with a true share of 30% falls in another band; assumed edges 25, 50 and 75%."""
    return _far(d, ASSUMED[2])


@claim("sampling_edges", "assumed edges of the bands in the examples", caveat="An assumption, not a rule read.")
def sampling_edges(d: Dataset) -> Words:
    """The first of the three assumed sets of band edges: where the second, third and fourth band begin."""
    return Words(edge_words(ASSUMED[0]))


@claim("sampling_edge_sets", "sets of band edges assumed")
def sampling_edge_sets(d: Dataset) -> Number:
    """How many sets of band edges the figure on wrong bands tries, none of them known to be the inspectorate's."""
    return Number(len(ASSUMED), "sets")
