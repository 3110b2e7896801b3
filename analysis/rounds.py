"""What changed between the first and the second rated inspection, and what an unchanged label can hide."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, claim
from analysis.data import Dataset
from analysis.exhibits import Rating, Table, rating_cell
from analysis.kept import kept
from analysis.lookup import finding, published_number, source_links
from analysis.ratings import SECOND_YEAR, chosen_ratings, rated_services

CASEWORK = ("assessment", "planning", "implementation_delivery", "reviewing")
BENEATH = {  # statements that compare the second inspection with the first, one or two to a service
    "crc-derbyshire-leicestershire-nottinghamshire-rutland": (
        "rr2-crc-derbyshire-leicestershire-nottinghamshire-rutland-2020-03-04",
    ),
    "crc-durham-tees-valley": ("rr2-crc-durham-tees-valley-2020-04-01",),
    "crc-hampshire-isle-of-wight": ("rr2-crc-hampshire-isle-of-wight-2020-07-01",),
    "crc-humberside-lincolnshire-north-yorkshire": (
        "rr2-crc-humberside-lincolnshire-north-yorkshire-2020-05-05",
    ),
    "crc-merseyside": ("rr2-crc-merseyside-2020-06-02", "rr2-crc-merseyside-2020-06-03"),
    "crc-northumbria": ("rr2-crc-northumbria-2020-02-01",),
    "crc-staffordshire-west-midlands": (
        "rr2-crc-staffordshire-west-midlands-2020-03-01", "rr2-crc-staffordshire-west-midlands-2020-03-05",
    ),
    "crc-thames-valley": ("rr2-crc-thames-valley-2020-01-01",),
    "crc-west-yorkshire": ("rr2-crc-west-yorkshire-2020-03-03",),
    "nps-north-west": ("rr2-nps-north-west-2020-07-01",),
}  # fmt: skip
BOTH = "First round; second round"
MIDLANDS = ("crc-derbyshire-leicestershire-nottinghamshire-rutland", "crc-staffordshire-west-midlands")
RELAYS = {"commentator": "a commentator", "press": "the press"}


@kept
def paired_services(d: Dataset) -> pd.DataFrame:
    """Services with an inspection in both rated rounds, one row each.

    Returns
    -------
    pandas.DataFrame
        `organisation_id`, `service`, `kind`, and for each round (suffix `_1`, `_2`) `overall_rating`, `rating_basis`,
        `published_words`, `source_id`, `inspection_id`. The rating is missing where an inspection ended without one.
    """
    columns = ["organisation_id", "overall_rating", "rating_basis", "published_words", "source_id", "inspection_id"]
    first, second = rated_services(d, "1"), rated_services(d, "2")
    return first[["service", "kind", *columns]].merge(
        second[columns], on="organisation_id", suffixes=("_1", "_2"), validate="1:1"
    )


def rated_twice(d: Dataset) -> pd.DataFrame:
    """Services whose overall rating is stated in both rounds; `change` says same, higher or lower."""
    pairs = paired_services(d)
    return with_change(pairs[(pairs["rating_basis_1"] == "stated") & (pairs["rating_basis_2"] == "stated")])


def with_change(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs with a column `change`: whether the second label is the same as the first, higher or lower."""
    step = pairs["overall_rating_2"].cat.codes - pairs["overall_rating_1"].cat.codes
    names = step.map(lambda s: "same" if s == 0 else "higher" if s > 0 else "lower")
    return pairs.assign(change=names.astype("string")).reset_index(drop=True)


@kept
def casework(d: Dataset, basis: str | None = None) -> pd.DataFrame:
    """Known ratings of the four casework standards, as a table of inspections by standard.

    Parameters
    ----------
    basis
        "stated" keeps only labels that a source gives to the standard by name; by default those that follow from
        "all four" are in as well.

    Returns
    -------
    pandas.DataFrame
        Index `inspection_id`; a column for each of assessment, planning, implementation_delivery and reviewing.
    """
    known = chosen_ratings(d)
    known = known[(known["scale"] == "four_point") & known["standard"].isin(CASEWORK)]
    if basis is not None:
        known = known[known["basis"] == basis]
    wide = known.pivot(index="inspection_id", columns="standard", values="judgement")
    return wide.reindex(columns=list(CASEWORK))


def all_casework_inadequate(d: Dataset) -> pd.DataFrame:
    """Inspections of rated services in which all four casework standards are known to have been *inadequate*."""
    table = casework(d)
    every = table.index[(table == "inadequate").fillna(False).all(axis=1)]
    services = rated_services(d)
    return services[services["inspection_id"].isin(every)].reset_index(drop=True)


def table_rounds(d: Dataset) -> Table:
    """Services inspected in both rounds: both ratings, what was known of casework, and what was said of the work."""
    pairs = paired_services(d)
    beneath = [_beneath(d, organisation) for organisation in pairs["organisation_id"]]
    table = casework(d)
    twice = rated_twice(d)
    same, raised = int((twice["change"] == "same").sum()), second_round_raised_published(d)
    shown = pd.DataFrame(
        {
            "Service": pairs["service"],
            BOTH: [
                [rating_cell(first), rating_or_words(second, basis)]
                for first, second, basis in zip(
                    pairs["overall_rating_1"], pairs["overall_rating_2"], pairs["rating_basis_2"], strict=True
                )
            ],
            "Beneath the label, second report": [
                [*_casework_words(table, inspection), *words]
                for inspection, (words, _) in zip(pairs["inspection_id_2"], beneath, strict=True)
            ],
            "Sources": [
                source_links(d, [one, two, *sources])
                for one, two, (_, sources) in zip(pairs["source_id_1"], pairs["source_id_2"], beneath, strict=True)
            ],
        }
    )
    return Table(
        "rounds",
        shown,
        f"Of {len(twice)} services whose two ratings were read, {same} kept their label; by the inspectorate's count "
        f"{raised.k} of {raised.n} rose",
        "Services inspected in both rated rounds, England and Wales: reports of 2018-19 and of January to July 2020.",
        [*pairs["source_id_1"], *pairs["source_id_2"], SECOND_YEAR],
        n=f"{len(pairs)} services; {len(twice)} with a stated rating in both rounds",
        note="Statements are the inspectorate's unless another voice is named; they are in our words. Thames Valley's "
        "second rating is reached by elimination and counted nowhere.",
        missing="not known",
    )


def rating_or_words(rating: object, basis: object) -> Rating | str | None:
    """A stated rating as a badge; one reached by elimination, or none, in words, so that they cannot be confused."""
    if pd.isna(rating):  # type: ignore[call-overload]
        return "none given"
    return rating_cell(rating) if str(basis) == "stated" else f"{str(rating).replace('_', ' ')}, by elimination"


def _casework_words(table: pd.DataFrame, inspection_id: str) -> list[str]:
    if inspection_id not in table.index:
        return []
    known = table.loc[inspection_id].dropna()
    labels = sorted({str(label).replace("_", " ") for label in known})
    complete = len(known) == len(CASEWORK) and len(labels) == 1
    return [f"All four casework standards {labels[0]}"] if complete else []


def _beneath(d: Dataset, organisation: str) -> tuple[list[str], list[str]]:
    """Statements on what changed, each with its voice where that is not the inspectorate speaking for itself."""
    texts, sources = [], []
    for row in (finding(d, name) for name in BENEATH[organisation]):
        voice = "" if row["speaker"] == "inspectorate" else f" (in the words of {RELAYS[row['speaker']]})"
        if pd.notna(row["relayed_by"]):
            voice = f" (as relayed by {RELAYS[row['relayed_by']]})"
        texts.append(f"{str(row['finding']).rstrip('.')}{voice}")
        sources.append(str(row["source_id"]))
    return texts, sources


def _published(d: Dataset, organisation: str, metric: str) -> int:
    return published_number(d, f"system-{organisation}", metric, SECOND_YEAR)


@claim(
    "second_round_found", "inspections of the second round in this dataset, of those that began", sources=[SECOND_YEAR]
)
def second_round_found(d: Dataset) -> Count:
    """Second-round inspections in the dataset, of those that the inspectorate counts (ten CRCs, one NPS division)."""
    counted = _published(d, "crc", "round2_inspections") + _published(d, "nps", "round2_inspections")
    return Count(len(rated_services(d, "2")), counted)


@claim(
    "second_round_good_published", "services rated good in the second round, by the inspectorate's count",
    sources=[SECOND_YEAR], caveat="One of the four is not named in anything read; another was found by elimination.",
)  # fmt: skip
def second_round_good_published(d: Dataset) -> Count:
    """Services rated *good* in the second round, of those given an overall rating, as the inspectorate counted them."""
    good = _published(d, "probation", "services_rated_good")
    return Count(good, good + _published(d, "probation", "services_rated_requires_improvement"))


@claim(
    "second_round_raised_published", "services raised to good in the second round, by the inspectorate's count",
    sources=[SECOND_YEAR],
)  # fmt: skip
def second_round_raised_published(d: Dataset) -> Count:
    """Services raised to *good* in the second round, of those given an overall rating, as the inspectorate counted."""
    return Count(_published(d, "probation", "services_improved_to_good"), second_round_good_published(d).n)


@claim(
    "second_round_kept_published", "services that kept their label in the second round, from the inspectorate's count",
    sources=[SECOND_YEAR], caveat="Those rated less those raised to good; each of them is known by name.",
)  # fmt: skip
def second_round_kept_published(d: Dataset) -> Count:
    """Services rated in the second round that the inspectorate does not count among those raised to *good*.

    Raises ValueError if services were rated *outstanding* or *inadequate*, or if as many are not known by name to have
    kept their label.
    """
    raised = second_round_raised_published(d)
    ends = [_published(d, "probation", f"services_rated_{rating}") for rating in ("outstanding", "inadequate")]
    kept = raised.n - raised.k
    if any(ends) or kept != rated_twice_unchanged(d).k:
        raise ValueError("the services not raised to good are no longer those known to have kept their label")
    return Count(kept, raised.n)


@claim(
    "rated_twice_unchanged", "services rated in both rounds whose label stayed the same",
    caveat="Stated ratings only; services reached before March 2020 are those that the timetable put first.",
)  # fmt: skip
def rated_twice_unchanged(d: Dataset) -> Count:
    """Services with a stated overall rating in both rated rounds whose second label is the same as the first."""
    twice = rated_twice(d)
    return Count(int((twice["change"] == "same").sum()), len(twice), sources=tuple(twice["source_id_2"]))


@claim("rated_twice_raised", "services rated in both rounds whose stated label rose")
def rated_twice_raised(d: Dataset) -> Count:
    """Services with a stated overall rating in both rated rounds whose second label is higher than the first."""
    twice = rated_twice(d)
    higher = twice[twice["change"] == "higher"]
    return Count(len(higher), len(twice), sources=tuple(higher["source_id_2"]))


@claim(
    "unchanged_all_casework_inadequate", "CRCs kept at requires improvement with all casework standards inadequate",
    caveat="The names of the four standards follow from the words 'all four'.",
)  # fmt: skip
def unchanged_all_casework_inadequate(d: Dataset) -> Count:
    """Of CRCs kept at *requires improvement*, those with all four casework standards *inadequate* the second time."""
    twice = rated_twice(d)
    same = twice[(twice["change"] == "same") & (twice["kind"] == "crc")]
    same = same[same["overall_rating_2"] == "requires_improvement"]
    low = same[same["inspection_id_2"].isin(all_casework_inadequate(d)["inspection_id"])]
    return Count(len(low), len(same), sources=tuple(low["source_id_2"]))


@claim(
    "midlands_crcs_deteriorated", "Midlands CRCs kept at requires improvement while casework worsened",
    caveat="The first ratings of their casework standards were not read; that it worsened is the inspectorate's word.",
)  # fmt: skip
def midlands_crcs_deteriorated(d: Dataset) -> Count:
    """The two Midlands CRCs (owner RRP): same overall label in 2020, all four casework standards *inadequate*.

    Raises ValueError if either no longer fits.
    """
    twice = rated_twice(d)
    low = set(all_casework_inadequate(d)["inspection_id"])
    fits = twice[twice["organisation_id"].isin(MIDLANDS) & (twice["change"] == "same")]
    fits = fits[fits["inspection_id_2"].isin(low)]
    if len(fits) != len(MIDLANDS):
        raise ValueError("one of the two Midlands CRCs no longer kept its label with all casework inadequate")
    return Count(len(fits), len(MIDLANDS), sources=tuple(fits["source_id_2"]))
