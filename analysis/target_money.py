"""What missing or meeting a measure cost or earned: penalties of the CRCs, and the reoffending they were paid by."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Money, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import indicator, source_link
from analysis.target_counts import whose

LEVIED, PAID_BACK, REINVESTED = "ind-sys-0046", "ind-sys-0047", "ind-sys-0048"
ANSWER = "pq-2019-05-253670"
BINARY = "Share who reoffend, against 2011"
COHORTS = (  # label, measure, indicator of CRCs that fell or met, indicator of those that rose or missed
    ("October to December 2015", BINARY, "ind-sys-0469", "ind-sys-0470"),
    ("First cohorts", "Offences per person who reoffends, against target", None, "ind-sys-0010"),
    ("October 2015 to March 2016", "Both measures, against target", "ind-sys-0250", None),
    ("April to June 2019", BINARY, "ind-sys-0050", "ind-sys-0051"),
    ("July to September 2019", BINARY, "ind-sys-0052", "ind-sys-0053"),
    ("October to December 2019", BINARY, "ind-sys-0054", "ind-sys-0055"),
    ("January to March 2020", BINARY, "ind-sys-0056", "ind-sys-0057"),
    ("Year to March 2020", BINARY, "ind-sys-0058", "ind-sys-0059"),
)
FULL_YEAR = "ind-sys-0058"


def reoffending_rewards(d: Dataset) -> pd.DataFrame:
    """CRCs whose measured reoffending fell or rose, cohort by cohort, in the order of time.

    Returns
    -------
    pandas.DataFrame
        `cohort`, `measure`, `better` (CRCs that fell significantly or met the measure), `worse` (that rose or missed
        it; both missing where no source gives them), `crcs` (their number), `voice`, `source_id`.

    Raises
    ------
    ValueError
        If better and worse together exceed the number of CRCs.
    """
    rows = []
    for cohort, measure, *names in COHORTS:
        known = [None if name is None else indicator(d, name) for name in names]
        better, worse = (None if row is None else int(row["value"]) for row in known)
        facts = next(row for row in known if row is not None)
        crcs = int(facts["denominator"])
        if (better or 0) + (worse or 0) > crcs:
            raise ValueError(f"{cohort}: more CRCs counted than the {crcs} there were")
        rows.append(
            {
                "cohort": cohort, "measure": measure, "better": better, "worse": worse, "crcs": crcs,
                "voice": whose(facts), "source_id": str(facts["source_id"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows).astype({"better": "Int64", "worse": "Int64"})


def table_rewards(d: Dataset) -> Table:
    """The reoffending measures cohort by cohort; the headline gives the last year, taken as one cohort."""
    frame = reoffending_rewards(d)
    last = frame.iloc[-1]
    if frame["crcs"].nunique() > 1:
        raise ValueError("the counts no longer stand on one number of CRCs: show it in each row")
    shown = frame[["cohort", "measure", "better", "worse", "voice"]]
    shown = shown.assign(source=frame["source_id"].map(lambda source: source_link(d, source)))
    return Table(
        "reoffending-rewards",
        shown,
        f"In {last['better']} of {last['crcs']} CRCs a significantly smaller share reoffended in 2019-20 than in 2011",
        f"Number of the {last['crcs']} CRCs by the two reoffending measures, cohorts of October 2015 to March 2020.",
        list(frame["source_id"]),
        n=f"{last['crcs']} CRCs; {len(frame)} counts",
        note="Better, worse: significantly lower or higher than in 2011, a year before there were CRCs, or target met "
        "or missed. The last row holds the people of the four before it. "
        "Cohorts between 2016 and 2019 are left out. A dash: not given in the source.",
        labels={"better": "Better", "worse": "Worse", "voice": "Whose count"},
    )


def _money(d: Dataset, indicator_id: str) -> Money:
    row = indicator(d, indicator_id)
    return Money(
        float(row["value"]), str(row["bound"]), year="July 2015 to March 2018", sources=(str(row["source_id"]),)
    )


@claim("target_penalties_levied", "penalties levied on CRCs for missed service levels", sources=[ANSWER])
def target_penalties_levied(d: Dataset) -> Money:
    """Service credits levied on all CRCs together, July 2015 to March 2018, nominal pounds.

    Paid back and reinvested must add up to it.
    """
    parts = [float(indicator(d, name)["value"]) for name in (PAID_BACK, REINVESTED)]
    levied = _money(d, LEVIED)
    if round(sum(parts)) != round(levied.gbp):
        raise ValueError("penalties paid back and reinvested no longer add up to those levied")
    return levied


@claim("target_penalties_paid", "penalties that CRCs paid back to the ministry", sources=[ANSWER])
def target_penalties_paid(d: Dataset) -> Money:
    """Service credits paid to the ministry, July 2015 to March 2018, nominal pounds."""
    return _money(d, PAID_BACK)


@claim("target_penalties_reinvested", "penalties left with CRCs for reinvestment", sources=[ANSWER])
def target_penalties_reinvested(d: Dataset) -> Money:
    """Service credits reinvested in services instead of being paid, July 2015 to March 2018, nominal pounds."""
    return _money(d, REINVESTED)


@claim(
    "target_contracts_yearly", "yearly value of the CRC contracts as first expected",
    caveat="The ministry's expectation of December 2014 as the press relays it; payments fell short of it.",
)  # fmt: skip
def target_contracts_yearly(d: Dataset) -> Money:
    """Yearly value of all CRC contracts together as expected when they were let, nominal pounds."""
    row = indicator(d, "ind-sys-0038")
    return Money(float(row["value"]), str(row["bound"]), year="2014", sources=(str(row["source_id"]),))


@claim(
    "target_penalty_free", "months at the start in which no penalty could be levied",
    caveat="The auditors' figure as a blog reproduces it.",
)  # fmt: skip
def target_penalty_free(d: Dataset) -> Number:
    """Months from February 2015 in which CRCs could not be penalised for missing service levels."""
    row = indicator(d, "ind-sys-0308")
    return Number(float(row["value"]), "months", str(row["bound"]), sources=(str(row["source_id"]),))
