"""London, 2014 to 2022: the numbers of the case study."""

from __future__ import annotations

from analysis.cases import overall, told, unit_ratings
from analysis.cases_london import AREA
from analysis.claims import Count, Date, Number, Share, Words, claim
from analysis.data import Dataset
from analysis.lookup import indicator
from analysis.places import place_findings, place_inspections
from analysis.ratings import chosen_ratings

DIVISION = "nps-london"
RELEASE_2018, RELEASE_2019 = "hmip-pr-2018-03-london", "hmip-pr-2019-08-london"


@claim("london_inspections", "inspections of London's services in this record")
def london_inspections(d: Dataset) -> Number:
    """Inspections of the trust, the company, the NPS division and the units of London in the dataset."""
    return Number(len(place_inspections(d, AREA)), "inspections")


@claim("london_boroughs_2016", "boroughs that the inspection of 2016 covered", sources=[RELEASE_2018])
def london_boroughs_2016(d: Dataset) -> Number:
    """Boroughs in the north of London that the inspection of 2016 looked at."""
    return Number(float(indicator(d, "ind-qi-0015")["value"]), "boroughs")


@claim(
    "london_caseload_2017", "people supervised by London CRC on 30 June 2017", sources=[RELEASE_2018],
    caveat="The number of the official statistics, as the inspectorate rounds it.",
)  # fmt: skip
def london_caseload_2017(d: Dataset) -> Words:
    """People supervised by the London company at 30 June 2017."""
    return told(d, "ind-qi-0012")


@claim("london_project_share", "professional staff in London's performance project at its outset")
def london_project_share(d: Dataset) -> Words:
    """Share of the London company's professional staff affected by its performance project when it began (2017)."""
    return told(d, "ind-qi-0002")


@claim("london_standards_good", "standards rated good at London CRC in August 2019", sources=[RELEASE_2019])
def london_standards_good(d: Dataset) -> Count:
    """Standards rated good at the London company in 2019, of the ten rated; the others required improvement."""
    good, rest = (int(indicator(d, name)["value"]) for name in ("ind-rr1-0063", "ind-rr1-0064"))
    return Count(good, good + rest)


@claim(
    "london_risk_2019", "cases at London CRC in 2019 in which risk to victims was not adequately assessed",
    sources=[RELEASE_2019], caveat="The number of cases inspected is not in this record, so no interval can be given.",
)  # fmt: skip
def london_risk_2019(d: Dataset) -> Share:
    """Share of inspected cases in which the risk of harm to victims was not adequately assessed (August 2019)."""
    return Share(float(indicator(d, "ind-rr1-0065")["value"]))


@claim("london_rating_2019", "rating that London's company and London's division shared in 2019")
def london_rating_2019(d: Dataset) -> Words:
    """The stated overall rating of both rated inspections of 2019, of the London company and of the London division."""
    rows = [row for row in (overall(d, service, "1") for service in (AREA.seed, DIVISION)) if row is not None]
    ratings = {str(row["overall_rating"]) for row in rows if row["rating_basis"] == "stated"}
    if len(rows) != 2 or len(ratings) != 1:
        raise ValueError("company and division no longer share one stated rating; read the chapter again")
    return Words(ratings.pop().replace("_", " "), sources=tuple(str(row["source_id"]) for row in rows))


@claim("london_nps_vacancies", "vacancies in the London division at its inspection of 2019",
       caveat="Posts unfilled, without the number of posts.")  # fmt: skip
def london_nps_vacancies(d: Dataset) -> Words:
    """Unfilled posts in the NPS London division when it was inspected in 2019."""
    return told(d, "ind-rr1-0103")


@claim("london_victims_2019", "cases in the London division whose victims were not offered contact")
def london_victims_2019(d: Dataset) -> Words:
    """Share of inspected cases of the London division in which victims were not offered the contact scheme (2019)."""
    row = indicator(d, "ind-rr1-0046")
    if not str(row["qualifier"]).startswith("more than a fifth"):
        raise ValueError("the release's words on victims have changed")
    return Words("more than a fifth", sources=(str(row["source_id"]),))


@claim("london_units_inadequate", "London units rated inadequate in 2022")
def london_units_inadequate(d: Dataset) -> Count:
    """London units with a stated rating in the reports of October and November 2022 that were rated inadequate."""
    return unit_ratings(d, AREA, "inadequate")


@claim("london_units_improvement", "London units rated requires improvement in 2022")
def london_units_improvement(d: Dataset) -> Count:
    """London units with a stated rating in the reports of October and November 2022 rated requires improvement."""
    return unit_ratings(d, AREA, "requires_improvement")


@claim("london_unit_case_standards", "London units of which all five case standards were inadequate",
       caveat="One sentence of the release covers three units; the names of the standards are inferred.")  # fmt: skip
def london_unit_case_standards(d: Dataset) -> Number:
    """Units of London for which a release says that all five case standards were inadequate (October 2022)."""
    known = chosen_ratings(d)
    units = place_inspections(d, AREA)
    names = units.loc[units["regime"] == "unit", "inspection_id"]
    low = known[known["inspection_id"].isin(names) & (known["rating"] == "inadequate")]
    return Number(int((low.groupby("inspection_id").size() == 5).sum()), "units")


@claim(
    "london_vacancies_2022", "vacant posts in London at the inspections of 2022",
    caveat="A committee of the London Assembly gave a higher number for August 2022; neither names all posts.",
)  # fmt: skip
def london_vacancies_2022(d: Dataset) -> Words:
    """Unfilled posts in London at the time of the unit inspections of 2022, as the inspectorate gives them."""
    return told(d, "ind-reun-0025")


@claim(
    "london_vacancies_assembly", "vacant posts in London in August 2022, by a committee of the London Assembly",
    caveat="As the press reports the committee; the inspectorate gives a lower number, and neither names all posts.",
)  # fmt: skip
def london_vacancies_assembly(d: Dataset) -> Words:
    """Unfilled posts in London in August 2022 as a committee of the London Assembly gave them."""
    row = d.indicators[d.indicators["indicator_id"] == "ind-reun-0253"].iloc[0]
    if not row["displayable"] or row["preferred"] or row["reported_by"] != "local_government":
        raise ValueError("the committee's number is recorded otherwise; read the chapter again")
    return Words(f"{int(row['value'])}", sources=(str(row["source_id"]),))


@claim("london_risk_2022", "London cases in 2022 with a sufficient assessment of the risk of serious harm",
       sources=["hmip-pr-2022-11-london-final"])  # fmt: skip
def london_risk_2022(d: Dataset) -> Share:
    """Share of the cases of the London units inspected in 2022 with a sufficient assessment of risk of serious harm."""
    return Share(float(indicator(d, "ind-reun-0026")["value"]))


@claim("london_last", "publication of the last London inspection in this record")
def london_last(d: Dataset) -> Date:
    """Date of the last report on a London service that the dataset holds."""
    last = place_inspections(d, AREA).iloc[-1]
    return Date(str(last["published"]), sources=(str(last["source_id"]),))


@claim("london_vacancies_2023", "full-time-equivalent vacancies of all grades in London, September 2023")
def london_vacancies_2023(d: Dataset) -> Words:
    """Vacancies of all probation grades in London in September 2023, as the ministry told Parliament."""
    return told(d, "ind-sys-0358")


@claim("london_statements", "statements about London in this record, the inspectorate's among them")
def london_statements(d: Dataset) -> Count:
    """Statements about London's services that may be shown; of these, those that the inspectorate makes."""
    found = place_findings(d, AREA)
    own = int((found["speaker"] == "inspectorate").sum())
    return Count(own, len(found), sources=tuple(found["source_id"].unique()))
