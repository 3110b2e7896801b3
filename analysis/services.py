"""What people received: how much the record holds, services offered and unused, women, charities, housing."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Change, Count, Money, Number, Range, Share, claim
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import indicator
from analysis.statements import Depth, by_date, chosen, depth_of, select, statement_rows

THEMES = {
    "services_interventions": "Services and interventions",
    "through_the_gate": "Through the Gate",
    "unpaid_work": "Unpaid work",
    "partnerships": "Partnerships",
}
UNUSED = (  # services little used, set aside or not consistently delivered
    "qi-0080", "qi-0081", "qi-0082", "rr1-162", "reun-108", "reun-120", "reun-136", "reun-094",
)  # fmt: skip
WOMEN = r"\bwomen\b"


def held(d: Dataset) -> pd.DataFrame:
    """How many statements the record holds on each of the four subjects, and what they rest on.

    Returns
    -------
    pandas.DataFrame
        `subject`, `statements`, `inspections`, `sources`, `opening` (sources read through their opening only),
        `positive`, `negative`, `mixed` (mixed or neutral). A statement with two subjects counts under both.
    """
    rows = []
    for theme, label in THEMES.items():
        frame = select(d, [theme])
        found, polarity = depth_of(d, frame), frame["polarity"]
        rows.append(
            {
                "subject": label, "statements": found.statements, "inspections": found.inspections,
                "sources": found.sources, "opening": found.opening,
                "positive": int((polarity == "positive").sum()), "negative": int((polarity == "negative").sum()),
                "mixed": int(polarity.isin(["mixed", "neutral"]).sum()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def depth(d: Dataset) -> Depth:
    """What all statements on the four subjects rest on, each counted once."""
    return depth_of(d, select(d, list(THEMES)))


def table_held(d: Dataset) -> Table:
    """The statements behind this chapter, by subject."""
    frame = held(d)
    total = depth(d)
    return Table(
        "services-held",
        frame,
        f"{total.statements} statements on what people received rest on {total.sources} sources, {total.opening} of "
        "them read through their opening",
        "Statements on what people received, by subject, with what they rest on, 2013-2026.",
        [DATASET],
        n=total.words(),
        note="Positive and negative are of statements, not of quality, and were coded by language models; a statement "
        "with two subjects counts under both. Numbers of statements follow what was read, not what was provided.",
        labels={"opening": "Sources read by opening", "mixed": "Mixed or neutral"},
    )


def table_unused(d: Dataset) -> Table:
    """Services that were little used, set aside or not consistently delivered, in the order of the reports."""
    frame = by_date(d, chosen(d, UNUSED))
    return Table(
        "services-unused",
        statement_rows(d, frame, "Service, report"),
        f"{frame['inspection_id'].nunique()} inspections say that services were little used, set aside or not "
        "consistently delivered",
        "Statements that services were little used, set aside or not consistently delivered, 2017-2025.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's.",
    )


def on_women(d: Dataset) -> pd.DataFrame:
    """Statements on services that speak of women, in the order of the reports."""
    return by_date(d, select(d, ["services_interventions"], WOMEN))


def table_women(d: Dataset) -> Table:
    """Every statement on services for women."""
    frame = on_women(d)
    return Table(
        "services-women",
        statement_rows(d, frame, "Service, report"),
        f"{len(frame)} statements on services for women",
        "Statements on services that speak of women, all programmes of inspection, 2017-2024.",
        list(frame["source_id"]),
        n=depth_of(d, frame).words(),
        note="In our words; words in quotation marks are the source's. Mostly one sentence of a release: what women "
        "themselves said was not read.",
    )


def _indicator_share(d: Dataset, indicator_id: str, words: str = "", decimals: int = 0) -> Share:
    row = indicator(d, indicator_id)
    return Share(float(row["value"]), str(row["bound"]), words, decimals, sources=(str(row["source_id"]),))


def _change(d: Dataset, first: str, last: str) -> Change:
    before, after = (_indicator_share(d, name, decimals=1) for name in (first, last))
    return Change(before, after, sources=before.sources + after.sources)


def _count(d: Dataset, indicator_id: str) -> Count:
    row = indicator(d, indicator_id)
    return Count(int(row["value"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("services_statements", "statements on what people received in this dataset")
def services_statements(d: Dataset) -> Number:
    """Live statements on services, Through the Gate, unpaid work or partnerships, each counted once."""
    return Number(depth(d).statements, "statements")


@claim("services_statements_at_large", "statements on what people received that are about no single inspection")
def services_statements_at_large(d: Dataset) -> Count:
    """Statements on what people received that are about no single inspection, of all such statements."""
    found = depth(d)
    return Count(found.at_large, found.statements)


@claim("services_statement_inspections", "inspections behind the statements on what people received")
def services_statement_inspections(d: Dataset) -> Number:
    """Inspections that any of the statements on what people received is about."""
    return Number(depth(d).inspections, "inspections")


@claim("services_statement_opening", "sources on what people received that were read through their opening only")
def services_statement_opening(d: Dataset) -> Count:
    """Sources of the statements on what people received read through their opening, of all such sources."""
    found = depth(d)
    return Count(found.opening, found.sources)


@claim(
    "services_women_praise", "statements on services for women that are praise",
    caveat="Of statements, not of services; mostly single sentences of releases.",
)  # fmt: skip
def services_women_praise(d: Dataset) -> Count:
    """Statements on services that speak of women and are coded positive, of all such statements."""
    frame = on_women(d)
    return Count(int((frame["polarity"] == "positive").sum()), len(frame))


@claim("services_women_inspections", "inspections with a statement on services for women")
def services_women_inspections(d: Dataset) -> Number:
    """Inspections that the statements on services for women are about."""
    return Number(on_women(d)["inspection_id"].nunique(), "inspections")


@claim("services_unused_inspections", "inspections that found services little used, set aside or unevenly delivered")
def services_unused_inspections(d: Dataset) -> Number:
    """Inspections with a statement that services were little used, set aside or not consistently delivered."""
    return Number(chosen(d, UNUSED)["inspection_id"].nunique(), "inspections")


@claim(
    "services_programme_wait", "wait for an accredited programme in Warwickshire and West Mercia, 2019",
    caveat="Said to be not unusual; the inspectorate's finding as a newspaper reports it.",
)  # fmt: skip
def services_programme_wait(d: Dataset) -> Range:
    """Lower and upper end of the waits for an accredited programme that were said to be not unusual."""
    low, high = (indicator(d, name) for name in ("ind-rr1-0116", "ind-rr1-0117"))
    return Range(float(low["value"]), float(high["value"]), "months", sources=(str(low["source_id"]),))


@claim(
    "services_programme_finished", "people who finished the accredited programme they started there, as said",
    caveat="The inspectorate's finding as a newspaper reports it.",
)  # fmt: skip
def services_programme_finished(d: Dataset) -> Share:
    """Share of those who started an accredited programme in Warwickshire and West Mercia who finished it, 2019."""
    return _indicator_share(d, "ind-rr1-0118", "only a third")


@claim("services_sexual_not_started", "people in Essex North who had not begun a required sexual offending programme")
def services_sexual_not_started(d: Dataset) -> Count:
    """People required to take a programme for sexual offending who had not started it, of all so required."""
    row = indicator(d, "ind-reun-0066")
    return Count(int(row["numerator"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("services_noticed_nothing", "people supervised who had noticed no change by 2016, in four CRCs")
def services_noticed_nothing(d: Dataset) -> Share:
    """Share of people supervised who said that they had noticed no change, in the auditors' survey of four CRCs."""
    return _indicator_share(d, "ind-sys-0309")


@claim(
    "services_subcontractors", "named subcontractors in the bids that were voluntary bodies or mutuals",
    caveat="The ministry's figure, read on a recruitment firm's blog.",
)  # fmt: skip
def services_subcontractors(d: Dataset) -> Share:
    """Share of the subcontractors named in the bids of 2014 that were voluntary bodies or mutuals."""
    return _indicator_share(d, "ind-sys-0375")


@claim("services_subcontractors_named", "subcontractors named in the bids of 2014")
def services_subcontractors_named(d: Dataset) -> Number:
    """Subcontractors named in the bids of 2014, of whom the ministry gave the share of voluntary bodies and mutuals."""
    row = indicator(d, "ind-sys-0375")
    return Number(int(row["denominator"]), "subcontractors", sources=(str(row["source_id"]),))


@claim("services_large_charities", "larger charities answering a survey that a CRC funded, 2016")
def services_large_charities(d: Dataset) -> Share:
    """Share of charities with a turnover above £5m, among those that answered, that were funded by a CRC."""
    return _indicator_share(d, "ind-sys-0478")


@claim("services_small_charities", "smaller charities answering a survey that had a subcontract, 2016")
def services_small_charities(d: Dataset) -> Share:
    """Share of charities with a turnover below £1m, among those that answered, that had a subcontract."""
    return _indicator_share(d, "ind-sys-0479")


@claim("services_commissioned", "value of the rehabilitative services first commissioned in 2021")
def services_commissioned(d: Dataset) -> Money:
    """Commissioned rehabilitative services first awarded, May 2021, nominal pounds."""
    row = indicator(d, "ind-sys-0343")
    return Money(float(row["value"]), str(row["bound"]), year="2021", sources=(str(row["source_id"]),))


@claim("services_commissioned_met", "service levels met by commissioned services, 2024-25")
def services_commissioned_met(d: Dataset) -> Count:
    """Service levels met for commissioned rehabilitative services, of those set, 2024-25."""
    return _count(d, "ind-sys-0429")


@claim("services_housed", "people housed on the night of release, 2022-23 to 2024-25")
def services_housed(d: Dataset) -> Change:
    """Share of people housed on the night following release from custody, 2022-23 and 2024-25."""
    return _change(d, "ind-sys-0432", "ind-sys-0434")


@claim("services_settled", "people in settled accommodation three months after release, 2022-23 to 2023-24")
def services_settled(d: Dataset) -> Change:
    """Share of people in settled accommodation three months after release from custody, 2022-23 and 2023-24."""
    return _change(d, "ind-sys-0435", "ind-sys-0436")


@claim(
    "services_temporary_places", "people placed in temporary accommodation after prison, to March 2023",
    caveat="From July 2021; the ministry's figure as a commentator reports it.",
)  # fmt: skip
def services_temporary_places(d: Dataset) -> Number:
    """People placed in the temporary accommodation service for people leaving prison, July 2021 to March 2023."""
    row = indicator(d, "ind-sys-0438")
    return Number(float(row["value"]), "people", str(row["bound"]), sources=(str(row["source_id"]),))


@claim("services_jobs", "people helped into jobs in Staffordshire and West Midlands, as a newspaper has it")
def services_jobs(d: Dataset) -> Number:
    """People whom the company in Staffordshire and West Midlands had helped into jobs; since when is not known."""
    row = indicator(d, "ind-rr2-0011")
    said = f"{row['qualifier']} {int(row['value']):,} people"
    return Number(float(row["value"]), "people", str(row["bound"]), said=said, sources=(str(row["source_id"]),))
