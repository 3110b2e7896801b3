"""Numbers on the coding: how many findings were coded how often, how far the coders agreed, what was left out."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Range, Words, claim
from analysis.data import Dataset
from analysis.exhibits import listing
from analysis.reliability import (
    ALL_FIRST,
    DRAWS,
    PAIRS,
    POLARITY,
    RELIABLE,
    agreement,
    alpha,
    codes,
    repaired_themes,
    values,
    weak_themes,
)  # fmt: skip

UPPER = "Coders of one kind following one text: an upper bound on reliability."


def settled(d: Dataset) -> pd.Series:
    """How each finding's final codes were reached (agreed, adjudicated), by finding."""
    frame = d.codings[(d.codings["codebook"] == 2) & (d.codings["coder"] == "final")]
    return frame.set_index("finding_id")["resolution"]


def _of(d: Dataset, codebook: int, variable: str) -> Number:
    frame = agreement(d, codebook).set_index("variable")
    return Number(float(frame["alpha"].loc[variable]), decimals=2)


@claim("coding_findings", "findings coded twice under the second codebook")
def coding_findings(d: Dataset) -> Number:
    """Findings in the table that two coders coded independently under codebook 2, merged and withheld ones included."""
    return Number(codes(d, 2, PAIRS[2]).index.get_level_values("finding_id").nunique(), "findings")


@claim("coding_agreed", "findings on which both coders gave the same themes and polarity", caveat=UPPER)
def coding_agreed(d: Dataset) -> Count:
    """Findings whose two codings under codebook 2 were the same in themes and polarity; a third settled the others."""
    return Count(int((settled(d) == "agreed").sum()), len(settled(d)))


@claim("coding_adjudicated", "findings whose codes a third coder settled")
def coding_adjudicated(d: Dataset) -> Number:
    """Findings on which the two codings under codebook 2 differed, so that a third coder settled the codes."""
    return Number(int((settled(d) == "adjudicated").sum()), "findings")


@claim("coding_alpha_range", "agreement per theme under the second codebook, lowest and highest, 'other' left out",
       caveat=UPPER)  # fmt: skip
def coding_alpha_range(d: Dataset) -> Range:
    """Lowest and highest alpha of a theme under codebook 2, the theme *other* left out."""
    frame = agreement(d, 2)
    own = frame.loc[~frame["variable"].isin([POLARITY, "other"]), "alpha"]
    return Range(float(own.min()), float(own.max()), decimals=2)


@claim("coding_alpha_other", "agreement on the theme for what fits nowhere", caveat=UPPER)
def coding_alpha_other(d: Dataset) -> Number:
    """Alpha of the theme *other* under codebook 2."""
    return _of(d, 2, "other")


@claim("coding_alpha_polarity", "agreement on polarity under the second codebook", caveat=UPPER)
def coding_alpha_polarity(d: Dataset) -> Number:
    """Alpha of polarity (negative, mixed, neutral, positive) under codebook 2."""
    return _of(d, 2, POLARITY)


@claim("coding_first_polarity", "agreement on polarity of the three coders of the first codebook", caveat=UPPER)
def coding_first_polarity(d: Dataset) -> Number:
    """Alpha of polarity over all three coders of codebook 1."""
    return Number(alpha(values(codes(d, 1, ALL_FIRST), ALL_FIRST, POLARITY)), decimals=2)


@claim("coding_first_sample", "findings in the sample coded three times under the first codebook")
def coding_first_sample(d: Dataset) -> Number:
    """Findings coded by all three coders of codebook 1: a random sample, stratified by topic."""
    return Number(codes(d, 1, ALL_FIRST).index.get_level_values("finding_id").nunique(), "findings")


@claim("coding_first_privatisation", "agreement on privatisation under the first codebook", caveat=UPPER)
def coding_first_privatisation(d: Dataset) -> Number:
    """Alpha of the theme *privatisation* under codebook 1, first coder against second."""
    return _of(d, 1, "privatisation")


@claim("coding_first_case_supervision", "agreement on case supervision under the first codebook", caveat=UPPER)
def coding_first_case_supervision(d: Dataset) -> Number:
    """Alpha of the theme *case supervision* under codebook 1, first coder against second."""
    return _of(d, 1, "case_supervision")


@claim("coding_weak", "themes too weak to lean on", caveat=UPPER)
def coding_weak(d: Dataset) -> Count:
    """Themes of codebook 2 whose interval of agreement reaches below 0.8, of all."""
    return Count(len(weak_themes(d)), len(d.themes))


@claim("coding_weak_names", "the themes too weak to lean on")
def coding_weak_names(d: Dataset) -> Words:
    """Labels of the themes of codebook 2 whose interval of agreement reaches below 0.8."""
    labels = d.themes.set_index("theme")["label"]
    names = [label if label[1].isupper() else label.lower() for label in (labels[name] for name in weak_themes(d))]
    return Words(listing(f"‘{name}’" for name in sorted(names, key=str.casefold)))


@claim("coding_redrawn", "themes that agreed poorly under the first codebook and were redrawn")
def coding_redrawn(d: Dataset) -> Count:
    """Themes of codebook 2 that had an alpha below 0.667 under codebook 1 and are no longer too weak, of all.

    A written rule now decides them.
    """
    return Count(len(repaired_themes(d) - weak_themes(d)), len(d.themes))


@claim("coding_accountability", "findings given the theme of accountability by a coder")
def coding_accountability(d: Dataset) -> Number:
    """Findings that either coder gave the theme *accountability* under codebook 2."""
    frame = agreement(d, 2).set_index("variable")
    return Number(int(frame["coded"].loc["accountability"]), "findings")


@claim("coding_threshold", "the agreement below which a theme counts as weak here")
def coding_threshold(d: Dataset) -> Number:
    """The value of alpha that is customarily asked of reliable data (K. Krippendorff, Content Analysis, 2018)."""
    return Number(RELIABLE, decimals=1)


@claim("coding_draws", "resamples behind each interval of agreement")
def coding_draws(d: Dataset) -> Number:
    """Resamples of findings, with replacement and from a fixed seed, from which each interval of agreement is read."""
    return Number(DRAWS, "times")


@claim("coding_left_out", "codings left out with the findings that are left out", tables=["exclusions"])
def coding_left_out(d: Dataset) -> Number:
    """Rows of the evidence's codings that belong to excluded findings and are therefore not in the dataset."""
    return Number(int((d.exclusions["table"] == "coding").sum()), "codings")


@claim("coding_findings_left_out", "findings left out of the dataset", tables=["exclusions"])
def coding_findings_left_out(d: Dataset) -> Number:
    """Findings of the evidence that are left out, since a person could be identified by them or they are no evidence.

    `exclusions` gives the reason for each.
    """
    return Number(int((d.exclusions["table"] == "findings").sum()), "findings")


@claim("coding_repeats", "findings coded that repeat another and are merged into it")
def coding_repeats(d: Dataset) -> Count:
    """Findings with codes that were later merged into another, of all that were coded."""
    return Count(int(d.findings["merged_into"].notna().sum()), len(d.findings))
