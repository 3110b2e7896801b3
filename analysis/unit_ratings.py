"""Ratings of delivery units and regions since 2022: two rounds on different standards, units and regions apart."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table, rating_cell, sentence
from analysis.kept import kept
from analysis.lookup import published_number, source_links
from analysis.ratings import chosen_ratings, rated_services, stated
from analysis.rounds import rating_or_words, with_change

ROUNDS = {"1": "Nine standards, reports of 2022 and 2023", "2": "Seven standards, reports of 2024 and 2025"}
WINDOW = "the second reports on Brighton and East Sussex and on West Sussex"
FAREWELL, YEAR_2022, YEAR_2025 = "hmip-pr-2023-farewell", "hmip-blog-2023-01", "rw-2025-03-annual-report"


@kept
def units(d: Dataset, round: str | None = None) -> pd.DataFrame:
    """Inspections of delivery units, as `analysis.ratings.rated_services` gives them."""
    return rated_services(d, round, "unit")


def unit_counts(d: Dataset) -> pd.DataFrame:
    """Stated ratings of units by round: `round`, `rating`, `units` (a row for each of the four ratings)."""
    frame = stated(units(d))
    counts = frame.groupby(["round", "overall_rating"], observed=False).size().rename("units").reset_index()
    counts = counts.rename(columns={"overall_rating": "rating"})
    return counts[counts["round"].isin(list(ROUNDS))].reset_index(drop=True)


@kept
def units_twice(d: Dataset) -> pd.DataFrame:
    """Units inspected in both rounds; columns as in `analysis.rounds.paired_services`."""
    columns = ["organisation_id", "overall_rating", "rating_basis", "published_words", "source_id"]
    first, second = units(d, "1"), units(d, "2")
    return first[["service", *columns]].merge(second[columns], on="organisation_id", suffixes=("_1", "_2"))


def units_rated_twice(d: Dataset) -> pd.DataFrame:
    """Units whose rating is stated in both rounds; `change` says whether the label is the same, higher or lower."""
    pairs = units_twice(d)
    return with_change(pairs[(pairs["rating_basis_1"] == "stated") & (pairs["rating_basis_2"] == "stated")])


def chart_units(d: Dataset) -> Chart:
    """Overall ratings of units, one panel for each round, each with its own axis."""
    counts = unit_counts(d)
    frames = {r: counts[counts["round"] == r].set_index("rating")["units"] for r in ROUNDS}
    low = {r: f"{frames[r]['inadequate']} of {frames[r].sum()}" for r in ROUNDS}
    inferred = int((units(d)["rating_basis"] == "inferred").sum())
    rows = counts.assign(
        round=counts["round"].map(ROUNDS), rating=counts["rating"].map(style.RATING_LABELS).astype("string")
    )
    said = [
        f"{ROUNDS[r]}: " + ", ".join(f"{frames[r][k]} {style.RATING_LABELS[k].lower()}" for k in style.RATING_ORDER)
        for r in ROUNDS
    ]
    return Chart(
        "unit-ratings",
        _panels(frames, "full"),
        f"Inadequate: {low['1']} units in the first round, {low['2']} in the second",
        "Overall ratings of probation delivery units, England and Wales, one panel for each set of standards.",
        sentence("Two panels of stacked horizontal bars, one bar each, counting units by rating", *said),
        rows,
        sorted(set(stated(units(d))["source_id"])),
        n=f"{frames['1'].sum()} and {frames['2'].sum()} inspections with a stated rating",
        note="The rounds visited largely different units and asked different questions: the panels are not a trend. "
        f"Of {WINDOW} only a window from October 2023 to February 2024 is known. Left out: {inferred} rating reached "
        "by elimination.",
        narrow=_panels(frames, "narrow"),
        labels={"round": "Round", "rating": "Overall rating", "units": "Units"},
    )


def _panels(frames: dict[str, pd.Series], width: str) -> Figure:
    fig, axes = style.figure(width, 2.1, nrows=2)
    for ax, (name, counts) in zip(axes, frames.items(), strict=True):
        style.rating_bars(ax, [("", {str(k): int(v) for k, v in counts.items()})])
        ax.set_title(ROUNDS[name], loc="left")
        ax.set_xlim(0, 45)
        ax.set_xticks(range(0, 46, 5))
        ax.set_yticks([])
    axes[-1].set_xlabel("Units")
    return fig


def table_units_twice(d: Dataset) -> Table:
    """Units inspected in both rounds with both ratings."""
    pairs = units_twice(d)
    rated = units_rated_twice(d)
    tally = rated["change"].value_counts()
    shown = pd.DataFrame(
        {
            "Unit": pairs["service"],
            "First rating (nine standards)": pairs["overall_rating_1"].map(rating_cell),
            "Second rating (seven standards)": [
                rating_or_words(r, b) for r, b in zip(pairs["overall_rating_2"], pairs["rating_basis_2"], strict=True)
            ],
            "Sources": [source_links(d, pair) for pair in zip(pairs["source_id_1"], pairs["source_id_2"], strict=True)],
        }
    )
    return Table(
        "units-twice",
        shown,
        f"Of {len(rated)} units rated twice, {tally['same']} have the same label, {tally['higher']} a higher and "
        f"{tally['lower']} a lower",
        "Delivery units inspected in both rounds since 2022.",
        [*pairs["source_id_1"], *pairs["source_id_2"]],
        n=f"{len(pairs)} units, {len(rated)} with a stated rating in both",
        note="The label has the same name in both rounds; the standards behind it do not.",
    )


def table_regions(d: Dataset) -> Table:
    """Regions rated as a whole, with the standards known to be stated or inferred."""
    frame = rated_services(d, regime="region")
    known = chosen_ratings(d)
    rows = []
    for _, region in frame.iterrows():
        own = known[known["inspection_id"] == region["inspection_id"]]
        rows.append(
            {
                "Region": str(region["service"]).removesuffix(" region"),
                "Overall rating": rating_cell(region["overall_rating"]),
                "Stated": _listed(own, "stated"),
                "Inferred": _listed(own, "inferred"),
                "Sources": source_links(d, [region["source_id"], *own["source_id"]]),
            }
        )
    low = int((frame["overall_rating"] == "requires_improvement").sum())
    return Table(
        "regions",
        pd.DataFrame(rows),
        f"Rated as a whole, {low} of {len(frame)} regions required improvement",
        "Regional inspections, 2024 and 2025: eight standards, several judged on the cases of the region's units.",
        [*frame["source_id"], *known.loc[known["regime"] == "region", "source_id"]],
        n=f"{len(frame)} regions",
        note="Stated and inferred: ratings of single standards. Regional ratings reuse the cases of units that have "
        "ratings of their own, and are never added to them.",
        missing="none known",
    )


def _listed(own: pd.DataFrame, basis: str) -> list[str]:
    rows = own[own["basis"] == basis]
    return [
        f"{name}: {str(label).replace('_', ' ')}"
        for name, label in zip(rows["standard_name"], rows["judgement"], strict=True)
    ]


def _of(d: Dataset, round: str, rating: str) -> Count:
    frame = stated(units(d, round))
    return Count(int((frame["overall_rating"] == rating).sum()), len(frame))


@claim("units_first_inadequate", "units rated inadequate in the first round since unification")
def units_first_inadequate(d: Dataset) -> Count:
    """Delivery units rated *inadequate* in the first round (nine standards), of those with a stated rating."""
    return _of(d, "1", "inadequate")


@claim("units_first_good", "units rated good in the first round since unification")
def units_first_good(d: Dataset) -> Count:
    """Delivery units rated *good* in the first round (nine standards), of those with a stated rating."""
    return _of(d, "1", "good")


@claim("units_second_inadequate", "units rated inadequate in the second round since unification")
def units_second_inadequate(d: Dataset) -> Count:
    """Delivery units rated *inadequate* in the second round (seven standards), of those with a stated rating."""
    return _of(d, "2", "inadequate")


@claim("units_second_good", "units rated good in the second round since unification")
def units_second_good(d: Dataset) -> Count:
    """Delivery units rated *good* in the second round (seven standards), of those with a stated rating."""
    return _of(d, "2", "good")


@claim("units_second_stated", "second-round inspections of units with a stated rating")
def units_second_stated(d: Dataset) -> Count:
    """Second-round inspections of delivery units whose overall rating a source states, of those in the dataset."""
    frame = units(d, "2")
    return Count(len(stated(frame)), len(frame))


@claim("units_inspected_twice", "units inspected in both rounds, of all units in this dataset")
def units_inspected_twice(d: Dataset) -> Count:
    """Delivery units with an inspection in both rounds, of those with any."""
    return Count(len(units_twice(d)), units(d)["organisation_id"].nunique())


def _change(d: Dataset, change: str) -> Count:
    frame = units_rated_twice(d)
    return Count(int((frame["change"] == change).sum()), len(frame))


@claim("units_twice_same", "units rated twice whose label stayed the same", caveat="Two different sets of standards.")
def units_twice_same(d: Dataset) -> Count:
    """Units with a stated rating in both rounds whose second label is the same as the first."""
    return _change(d, "same")


@claim("units_twice_higher", "units rated twice whose second label is higher", caveat="Two sets of standards.")
def units_twice_higher(d: Dataset) -> Count:
    """Units with a stated rating in both rounds whose second label is higher than the first."""
    return _change(d, "higher")


@claim("units_twice_lower", "units rated twice whose second label is lower", caveat="Two different sets of standards.")
def units_twice_lower(d: Dataset) -> Count:
    """Units with a stated rating in both rounds whose second label is lower than the first."""
    return _change(d, "lower")


@claim("regions_requires_improvement", "regions rated requires improvement as a whole, 2024 and 2025")
def regions_requires_improvement(d: Dataset) -> Count:
    """Regions whose regional inspection ended in *requires improvement*, of those rated as a whole."""
    frame = stated(rated_services(d, regime="region"))
    low = frame["overall_rating"] == "requires_improvement"
    return Count(int(low.sum()), len(frame), sources=tuple(frame["source_id"]))


def _published(d: Dataset, source: str) -> Count:
    low, all_ = (published_number(d, "system-units", m, source) for m in ("pdus_rated_inadequate", "pdus_inspected"))
    return Count(low, all_)


@claim(
    "units_2022_inadequate_published", "units rated inadequate in 2022, by the inspectorate's count",
    sources=[YEAR_2022],
)  # fmt: skip
def units_2022_inadequate_published(d: Dataset) -> Count:
    """Delivery units rated *inadequate* in reports of 2022, of those published, as the inspectorate counted them."""
    return _published(d, YEAR_2022)


@claim(
    "units_2025_inadequate_published", "units rated inadequate in 2024-25, by the annual report's count",
    sources=[YEAR_2025], caveat="Read in a commentator's account of the annual report, not in the report.",
)  # fmt: skip
def units_2025_inadequate_published(d: Dataset) -> Count:
    """Units rated *inadequate* from February 2024 to February 2025, of those inspected, as a commentator relays it."""
    return _published(d, YEAR_2025)


@claim("unit_regions_second", "regions whose units the second round visited")
def unit_regions_second(d: Dataset) -> Number:
    """Regions to which the units of the second round belong."""
    regions = d.organisations.set_index("organisation_id")["region"]
    return Number(units(d, "2")["organisation_id"].map(regions).nunique(), "regions")
