"""London, 2014 to 2022: a case study of a capital inspected in part, then whole, then by unit."""

from __future__ import annotations

import pandas as pd

from analysis.case_comparison import beside_durham
from analysis.cases import findings_table, readings_table, statements_table, timeline_chart
from analysis.data import Dataset
from analysis.exhibits import Chart, Table
from analysis.lookup import finding
from analysis.places import Area
from analysis.uncertainty import wilson
from analysis.wording import capitalised

AREA = Area("london", "London", "crc-london", ("London",))
NORTH, WHOLE = "crc-london-2016-12", "crc-london-2018-03"
STAFF_FACTS = (
    "staff_in_performance_project_share", "staff_vacancies", "staff_saying_workload_manageable",
    "probation_officer_vacancy_rate", "vacancies_all_grades",
)  # fmt: skip
FORTY_SHARES = (0.25, 0.5, 0.75)
SAID = {
    "North London, 2016: the company": ("qi-0332", "qi-0333", "qi-0334"),
    "North London, 2016: the public service": ("qi-0350",),
    "The whole company, 2018: better": ("qi-0046", "qi-0004", "qi-0005", "qi-0014"),
    "The whole company, 2018: not good enough": ("qi-0018", "qi-0017", "qi-0006", "qi-0052"),
    "The whole company, 2018: how cases were prepared": ("qi-0016",),
}
PAIRS = {
    "Leaders": ("qi-0004", "rr1-079"),
    "Risk of harm": ("rr1-161", "rr1-082"),
    "People leaving prison": ("rr1-163", "rr2-crc-durham-tees-valley-2020-04-03"),
}
READINGS = (
    "qi-0074", "qi-0157", "qi-0159", "qi-0154", "qi-0034", "qi-0175", "sys-0137", "sys-0203", "sys-0230", "sys-0013",
    "qi-0174", "qi-0171", "qi-0339", "reun-189", "reun-028",
)  # fmt: skip


def timeline(d: Dataset) -> Chart:
    """London's inspections, owners and staffing facts."""
    return timeline_chart(d, AREA, STAFF_FACTS)


def table_part_and_whole(d: Dataset) -> Table:
    """What was said of eight northern boroughs in 2016 and of the whole company in 2018, by the inspectorate."""
    rows = d.inspections.set_index("inspection_id").loc[[NORTH, WHOLE]]
    coded = [str(finding(d, one)["polarity"]) for one in ("qi-0046", "qi-0018")]
    if rows["coverage"].tolist() != ["part", "whole"] or coded != ["positive", "negative"]:
        raise ValueError("the inspections of 2016 and 2018 are recorded otherwise than the headline says")
    return statements_table(
        d, "london-part-and-whole",
        f"{capitalised(str(rows['area_inspected'].iloc[0]))} in 2016, the whole company in 2018: progress to an "
        "average that the inspectorate would not accept",
        "The inspectorate on the London company (and, once, on the public division): reports of December 2016 and "
        "March 2018.",
        SAID,
        "The first inspection is no baseline for the second: it looked at another area and, as inspectors said, at far "
        "fewer cases.",
    )  # fmt: skip


def durham(d: Dataset) -> Table:
    """London beside Durham Tees Valley."""
    return beside_durham(d, AREA, PAIRS)


def findings(d: Dataset) -> Table:
    """Statements about London by theme and voice."""
    return findings_table(d, AREA, least=5)


def readings(d: Dataset) -> Table:
    """Competing readings of the London inspections."""
    said = [finding(d, i) for i in ("qi-0157", "qi-0159")]
    if {row["speaker"] for row in said} != {"union"}:
        raise ValueError("the headline tells what the union said; the statements are no longer the union's")
    return readings_table(
        d, AREA, READINGS,
        "The union traced London's trouble to staffing that was short before the split, and blamed the ministry too",
    )


def forty(d: Dataset) -> pd.DataFrame:
    """What forty cases could tell, if they were a simple random sample.

    Returns
    -------
    pandas.DataFrame
        `cases` (unverified number), `k` (a supposed number found good enough), `share`, `low`, `high` (Wilson interval
        at 95%, in percent).
    """
    row = d.inspections[d.inspections["inspection_id"] == NORTH].iloc[0]
    if row["cases_basis"] != "unverified":
        raise ValueError("the forty cases of North London are no longer marked unverified; read the chapter again")
    n = int(row["cases_inspected"])
    found = [round(share * n) for share in FORTY_SHARES]
    rows = [(n, k, 100 * k / n, *(100 * end for end in wilson(k, n))) for k in found]
    return pd.DataFrame(rows, columns=["cases", "k", "share", "low", "high"])


def table_forty(d: Dataset) -> Table:
    """A hypothetical table: shares found in forty cases, and the shares of a whole caseload they would fit."""
    frame = forty(d)
    n = int(frame["cases"].iloc[0])
    half = frame[frame["share"] == 50].iloc[0]
    shown = pd.DataFrame({
        "If so many cases were found good enough": [f"{k} of {n}" for k in frame["k"]],
        "the share in the whole caseload could lie between": [
            f"{low:.0f}% and {high:.0f}%" for low, high in zip(frame["low"], frame["high"], strict=True)
        ],
    })
    return Table(
        "london-forty-cases", shown,
        f"If {n} cases were a simple random sample, half of them would fit any share from {half['low']:.0f}% to "
        f"{half['high']:.0f}%",
        "Hypothetical: Wilson intervals at 95% for supposed results. No share of cases from the report is in this "
        "record.",
        ["hmip-comment-2016-12-15"],
        n=f"a supposed sample of {n} cases",
        note=f"That there were {n} cases is the company's objection as a blog reports it: unverified. Inspectors' "
        "samples are stratified, not simple random ones.",
    )  # fmt: skip
