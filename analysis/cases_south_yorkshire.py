"""South Yorkshire, 2013 to 2025: a case study of leadership rated above casework."""

from __future__ import annotations

from analysis.case_comparison import beside_durham
from analysis.cases import findings_table, overall, readings_table, statements_table, timeline_chart, told, unit_ratings
from analysis.claims import Count, Number, Range, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table
from analysis.lookup import finding, indicator
from analysis.places import Area, place_findings
from analysis.ratings import chosen_ratings

AREA = Area("south-yorkshire", "South Yorkshire", "crc-south-yorkshire", ("South Yorkshire",))
REPORT = "crc-south-yorkshire-2019-03"
RELEASE, EXTRACT, EARLIER = (
    "hmip-pr-2019-03-south-yorkshire-crc", "hmip-report-2019-03-south-yorkshire-crc", "hmip-pr-2017-06-south-yorkshire",
)  # fmt: skip
STAFF_FACTS = (
    "staff_reduction_share", "planned_staff_reduction_share", "qualified_officers_fte", "staff_on_qualification",
    "officer_vacancies_unfilled_share",
)  # fmt: skip
TRUST = ("ind-qi-0064", "ind-qi-0065", "ind-qi-0066")
SAID_2019 = {
    "Leadership": ("qi-0199", "qi-0207", "qi-0209"),
    "Targets and checks": ("qi-0200", "qi-0197", "qi-0198"),
    "Who did the work": ("qi-0194", "qi-0195", "qi-0214", "qi-0193"),
    "Managers and supervisors changing": ("qi-0202", "qi-0203"),
    "Keeping people safe": ("qi-0204", "qi-0216", "qi-0205"),
    "Getting better": ("qi-0215", "qi-0217", "qi-0218"),
}
PAIRS = {
    "Workload": ("qi-0214", "rr1-080"),
    "Risk of harm": ("qi-0204", "rr1-082"),
    "Checking quality": ("qi-0198", "rr1-081"),
    "Who held the cases": ("qi-0201", "rr1-084"),
}
READINGS = (
    "qi-0219", "qi-0217", "sys-0046", "sys-0045", "sys-0052", "rr1-134", "qi-0409", "qi-0227", "sys-0198",
)  # fmt: skip


def table_report(d: Dataset) -> Table:
    """What the report of March 2019 said, by subject."""
    report = overall(d, AREA.seed, "1")
    if report is None or report["inspection_id"] != REPORT:
        raise ValueError("the first rated inspection of South Yorkshire is not the one the table speaks of")
    rating = str(report["overall_rating"]).replace("_", " ")
    coded = [str(finding(d, one)["polarity"]) for one in ("qi-0199", "qi-0200", "qi-0194", "qi-0201")]
    if coded != ["positive", "positive", "negative", "negative"]:
        raise ValueError("the report's praise and criticism are coded otherwise than the headline says")
    return statements_table(
        d, "south-yorkshire-2019",
        f"Rated {rating}: praise for leaders and targets met stands beside criticism of who did the work",
        f"South Yorkshire CRC, report of {report['published_words']}: the main statements by subject.",
        SAID_2019,
    )  # fmt: skip


def timeline(d: Dataset) -> Chart:
    """South Yorkshire's inspections, owners and staffing facts."""
    return timeline_chart(d, AREA, STAFF_FACTS)


def durham(d: Dataset) -> Table:
    """South Yorkshire beside Durham Tees Valley."""
    return beside_durham(d, AREA, PAIRS)


def findings(d: Dataset) -> Table:
    """Statements about South Yorkshire by theme and voice."""
    return findings_table(d, AREA)


def readings(d: Dataset) -> Table:
    """Competing readings of the South Yorkshire report and what led to it."""
    if spoken := set(place_findings(d, AREA)["speaker"]) & {"operator", "union"}:
        raise ValueError(f"the headline says that {', '.join(sorted(spoken))} did not speak of South Yorkshire itself")
    return readings_table(
        d, AREA, READINGS, "The union and the owner speak of the owner's companies, not of South Yorkshire's report"
    )


@claim("sy_rating_2019", "overall rating of South Yorkshire CRC in March 2019", sources=[RELEASE])
def sy_rating_2019(d: Dataset) -> Words:
    """Stated overall rating of South Yorkshire CRC's one rated inspection (report of 29 March 2019)."""
    report = overall(d, AREA.seed, "1")
    if report is None or report["rating_basis"] != "stated":
        raise ValueError("no stated rating of South Yorkshire CRC")
    return Words(str(report["overall_rating"]).replace("_", " "))


@claim(
    "sy_leadership_2019", "rating of leadership at South Yorkshire CRC in March 2019", sources=[RELEASE],
    caveat="Read from the words of the release, which speaks of an outstanding leadership team; inferred, not stated.",
)  # fmt: skip
def sy_leadership_2019(d: Dataset) -> Words:
    """The leadership rating of South Yorkshire CRC's rated inspection, as the words of the release imply it."""
    known = chosen_ratings(d)
    row = known[(known["inspection_id"] == REPORT) & (known["standard"] == "leadership")].iloc[0]
    if row["basis"] != "inferred":
        raise ValueError("the leadership rating is no longer inferred; read the chapter again")
    return Words(str(row["judgement"]))


@claim(
    "sy_trust_range", "work done well enough in South Yorkshire Probation Trust's inspection",
    caveat="Read in a local newspaper; the inspection is undated in what was read. Not comparable with ratings.",
)  # fmt: skip
def sy_trust_range(d: Dataset) -> Range:
    """Lowest and highest of three shares of work done well enough (risk of harm, reoffending, compliance)."""
    rows = [indicator(d, name) for name in TRUST]
    values = [float(row["value"]) for row in rows]
    return Range(min(values), max(values), "%", sources=tuple({str(row["source_id"]) for row in rows}))


@claim(
    "sy_planned_cut", "planned cut in staff at South Yorkshire CRC in March 2015, by the union's count",
    caveat="A union's figure for a plan; what was carried out is not known.",
)  # fmt: skip
def sy_planned_cut(d: Dataset) -> Share:
    """Share of posts that Sodexo planned to cut at South Yorkshire CRC, as Napo gave it in March 2015."""
    row = indicator(d, "ind-sys-0165")
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


@claim(
    "sy_cut_reported", "cut in staff at South Yorkshire CRC in 2015, from reports a local MP had",
    caveat="An MP's page passes on reports; no document is cited.",
)  # fmt: skip
def sy_cut_reported(d: Dataset) -> Words:
    """Cut in staff at South Yorkshire CRC during 2015 as a local MP's page passes it on."""
    return told(d, "ind-qi-0045")


@claim("sy_audit_months", "months from takeover to the failed ministry audit", caveat="As a local newspaper has it.")
def sy_audit_months(d: Dataset) -> Number:
    """Months between Sodexo's taking over and the audit by the ministry that South Yorkshire CRC failed (2015)."""
    row = indicator(d, "ind-qi-0046")
    flag = indicator(d, "ind-sys-0483")
    if not float(flag["value"]) == 1:
        raise ValueError("the audit is no longer recorded as failed")
    return Number(float(row["value"]), "months", said="six months" if float(row["value"]) == 6 else "",
                  sources=(str(row["source_id"]),))  # fmt: skip


@claim(
    "sy_units_inadequate", "unit inspections in South Yorkshire rated inadequate since 2022",
    caveat="Sheffield was inspected twice; units answer to other standards than the company did.",
)  # fmt: skip
def sy_units_inadequate(d: Dataset) -> Count:
    """Inspections of Sheffield, Doncaster and Barnsley and Rotherham with a stated rating that ended in inadequate."""
    return unit_ratings(d, AREA, "inadequate")


@claim("sy_sheffield_score", "points of Sheffield's unit in March 2023, of the most that could be scored")
def sy_sheffield_score(d: Dataset) -> Count:
    """Score of the Sheffield unit in its first inspection, of the maximum."""
    row = d.inspections[d.inspections["inspection_id"] == "pdu-sheffield-2023-03"].iloc[0]
    return Count(int(row["score"]), int(row["score_max"]), sources=(str(row["source_id"]),))


@claim("sy_barnsley_vacancies", "officer vacancies unfilled in Barnsley and Rotherham, 2024",
       caveat="As worded in a local newspaper; not a computed vacancy rate.")  # fmt: skip
def sy_barnsley_vacancies(d: Dataset) -> Share:
    """Officer vacancies unfilled at the Barnsley and Rotherham unit, as a local newspaper words the report."""
    row = indicator(d, "ind-reun-0087")
    return Share(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))


@claim("sy_statements", "statements about South Yorkshire in this record, the inspectorate's among them")
def sy_statements(d: Dataset) -> Count:
    """Statements about South Yorkshire's services that may be shown; of these, those that the inspectorate makes."""
    found = place_findings(d, AREA)
    own = int((found["speaker"] == "inspectorate").sum())
    return Count(own, len(found), sources=tuple(found["source_id"].unique()))


@claim("dtv_standards_raised", "standards on which Durham Tees Valley CRC improved at its second inspection")
def dtv_standards_raised(d: Dataset) -> Count:
    """Of the ten standards, those on which Durham Tees Valley CRC did better in 2020 than in 2019."""
    row = indicator(d, "ind-rr1-0125")
    return Count(int(row["value"]), 10, sources=(str(row["source_id"]),))
