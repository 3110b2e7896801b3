"""Resettlement and unpaid work: what was said and rated, in the order of the reports."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Change, Count, Money, Number, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Table, rating_cell
from analysis.lookup import SHORT_NOTE, SHORT_SERVICES, indicator, source_link
from analysis.ratings import GOOD_OR_BETTER, rated_services
from analysis.standard_ratings import known_standards
from analysis.statements import by_date, chosen, depth_of, select, statement_rows

RATED = ("through_the_gate", "unpaid_work", "services")
COMPANIES = ("early_implementation", "quality_impact", "rated")
THEMATIC = ("sys-0185", "sys-0186", "sys-0187", "sys-0189")  # joint inspections of Through the Gate, 2016 and 2017
MONEY = "pq-240511-cgm-crc"
HAMPSHIRE = ("crc-hampshire-isle-of-wight-2019-05", "crc-hampshire-isle-of-wight-2020-07")


def of_regimes(d: Dataset, frame: pd.DataFrame, regimes: tuple[str, ...]) -> pd.DataFrame:
    """The statements about inspections of some programmes."""
    programme = frame["inspection_id"].map(d.inspections.set_index("inspection_id")["regime"])
    return frame[programme.isin(regimes)].reset_index(drop=True)


def gate(d: Dataset) -> pd.DataFrame:
    """Statements on Through the Gate under the companies, in the order of the reports.

    Returns
    -------
    pandas.DataFrame
        The columns of `findings`: those about an inspection of 2014 to 2020, and those of the joint inspections.
    """
    about = of_regimes(d, select(d, ["through_the_gate"]), COMPANIES)
    return by_date(d, pd.concat([about, chosen(d, THEMATIC)], ignore_index=True))


def gate_second_round(d: Dataset) -> pd.DataFrame:
    """CRCs of the second rated round and the tone of what was said of their resettlement.

    Returns
    -------
    pandas.DataFrame
        `service`, `praised`, `criticised` (whether a statement on Through the Gate is coded positive, negative),
        `silent` (none was read).
    """
    services = rated_services(d, "2")
    services = services[services["kind"] == "crc"]
    said = gate(d)
    tone = {name: said.loc[said["polarity"] == name, "inspection_id"] for name in ("positive", "negative")}
    return pd.DataFrame(
        {
            "service": services["service"],
            "praised": services["inspection_id"].isin(tone["positive"]),
            "criticised": services["inspection_id"].isin(tone["negative"]),
            "silent": ~services["inspection_id"].isin(said["inspection_id"]),
        }
    ).reset_index(drop=True)


def table_gate(d: Dataset) -> Table:
    """Everything said of Through the Gate under the companies."""
    frame = gate(d)
    second = gate_second_round(d)
    read = second[["praised", "criticised", "silent"]].sum()
    blamed = f"criticism for {read['criticised']}, " if read["criticised"] else ""
    return Table(
        "through-the-gate",
        statement_rows(d, frame),
        f"{len(frame)} statements on Through the Gate: praise was read for {read['praised']} of the {len(second)} "
        f"second-round companies, {blamed}nothing for {read['silent']}",
        "Statements on Through the Gate under the companies, 2016-2020, in the order of the reports.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's. The second round is that of reports from "
        "January to July 2020; of its other inspections nothing on resettlement was read. Praised: in a statement "
        f"coded positive. {SHORT_NOTE}",
    )


def known_service_ratings(d: Dataset) -> pd.DataFrame:
    """Known ratings on Through the Gate, unpaid work and services, in that order and by date of the report."""
    frame = known_standards(d)
    frame = frame[frame["standard"].isin(RATED)]
    place = frame["standard"].map({name: number for number, name in enumerate(RATED)})
    return frame.assign(place=place).sort_values(["place", "published_from", "service"], ignore_index=True)


def table_service_ratings(d: Dataset) -> Table:
    """The list of known ratings on the three standards."""
    frame = known_service_ratings(d)
    stated = int((frame["basis"] == "stated").sum())
    shown = pd.DataFrame(
        {
            "Standard": frame["standard_name"],
            "Service, report": [
                [SHORT_SERVICES.get(str(service), str(service)), str(report)]
                for service, report in zip(frame["service"], frame["published_words"], strict=True)
            ],
            "Rating": frame["judgement"].map(rating_cell),
            "Basis": frame["basis"],
            "Source": frame["source_id"].map(lambda source: source_link(d, source)),
        }
    )
    return Table(
        "service-ratings",
        shown,
        f"{len(frame)} ratings of what people received are known, {stated} of them stated",
        "Known ratings on Through the Gate, unpaid work and services, all programmes with ratings.",
        list(frame["source_id"]),
        n=f"{len(frame)} ratings of {frame['inspection_id'].nunique()} inspections",
        note="A list, not a sample: ratings of single standards reached the pages read where they were news. Inferred: "
        "read from wording, or from all standards being named together. The standard on services is not the same one "
        f"before and after 2021. {SHORT_NOTE}",
    )


def unpaid(d: Dataset) -> pd.DataFrame:
    """Statements on unpaid work about inspections of any programme, in the order of the reports."""
    frame = select(d, ["unpaid_work"])
    return by_date(d, frame[frame["inspection_id"].notna()])


def table_unpaid(d: Dataset) -> Table:
    """Everything said of unpaid work in inspections."""
    frame = unpaid(d)
    return Table(
        "unpaid-work",
        statement_rows(d, frame, "Service, report"),
        f"{len(frame)} statements on unpaid work about {frame['inspection_id'].nunique()} inspections",
        "Statements on unpaid work about single inspections, 2016-2023, in the order of the reports.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's.",
    )


def _share(d: Dataset, indicator_id: str, words: str = "") -> Share:
    row = indicator(d, indicator_id)
    return Share(float(row["value"]), str(row["bound"]), words, sources=(str(row["source_id"]),))


@claim("services_gate_praised", "second-round CRC inspections that praise resettlement here")
def services_gate_praised(d: Dataset) -> Count:
    """CRC inspections of the second rated round with a positive statement on Through the Gate, of all held."""
    second = gate_second_round(d)
    return Count(int(second["praised"].sum()), len(second))


@claim("services_gate_criticised", "second-round CRC inspections that criticise resettlement here")
def services_gate_criticised(d: Dataset) -> Count:
    """CRC inspections of the second rated round with a negative statement on Through the Gate, of all held."""
    second = gate_second_round(d)
    return Count(int(second["criticised"].sum()), len(second))


@claim("services_gate_silent", "second-round CRC inspections on whose resettlement nothing was read")
def services_gate_silent(d: Dataset) -> Count:
    """CRC inspections of the second rated round without any statement on Through the Gate, of all held."""
    second = gate_second_round(d)
    return Count(int(second["silent"].sum()), len(second))


@claim(
    "services_gate_money_named", "second-round reports that connect better resettlement with the extra money",
    caveat="The inspectorate's own judgement; nothing here tests it.",
)  # fmt: skip
def services_gate_money_named(d: Dataset) -> Count:
    """Second-round CRC inspections in which the inspectorate itself names funding beside better resettlement.

    Out of those in which resettlement is praised at all.
    """
    said, second = gate(d), rated_services(d, "2")
    said = said[said["inspection_id"].isin(second["inspection_id"]) & (said["polarity"] == "positive")]
    named = said[(said["speaker"] == "inspectorate") & said["finding"].str.contains("funding", case=False)]
    return Count(
        named["inspection_id"].nunique(), said["inspection_id"].nunique(), sources=tuple(named["source_id"].unique())
    )


@claim("services_gate_no_help", "people leaving prison with too little help beforehand, 2015-16, as said")
def services_gate_no_help(d: Dataset) -> Share:
    """Released prisoners in the fifth early implementation sample without enough help on housing, work or money."""
    row = indicator(d, "ind-qi-0079")
    return _share(d, "ind-qi-0079", str(row["qualifier"]).split(";")[0])


@claim("services_gate_jobs", "people helped into work by Through the Gate, of those in the joint sample of 2016")
def services_gate_jobs(d: Dataset) -> Count:
    """Cases of the joint inspection of 2016 that Through the Gate services had helped into employment."""
    row = indicator(d, "ind-sys-0474")
    return Count(int(row["value"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("services_gate_money", "extra money a year for Through the Gate", sources=[MONEY])
def services_gate_money(d: Dataset) -> Money:
    """Extra money a year for Through the Gate services, nominal pounds, as the ministry told Parliament in 2019."""
    row = indicator(d, "ind-rr1-0102")
    return Money(float(row["value"]), str(row["bound"]), year="2019", sources=(str(row["source_id"]),))


@claim("services_gate_staff", "extra resettlement staff by May 2019, as the Justice Secretary said")
def services_gate_staff(d: Dataset) -> Number:
    """Extra staff for Through the Gate services that the added money paid for by May 2019."""
    row = indicator(d, "ind-sys-0238")
    return Number(float(row["value"]), "staff", str(row["bound"]), sources=(str(row["source_id"]),))


@claim("services_gate_hampshire", "Through the Gate in Hampshire and Isle of Wight, first and second inspection")
def services_gate_hampshire(d: Dataset) -> Change:
    """Stated rating on Through the Gate of Hampshire and Isle of Wight CRC in 2019 and in 2020."""
    frame = known_service_ratings(d)
    frame = frame[(frame["standard"] == "through_the_gate") & (frame["basis"] == "stated")].set_index("inspection_id")
    ratings = [Words(str(frame.loc[name, "judgement"]).replace("_", " ")) for name in HAMPSHIRE]
    return Change(*ratings, sources=tuple(str(frame.loc[name, "source_id"]) for name in HAMPSHIRE))


@claim("services_ratings_known", "known ratings on Through the Gate, unpaid work and services")
def services_ratings_known(d: Dataset) -> Number:
    """Chosen four-point ratings on the three standards, stated and inferred."""
    return Number(len(known_service_ratings(d)), "ratings")


@claim(
    "services_unpaid_in_ri", "known good ratings of unpaid work in companies that required improvement overall",
    caveat="Ratings that were news; some labels are inferred from wording.",
)  # fmt: skip
def services_unpaid_in_ri(d: Dataset) -> Count:
    """Known ratings of unpaid work that are good or outstanding in companies rated requires improvement overall."""
    frame = known_service_ratings(d)
    frame = frame[frame["standard"] == "unpaid_work"]
    overall = frame["inspection_id"].map(d.inspections.set_index("inspection_id")["overall_rating"].astype("string"))
    both = frame["judgement"].isin(GOOD_OR_BETTER) & (overall == "requires_improvement")
    return Count(int(both.sum()), len(frame))


@claim("services_unpaid_level", "unpaid work in November 2020 against its level before the pandemic")
def services_unpaid_level(d: Dataset) -> Share:
    """Level of unpaid work in late 2020 as a share of that before the pandemic, in the inspectorate's words."""
    return _share(d, "ind-rr2-0100", "half")


@claim(
    "services_unpaid_completed", "unpaid work completed within twelve months, 2024-25",
    caveat="The auditors' figure, read only on a page that rewords it.",
)  # fmt: skip
def services_unpaid_completed(d: Dataset) -> Share:
    """Share of unpaid work requirements completed within twelve months, 2024-25."""
    return _share(d, "ind-reun-0160")


@claim("services_unpaid_spending", "spending on unpaid work in Greater Manchester, 2021-22 and 2024-25")
def services_unpaid_spending(d: Dataset) -> Change:
    """Spending on unpaid work in Greater Manchester in 2021-22 and in 2024-25, nominal pounds."""
    rows = [indicator(d, name) for name in ("ind-sys-0540", "ind-sys-0543")]
    first, last = (Money(float(row["value"]), str(row["bound"])) for row in rows)
    return Change(first, last, sources=(str(rows[0]["source_id"]),))


@claim("services_unpaid_spending_before", "spending on unpaid work in Greater Manchester, 2023-24")
def services_unpaid_spending_before(d: Dataset) -> Money:
    """Spending on unpaid work in Greater Manchester in 2023-24, the year before the last known, nominal pounds."""
    row = indicator(d, "ind-sys-0542")
    return Money(float(row["value"]), str(row["bound"]), sources=(str(row["source_id"]),))
