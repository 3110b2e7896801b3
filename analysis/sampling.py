"""How sure is a rating: the cases that inspections rest on, as far as their number is recorded."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Range, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import indicator, published_words, service_names, source_link
from analysis.uncertainty import Interval, wilson

NORTH_LONDON, FIRST_ROUND, SERVICES, EARLY_UNITS = "ind-qi-0031", "ind-rr1-0091", "ind-rr1-0092", "ind-reun-0006"
EAST_MIDLANDS = ("region-east-midlands-2025", "ind-reun-0101", "ind-reun-0102")
NORTH_EAST = ("region-north-east-2025", 185, 109)  # the parts as the note of its row has them
AT_HALF = "ind-reun-0262"
OBJECTION = "hmip-comment-2016-12-15"
READ_ELSEWHERE = {  # inspections whose number of cases was read on another page than the rest
    "pdu-barnsley-rotherham-2024": "barnsleychronicle-2024",
    "pdu-east-west-lincolnshire-2025-06": "lincsonline-2025-lincolnshire",
    "pdu-leicester-leicestershire-rutland-2023-02": "justicegap-2023-leicester-derby",
    "region-east-midlands-2025": "hmip-spotlight-east-midlands",
    "region-north-east-2025": "hmip-spotlight-north-east",
    "region-yorkshire-humber-2025": "hmip-spotlight-yorkshire-humber",
}
THEMED = {"dynamic": ", public protection only"}
BASES = {"stated": "Inspectorate", "reported": "Others, reporting it", "unverified": "Unverified objection"}


def known_cases(d: Dataset) -> pd.DataFrame:
    """Inspections whose number of cases is recorded, from fewest to most.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `place` (service, and area if a part was inspected), `regime`, `report` (date in words),
        `cases`, `basis` (stated, reported, unverified), `low` and `high` (ends in percent of the Wilson interval
        around one half of `cases`), `overall_rating`, `rating_basis`, `source_id` of the inspection and `cases_source`
        of the number.
    """
    frame = d.inspections[d.inspections["cases_inspected"].notna()]
    numbers = d.live("indicators")
    numbers = numbers[numbers["metric_id"] == "cases_inspected"].dropna(subset=["inspection_id"])
    said = numbers.drop_duplicates("inspection_id").set_index("inspection_id")["source_id"]
    elsewhere = frame["inspection_id"].map(READ_ELSEWHERE)
    names = service_names(d, frame["organisation_id"])
    half = [around_half(int(n)) for n in frame["cases_inspected"]]
    frame = frame.assign(
        place=names.where(frame["coverage"] != "part", names + " (" + frame["area_inspected"] + ")"),
        report=[published_words(row) for _, row in frame.iterrows()],
        cases=frame["cases_inspected"].astype("int64"),
        basis=frame["cases_basis"],
        low=[100 * interval.low for interval in half],
        high=[100 * interval.high for interval in half],
        cases_source=frame["inspection_id"].map(said).fillna(elsewhere).fillna(frame["source_id"]),
    )
    columns = [
        "inspection_id", "place", "regime", "report", "cases", "basis", "low", "high",
        "overall_rating", "rating_basis", "source_id", "cases_source",
    ]  # fmt: skip
    return frame[columns].sort_values(["cases", "inspection_id"], ignore_index=True)


def verified(frame: pd.DataFrame) -> pd.DataFrame:
    """Without numbers of cases that nobody but an interested party gave."""
    return frame[frame["basis"] != "unverified"].reset_index(drop=True)


def around_half(n: int) -> Interval:
    """Wilson's 95% interval when half of `n` cases are sufficient; for odd n the mean of its two middle counts."""
    ends = [wilson(k, n) for k in (n // 2, (n + 1) // 2)]
    return Interval(sum(e.low for e in ends) / 2, sum(e.high for e in ends) / 2)


def table_cases(d: Dataset) -> Table:
    """Every inspection with a recorded number of cases, and what a percentage of so many can carry."""
    frame = known_cases(d)
    sure = verified(frame)
    widest, tightest = (round((row["high"] - row["low"]) / 2) for row in (sure.iloc[0], sure.iloc[-1]))
    shown = pd.DataFrame(
        {
            "Inspection": frame["place"] + frame["regime"].map(THEMED).fillna("") + ", " + frame["report"],
            "Cases": frame["cases"],
            "A half would mean": [f"{r.low:.0f} to {r.high:.0f}%" for r in frame.itertuples()],
            "Number given by": frame["basis"].map(BASES),
            "Source": [source_link(d, source) for source in frame["cases_source"]],
        }
    )
    return Table(
        "cases-inspected",
        shown,
        f"A half found in {sure['cases'].iloc[0]} cases means a half give or take {widest} points; in "
        f"{sure['cases'].iloc[-1]}, give or take {tightest}",
        f"The {len(frame)} inspections, of {len(d.inspections)} in the dataset, whose number of cases is recorded.",
        list(dict.fromkeys(frame["cases_source"])),
        n=f"{len(sure)} inspections, and {len(frame) - len(sure)} with a number that was never confirmed",
        note="Wilson 95% intervals, as if a simple random sample of that caseload. Regions are judged on their units' "
        f"cases and are not added to them. Programmes ask different questions.{odd_sums(d)}",
    )


def odd_sums(d: Dataset) -> str:
    """Regions whose community and licence cases do not add up to the number printed, in words for a note."""
    cases = d.inspections.set_index("inspection_id")["cases_inspected"]
    midlands = [int(indicator(d, name)["value"]) for name in EAST_MIDLANDS[1:]]
    said = ""
    for region, identifier, parts in (
        ("East Midlands", EAST_MIDLANDS[0], midlands),
        ("North East", NORTH_EAST[0], list(NORTH_EAST[1:])),
    ):
        whole = int(cases[identifier])
        if sum(parts) != whole:
            said += f" The parts of the {region}, {parts[0]} and {parts[1]}, make {sum(parts)}, not {whole}."
    return said


def cases_sources(d: Dataset) -> list[str]:
    return list(dict.fromkeys(verified(known_cases(d))["cases_source"]))


def unit_sizes(d: Dataset) -> list[int]:
    frame = verified(known_cases(d))
    return sorted(int(n) for n in frame.loc[frame["regime"] == "unit", "cases"])


def typical_unit(d: Dataset) -> int:
    """The number of cases at the upper middle of the delivery units for which it is known."""
    sizes = unit_sizes(d)
    return sizes[len(sizes) // 2]


@claim("sampling_unit_sizes", "cases inspected in delivery units where the number is known", sources=cases_sources)
def sampling_unit_sizes(d: Dataset) -> Range:
    """Fewest and most cases among the delivery units whose number of cases is stated or reported."""
    return Range(min(unit_sizes(d)), max(unit_sizes(d)))


@claim("sampling_region_sizes", "cases inspected in regions where the number is known", sources=cases_sources)
def sampling_region_sizes(d: Dataset) -> Range:
    """Fewest and most cases among the regional inspections with a rating; these cases are those of their units."""
    return _sizes(d, "region")


@claim("sampling_themed_sizes", "cases in regional inspections of public protection", sources=cases_sources)
def sampling_themed_sizes(d: Dataset) -> Range:
    """Fewest and most cases among the regional inspections of public protection of 2025-26, which give no rating."""
    return _sizes(d, "dynamic")


def _sizes(d: Dataset, regime: str) -> Range:
    frame = verified(known_cases(d))
    sizes = frame.loc[frame["regime"] == regime, "cases"]
    return Range(int(sizes.min()), int(sizes.max()))


@claim("sampling_units_known", "delivery unit inspections with a known number of cases", sources=cases_sources)
def sampling_units_known(d: Dataset) -> Count:
    """Unit inspections whose number of cases is stated or reported, of all unit inspections in the dataset."""
    return Count(len(unit_sizes(d)), int((d.inspections["regime"] == "unit").sum()))


@claim(
    "sampling_north_london", "cases in north London, by the company's objection as a blog reports it",
    sources=[OBJECTION], caveat="Unverified: the objection was read in a blog, the inspection report was not read.",
)  # fmt: skip
def sampling_north_london(d: Dataset) -> Number:
    """Cases on which the company is said to have objected that the north London inspection of 2016 rested."""
    return Number(float(indicator(d, NORTH_LONDON)["value"]), "cases")


@claim(
    "sampling_forty_interval", "what a half would mean if the number in north London were right", sources=[OBJECTION],
    caveat="Built on an unverified number of cases; as if a simple random sample.",
)  # fmt: skip
def sampling_forty_interval(d: Dataset) -> Range:
    """Wilson 95% interval, in percent, if half of the number of cases in the company's reported objection sufficed."""
    low, high = around_half(int(indicator(d, NORTH_LONDON)["value"]))
    return Range(round(100 * low), round(100 * high), "%")


@claim(
    "sampling_forty_quarter", "the upper end if a quarter of the disputed north London cases were sufficient",
    sources=[OBJECTION], caveat="An illustration on an unverified number; no percentage of that inspection was read.",
)  # fmt: skip
def sampling_forty_quarter(d: Dataset) -> Share:
    """Upper end of the Wilson 95% interval around one quarter of the number of cases in the reported objection."""
    n = int(indicator(d, NORTH_LONDON)["value"])
    return Share(round(100 * wilson(n // 4, n).high))


@claim("sampling_first_round_average", "cases per service of the first rated round, on average")
def sampling_first_round_average(d: Dataset) -> Number:
    """The inspectorate's total of cases in the first rated round, divided by its services; to the nearest ten.

    The total is said to be nearly so many, and services differed in size; the number for any one is not known.
    """
    total, services = indicator(d, FIRST_ROUND), indicator(d, SERVICES)
    return Number(round(total["value"] / services["value"], -1), "cases", "about", sources=(total["source_id"],))


@claim("sampling_first_round_total", "cases inspected in the first rated round")
def sampling_first_round_total(d: Dataset) -> Number:
    """Cases inspected in the first rated round, 2018-19, all services together, in the inspectorate's words."""
    row = indicator(d, FIRST_ROUND)
    said = f"{row['qualifier']} {row['value']:,.0f} cases"
    return Number(float(row["value"]), "cases", str(row["bound"]), said=said, sources=(row["source_id"],))


@claim("sampling_typical_unit", "cases in the unit that the chapter's examples use", sources=cases_sources)
def sampling_typical_unit(d: Dataset) -> Number:
    """Cases inspected at the upper middle of the delivery units for which the number is known."""
    return Number(typical_unit(d), "cases")


@claim("sampling_early_units", "cases in the first units inspected since 2022", sources=["hmip-blog-2022-09"])
def sampling_early_units(d: Dataset) -> Number:
    """Cases that the inspectorate said in September 2022 it had inspected in its first delivery units."""
    row = indicator(d, EARLY_UNITS)
    return Number(float(row["value"]), "cases", "more_than", said=f"{row['qualifier']} {row['value']:,.0f} cases")


@claim("sampling_early_units_number", "the first units inspected since 2022", sources=["hmip-blog-2022-09"])
def sampling_early_units_number(d: Dataset) -> Number:
    """Delivery units that those cases came from: the base of the share of them rated inadequate in the same text."""
    rows = d.indicators
    base = rows.loc[rows["indicator_id"] == "ind-reun-0004", "denominator"].iloc[0]
    return Number(float(base), "units")


@claim("sampling_essex_interviews", "interviews with staff in Essex North", sources=["gazette-2022-essex-north"])
def sampling_essex_interviews(d: Dataset) -> Number:
    """Interviews with practitioners that a newspaper's account of the Essex North inspection of 2022 counts."""
    row = indicator(d, "ind-reun-0065")
    return Number(float(row["value"]), "interviews", said=f"{row['qualifier']} {row['value']:,.0f} interviews")


@claim(
    "sampling_at_half", "cases with risk clearly identified and analysed, North Tyneside and Northumberland, 2025",
    caveat="One question of many, as a newspaper relays the inspectorate.",
)  # fmt: skip
def sampling_at_half(d: Dataset) -> Share:
    """Share of cases in which risk of harm was clearly identified and analysed, as a newspaper relays it in 2025."""
    row = indicator(d, AT_HALF)
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))
