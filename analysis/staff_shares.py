"""Numbers on staff: qualification, experience, caseloads, leaving, sickness and trainees."""

from __future__ import annotations

from analysis.claims import Number, Range, Share, claim
from analysis.data import Dataset
from analysis.staff_numbers import series
from analysis.staff_values import REWORDED, number, share


@claim(
    "qualified_fte_south_yorkshire", "qualified officers at South Yorkshire CRC, late 2018",
    caveat="No total is given: it is not a share of the staff.",
)  # fmt: skip
def qualified_fte_south_yorkshire(d: Dataset) -> Number:
    """Full-time equivalent qualified probation officers at South Yorkshire CRC, November and December 2018."""
    return number(d, "ind-qi-0037", "full-time equivalents", 1)


@claim("trainees_south_yorkshire", "staff of South Yorkshire CRC on the qualification, late 2018")
def trainees_south_yorkshire(d: Dataset) -> Number:
    """Staff of South Yorkshire CRC studying for the Professional Qualification in Probation, late 2018."""
    return number(d, "ind-qi-0038", "")


@claim(
    "qualified_cases_west_mercia", "cases held by qualified or trainee officers, Warwickshire and West Mercia",
    caveat="A share of cases, not of staff; trainees are counted with the qualified.",
)  # fmt: skip
def qualified_cases_west_mercia(d: Dataset) -> Share:
    """Share of inspected cases held by qualified or trainee officers, Warwickshire and West Mercia CRC, July 2019."""
    return share(d, "ind-sys-0146")


@claim("short_service_2021", "staff with four years of experience or less, March 2021", caveat=REWORDED)
def short_service_2021(d: Dataset) -> Share:
    """Share of staff with four years of experience or less, March 2021, as the auditors counted."""
    return share(d, "ind-reun-0155")


@claim("short_service_2025", "staff with four years of experience or less, March 2025", caveat=REWORDED)
def short_service_2025(d: Dataset) -> Share:
    """Share of staff with four years of experience or less, March 2025, as the auditors counted."""
    return share(d, "ind-reun-0154")


@claim("reserved_2021", "caseload reserved to qualified officers, June 2021", caveat=REWORDED)
def reserved_2021(d: Dataset) -> Share:
    """Share of the national caseload that only qualified probation officers may hold, June 2021."""
    return share(d, "ind-sys-0388")


@claim("reserved_2024", "caseload reserved to qualified officers, December 2024", caveat=REWORDED)
def reserved_2024(d: Dataset) -> Share:
    """Share of the national caseload that only qualified probation officers may hold, December 2024."""
    return share(d, "ind-reun-0156")


@claim("caseload_west_mercia_2017", "cases per officer in West Mercia, July 2017")
def caseload_west_mercia_2017(d: Dataset) -> Number:
    """Average cases per responsible officer in the inspected sample, West Mercia, July 2017."""
    return number(d, "ind-qi-0018", "")


@claim(
    "over_forty_crc", "CRC officers with more than forty cases, 2020",
    caveat="CRCs and the NPS supervised different people by design.",
)  # fmt: skip
def over_forty_crc(d: Dataset) -> Share:
    """Share of CRC responsible officers with more than forty cases, the inspectorate's submission of 2020."""
    return share(d, "ind-rr1-0127")


@claim(
    "over_forty_nps", "NPS officers with more than forty cases, 2020",
    caveat="CRCs and the NPS supervised different people by design.",
)  # fmt: skip
def over_forty_nps(d: Dataset) -> Share:
    """Share of NPS responsible officers with more than forty cases, the inspectorate's submission of 2020."""
    return share(d, "ind-rr1-0128")


@claim("caseload_threshold", "cases per practitioner above which quality was found to fall")
def caseload_threshold(d: Dataset) -> Number:
    """Cases per practitioner above which the inspectorate's research of 2021 found high-quality work less likely."""
    return number(d, "ind-rr1-0130", "")


@claim("manageable_2021", "staff interviewed who called their workload manageable, to 2021")
def manageable_2021(d: Dataset) -> Share:
    """Share of almost 2,000 staff interviewed in recent inspections who called their workload manageable, to 2021."""
    return share(d, "ind-rr1-0129")


@claim(
    "sickness_barnsley", "days of sickness a year per probation officer, Barnsley and Rotherham",
    caveat="Read in a newspaper; all staff there averaged fewer.",
)  # fmt: skip
def sickness_barnsley(d: Dataset) -> Number:
    """Average days of sickness a year per probation officer, Barnsley and Rotherham, report of 2024."""
    return number(d, "ind-reun-0086", "")


@claim(
    "sickness_days_2021", "days lost to sickness, public-sector probation, year to March 2021",
    caveat="Company staff are not counted.",
)  # fmt: skip
def sickness_days_2021(d: Dataset) -> Number:
    """Working days lost to sickness by public-sector probation staff, year to March 2021."""
    return number(d, "ind-sys-0196", "")


@claim(
    "sickness_days_2022", "days lost to sickness, Probation Service, year to March 2022",
    caveat="More staff are counted than in the year before: not like for like.",
)  # fmt: skip
def sickness_days_2022(d: Dataset) -> Number:
    """Working days lost to sickness by staff of the reunified service, year to March 2022."""
    return number(d, "ind-reun-0236", "")


@claim("trainees_2021", "trainee officers recruited, 2021-22")
def trainees_2021(d: Dataset) -> Number:
    """Trainee probation officers recruited in 2021-22, as a minister told Parliament."""
    return number(d, "ind-reun-0238", "")


@claim("trainees_target_2021", "trainee officers to be recruited, 2021-22")
def trainees_target_2021(d: Dataset) -> Number:
    """Trainee probation officers that the service aimed to recruit in 2021-22."""
    return number(d, "ind-sys-0371", "")


def _rates(d: Dataset, metric: str) -> Range:
    rows = series(d, {metric: "percent"})
    return Range(float(rows["fte"].min()), float(rows["fte"].max()), "%", 1, sources=tuple(rows["source_id"].unique()))


@claim("leaving_officers", "probation officers who left in a year, lowest and highest known, to June 2025")
def leaving_officers(d: Dataset) -> Range:
    """Lowest and highest known share of probation officers who left in a year, years to March 2023 to June 2025."""
    return _rates(d, "leaving_rate_probation_officers")


@claim("leaving_service_officers", "probation service officers who left in a year, lowest and highest known")
def leaving_service_officers(d: Dataset) -> Range:
    """Lowest and highest known share of service officers who left in a year, to June 2023 and to September 2024."""
    return _rates(d, "leaving_rate_pso")
