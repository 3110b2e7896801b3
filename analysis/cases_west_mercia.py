"""West Mercia, 2017: a case study of targets met and protection found poor."""

from __future__ import annotations

from analysis.case_comparison import beside_durham
from analysis.cases import findings_table, overall, readings_table, statements_table, timeline_chart, told
from analysis.claims import Count, Range, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table
from analysis.lookup import finding, indicator
from analysis.places import Area, place_findings, place_inspections
from analysis.ratings import chosen_ratings

AREA = Area("west-mercia", "Warwickshire and West Mercia", "crc-warwickshire-west-mercia", ("West Mercia",))
REPORT = "crc-warwickshire-west-mercia-2017-11"
EXTRACT, RELEASE_2019 = "hmip-report-2017-11-west-mercia", "hmip-pr-2019-07-wwm"
STAFF_FACTS = (
    "caseload_per_officer_average", "sickness_rate_lowest_month", "sickness_rate_highest_month",
    "cases_managed_by_qualified_or_trainee_officers", "staff_saying_workload_manageable",
)  # fmt: skip
SAID = {
    "Targets": ("qi-0101", "qi-0109", "qi-0110", "qi-0111", "qi-0435"),
    "Caseloads": ("qi-0083", "qi-0112", "qi-0113", "qi-0115"),
    "Supervision of people": ("qi-0084", "qi-0085", "qi-0086"),
    "Protection": ("qi-0433", "qi-0120"),
    "Supervision of staff": ("qi-0087", "qi-0118", "qi-0119"),
    "The one-stop centres": ("qi-0092", "qi-0094", "qi-0097", "qi-0098"),
    "Money and partners": ("qi-0089", "qi-0102", "qi-0125", "qi-0127", "qi-0103"),
    "Done well": ("qi-0088", "qi-0123"),
    "The public division in West Mercia": ("qi-0077", "qi-0078", "qi-0080", "qi-0079"),
}
PAIRS = {
    "Cost and control": ("qi-0105", "rr1-079"),
    "Workload": ("qi-0083", "rr1-080"),
    "Protecting people, when rated": ("rr1-154", "rr1-082"),
    "Who held the cases, when rated": ("rr1-152", "rr1-084"),
}
READINGS = (
    "qi-0115", "qi-0111", "qi-0131", "qi-0091", "qi-0127", "qi-0126", "qi-0129", "qi-0130", "qi-0128", 
    "sys-0205", "sys-0013",
)  # fmt: skip
TRUST = {  # West Mercia trust's shares of work done well enough, each with the average printed in its qualifier
    "risk of harm": "ind-sys-0529", "reoffending": "ind-sys-0530", "compliance": "ind-sys-0531",
}  # fmt: skip


def timeline(d: Dataset) -> Chart:
    """The company's inspections, owner and staffing facts, and those of the unit in its area."""
    return timeline_chart(d, AREA, STAFF_FACTS)


def table_report(d: Dataset) -> Table:
    """What the report of November 2017 said of West Mercia, by subject."""
    row = d.inspections.set_index("inspection_id").loc[REPORT]
    words = chosen_ratings(d).set_index(["inspection_id", "standard"])["judgement"]
    coded = [str(finding(d, one)["polarity"]) for one in ("qi-0101", "qi-0083")]
    if row["coverage"] != "part" or coded != ["positive", "positive"]:
        raise ValueError("the report is recorded otherwise than the table's headline says")
    return statements_table(
        d, "west-mercia-2017",
        f"No penalties and manageable workloads; basic supervision {words[REPORT, 'overall_quality']}, protection "
        f"{words[REPORT, 'protecting_the_public']}",
        f"Quality & Impact inspection of {row['area_inspected']}, fieldwork July 2017, report of 9 November 2017.",
        SAID,
        "West Mercia is a part of the company's area: Warwickshire was not inspected.",
    )  # fmt: skip


def durham(d: Dataset) -> Table:
    """Warwickshire and West Mercia beside Durham Tees Valley."""
    return beside_durham(d, AREA, PAIRS)


def findings(d: Dataset) -> Table:
    """Statements about the company and its area by theme and voice."""
    return findings_table(d, AREA)


def readings(d: Dataset) -> Table:
    """Competing readings of the West Mercia report."""
    speakers = [str(finding(d, one)["speaker"]) for one in ("qi-0115", "qi-0127", "qi-0131")]
    if speakers != ["inspectorate", "provider", "operator"]:
        raise ValueError("the headline names the inspectors, a supplier and the company; the statements are others'")
    if "union" in set(place_findings(d, AREA)["speaker"]):
        raise ValueError("the chapter says that no union statement on the company was found; there is one")
    return readings_table(
        d, AREA, READINGS,
        "Inspectors pointed to discontent, a supplier to the reform itself, the company to its action plan",
    )  # fmt: skip


def _share(d: Dataset, name: str) -> Share:
    row = indicator(d, name)
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


@claim("wm_protection", "words on protecting the public in West Mercia, 2017",
       caveat="The adjective was read in a commentator's summary of the report, not in the report.")  # fmt: skip
def wm_protection(d: Dataset) -> Words:
    """The word used of the company's work to protect people in West Mercia, as a commentator summarises the report."""
    known = chosen_ratings(d)
    row = known[(known["inspection_id"] == REPORT) & (known["standard"] == "protecting_the_public")].iloc[0]
    return Words(str(row["judgement"]), sources=(str(row["source_id"]),))


@claim("wm_sickness", "monthly sickness absence in the company, October 2016 to June 2017", sources=[EXTRACT])
def wm_sickness(d: Dataset) -> Range:
    """Lowest and highest monthly rate of sickness absence, from figures that the company supplied."""
    low, high = (float(indicator(d, name)["value"]) for name in ("ind-qi-0019", "ind-qi-0020"))
    return Range(low, high, "%")


@claim("wm_trust_risk", "West Mercia trust's risk of harm work done well enough",
       caveat="From a local newspaper of the trust years; a share of work, not a rating.")  # fmt: skip
def wm_trust_risk(d: Dataset) -> Share:
    """Share of risk-of-harm work done well enough in West Mercia Probation Trust, as a local newspaper gives it."""
    return _share(d, TRUST["risk of harm"])


@claim("wm_trust_average", "English average of risk of harm work done well enough at that time")
def wm_trust_average(d: Dataset) -> Share:
    """Average over the English areas inspected to that date, printed beside West Mercia's share in the same story."""
    row = indicator(d, TRUST["risk of harm"])
    words = str(row["qualifier"]).split("English average ")[1]
    return Share(float(words.split(";")[0]), sources=(str(row["source_id"]),))


@claim("wm_rating_2019", "overall rating of Warwickshire and West Mercia CRC in July 2019", sources=[RELEASE_2019])
def wm_rating_2019(d: Dataset) -> Words:
    """Stated overall rating of the whole company in its one rated inspection (July 2019)."""
    report = overall(d, AREA.seed, "1")
    if report is None or report["rating_basis"] != "stated":
        raise ValueError("no stated rating of Warwickshire and West Mercia CRC")
    return Words(str(report["overall_rating"]).replace("_", " "))


@claim("wm_standards_good", "standards rated good at the company in July 2019", sources=[RELEASE_2019])
def wm_standards_good(d: Dataset) -> Count:
    """Standards rated good in 2019 of the ten rated; the other seven required improvement."""
    good, rest = (int(indicator(d, name)["value"]) for name in ("ind-rr1-0057", "ind-rr1-0058"))
    return Count(good, good + rest)


@claim("wm_right_work", "cases in 2019 with the right work at the right time")
def wm_right_work(d: Dataset) -> Words:
    """Share of cases in which the right work was delivered at the right time, as a county newspaper reports (2019)."""
    return told(d, "ind-rr1-0061")


@claim("wm_workload_manageable", "staff who found their workload manageable in 2019")
def wm_workload_manageable(d: Dataset) -> Words:
    """Share of interviewed staff who found their workload manageable, as a local newspaper reports (July 2019)."""
    return told(d, "ind-rr1-0119")


@claim("wm_programmes_finished", "starters of accredited programmes who finished, 2019")
def wm_programmes_finished(d: Dataset) -> Words:
    """Share of people starting an accredited programme who completed it, as a local newspaper reports (July 2019)."""
    return told(d, "ind-rr1-0118")


@claim("wm_units", "delivery units in the company's area inspected since 2022, in this record")
def wm_units(d: Dataset) -> Count:
    """Units in the company's former area with a rating in this record: how many lie in Warwickshire, of all."""
    frame = place_inspections(d, AREA)
    units = frame[frame["regime"] == "unit"]
    return Count(int((units["name"] == "Warwickshire").sum()), len(units))


@claim("wm_unit_safe", "Warwickshire cases with sufficient work to keep people safe, 2022",
       caveat="The number of cases is not in this record, so no interval can be given.")  # fmt: skip
def wm_unit_safe(d: Dataset) -> Share:
    """Share of the Warwickshire unit's inspected cases with sufficient work to reduce risk of harm (June 2022)."""
    return _share(d, "ind-reun-0023")


@claim("wm_statements", "statements about the company and its area, the inspectorate's among them")
def wm_statements(d: Dataset) -> Count:
    """Statements about the company, its area and its successors; of these, those that the inspectorate makes."""
    found = place_findings(d, AREA)
    own = int((found["speaker"] == "inspectorate").sum())
    return Count(own, len(found), sources=tuple(found["source_id"].unique()))
