"""The verification sample: rows compared with their pages again, and the rate of wrong rows it leaves possible.

So many rows of each kind were drawn, whatever the number gathered, so rates of all rows are weighted by kind.
"""

from __future__ import annotations

import pandas as pd
from scipy.special import betaincinv, gammaincinv

from analysis.claims import Count, Number, Range, Share, Words, claim
from analysis.data import Dataset
from analysis.describe import WITHHELD
from analysis.exhibits import Table, listing
from analysis.lookup import source_link
from analysis.uncertainty import Interval, none_found_limit

SAMPLED = ("findings", "indicators", "inspections", "ratings")
VERDICTS = ("confirmed", "imprecise", "not_found")
KINDS = {"findings": "statements", "indicators": "numbers", "inspections": "inspections", "ratings": "ratings"}
NOTE = "Clopper-Pearson 95%, rows of this kind drawn at random"


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


def weighted_interval(sample: pd.DataFrame, level: float = 0.95) -> Interval:
    """Interval for a rate over all rows when rows of each kind were drawn apart.

    With w the share of a kind in what was gathered over the number drawn of it, x the rows found, y = Σ w x, v = Σ w² x
    and m the largest w, the ends are those quantiles of gamma distributions with means y and y + m and variances v and
    v + m². It errs on the wide side. M. P. Fay and E. J. Feuer (1997), Statistics in Medicine 16, 791-801.

    Parameters
    ----------
    sample
        One row for each kind: `found` (rows of those drawn), `sampled`, `rows` (gathered).

    Returns
    -------
    Interval
        Proportions from 0 to 1.

    Raises
    ------
    ValueError
        Unless 0 < level < 1, every kind was sampled and no more was found than drawn.
    """
    possible = (sample["sampled"] > 0) & sample["found"].between(0, sample["sampled"])
    if not 0 < level < 1 or not possible.all():
        raise ValueError("each kind needs a sample, at most as many found as drawn, and a level between 0 and 1")
    weight = sample["rows"] / sample["rows"].sum() / sample["sampled"]
    found = sample["found"]
    mean, variance, most = float((weight * found).sum()), float((weight**2 * found).sum()), float(weight.max())
    tail = (1 - level) / 2
    low = 0.0 if mean == 0 else _gamma_quantile(tail, mean, variance)
    return Interval(low, min(1.0, _gamma_quantile(1 - tail, mean + most, variance + most**2)))


def _gamma_quantile(probability: float, mean: float, variance: float) -> float:
    return variance / mean * float(gammaincinv(mean**2 / variance, probability))


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
        n=f"{len(frame)} rows, drawn at random within each kind from the evidence before it was mended: "
        f"{drawn_words(d)}",
        note="Rows were compared with the page named as their source. What no row says was not tested.",
    )  # fmt: skip


def drawn_words(d: Dataset) -> str:
    """How many rows of each kind were drawn, in words for prose and captions."""
    frame = verdicts(d)
    return listing(f"{n} {KINDS[kind]}" for kind, n in zip(frame["table"], frame["sampled"], strict=True))


def _counts(d: Dataset) -> pd.Series:
    return d.verification["verdict"].value_counts().reindex(list(VERDICTS), fill_value=0)


def _findings(d: Dataset) -> int:
    frame = verdicts(d)
    return int(frame.loc[frame["table"] == "findings", "sampled"].sum())


def _wrong(d: Dataset, *verdicts_called_wrong: str) -> Interval:
    """The interval, in percent of all rows gathered, if these verdicts are called wrong."""
    frame = verdicts(d)
    sample = frame[["sampled", "rows"]].assign(found=frame[list(verdicts_called_wrong)].sum(axis=1))
    low, high = weighted_interval(sample)
    return Interval(100 * low, 100 * high)


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
    counts = _counts(d)
    return Count(int(counts["not_found"]), int(counts.sum()))


@claim("verified_none_wrong", "true rate of wrong rows compatible with none wrong in the sample")
def verified_none_wrong(d: Dataset) -> Share:
    """Largest rate of wrong rows, weighted by kind, compatible at 95% with none sampled having been judged wrong.

    The verdicts of the sample are confirmed, imprecise and not found; none is wrong. They
    test rows against their pages, not what was left out. The interval is that of `weighted_interval`.

    Raises ValueError if a verdict says otherwise.
    """
    if unknown := set(d.verification["verdict"]) - set(VERDICTS):
        raise ValueError(f"the sample has rows that are {', '.join(sorted(unknown))}: none wrong no longer holds")
    return Share(_wrong(d).high, "at_most", decimals=1)


@claim("verified_findings_none_wrong", "true rate of wrong findings compatible with none wrong in the sample")
def verified_findings_none_wrong(d: Dataset) -> Share:
    """Largest rate of wrong findings that is compatible at 95% with none wrong among the sampled findings."""
    return Share(100 * none_found_limit(_findings(d)), "at_most", decimals=1)


@claim("verified_if_lost_wrong", "true rate of wrong rows if the row not found again is called wrong")
def verified_if_lost_wrong(d: Dataset) -> Share:
    """Upper end of the 95% interval, weighted by kind, for the rate of wrong rows when *not found* counts as wrong."""
    return Share(_wrong(d, "not_found").high, "at_most", decimals=1)


@claim("verified_if_all_wrong", "true rate of wrong rows if every row not confirmed is called wrong")
def verified_if_all_wrong(d: Dataset) -> Range:
    """Interval (95%, weighted by kind) for the rate of wrong rows when *imprecise* and *not found* count as wrong."""
    low, high = _wrong(d, "imprecise", "not_found")
    return Range(round(low), round(high), "%")


@claim("verified_by_kind", "rows of each kind in the verification sample")
def verified_by_kind(d: Dataset) -> Words:
    """How many rows of each kind were drawn for the verification sample."""
    return Words(drawn_words(d))


@claim("verified_findings_not_confirmed", "sampled findings not confirmed as they stood")
def verified_findings_not_confirmed(d: Dataset) -> Count:
    """Sampled findings whose verdict was *imprecise* or *not found*, of the findings in the sample."""
    frame = verdicts(d).set_index("table")
    n = _findings(d)
    k = n - int(frame["confirmed"].loc["findings"])
    low, high = exact_interval(k, n)
    return Count(k, n, interval=(100 * low, 100 * high), interval_note=NOTE)


@claim("verified_findings_range", "true rate of findings to be corrected, on the strict reading")
def verified_findings_range(d: Dataset) -> Range:
    """Exact 95% interval, in percent, for the rate of findings that would not be confirmed as they stood."""
    low, high = verified_findings_not_confirmed(d).interval or (0.0, 0.0)
    return Range(round(low), round(high), "%")


@claim("verified_never_drawn", "rows of a pass of the evidence of which none is in the verification sample")
def verified_never_drawn(d: Dataset) -> Number:
    """Rows of those tables gathered in passes of the evidence (the first part of a row's name) that gave no row.

    Rows whose place is withheld to protect people were all gathered in passes that gave some.
    """
    rows = d.evidence_rows[d.evidence_rows["table"].isin(SAMPLED)]
    rows = rows[~rows["evidence_row"].str.startswith(WITHHELD)]
    passes = d.verification["evidence_table"].str.split("/").str[0]
    return Number(int((~rows["evidence_row"].str.split("/").str[0].isin(set(passes))).sum()), "rows")


@claim("verified_gathered", "rows gathered from which the sample was drawn")
def verified_gathered(d: Dataset) -> Number:
    """Rows of findings, indicators, inspections and ratings in the evidence, before merging and mending."""
    return Number(int(verdicts(d)["rows"].sum()), "rows")


@claim("verified_fragments", "fragments proved word for word against a text that was held")
def verified_fragments(d: Dataset) -> Count:
    """Fragments shown that have a receipt, of all that are shown: their place in a text held whole is proved again by
    `quotes`.
    """
    findings = d.live("findings")
    quoted = findings.loc[findings["fragment"].notna(), "finding_id"]
    return Count(int(quoted.isin(d.receipts["finding_id"]).sum()), len(quoted))
