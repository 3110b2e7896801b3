"""Numbers on keeping people safe that the prose states, each on its own instrument."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Change, Count, Number, Range, Share, Words, claim
from analysis.data import Dataset
from analysis.lookup import indicator
from analysis.protection import TRUSTS, UNITS, below_half, instruments
from analysis.protection_topics import in_words
from analysis.quality_words import worded
from analysis.ratings import chosen_ratings, rated_services
from analysis.statements import Depth, depth_of, select
from analysis.uncertainty import wilson

SAMPLE = "Wilson 95%, as if a simple random sample of that caseload"
PRESS = "The inspectorate's figure as the press reports it."


def statement_depth(d: Dataset) -> Depth:
    """What stands behind the statements coded under public protection: number, inspections, sources, reading."""
    return depth_of(d, select(d, ["public_protection"]))


def _share(d: Dataset, identifier: str) -> Share:
    row = indicator(d, identifier)
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


def _words(d: Dataset, identifier: str) -> Words:
    """The value of an indicator in the words of its source ("less than half"), for bounds and fractions."""
    row = indicator(d, identifier).copy()
    row["unit"] = d.metrics.set_index("metric_id").loc[row["metric_id"], "unit"]
    return Words(in_words(row), sources=(str(row["source_id"]),))


def _counted(d: Dataset, identifier: str) -> Count:
    row = indicator(d, identifier)
    k, n = int(row["numerator"]), int(row["denominator"])
    ends = tuple(100 * end for end in wilson(k, n))
    return Count(k, n, interval=(ends[0], ends[1]), interval_note=SAMPLE, sources=(str(row["source_id"]),))


@claim(
    "protection_auditors", "cases with risk of harm adequately assessed, by the auditors' comparison, 2018-19 and 2024",
    caveat="The auditors' own comparison across two programmes of inspection; the numbers of cases were not read.",
)  # fmt: skip
def protection_auditors(d: Dataset) -> Change:
    """Share of inspected cases in which risk of harm was adequately assessed, in 2018-19 and in 2024, as the National
    Audit Office compares them.
    """
    return Change(_share(d, "ind-sys-0382"), _share(d, "ind-reun-0148"), sources=("nao-2025-10-24-pr",))


@claim(
    "protection_trusts_average", "trusts' work on risk of harm done well enough, 2009 to 2012", caveat=PRESS,
)  # fmt: skip
def protection_trusts_average(d: Dataset) -> Share:
    """Share of the work of all probation trusts on risk of harm that was done well enough, inspections of 2009-12."""
    return _share(d, "ind-gaps-0065")


@claim("protection_trusts_range", "lowest and highest of the trusts whose percentage is known, 2009 to 2012")
def protection_trusts_range(d: Dataset) -> Range:
    """Lowest and highest share of work on risk of harm done well enough among the trusts whose percentage was read."""
    frame = instruments(d)
    own = frame[(frame["instrument"] == TRUSTS) & (frame["organisation_id"] != "system-trusts")]
    return Range(int(own["value"].min()), int(own["value"].max()), "%", sources=tuple(own["source_id"].unique()))


@claim("protection_trusts_known", "trusts whose percentage on risk of harm is known, 2009 to 2012")
def protection_trusts_known(d: Dataset) -> Number:
    """Trusts whose share of work on risk of harm done well enough was read, inspections of 2009-12."""
    frame = instruments(d)
    own = frame[(frame["instrument"] == TRUSTS) & (frame["organisation_id"] != "system-trusts")]
    return Number(own["organisation_id"].nunique(), "trusts", sources=tuple(own["source_id"].unique()))


@claim(
    "protection_rated_round_one", "CRC cases with unsatisfactory work on risk of harm, first rated round",
    caveat="The Chief Inspector's speech of 2020, read through a blog.",
)  # fmt: skip
def protection_rated_round_one(d: Dataset) -> Words:
    """Share of CRC cases of the first rated round in which work on risk of harm was unsatisfactory, in words."""
    return _words(d, "ind-rr1-0136")


@claim("protection_crcs_of_concern", "re-inspected CRCs of significant concern on risk of harm, 2019-20")
def protection_crcs_of_concern(d: Dataset) -> Number:
    """CRCs of the second rated round that the inspectorate still called a significant concern on risk of harm."""
    row = indicator(d, "ind-rr2-0126")
    return Number(int(row["value"]), "CRCs", sources=(str(row["source_id"]),))


@claim(
    "protection_crcs_improved", "re-inspected CRCs with better management of risk of harm, 2019-20",
    caveat="Counted on the first eight reports; the Chief Inspector's speech, read through a blog.",
)  # fmt: skip
def protection_crcs_improved(d: Dataset) -> Count:
    """CRCs with better management of risk of harm at their second rated inspection, of the first eight published."""
    row = indicator(d, "ind-rr2-0078")
    return Count(int(row["numerator"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("protection_words_known", "Quality & Impact inspections with words on protecting the public")
def protection_words_known(d: Dataset) -> Count:
    """Quality & Impact inspections for which words on the test of protecting the public were read."""
    frame = worded(d, "quality_impact")
    return Count(int(frame["protecting_the_public"].notna().sum()), len(frame))


@claim(
    "protection_units_below_half", "percentages reported for units since 2022 that are below half",
    caveat="Percentages that releases and newspapers chose to print, on several questions: not a sample of units.",
)  # fmt: skip
def protection_units_below_half(d: Dataset) -> Count:
    """Percentages on risk of harm reported for delivery units since 2022 that lie below half, of all that were read."""
    frame = instruments(d)
    own = frame[frame["instrument"] == UNITS]
    return Count(int(below_half(own).sum()), len(own), sources=tuple(own["source_id"].unique()))


@claim("protection_units_questions", "questions behind the percentages reported for units since 2022")
def protection_units_questions(d: Dataset) -> Number:
    """Different questions on risk of harm among the percentages reported for delivery units since 2022."""
    frame = instruments(d)
    return Number(frame.loc[frame["instrument"] == UNITS, "question"].nunique(), "questions")


@claim(
    "protection_national", "cases in which delivery supported the safety of other people, national inspection, 2025",
    caveat="The number of cases was not read.",
)  # fmt: skip
def protection_national(d: Dataset) -> Share:
    """Share of inspected cases in which implementation and delivery effectively supported the safety of other people,
    national inspection of 2025.
    """
    return _share(d, "ind-reun-0129")


@claim(
    "protection_national_desistance", "cases in which delivery supported desistance, national inspection, 2025",
    caveat="The number of cases was not read.",
)  # fmt: skip
def protection_national_desistance(d: Dataset) -> Share:
    """Share of inspected cases in which implementation and delivery effectively supported desistance, national
    inspection of 2025.
    """
    return _share(d, "ind-reun-0128")


@claim("protection_since_march_2024", "cases with insufficient work to protect the public since March 2024")
def protection_since_march_2024(d: Dataset) -> Words:
    """Share of cases inspected from March 2024 to 2025 in which work to protect the public was insufficient."""
    return _words(d, "ind-reun-0142")


@claim("protection_leicester", "cases with risk managed sufficiently, Leicester and Rutland, 2023", caveat=PRESS)
def protection_leicester(d: Dataset) -> Count:
    """Inspected cases with sufficient arrangements to manage risk of harm, Leicester, Leicestershire and Rutland unit,
    2023.
    """
    return _counted(d, "ind-reun-0076")


@claim("protection_hertfordshire", "cases with the wrong level of risk, Hertfordshire, 2024")
def protection_hertfordshire(d: Dataset) -> Count:
    """Inspected cases whose classification of risk was inaccurate, Hertfordshire unit, 2024."""
    return _counted(d, "ind-reun-0062")


@claim("protection_enquiries", "cases with police enquiries on domestic abuse made where necessary, 2022-23")
def protection_enquiries(d: Dataset) -> Words:
    """Share of cases in which domestic abuse enquiries with the police were made where inspectors judged them
    necessary, units of the inspectorate's year 2022-23.
    """
    return _words(d, "ind-reun-0008")


@claim("protection_children", "cases with enquiries to children's services made where necessary, 2022-23")
def protection_children(d: Dataset) -> Share:
    """Share of cases in which enquiries with children's services were made where inspectors judged them necessary,
    units of the inspectorate's year 2022-23.
    """
    return _share(d, "ind-reun-0009")


@claim("protection_london_checks", "cases with police checks not made where they should have been, London, 2022")
def protection_london_checks(d: Dataset) -> Share:
    """Share of cases in which checks with the police should have been made and were not, London's units of 2022."""
    return _share(d, "ind-reun-0027")


@claim("protection_police_backlog", "requests to the police unanswered, Northamptonshire, 2024", caveat=PRESS)
def protection_police_backlog(d: Dataset) -> Number:
    """Requests to the police for domestic abuse information that were unanswered, Northamptonshire unit, 2024."""
    row = indicator(d, "ind-reun-0056")
    return Number(int(row["value"]), "requests", str(row["bound"]), sources=(str(row["source_id"]),))


@claim("protection_visits_cumbria", "home visits made where needed, Cumbria and Lancashire, 2019", caveat=PRESS)
def protection_visits_cumbria(d: Dataset) -> Words:
    """Share of cases needing a home visit in which one took place, Cumbria and Lancashire CRC, 2019."""
    return _words(d, "ind-rr1-0048")


@claim("protection_visits_humberside", "home visits made where recommended, Humberside and Lincolnshire, 2020")
def protection_visits_humberside(d: Dataset) -> Words:
    """Share of cases with a home visit recommended in which one took place, Humberside, Lincolnshire and North
    Yorkshire CRC, 2020.
    """
    return _words(d, "ind-rr2-0023")


@claim(
    "protection_victim_work_outstanding", "regions rated outstanding on statutory victim work, of those rated",
    caveat="The rating is known only where it was reported; the others may have had the same.",
)  # fmt: skip
def protection_victim_work_outstanding(d: Dataset) -> Count:
    """Regions rated as a whole in 2024 and 2025 whose statutory victim work is known to have been *outstanding*."""
    best = _victim_work(d, "region")
    rated = rated_services(d, regime="region")
    return Count(len(best), len(rated), bound="at_least", sources=tuple(best["source_id"]))


@claim("protection_victim_work_divisions", "NPS divisions rated outstanding on statutory victim work")
def protection_victim_work_divisions(d: Dataset) -> Number:
    """NPS divisions whose statutory victim work, or its counterpart, is stated to have been *outstanding*."""
    best = _victim_work(d, "rated")
    return Number(len(best), "division" if len(best) == 1 else "divisions", sources=tuple(best["source_id"]))


@claim("protection_victims_not_offered", "cases in which victims were not offered the contact scheme, NPS London, 2019")
def protection_victims_not_offered(d: Dataset) -> Words:
    """Share of inspected cases in which the victim contact scheme was not offered, NPS London, 2019, in words."""
    return _words(d, "ind-rr1-0046")


def _victim_work(d: Dataset, regime: str) -> pd.DataFrame:
    """Stated *outstanding* ratings of statutory victim work in one programme."""
    known = chosen_ratings(d)
    known = known[(known["standard"] == "statutory_victim_work") & (known["regime"] == regime)]
    return known[(known["judgement"] == "outstanding") & (known["basis"] == "stated")]


@claim("protection_statements", "statements on public protection read for this book")
def protection_statements(d: Dataset) -> Number:
    """Live statements coded under public protection."""
    return Number(statement_depth(d).statements, "statements")


@claim("protection_statements_at_large", "statements on public protection that are about no single inspection")
def protection_statements_at_large(d: Dataset) -> Count:
    """Live statements coded under public protection that are about no single inspection, of all such statements."""
    depth = statement_depth(d)
    return Count(depth.at_large, depth.statements)


@claim("protection_statement_inspections", "inspections that the statements on public protection are about")
def protection_statement_inspections(d: Dataset) -> Number:
    """Inspections with at least one live statement coded under public protection."""
    return Number(statement_depth(d).inspections, "inspections")


@claim("protection_statement_openings", "sources of statements on public protection read through their opening only")
def protection_statement_openings(d: Dataset) -> Count:
    """Sources of live statements coded under public protection that were read through their opening only."""
    depth = statement_depth(d)
    return Count(depth.opening, depth.sources)


def known_cases(frame: pd.DataFrame) -> int:
    """How many rows of `analysis.protection.instruments` come with a number of cases."""
    return int(frame["cases"].notna().sum())


@claim("protection_cases_known", "percentages on risk of harm that come with a number of cases")
def protection_cases_known(d: Dataset) -> Count:
    """Percentages on risk of harm, of all programmes, for which the number of inspected cases is known."""
    frame = instruments(d)
    return Count(known_cases(frame), len(frame))
