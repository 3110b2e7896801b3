"""Money: what the companies' contracts were to cost, did cost and were forecast to cost, each figure with its date."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Change, Count, Money, Range, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.kept import kept
from analysis.lookup import indicator, source_link
from analysis.places import said
from analysis.statements import RELAYS, VOICES
from analysis.wording import numeral

PAID, EXPECTED, FORECAST = "Paid or levied", "Expected when contracts were let", "Forecast, commitment or estimate"
ITEMS = {  # indicator: kind of figure, what it is, when it was said or the period it covers
    "ind-sys-0005": (EXPECTED, "Net economic benefit of the reforms over seven years", "2015 to 2022"),
    "ind-sys-0012": (EXPECTED, "Value of all contracts over their life, to 2022", "at first"),
    "ind-sys-0038": (EXPECTED, "Value of all contracts in a year", "December 2014"),
    "ind-sys-0407": (EXPECTED, "Profit of all companies over the life of the contracts", "at bid, 2015"),
    "ind-sys-0178": (PAID, "Payments above contract", "2015-16"),
    "ind-sys-0179": (PAID, "Payments above contract", "2016-17"),
    "ind-sys-0180": (PAID, "Payments above contract", "2017-18"),
    "ind-sys-0046": (PAID, "Penalties levied (service credits)", "July 2015 to March 2018"),
    "ind-sys-0048": (PAID, "of which reinvested in services", "July 2015 to March 2018"),
    "ind-rr1-0142": (PAID, "Compensation for delay to the ministry's IT gateway", "to 2019"),
    "ind-sys-0011": (FORECAST, "Value of all contracts to 2022 after lower volumes", "inquiry of 2018"),
    "ind-sys-0013": (FORECAST, "Value of all contracts to 2022 after the changes of 2017", "inquiry of 2018"),
    "ind-sys-0023": (FORECAST, "Spending on the contracts to December 2020", "August 2018"),
    "ind-sys-0008": (FORECAST, "Extra payments over the life of the contracts, a commitment", "2017 to 2022"),
    "ind-sys-0280": (FORECAST, "Extra money until the early end, as announced", "July 2018"),
    "ind-sys-0033": (FORECAST, "Payments above the original terms, to 2020", "March 2019"),
    "ind-sys-0034": (FORECAST, "of which the cost of ending early", "March 2019"),
    "ind-sys-0006": (FORECAST, "Losses of all companies over the rest of the contracts", "March 2017"),
    "ind-rr1-0096": (FORECAST, "Losses of all companies over the contracts", "March 2018"),
    "ind-rr2-0124": (FORECAST, "Income below expectation over the seven-year contracts", "August 2018"),
    "ind-sys-0049": (FORECAST, "Spending below expectation over the shortened contracts", "May 2019"),
}
PART_OF = {"ind-sys-0034": "ind-sys-0033", "ind-sys-0048": "ind-sys-0046"}


@kept
def figures(d: Dataset) -> pd.DataFrame:
    """The sums of money of `ITEMS`, in pounds of their own year.

    Returns
    -------
    pandas.DataFrame
        `indicator_id`, `kind` (expected, paid, forecast), `item`, `when`, `gbp` (nominal), `bound`, `said`,
        `reported_by`, `relayed_by`, `part_of` (the indicator that includes this one), `source_id`, in the order of
        `ITEMS`. No two are to be added.

    Raises
    ------
    ValueError
        If a part is larger than the sum that includes it.
    """
    rows = []
    for identifier, (kind, item, when) in ITEMS.items():
        row = indicator(d, identifier).copy()
        row["unit"] = "gbp"
        rows.append(
            {
                "indicator_id": identifier, "kind": kind, "item": item, "when": when, "gbp": float(row["value"]),
                "bound": str(row["bound"]), "said": said(row), "reported_by": row["reported_by"],
                "relayed_by": row["relayed_by"], "part_of": PART_OF.get(identifier), "source_id": row["source_id"],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    sums = frame.set_index("indicator_id")["gbp"]
    for part, whole in PART_OF.items():
        if sums[part] > sums[whole]:
            raise ValueError(f"{part} is larger than {whole}, which is said to include it")
    return frame


def table_money(d: Dataset) -> Table:
    """Sums of money by kind, each with period, bound, voice and source; the parts stand under what includes them."""
    frame = figures(d)
    sums = dict(zip(frame["indicator_id"], frame["gbp"], strict=True))
    whole, part = (numeral(float(sums[name]) / 1e6) for name in ("ind-sys-0033", "ind-sys-0034"))
    voices = [
        VOICES[voice] if pd.isna(relay) else f"{VOICES[voice]}, as relayed by {RELAYS[relay]}"
        for voice, relay in zip(frame["reported_by"], frame["relayed_by"], strict=True)
    ]
    shown = pd.DataFrame(
        {
            "Item": frame["item"],
            "Kind of figure": frame["kind"],
            "When, or for which period": frame["when"],
            "Amount": frame["said"].replace("£0", "nothing"),
            "Whose figure": voices,
            "Source": [source_link(d, source) for source in frame["source_id"]],
        }
    )
    paid = int((frame["kind"] == PAID).sum())
    return Table(
        "money",
        shown,
        f"{paid} of {len(frame)} sums were paid or levied; the rest are expectations, forecasts and commitments",
        "Money of the companies' contracts, England and Wales, nominal pounds.",
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} sums from {frame['source_id'].nunique()} sources",
        note=f"Nothing here may be added up: the sums overlap and were stated at different dates. The £{whole}m of "
        f"March 2019 includes the £{part}m of ending early.",
    )


def _money(d: Dataset, identifier: str) -> Money:
    frame = figures(d)
    row = frame[frame["indicator_id"] == identifier].iloc[0]
    return Money(float(row["gbp"]), str(row["bound"]), str(row["when"]), sources=(str(row["source_id"]),))


@claim(
    "money_extra_cost", "payments to CRCs above the original contract terms, as projected in 2019",
    caveat="Nominal pounds, to 2020; it includes the cost of ending the contracts early, so the two are never added.",
)  # fmt: skip
def money_extra_cost(d: Dataset) -> Money:
    """Projected payments to CRCs above the original terms of the contracts, by the auditors, March 2019."""
    return _money(d, "ind-sys-0033")


@claim("money_early_end", "cost of ending the CRC contracts early, part of the extra cost", caveat="Nominal pounds.")
def money_early_end(d: Dataset) -> Money:
    """Minimum cost of ending the CRC contracts early, by the auditors in 2019; part of the projected extra payments."""
    return _money(d, "ind-sys-0034")


@claim("money_contracts_expected", "value of all CRC contracts as first expected, over their life to 2022")
def money_contracts_expected(d: Dataset) -> Money:
    """Value of all CRC contracts over their life as first expected, nominal pounds."""
    return _money(d, "ind-sys-0012")


@claim("money_contracts_adjusted", "value of all CRC contracts to 2022 after the changes of 2017, a forecast")
def money_contracts_adjusted(d: Dataset) -> Money:
    """Spending on all CRC contracts to 2022 as forecast after the changes of 2017, nominal pounds, by Parliament."""
    return _money(d, "ind-sys-0013")


@claim(
    "money_contracts_forecast", "spending on CRC contracts to December 2020, forecast of August 2018",
    caveat="The auditors' figure as the press relays it; its period ends before that of the value first expected.",
)  # fmt: skip
def money_contracts_forecast(d: Dataset) -> Money:
    """Spending on all CRC contracts to December 2020 as forecast in August 2018, nominal pounds; a shorter period than
    that of the first expectation.
    """
    return _money(d, "ind-sys-0023")


@claim(
    "money_profit_and_loss", "profit expected at bid and loss forecast in March 2018, all CRCs",
    caveat="Expectation and forecast; neither is an outturn.",
)  # fmt: skip
def money_profit_and_loss(d: Dataset) -> Change:
    """Profit that all CRCs together expected at bid, and the loss they forecast in March 2018, nominal pounds."""
    profit, loss = _money(d, "ind-sys-0407"), _money(d, "ind-rr1-0096")
    return Change(profit, loss, sources=(*profit.sources, *loss.sources))


@claim("money_losing_crcs", "CRCs that forecast a loss after the changes of 2017")
def money_losing_crcs(d: Dataset) -> Count:
    """CRCs that forecast a loss even after the additional money of 2017."""
    row = indicator(d, "ind-sys-0009")
    return Count(int(row["numerator"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim("money_volume_shortfall", "shortfall of paid volumes against expectation, by CRC, April to June 2017")
def money_volume_shortfall(d: Dataset) -> Range:
    """Smallest and largest shortfall among CRCs of the volumes paid for against those anticipated, April-June 2017."""
    low, high = indicator(d, "ind-sys-0016"), indicator(d, "ind-sys-0017")
    return Range(int(low["value"]), int(high["value"]), "%", sources=(str(low["source_id"]),))


@claim(
    "money_fixed_costs_assumed", "share of CRC costs assumed to be fixed when contracts were let",
    caveat="The auditors' figure as the press relays it.",
)  # fmt: skip
def money_fixed_costs_assumed(d: Dataset) -> Share:
    """Share of CRC costs that was assumed to be fixed when the contracts were let."""
    row = indicator(d, "ind-sys-0400")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))


@claim(
    "money_fixed_costs_reported", "share of CRC costs reported as fixed, 2017",
    caveat="The auditors' figure as the press relays it.",
)  # fmt: skip
def money_fixed_costs_reported(d: Dataset) -> Share:
    """Share of CRC costs reported as fixed, on average, in 2017."""
    row = indicator(d, "ind-sys-0401")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))


@claim("money_income_shortfall", "CRC income below expectation over seven years, forecast of August 2018")
def money_income_shortfall(d: Dataset) -> Money:
    """Income of all CRCs below expectation over the seven-year contracts, forecast of August 2018, nominal pounds."""
    return _money(d, "ind-rr2-0124")


@claim("money_above_contract", "payments to CRCs above contract in 2017-18")
def money_above_contract(d: Dataset) -> Money:
    """Payments to all CRCs above contract in the financial year 2017-18, nominal pounds; an outturn."""
    return _money(d, "ind-sys-0180")


@claim(
    "money_per_person", "real spending per person supervised, 2003-04 and 2018-19",
    caveat="The inspectorate's computation, in real terms; the price base was not read.",
)  # fmt: skip
def money_per_person(d: Dataset) -> Change:
    """Spending per person supervised, in real terms, in 2003-04 and in 2018-19, as the inspectorate computes it."""
    first, last = indicator(d, "ind-rr2-0121"), indicator(d, "ind-rr2-0122")
    before, after = (Money(float(row["value"]), str(row["bound"])) for row in (first, last))
    return Change(before, after, sources=(str(first["source_id"]),))


@claim("money_extra_since", "extra money a year for the Probation Service, as ministers state it")
def money_extra_since(d: Dataset) -> Words:
    """Extra money a year for the Probation Service after unification, as ministers stated it in January 2024."""
    row = indicator(d, "ind-sys-0368").copy()
    row["unit"] = "gbp"
    return Words(said(row), sources=(str(row["source_id"]),))
