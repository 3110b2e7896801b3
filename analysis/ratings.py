"""Ratings of services: who was rated what in the rated inspections of 2018 to 2021, and the one primary comparison."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table, rating_cell
from analysis.kept import kept
from analysis.lookup import (
    SHORT_NOTE,
    published_number,
    published_words,
    service_name,
    service_names,
    short_names,
    source_link,
)
from analysis.uncertainty import Permutation, permutation_probability

__all__ = [
    "chosen_ratings", "first_round", "good_or_better", "primary_comparison", "rated_services", "service_name",
    "stated",
]  # fmt: skip

GOOD_OR_BETTER = ("good", "outstanding")
SUMMARY = "hmip-pr-2019-10-summary"
SECOND_YEAR = "hmip-pr-2020-12-annual"


@kept
def chosen_ratings(d: Dataset) -> pd.DataFrame:
    """The one rating per inspection and standard that analysis uses, with the inspection it belongs to.

    Returns
    -------
    pandas.DataFrame
        The columns of `ratings` (`rating` holds four-point labels, `judgement` the words of earlier programmes,
        `basis` stated or inferred) and `organisation_id`, `service`, `regime`, `round`, `standard_name`, `order`.
    """
    ratings = d.ratings[d.ratings["chosen"].fillna(False).astype(bool)]
    inspections = d.inspections[["inspection_id", "organisation_id", "regime", "round"]]
    frame = ratings.merge(inspections, on="inspection_id", validate="m:1")
    names = d.standards[["regime", "standard", "name", "order"]].rename(columns={"name": "standard_name"})
    frame = frame.merge(names, on=["regime", "standard"], how="left", validate="m:1")
    frame["standard_name"] = frame["standard_name"].str.replace(r"^\d\.\d ", "", regex=True)
    frame["service"] = service_names(d, frame["organisation_id"])
    return frame.sort_values(["inspection_id", "order"], ignore_index=True)


@kept
def rated_services(d: Dataset, round: str | None = None, regime: str = "rated") -> pd.DataFrame:
    """Inspections of a programme that gave overall ratings, one row each, in the order of kind and name.

    Parameters
    ----------
    round
        "1", "2" or "restart"; all rounds if not given.
    regime
        "rated" (CRCs and NPS divisions), "unit", "region" or "national".

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `organisation_id`, `service`, `kind`, `round`, `owner` (when the sample of cases was drawn),
        `published`, `published_words`, `overall_rating`, `rating_basis` (stated, inferred or missing),
        `standards_rated`, `source_id` (where the rating was read).
    """
    frame = d.inspections[d.inspections["regime"] == regime]
    if round is not None:
        frame = frame[frame["round"] == round]
    frame = frame.merge(d.organisations[["organisation_id", "name", "kind"]], on="organisation_id", validate="m:1")
    words = frame.apply(published_words, axis=1).astype("string") if len(frame) else pd.Series(dtype="string")
    frame = frame.assign(
        published_words=words,
        source_id=frame["rating_source_id"].fillna(frame["source_id"]),
    ).rename(columns={"name": "service", "owner_sampled": "owner"})
    columns = [
        "inspection_id", "organisation_id", "service", "kind", "round", "owner", "published", "published_words",
        "overall_rating", "rating_basis", "standards_rated", "source_id",
    ]  # fmt: skip
    return frame[columns].sort_values(["kind", "service", "published"], ignore_index=True)


def stated(frame: pd.DataFrame) -> pd.DataFrame:
    """Only the rows whose overall rating a source states; ratings reached by elimination are left out."""
    return frame[frame["rating_basis"] == "stated"].reset_index(drop=True)


def good_or_better(frame: pd.DataFrame) -> pd.Series:
    """Whether each overall rating is *good* or *outstanding*."""
    return frame["overall_rating"].isin(GOOD_OR_BETTER)


def first_round(d: Dataset, kind: str | None = None) -> pd.DataFrame:
    """Services of the first rated round (2018-19) whose rating is stated; of one kind if asked."""
    frame = stated(rated_services(d, "1"))
    return frame if kind is None else frame[frame["kind"] == kind].reset_index(drop=True)


def primary_comparison(d: Dataset) -> Permutation:
    """The plan's primary comparison: share rated good or better, NPS divisions less CRCs, with owners as blocks.

    Nine owners hold the 28 services; the public label is dealt to one owner at a time, and the difference computed
    for each of the nine ways.
    """
    frame = first_round(d)
    return permutation_probability(
        good_or_better(frame).astype(float).tolist(),
        frame["kind"].tolist(),
        frame["owner"].tolist(),
        first="nps_division",
    )


def table_first_round(d: Dataset) -> Table:
    """All 28 services of the first round with owner, date, rating and source."""
    frame = first_round(d)
    shown = pd.DataFrame(
        {
            "Service": short_names(frame["service"]),
            "Owner of the cases sampled": frame["owner"].replace({"public": "Public"}),
            "Published": frame["published_words"],
            "Overall rating": frame["overall_rating"].map(rating_cell),
            "Source": [source_link(d, source) for source in frame["source_id"]],
        }
    )
    good = good_or_better(frame)
    crc, nps = (frame["kind"] == kind for kind in ("crc", "nps_division"))
    return Table(
        "first-round",
        shown,
        f"In the first round {int((good & crc).sum())} of {int(crc.sum())} CRCs and {int((good & nps).sum())} of "
        f"{int(nps.sum())} NPS divisions were rated good",
        "Overall rating of every CRC and NPS division, England and Wales, reports of 2018-19.",
        [SUMMARY],
        n=f"all {len(frame)} services of the round",
        note="The owner is the one under whom the sampled cases were supervised, not that on the day of publication. "
        f"{SHORT_NOTE}",
    )


def chart_first_round(d: Dataset) -> Chart:
    """The 28 first-round ratings as tiles, one row per owner, owners in alphabetical order."""
    frame = first_round(d)
    frame["owner"] = frame["owner"].replace({"public": "Public (NPS)"})
    owners = sorted(frame["owner"].unique(), key=str.casefold)
    counts = frame.groupby("owner").size()
    figures = [_tiles(frame, owners, width) for width in ("full", "narrow")]
    rows = frame.sort_values(["owner", "overall_rating", "service"], key=_caseless, ignore_index=True)
    listed = "; ".join(f"{owner} {_letters(frame[frame['owner'] == owner])}" for owner in owners)
    alone = int((counts == 1).sum())
    return Chart(
        "first-round-owners",
        figures[0],
        "All the public services stand in one block, so the round compares one owner with eight",
        "Overall ratings of the 28 services by owner of the sampled cases, first rated round, 2018-19.",
        f"Rows of lettered squares, one row for each of {len(owners)} owners, one square for each service: {listed}.",
        rows[["owner", "service", "overall_rating"]].assign(
            overall_rating=rows["overall_rating"].map(style.RATING_LABELS).astype("string")
        ),
        [SUMMARY],
        n=f"all {len(frame)} services; {alone} of {len(owners)} owners held a single service",
        note="Owners in alphabetical order. I inadequate, R requires improvement, G good.",
        narrow=figures[1],
        labels={"owner": "Owner", "service": "Service", "overall_rating": "Overall rating"},
    )


def _caseless(column: pd.Series) -> pd.Series:
    return column.str.casefold() if column.name != "overall_rating" else column


def _letters(frame: pd.DataFrame) -> str:
    counts = frame["overall_rating"].value_counts()
    names = {rating: style.RATING_LABELS[rating].lower() for rating in style.RATING_ORDER}
    return ", ".join(f"{counts[rating]} {names[rating]}" for rating in style.RATING_ORDER if counts.get(rating))


def _tiles(frame: pd.DataFrame, owners: list[str], width: str) -> Figure:
    fig, ax = style.figure(width, 0.36 * len(owners) + 0.2)
    for y, owner in enumerate(owners):
        ratings = sorted(frame.loc[frame["owner"] == owner, "overall_rating"], key=style.RATING_ORDER.index)
        for x, rating in enumerate(reversed(ratings)):
            style.rating_tile(ax, x, y, rating)
    most = int(frame.groupby("owner").size().max())
    labels = [o.replace(" (Purple Futures)", "") for o in owners] if width == "narrow" else owners
    ax.set(xlim=(-0.6, most - 0.4 + (4 if width == "full" else 0)), ylim=(len(owners) - 0.5, -0.5), xticks=[])
    ax.set_yticks(range(len(owners)), labels)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return fig


def _count(d: Dataset, kind: str, ratings: tuple[str, ...]) -> Count:
    frame = first_round(d, kind)
    return Count(int(frame["overall_rating"].isin(ratings).sum()), len(frame))


@claim(
    "crc_rated_good", "CRCs rated good overall in the first rated round", sources=[SUMMARY],
    caveat="A rating of a whole company; CRCs and NPS divisions supervised different people by design.",
)  # fmt: skip
def crc_rated_good(d: Dataset) -> Count:
    """Community rehabilitation companies whose first rated inspection (2018-19) ended in *good* or *outstanding*."""
    return _count(d, "crc", GOOD_OR_BETTER)


@claim(
    "crc_rated_requires_improvement", "CRCs rated requires improvement in the first rated round", sources=[SUMMARY],
    caveat="One label for very different services: in some of them all casework was inadequate.",
)  # fmt: skip
def crc_rated_requires_improvement(d: Dataset) -> Count:
    """Community rehabilitation companies whose first rated inspection (2018-19) ended in *requires improvement*."""
    return _count(d, "crc", ("requires_improvement",))


@claim("crc_rated_inadequate", "CRCs rated inadequate overall in the first rated round", sources=[SUMMARY])
def crc_rated_inadequate(d: Dataset) -> Count:
    """Community rehabilitation companies whose first rated inspection (2018-19) ended in *inadequate*."""
    return _count(d, "crc", ("inadequate",))


@claim(
    "nps_rated_good", "NPS divisions rated good overall in the first rated round", sources=[SUMMARY],
    caveat="Divisions supervised people assessed as high risk and were partly rated on other standards than CRCs.",
)  # fmt: skip
def nps_rated_good(d: Dataset) -> Count:
    """Divisions of the National Probation Service whose first rated inspection (2018-19) ended in *good* or better."""
    return _count(d, "nps_division", GOOD_OR_BETTER)


@claim(
    "nps_rated_requires_improvement", "NPS divisions rated requires improvement in the first round", sources=[SUMMARY]
)  # fmt: skip
def nps_rated_requires_improvement(d: Dataset) -> Count:
    """Divisions of the National Probation Service whose first rated inspection ended in *requires improvement*."""
    return _count(d, "nps_division", ("requires_improvement",))


@claim(
    "first_round_arrangements", "ways of dealing the public label that give so large a gap", sources=[SUMMARY],
    caveat="With nine owners the smallest possible probability is one in nine; it says nothing about why.",
)  # fmt: skip
def first_round_arrangements(d: Dataset) -> Count:
    """Of the nine ways to call one owner public, those in which the gap in shares rated good is at least as wide.

    This is the permutation probability as a count: k of n arrangements, the observed one among them.
    """
    found = primary_comparison(d)
    return Count(round(found.probability * found.arrangements), found.arrangements)


@claim("first_round_owners", "owners among whom the 28 services of the first round were divided", sources=[SUMMARY])
def first_round_owners(d: Dataset) -> Number:
    """Owners of the sampled cases in the first rated round, the public service counted as one."""
    return Number(first_round(d)["owner"].nunique(), "owners")


@claim("first_round_services", "services rated in the first rated round", sources=[SUMMARY])
def first_round_services(d: Dataset) -> Count:
    """Services whose stated overall rating of the first round (2018-19) is in this dataset, of all 28."""
    published = [
        published_number(d, "system-crc", f"services_rated_{rating}", SUMMARY)
        for rating in ("good", "requires_improvement", "inadequate")
    ] + [
        published_number(d, "system-nps", f"services_rated_{rating}", SUMMARY)
        for rating in ("good", "requires_improvement")
    ]
    return Count(len(first_round(d)), sum(published))
