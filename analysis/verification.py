"""The verification sample: rows compared with their pages again, and the rate of wrong rows it leaves possible."""

from __future__ import annotations

import pandas as pd
from scipy.special import betaincinv

from analysis.claims import Count, Number, Range, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import source_link
from analysis.uncertainty import Interval, none_found_limit

SAMPLED = ("findings", "indicators", "inspections", "ratings")
VERDICTS = ("confirmed", "imprecise", "not_found")
NOTE = "Clopper-Pearson 95%, as if rows had been drawn singly at random"


def exact_interval(k: int, n: int, level: float = 0.95) -> Interval:
    """The exact interval for a rate when k of n were found (C. J. Clopper and E. S. Pearson (1934), Biometrika 26).

    Returns
    -------
    Interval
        Proportions from 0 to 1; for k = 0 its upper end is `none_found_limit`.

    Raises
    ------
    ValueError
        Unless 0 ≤ k ≤ n, n ≥ 1 and 0 < level < 1.
    """
    if n < 1 or not 0 <= k <= n or not 0 < level < 1:
        raise ValueError(f"k of n needs 0 <= k <= n and n >= 1, not {k} of {n}; level between 0 and 1, not {level}")
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return Interval(low, high)


def verdicts(d: Dataset) -> pd.DataFrame:
    """Sampled rows by table of the evidence and verdict.

    Returns
    -------
    pandas.DataFrame
        `table`, one column for each verdict, and `sampled`; `rows` (of that table that were gathered).
    """
    kinds = d.verification["evidence_table"].str.split("/").str[-1]
    frame = pd.crosstab(kinds, d.verification["verdict"]).reindex(index=list(SAMPLED), columns=list(VERDICTS))
    frame = frame.fillna(0).astype("int64").rename_axis("table").reset_index()
    frame.columns.name = None
    gathered = d.evidence_rows["table"].value_counts()
    return frame.assign(sampled=frame[list(VERDICTS)].sum(axis=1), rows=frame["table"].map(gathered))


def table_not_confirmed(d: Dataset) -> Table:
    """Every sampled row that was not confirmed: what was amiss and what was done."""
    frame = d.verification
    amiss = frame[frame["verdict"] != "confirmed"].sort_values(["verdict", "verification_id"])
    return Table(
        "not-confirmed",
        pd.DataFrame(
            {
                "Row": amiss["record_id"],
                "Verdict": amiss["verdict"].str.replace("_", " "),
                "What was amiss": amiss["comment"],
                "What was done": amiss["decision"],
                "Source": [source_link(d, source) for source in amiss["source_id"]],
            }
        ),
        f"{len(frame) - len(amiss)} of {len(frame)} sampled rows were confirmed as they stood",
        f"The {len(amiss)} rows of the verification sample that were not, and the decision on each.",
        list(dict.fromkeys(amiss["source_id"])),
        n=f"{len(frame)} rows drawn at random from the evidence before it was mended",
        note="Rows were compared with the page named as their source. What no row says was not tested.",
    )  # fmt: skip


def _counts(d: Dataset) -> pd.Series:
    return d.verification["verdict"].value_counts().reindex(list(VERDICTS), fill_value=0)


def _findings(d: Dataset) -> int:
    frame = verdicts(d)
    return int(frame.loc[frame["table"] == "findings", "sampled"].sum())


def _share(d: Dataset, *wrong: str) -> Count:
    counts = _counts(d)
    k, n = int(counts[list(wrong)].sum()), int(counts.sum())
    low, high = exact_interval(k, n)
    return Count(k, n, interval=(100 * low, 100 * high), interval_note=NOTE)


@claim("verified_rows", "rows in the verification sample")
def verified_rows(d: Dataset) -> Number:
    """Rows of findings, indicators, inspections and ratings that were compared with their sources again."""
    return Number(len(d.verification), "rows")


@claim("verified_confirmed", "sampled rows confirmed as they stood")
def verified_confirmed(d: Dataset) -> Count:
    """Sampled rows whose verdict was *confirmed*."""
    counts = _counts(d)
    return Count(int(counts["confirmed"]), int(counts.sum()))


@claim("verified_imprecise", "sampled rows found imprecise")
def verified_imprecise(d: Dataset) -> Count:
    """Sampled rows whose verdict was *imprecise*: the page bears the statement but not every part of the row."""
    counts = _counts(d)
    return Count(int(counts["imprecise"]), int(counts.sum()))


@claim("verified_not_found", "sampled rows whose page could not be found again")
def verified_not_found(d: Dataset) -> Count:
    """Sampled rows whose source could not be found again, so that the row could be neither confirmed nor refuted."""
    return _share(d, "not_found")


@claim("verified_none_wrong", "true rate of wrong rows compatible with none wrong in the sample")
def verified_none_wrong(d: Dataset) -> Share:
    """Largest rate of wrong rows that is compatible at 95% with none of the sampled rows having been judged wrong.

    1 − 0.025^(1/n): the verdicts of the sample are confirmed, imprecise and not found; none is wrong.

    Raises ValueError if a verdict says otherwise.
    """
    if unknown := set(d.verification["verdict"]) - set(VERDICTS):
        raise ValueError(f"the sample has rows that are {', '.join(sorted(unknown))}: none wrong no longer holds")
    return Share(100 * none_found_limit(len(d.verification)), "at_most", decimals=1)


@claim("verified_findings", "findings in the verification sample")
def verified_findings(d: Dataset) -> Number:
    """Findings among the sampled rows; the others are indicators, inspections and ratings."""
    return Number(_findings(d), "findings")


@claim("verified_findings_none_wrong", "true rate of wrong findings compatible with none wrong in the sample")
def verified_findings_none_wrong(d: Dataset) -> Share:
    """Largest rate of wrong findings that is compatible at 95% with none wrong among the sampled findings."""
    return Share(100 * none_found_limit(_findings(d)), "at_most", decimals=1)


@claim("verified_if_lost_wrong", "true rate of wrong rows if the row not found again is called wrong")
def verified_if_lost_wrong(d: Dataset) -> Share:
    """Upper end of the exact 95% interval for the rate of wrong rows when *not found* counts as wrong."""
    counts = _counts(d)
    return Share(100 * exact_interval(int(counts["not_found"]), int(counts.sum())).high, "at_most", decimals=1)


@claim("verified_if_all_wrong", "true rate of wrong rows if every row not confirmed is called wrong")
def verified_if_all_wrong(d: Dataset) -> Range:
    """Exact 95% interval, in percent, for the rate of wrong rows when *imprecise* and *not found* count as wrong."""
    low, high = _share(d, "imprecise", "not_found").interval or (0.0, 0.0)
    return Range(low, high, "%", decimals=1)


@claim("verified_gathered", "rows gathered from which the sample was drawn")
def verified_gathered(d: Dataset) -> Number:
    """Rows of findings, indicators, inspections and ratings in the evidence, before merging and mending."""
    return Number(int(verdicts(d)["rows"].sum()), "rows")


@claim("verified_fragments", "fragments proved word for word against a text that was held")
def verified_fragments(d: Dataset) -> Number:
    """Quoted fragments with a receipt: their place in a text that was held whole is proved again by `quotes`."""
    return Number(len(d.receipts), "fragments")
