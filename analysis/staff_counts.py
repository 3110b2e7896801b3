"""Numbers of staff: in post, by grade, vacant and short of target."""

from __future__ import annotations

from analysis.claims import Count, Number, Share, claim
from analysis.data import Dataset
from analysis.lookup import indicator
from analysis.staff_numbers import regional_vacancies
from analysis.staff_values import REWORDED, number, share


@claim("staff_trusts_2010", "staff of the probation trusts, June 2010")
def staff_trusts_2010(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the probation trusts, 30 June 2010."""
    return number(d, "ind-sys-0214", "")


@claim("staff_trusts_2013", "staff of the probation trusts, June 2013")
def staff_trusts_2013(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the probation trusts, 30 June 2013."""
    return number(d, "ind-sys-0217", "")


@claim(
    "staff_crcs_2014", "staff of the CRCs, June 2014, the last count of all of them",
    caveat="The ministry said in 2017 that it had collected no such figure since privatisation.",
)  # fmt: skip
def staff_crcs_2014(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the CRCs, 30 June 2014."""
    return number(d, "ind-sys-0219", "")


@claim("staff_nps_2014", "staff of the NPS, June 2014")
def staff_nps_2014(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the National Probation Service, 30 June 2014."""
    return number(d, "ind-sys-0218", "")


@claim(
    "staff_public_2021", "public-sector probation staff, March 2021",
    caveat="Public-sector staff only: company staff are not counted, so it does not join later years.",
)  # fmt: skip
def staff_public_2021(d: Dataset) -> Number:
    """Full-time equivalent staff in post in public-sector probation, March 2021."""
    return number(d, "ind-reun-0227", "")


@claim(
    "staff_service_2022", "staff of the Probation Service, March 2022",
    caveat="Not one series with the public-sector figures up to March 2021.",
)  # fmt: skip
def staff_service_2022(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the reunified Probation Service, March 2022."""
    return number(d, "ind-sys-0209", "")


@claim(
    "staff_transferred_2021", "staff of the CRCs who moved to the public service in June 2021",
    caveat="Whether people or full-time equivalents were counted is not recorded.",
)  # fmt: skip
def staff_transferred_2021(d: Dataset) -> Number:
    """Staff of the CRCs who were transferred to the public sector in June 2021, as the source bounds them."""
    return number(d, "ind-reun-0230", "")


@claim(
    "staff_step_2022", "difference between the staff counted in March 2021 and in March 2022",
    caveat="Two ways of counting: public-sector staff before, the whole service after.",
)  # fmt: skip
def staff_step_2022(d: Dataset) -> Number:
    """Full-time equivalent staff in post in March 2022 less those in the public sector in March 2021.

    Raises
    ------
    ValueError
        If it is not below the number transferred: then the words on the step no longer hold.
    """
    before, after, moved = staff_public_2021(d), staff_service_2022(d), staff_transferred_2021(d)
    step = after.value - before.value
    if step >= moved.value:
        raise ValueError("the step is no longer below the number transferred: write the words again")
    return Number(step, sources=tuple(dict.fromkeys([*before.sources, *after.sources])))


@claim("staff_service_2025", "staff of the Probation Service, June 2025")
def staff_service_2025(d: Dataset) -> Number:
    """Full-time equivalent staff in post in the reunified Probation Service, June 2025."""
    return number(d, "ind-reun-0218", "")


@claim("staff_needed_underestimate", "staff by which the need of sentence management was underestimated")
def staff_needed_underestimate(d: Dataset) -> Number:
    """Staff by which the service had underestimated what sentence management needs, as the auditors found in 2025."""
    return number(d, "ind-reun-0146")


@claim("officers_2022", "probation officers, September 2022")
def officers_2022(d: Dataset) -> Number:
    """Full-time equivalent probation officers (band 4) in post, Probation Service, September 2022."""
    return number(d, "ind-reun-0201", "")


@claim("officers_2025", "probation officers, June 2025")
def officers_2025(d: Dataset) -> Number:
    """Full-time equivalent probation officers (band 4) in post, Probation Service, June 2025."""
    return number(d, "ind-reun-0216", "")


@claim(
    "service_officers_2022", "probation service officers and trainees, September 2022",
    caveat="Trainee officers are counted in it: not one grade.",
)  # fmt: skip
def service_officers_2022(d: Dataset) -> Number:
    """Full-time equivalent probation service officers (band 3), trainees included, September 2022."""
    return number(d, "ind-reun-0202", "")


@claim(
    "service_officers_2023", "probation service officers and trainees, March 2023",
    caveat="Trainee officers are counted in it: not one grade.",
)  # fmt: skip
def service_officers_2023(d: Dataset) -> Number:
    """Full-time equivalent probation service officers (band 3), trainees included, March 2023."""
    return number(d, "ind-reun-0205", "")


@claim(
    "service_officers_2025", "probation service officers and trainees, June 2025",
    caveat="Trainee officers are counted in it: not one grade.",
)  # fmt: skip
def service_officers_2025(d: Dataset) -> Number:
    """Full-time equivalent probation service officers (band 3), trainees included, June 2025."""
    return number(d, "ind-reun-0217", "")


@claim(
    "officers_nps_2020", "probation officers of the NPS, September 2020",
    caveat="The companies employed others, not counted.",
)  # fmt: skip
def officers_nps_2020(d: Dataset) -> Number:
    """Full-time equivalent probation officers in post in the National Probation Service, 30 September 2020."""
    return number(d, "ind-rr2-0084", "")


@claim("service_officers_nps_2020", "probation service officers of the NPS, September 2020")
def service_officers_nps_2020(d: Dataset) -> Number:
    """Full-time equivalent probation service officers in post in the National Probation Service, 30 September 2020."""
    return number(d, "ind-rr2-0085", "")


@claim("officer_shortfall_2023", "probation officers short of target, March 2023")
def officer_shortfall_2023(d: Dataset) -> Number:
    """Full-time equivalent probation officers short of the service's own target, March 2023."""
    return number(d, "ind-reun-0179", "")


@claim("officer_shortfall_share_2023", "probation officers short, of the target, March 2023")
def officer_shortfall_share_2023(d: Dataset) -> Count:
    """Full-time equivalent probation officers short of the service's target, of the target, March 2023."""
    short, target = (indicator(d, name) for name in ("ind-reun-0179", "ind-reun-0178"))
    return Count(int(short["value"]), int(target["value"]), sources=(str(target["source_id"]),))


@claim("officer_vacancy_2023", "probation officer posts vacant, March 2023")
def officer_vacancy_2023(d: Dataset) -> Share:
    """Share of probation officer posts vacant, Probation Service, March 2023."""
    return share(d, "ind-reun-0180")


@claim("officer_shortfall_2025", "probation officers short of target, March 2025", caveat=REWORDED)
def officer_shortfall_2025(d: Dataset) -> Number:
    """Full-time equivalent probation officers short of target, March 2025, as the auditors counted."""
    return number(d, "ind-reun-0152", "")


@claim(
    "officer_vacancy_2025", "probation officer posts vacant, March 2025",
    caveat="Read on a page reworded by machine; given there as the committee's number.",
)  # fmt: skip
def officer_vacancy_2025(d: Dataset) -> Share:
    """Share of probation officer posts vacant, Probation Service, March 2025."""
    return share(d, "ind-reun-0153")


@claim(
    "nps_vacancies_2019", "probation officer posts vacant in the NPS, 2019, of all as the source words it",
    caveat="The inspectorate's figure as the press reports it; the number of posts is rounded there.",
)  # fmt: skip
def nps_vacancies_2019(d: Dataset) -> Number:
    """Probation officer posts vacant in the National Probation Service in 2019, with the posts they are counted of."""
    row = indicator(d, "ind-rr1-0131")
    said = f"{row['value']:,.0f} {str(row['qualifier']).replace('approximately', 'about')}"
    return Number(float(row["value"]), said=said, sources=(str(row["source_id"]),))


@claim("vacancies_two_regions", "vacancies in the two regions with the most, of all, September 2023")
def vacancies_two_regions(d: Dataset) -> Count:
    """Full-time equivalent vacancies of all grades in the two regions with the most, of the sum of the twelve."""
    frame = regional_vacancies(d)
    sources = tuple(frame["source_id"].unique())
    return Count(int(frame["vacancies"].head(2).sum()), int(frame["vacancies"].sum()), sources=sources)
