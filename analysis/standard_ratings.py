"""The ratings of single standards that are known, as a list: the newsworthy ones, so never a distribution."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table, listing, rating_cell
from analysis.kept import kept
from analysis.lookup import SHORT_NOTE, published_words, short_names, source_links
from analysis.ratings import chosen_ratings, rated_services
from analysis.style import RATING_ORDER as RATINGS

SINCE = {"rated": ("rated",), "since-2022": ("unit", "region", "national")}
PROPER = ("Through the Gate",)
TITLES = {
    "rated": "CRCs and NPS divisions, rated inspections of 2018 to 2021",
    "since-2022": "delivery units, regions and the national inspection, 2022 to 2025",
}


@kept
def known_standards(d: Dataset, part: str | None = None) -> pd.DataFrame:
    """Chosen four-point ratings of single standards, stated and inferred.

    Parameters
    ----------
    part
        "rated" (CRCs and NPS divisions) or "since-2022" (units, regions, national); both if not given.

    Returns
    -------
    pandas.DataFrame
        As `analysis.ratings.chosen_ratings`, with `published_words` and `published_from` of the report.
    """
    frame = chosen_ratings(d)
    frame = frame[frame["scale"] == "four_point"]
    if part is not None:
        frame = frame[frame["regime"].isin(SINCE[part])]
    dates = d.inspections[["inspection_id", "published", "published_earliest", "published_latest", "published_from"]]
    frame = frame.merge(dates, on="inspection_id", validate="m:1")
    frame["published_words"] = frame.apply(published_words, axis=1)
    return frame


def _of_one(rows: pd.DataFrame, basis: str) -> list[str]:
    """The standards of one inspection, by rating: "Planning and reviewing: inadequate", "Leadership: good"."""
    own = rows[rows["basis"] == basis]
    parts = []
    for label, names in own.groupby("judgement", sort=False)["standard_name"]:
        listed = [str(name) for name in names]
        listed = [listed[0], *(n if n in PROPER else n[:1].lower() + n[1:] for n in listed[1:])]
        comma = "," if len(listed) > 2 else ""
        joined = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])}{comma} and {listed[-1]}"
        parts.append(f"{joined}: {str(label).replace('_', ' ')}")
    return parts


def table_standards(d: Dataset, part: str) -> Table:
    """One row per inspection with any known standard: what is stated, what is inferred, where it was read."""
    known = known_standards(d, part)
    rows = []
    for _, own in known.groupby("inspection_id"):
        first = own.iloc[0]
        rows.append(
            {
                "Service": first["service"],
                "Report": first["published_words"],
                "Stated": _of_one(own, "stated"),
                "Inferred": _of_one(own, "inferred"),
                "Sources": source_links(d, own["source_id"]),
                "sort": first["published_from"],
            }
        )
    shown = pd.DataFrame(rows).sort_values(["sort", "Service"], ignore_index=True).drop(columns="sort")
    shown["Service"] = short_names(shown["Service"])
    explained = f" {SHORT_NOTE}" if shown["Service"].eq("BeNCH CRC").any() else ""
    stated = int((known["basis"] == "stated").sum())
    return Table(
        f"standards-{part}",
        shown,
        f"Of single standards {len(known)} ratings are known, {stated} of them stated",
        f"Known ratings of single standards: {TITLES[part]}; in the order of publication.",
        list(known["source_id"]),
        n=f"{len(shown)} inspections with at least one known standard",
        note="Known because someone reported them: a list, not a sample; an empty cell says nothing of the standard. "
        "Inferred: the label is read from wording, or the standard's name from 'all four' or the like." + explained,
        missing="none known",
    )


def label_contents(d: Dataset) -> pd.DataFrame:
    """Rated services for which all standards are accounted for by rating, though not by name.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `service`, `overall_rating`, `published_words`, a count for each of the four ratings, and
        `source_ids`. Only inspections whose counts add up to the number of standards rated.
    """
    live = d.live("indicators")
    live = live[live["preferred"].fillna(False).astype(bool) & live["inspection_id"].notna()]
    live = live[live["metric_id"].isin([f"standards_rated_{rating}" for rating in RATINGS])]
    wide = live.pivot_table(index="inspection_id", columns="metric_id", values="value", aggfunc="max")
    wide.columns = [str(c).removeprefix("standards_rated_") for c in wide.columns]
    wide = wide.reindex(columns=list(RATINGS)).fillna(0).astype("int64")
    wide["source_ids"] = live.groupby("inspection_id")["source_id"].agg(list)
    services = rated_services(d).set_index("inspection_id")
    wide = wide.join(services[["service", "overall_rating", "published_words", "standards_rated"]], how="inner")
    complete = wide[list(RATINGS)].sum(axis=1) == wide["standards_rated"]
    return wide[complete].sort_values(["good", "service"], ascending=[False, True]).reset_index()


def table_label_contents(d: Dataset) -> Table:
    """What stood behind the overall label where the ratings of all standards are counted."""
    frame = label_contents(d)
    labels = sorted({str(rating).replace("_", " ") for rating in frame["overall_rating"]})
    shown = pd.DataFrame(
        {
            "Service": frame["service"],
            "Overall rating": frame["overall_rating"].map(rating_cell),
            "Good": frame["good"],
            "Requires improvement": frame["requires_improvement"],
            "Inadequate": frame["inadequate"],
            "Sources": [source_links(d, ids) for ids in frame["source_ids"]],
        }
    )
    return Table(
        "label-contents",
        shown,
        f"One label, {listing(labels)}, covered from {frame['inadequate'].min()} to "
        f"{frame['inadequate'].max()} inadequate standards",
        "Standards by rating in rated inspections for which all ten are counted, 2019.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} of {len(rated_services(d))} rated inspections",
        note="Counts reported by the inspectorate, those of Cumbria and Lancashire as a newspaper gives them.",
    )


def rated_slots(d: Dataset) -> tuple[int, int]:
    """Known ratings of single standards, and all that were given, where their number per inspection is known.

    Returns
    -------
    tuple of int
        Known (stated or inferred), and the sum of `standards_rated` over the same inspections.
    """
    inspections = d.inspections.dropna(subset=["standards_rated"])
    known = known_standards(d)
    known = known[known["inspection_id"].isin(inspections["inspection_id"])]
    return len(known), int(inspections["standards_rated"].sum())


@claim("same_label_most_good", "standards good in a service that requires improvement, at most")
def same_label_most_good(d: Dataset) -> Count:
    """The most *good* standards in a service rated *requires improvement*, where all its standards are counted."""
    frame = label_contents(d)
    top = frame[frame["overall_rating"] == "requires_improvement"].sort_values("good").iloc[-1]
    return Count(int(top["good"]), int(top["standards_rated"]), sources=tuple(top["source_ids"]))


@claim("same_label_most_inadequate", "standards inadequate in a service that requires improvement, at most")
def same_label_most_inadequate(d: Dataset) -> Count:
    """The most *inadequate* standards in a service rated *requires improvement*, where all are counted."""
    frame = label_contents(d)
    low = frame[frame["overall_rating"] == "requires_improvement"].sort_values("inadequate").iloc[-1]
    return Count(int(low["inadequate"]), int(low["standards_rated"]), sources=tuple(low["source_ids"]))


@claim(
    "standards_known", "ratings of single standards known here, of all that were given",
    caveat="Counted over inspections for which the number of standards rated is known; stated and inferred together.",
)  # fmt: skip
def standards_known(d: Dataset) -> Count:
    """Ratings of single standards in the dataset, of all given where the number of standards rated is known."""
    return Count(*rated_slots(d))


@claim("standards_stated", "known ratings of single standards that a source states by name")
def standards_stated(d: Dataset) -> Count:
    """Known ratings of single standards whose label a source states for the standard by name; the rest are inferred."""
    known = known_standards(d)
    return Count(int((known["basis"] == "stated").sum()), len(known))


@claim("standards_inspections", "inspections with at least one known rating of a single standard")
def standards_inspections(d: Dataset) -> Number:
    """Inspections of any programme with at least one known four-point rating of a single standard."""
    return Number(known_standards(d)["inspection_id"].nunique(), "inspections")
