"""What was inspected, and what of it this dataset knows: inspections by programme, fields known, what is missing."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Date, Number, claim
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import published_number

ROWS = [  # programme, round, kind of organisation, label; in the order in which the programmes began
    ("trust", None, "trust", "Trusts"),
    ("early_implementation", None, "sample", "Early implementation"),
    ("quality_impact", None, "crc", "Quality & Impact: CRCs"),
    ("quality_impact", None, "nps_division", "Quality & Impact: NPS"),
    ("rated", None, "crc", "Rated: CRCs"),
    ("rated", None, "nps_division", "Rated: NPS"),
    ("unit", "1", "unit", "Units, nine standards"),
    ("unit", "2", "unit", "Units, seven standards"),
    ("region", None, "region", "Regions"),
    ("national", None, "national", "National"),
    ("dynamic", None, "region", "Public protection, regions"),
]
LABELS = [label for *_, label in ROWS]
FIELDS = {
    "month_published": "Report month",
    "fieldwork": "Fieldwork month",
    "caseload": "Caseload",
    "cases": "Cases read",
    "overall": "Overall",
    "standard": "A standard",
    "statement": "Statement",
}
RATED = ("rated", "unit", "region", "national")
CUT_SHORT = "crc-hampshire-isle-of-wight-2020-07"  # ended by the lockdown, so that no overall rating was given
YEAR_2020, PROGRAMME = "hmip-pr-2020-12-annual", "hmip-page-iaow"


def inspections(d: Dataset) -> pd.DataFrame:
    """Every inspection with its row of `ROWS` and what is known of it.

    Returns
    -------
    pandas.DataFrame
        The columns of `inspections`, `kind`, `row` (position in `ROWS`), `label`, `statements` (live findings that
        name the inspection), and a yes/no column for each field of `FIELDS`. `fieldwork` counts stated and inferred
        months, not dates announced beforehand; `cases` leaves out unverified numbers; `overall` counts stated ratings
        only.
    """
    frame = d.inspections.merge(d.organisations[["organisation_id", "kind"]], on="organisation_id", validate="m:1")
    frame["row"] = [_row_of(*keys) for keys in zip(frame["regime"], frame["round"], frame["kind"], strict=True)]
    frame["label"] = frame["row"].map(dict(enumerate(LABELS)))
    statements = d.live("findings").groupby("inspection_id").size()
    frame["statements"] = frame["inspection_id"].map(statements).fillna(0).astype("int64")
    chosen = d.ratings[d.ratings["chosen"].fillna(False) & (d.ratings["scale"] == "four_point")]
    to_month = {"month", "day"}
    fieldwork = frame["fieldwork_start"].notna() & frame["fieldwork_basis"].isin(["stated", "inferred"])
    known = {
        "month_published": frame["published_precision"].isin(to_month),
        "fieldwork": fieldwork & frame["fieldwork_start_precision"].isin(to_month),
        "caseload": frame["caseload"].notna(),
        "cases": frame["cases_inspected"].notna() & frame["cases_basis"].isin(["stated", "reported"]),
        "overall": frame["overall_rating"].notna() & (frame["rating_basis"] == "stated"),
        "standard": frame["inspection_id"].isin(chosen["inspection_id"]),
        "statement": frame["statements"] > 0,
    }
    return frame.assign(**{name: column.fillna(False).astype(bool) for name, column in known.items()})


def _row_of(regime: str, round: object, kind: str) -> int:
    for position, (its_regime, its_round, its_kind, _) in enumerate(ROWS):
        if (regime, kind) == (its_regime, its_kind) and its_round in (None, round):
            return position
    raise ValueError(f"no row of the coverage table holds inspections of {regime}, round {round}, kind {kind}")


def known_fields(d: Dataset) -> pd.DataFrame:
    """For each row of `ROWS`: inspections, and for how many of them each field is known.

    Returns
    -------
    pandas.DataFrame
        `label`, `inspections`, and the columns of `FIELDS` (counts; missing where the programme gave no such thing).
    """
    frame = inspections(d)
    grouped = frame.groupby("row")
    counts = grouped[list(FIELDS)].sum().astype("Int64")
    counts.insert(0, "inspections", grouped.size())
    counts.insert(0, "label", [LABELS[position] for position in counts.index])
    regime = pd.Series([ROWS[position][0] for position in counts.index], index=counts.index)
    counts.loc[~regime.isin(RATED), ["overall", "standard"]] = pd.NA
    return counts.reset_index(drop=True)


def table_known(d: Dataset) -> Table:
    """Coverage: what is known of how many inspections, by programme and kind."""
    frame = known_fields(d)
    total = int(frame["inspections"].sum())
    cases = int(frame["cases"].sum())
    return Table(
        "coverage",
        frame.rename(columns=FIELDS | {"label": "Programme", "inspections": "All"}),
        f"The number of cases inspected is known for {cases} of {total} inspections",
        "Inspections in the dataset, and for how many of them each fact is known, England and Wales, 2013-2026.",
        [DATASET],
        n=f"{total} inspections",
        note="All: inspections. Overall: the overall rating. A standard: the rating of at least one standard. A dash: "
        "the programme gave no four-point ratings. Stated overall ratings only; unverified numbers of cases and "
        "fieldwork dates announced beforehand are not counted.",
        missing="not given by the programme",
    )


@claim("inspections_total", "inspections in this dataset", tables=["inspections"])
def inspections_total(d: Dataset) -> Number:
    """Inspections in the dataset, of all programmes, each service, unit or region counted by itself."""
    return Number(len(d.inspections), "inspections")


@claim("cases_known", "inspections with a known number of cases inspected")
def cases_known(d: Dataset) -> Count:
    """Inspections whose number of cases is stated or reported; unverified numbers are left out."""
    frame = inspections(d)
    return Count(int(frame["cases"].sum()), len(frame))


@claim("fieldwork_known", "inspections with a known month of fieldwork")
def fieldwork_known(d: Dataset) -> Count:
    """Inspections whose month of fieldwork is stated or inferred, not merely announced beforehand."""
    frame = inspections(d)
    return Count(int(frame["fieldwork"].sum()), len(frame))


@claim("month_known", "inspections whose report is dated to the month or day")
def month_known(d: Dataset) -> Count:
    """Inspections whose report's month of publication is known."""
    frame = inspections(d)
    return Count(int(frame["month_published"].sum()), len(frame))


@claim("overall_known", "rated inspections with a stated overall rating")
def overall_known(d: Dataset) -> Count:
    """Inspections of programmes with overall ratings (rated, units, regions, national) whose rating is stated.

    The one that was cut short and given none is left out.
    """
    frame = inspections(d)
    frame = frame[frame["regime"].isin(RATED) & (frame["inspection_id"] != CUT_SHORT)]
    return Count(int(frame["overall"].sum()), len(frame))


@claim("trusts_found", "trusts of the last trust programme in this dataset", sources=[PROGRAMME])
def trusts_found(d: Dataset) -> Count:
    """Trusts inspected in 2013-14 in the dataset, of those the inspectorate's programme page counts."""
    counted = published_number(d, "system-trusts", "trusts_inspected_iaow", PROGRAMME)
    return Count(int((d.inspections["regime"] == "trust").sum()), counted)


@claim(
    "dynamic_found", "regional inspections of public protection in this dataset", sources=["hmip-pdu-programme-page"]
)
def dynamic_found(d: Dataset) -> Count:
    """Inspections of public protection of 2026 in the dataset, of the regions in which they were announced."""
    regions = int((d.organisations["kind"] == "region").sum())
    return Count(int((d.inspections["regime"] == "dynamic").sum()), regions)


@claim("units_2022_found", "inspections of units reported in 2022 in this dataset", sources=["hmip-blog-2023-01"])
def units_2022_found(d: Dataset) -> Count:
    """Unit inspections with a report of 2022 in the dataset, of those that the inspectorate counted for that year."""
    frame = inspections(d)
    found = (frame["regime"] == "unit") & (frame["published_from"].dt.year == 2022)
    return Count(int(found.sum()), published_number(d, "system-units", "pdus_inspected", "hmip-blog-2023-01"))


@claim("inspection_pause", "when face-to-face inspection was suspended", sources=["hmip-pr-2020-05-covid"])
def inspection_pause(d: Dataset) -> Date:
    """The day on which face-to-face inspection was suspended, as the inspectorate gave it in May 2020."""
    live = d.live("indicators")
    row = live[(live["metric_id"] == "inspection_suspended_date") & live["preferred"].fillna(False)].iloc[0]
    return Date(str(row["value_text"]))
