"""Numbers on the voices: how much each says, of what, and in what tone."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Words, claim
from analysis.data import Dataset
from analysis.exhibits import listing
from analysis.statements import depth_of
from analysis.voices import LEAST, POLICY_LABEL, RETURN, compared_voices, operators_negative, targets, topics, voices

MACHINE = "Themes and polarity are machine-coded; counts measure what was read, not what was said."
NAMED = 3


def _voice(d: Dataset, voice: str) -> pd.DataFrame:
    live = d.live("findings")
    return live[live["speaker"] == voice]


def _tone(d: Dataset, voice: str, polarity: str) -> Count:
    own = _voice(d, voice)
    return Count(int((own["polarity"] == polarity).sum()), len(own))


def _themes(d: Dataset, voice: str) -> Words:
    """The three themes with the most statements of a voice; themes that tie with the third are all named."""
    own = topics(d)
    own = own[own["voice"] == voice]
    if own.empty:
        raise ValueError(f"{voice} may not be compared, or says nothing")
    least = own["findings"].iloc[NAMED - 1]
    named = own.loc[own["findings"] >= least, "label"].str.lower()
    return Words(listing(f"‘{label}’" for label in named))


@claim("voices_compared", "voices that say enough to be compared")
def voices_compared(d: Dataset) -> Count:
    """Voices with thirty findings or more, no more than half of them from one source, of all voices."""
    return Count(len(compared_voices(d)), len(voices(d)))


@claim("voices_least", "statements below which a voice is described and not compared")
def voices_least(d: Dataset) -> Number:
    """The fewest findings with which a voice is compared: a rule fixed beforehand."""
    return Number(LEAST, "statements")


@claim("voices_inspectorate", "statements whose speaker is the inspectorate", caveat=MACHINE)
def voices_inspectorate(d: Dataset) -> Count:
    """Live findings asserted by the inspectorate, of all."""
    return Count(len(_voice(d, "inspectorate")), len(d.live("findings")))


@claim("voices_inspections", "inspections that the statements are about")
def voices_inspections(d: Dataset) -> Number:
    """Inspections about which there is a live finding."""
    return Number(depth_of(d, d.live("findings")).inspections, "inspections")


@claim("voices_sources", "sources of the statements that were read through their opening only")
def voices_sources(d: Dataset) -> Count:
    """Sources of live findings that were read through their opening only, of all sources of live findings."""
    depth = depth_of(d, d.live("findings"))
    return Count(depth.opening, depth.sources)


@claim("voices_inspectorate_negative", "inspectorate's statements that are negative", caveat=MACHINE)
def voices_inspectorate_negative(d: Dataset) -> Count:
    """Live findings of the inspectorate with negative polarity, of all of its."""
    return _tone(d, "inspectorate", "negative")


@claim("voices_inspectorate_positive", "inspectorate's statements that are positive", caveat=MACHINE)
def voices_inspectorate_positive(d: Dataset) -> Count:
    """Live findings of the inspectorate with positive polarity, of all of its."""
    return _tone(d, "inspectorate", "positive")


@claim("voices_union_negative", "unions' statements that are negative", caveat=MACHINE)
def voices_union_negative(d: Dataset) -> Count:
    """Live findings of unions with negative polarity, of all of theirs."""
    return _tone(d, "union", "negative")


@claim("voices_union_blog", "unions' statements read on one blog", caveat=MACHINE)
def voices_union_blog(d: Dataset) -> Count:
    """Live findings of unions that were read on On Probation Blog, of all of theirs."""
    own = _voice(d, "union")
    return Count(int((own["relayed_by"] == "blog_author").sum()), len(own))


@claim("voices_ministry_relayed", "ministry's statements read through Parliament or the press")
def voices_ministry_relayed(d: Dataset) -> Count:
    """Live findings of the ministry that were read in Parliament's or the press's account, of all of its."""
    own = _voice(d, "ministry")
    return Count(int(own["relayed_by"].isin(["parliament", "press"]).sum()), len(own))


@claim("voices_operator_relayed", "operators' statements read in somebody else's account")
def voices_operator_relayed(d: Dataset) -> Count:
    """Live findings of operators that were read in another's account, of all of theirs."""
    own = _voice(d, "operator")
    return Count(int(own["relayed_by"].notna().sum()), len(own))


@claim("voices_parliament_negative", "Parliament's statements that are negative", caveat=MACHINE)
def voices_parliament_negative(d: Dataset) -> Count:
    """Live findings of Parliament, its committees and members, with negative polarity, of all of theirs."""
    return _tone(d, "parliament", "negative")


@claim("voices_ministry_neutral", "ministry's statements that evaluate nothing", caveat=MACHINE)
def voices_ministry_neutral(d: Dataset) -> Count:
    """Live findings of the ministry with neutral polarity, of all of its."""
    return _tone(d, "ministry", "neutral")


@claim("voices_operator_neutral", "operators' statements that evaluate nothing", caveat=MACHINE)
def voices_operator_neutral(d: Dataset) -> Count:
    """Live findings of operators with neutral polarity, of all of theirs."""
    return _tone(d, "operator", "neutral")


@claim("voices_operator_return", "operators' negative statements that are aimed at the return to public hands")
def voices_operator_return(d: Dataset) -> Count:
    """Negative statements of operators aimed at the return to public hands, read one by one, of all negative ones."""
    frame = operators_negative(d)
    return Count(int((frame["aim"] == RETURN).sum()), len(frame))


@claim("voices_operator_own", "operators' statements about companies that are negative", caveat=MACHINE)
def voices_operator_own(d: Dataset) -> Count:
    """Negative statements of operators about companies, other than on contracts or ownership, of all such."""
    frame = targets(d)
    own = frame[(frame["voice"] == "operator") & (frame["target"] == "Companies and owners")]
    return Count(int((own["polarity"] == "negative").sum()), len(own))


@claim("voices_policy_parliament", "Parliament's statements about contracts, ownership or return", caveat=MACHINE)
def voices_policy_parliament(d: Dataset) -> Count:
    """Live findings of Parliament coded to contract and payment, privatisation or reunification, of all of theirs."""
    frame = targets(d)
    own = frame[frame["voice"] == "parliament"]
    return Count(int((own["target"] == POLICY_LABEL).sum()), len(own))


@claim("voices_policy_inspectorate", "inspectorate's statements about contracts, ownership or return", caveat=MACHINE)
def voices_policy_inspectorate(d: Dataset) -> Count:
    """Live findings of the inspectorate coded to contract and payment, privatisation or reunification, of all."""
    frame = targets(d)
    own = frame[frame["voice"] == "inspectorate"]
    return Count(int((own["target"] == POLICY_LABEL).sum()), len(own))


@claim("voices_themes_inspectorate", "what the inspectorate speaks of most", caveat=MACHINE)
def voices_themes_inspectorate(d: Dataset) -> Words:
    """The three themes with the most findings of the inspectorate, ties included."""
    return _themes(d, "inspectorate")


@claim("voices_themes_union", "what unions speak of most", caveat=MACHINE)
def voices_themes_union(d: Dataset) -> Words:
    """The three themes with the most findings of unions, ties included."""
    return _themes(d, "union")


@claim("voices_themes_ministry", "what the ministry speaks of most", caveat=MACHINE)
def voices_themes_ministry(d: Dataset) -> Words:
    """The three themes with the most findings of the ministry, ties included."""
    return _themes(d, "ministry")


@claim("voices_themes_press", "what the press itself speaks of most", caveat=MACHINE)
def voices_themes_press(d: Dataset) -> Words:
    """The three themes with the most findings that newspapers assert themselves, ties included."""
    return _themes(d, "press")


@claim("voices_themes_operator", "what operators speak of most", caveat=MACHINE)
def voices_themes_operator(d: Dataset) -> Words:
    """The three themes with the most findings of operators, ties included."""
    return _themes(d, "operator")
