"""What each inspection of a company found under which owner, with the operator's response beside it."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.kept import kept
from analysis.lookup import published_words, source_links
from analysis.ownership import BLOCK, SHORT, brief_name
from analysis.quality_words import TESTS, worded
from analysis.rounds import rating_or_words
from analysis.statements import said

ROUNDS = {"1": "first round", "2": "second round", "restart": "restart of 2021"}


@kept
def company_inspections(d: Dataset, regime: str) -> pd.DataFrame:
    """Inspections of companies in one programme, under the owner at the date of the case sample.

    Parameters
    ----------
    regime
        "quality_impact" (words, no ratings) or "rated".

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `owner` (MTC and MTCnovo as one), `service`, `round`, `place` (the company, and the area if
        only part of it was seen), `published_words`, `overall_rating`, `rating_basis`, `words` (of judgement, for
        Quality & Impact), `source_ids`, in the order of owner, company and report.
    """
    frame = d.inspections.merge(d.organisations[["organisation_id", "name", "kind"]], on="organisation_id")
    frame = frame[(frame["kind"] == "crc") & (frame["regime"] == regime)]
    words = worded(d, "quality_impact", "crc").set_index("inspection_id")
    read = words["source_ids"].map(lambda found: found if isinstance(found, list) else [])
    service = frame["name"].str.removesuffix(" CRC").map(brief_name)
    judged = [_words(words.loc[name]) if name in words.index else None for name in frame["inspection_id"]]
    keys = zip(frame["inspection_id"], frame["rating_source_id"], frame["source_id"], strict=True)
    cited = [list(dict.fromkeys([rate if pd.notna(rate) else own, *read.get(name, [])])) for name, rate, own in keys]
    frame = frame.assign(
        owner=frame["owner_sampled"].replace(BLOCK),
        service=service,
        place=service.where(frame["coverage"] != "part", service + " (" + frame["area_inspected"] + " only)"),
        published_words=frame.apply(published_words, axis=1).astype("string"),
        words=pd.Series(judged, index=frame.index, dtype=object),
        source_ids=pd.Series(cited, index=frame.index, dtype=object),
        key=frame["owner_sampled"].replace(BLOCK).str.casefold(),
    )
    columns = [
        "inspection_id", "owner", "service", "round", "place", "published_words", "overall_rating", "rating_basis",
        "words", "source_ids",
    ]  # fmt: skip
    return frame.sort_values(["key", "service", "published_from"], ignore_index=True)[columns]


def _words(row: pd.Series) -> str | None:
    known = [f"{label}: {row[test]}" for test, label in TESTS.items() if pd.notna(row[test])]
    return "; ".join(known) or None


def _report(frame: pd.DataFrame) -> pd.Series:
    """When each report appeared, and in which round."""
    rounds = frame["round"].map(ROUNDS).fillna("")
    dates = frame["published_words"].replace("", pd.NA).fillna("date not known")
    return dates.where(rounds == "", dates + ", " + rounds)


@kept
def responses(d: Dataset) -> pd.DataFrame:
    """What operators said of an inspection: the live statements by operators that name one, in their own order."""
    frame = d.live("findings")
    return frame[(frame["speaker"] == "operator") & frame["inspection_id"].notna()].reset_index(drop=True)


def _ratings(frame: pd.DataFrame) -> pd.Series:
    pairs = zip(frame["overall_rating"], frame["rating_basis"], strict=True)
    return pd.Series([rating_or_words(*pair) for pair in pairs], index=frame.index, dtype=object)


def table_by_owner(d: Dataset, regime: str) -> Table:
    """Inspections of companies in one programme by owner of the sampled cases, with the rating or words of each."""
    frame = company_inspections(d, regime)
    rated = regime == "rated"
    shown = pd.DataFrame(
        {
            "Owner": frame["owner"].replace(SHORT),
            "Company": frame["place"],
            "Report": _report(frame),
            "Overall rating" if rated else "Words known": _ratings(frame) if rated else frame["words"],
            "Sources": pd.Series([source_links(d, ids) for ids in frame["source_ids"]], dtype=object),
        }
    )
    kind, years = ("Rated inspections", "2018 to 2021") if rated else ("Quality & Impact inspections", "2016 to 2018")
    more = (
        "Thames Valley's second rating was reached by elimination. None given: the inspection ended without one, or "
        "none was read."
        if rated
        else "The words are no scale."
    )
    return Table(
        "rated-by-owner" if rated else "words-by-owner",
        shown,
        f"{len(frame)} {kind[:1].lower() if rated else kind[:1]}{kind[1:]} of companies stand under "
        f"{frame['owner'].nunique()} owners",
        f"{kind} of CRCs, {years}, by the owner under whom the sampled cases were supervised; owners in alphabetical "
        "order.",
        sorted({source for ids in frame["source_ids"] for source in ids}),
        n=f"{len(frame)} inspections of {frame['service'].nunique()} companies",
        note=f"The owner is the one at the date of the case sample, not of the report. {more}",
        missing="none read",
    )


def table_responses(d: Dataset, regime: str) -> Table:
    """What operators answered in one programme, beside the rating or the words, owners in alphabetical order."""
    frame = company_inspections(d, regime)
    rated = regime == "rated"
    replies = responses(d)
    replies = replies[replies["inspection_id"].isin(frame["inspection_id"])]
    told = {name: " ".join(said(row) for _, row in rows.iterrows()) for name, rows in replies.groupby("inspection_id")}
    cited = {name: list(rows["source_id"]) for name, rows in replies.groupby("inspection_id")}
    total = len(frame)
    frame = frame[frame["inspection_id"].isin(list(told))].reset_index(drop=True)
    links = [source_links(d, cited[name]) for name in frame["inspection_id"]]
    return Table(
        "responses-rated" if rated else "responses-words",
        pd.DataFrame(
            {
                "Company and report": frame["place"] + ", " + _report(frame),
                "Owner": frame["owner"].replace(SHORT),
                "Overall rating" if rated else "Words known": _ratings(frame) if rated else frame["words"],
                "The operator's response": frame["inspection_id"].map(told),
                "Sources": pd.Series(links, dtype=object),
            }
        ),
        f"A response by the operator was read for {len(frame)} of {total} {'rated' if rated else 'Quality & Impact'} "
        "inspections of companies",
        "Inspections of CRCs with a response by company or owner; owners in alphabetical order.",
        sorted(set(replies["source_id"])),
        n=f"{len(frame)} inspections",
        note="In our words, with the words quoted in brackets. No response in the list: none was read, not that none "
        "was made.",
    )


@claim("owner_responses", "inspections of companies for which a response by the operator was read")
def owner_responses(d: Dataset) -> Count:
    """Rated and Quality & Impact inspections of companies for which at least one statement by the operator was read."""
    ids = pd.concat([company_inspections(d, regime)["inspection_id"] for regime in ("quality_impact", "rated")])
    return Count(int(ids.isin(responses(d)["inspection_id"]).sum()), len(ids))


@claim("owner_new_at_report", "company inspections reported under another owner than the cases were supervised by")
def owner_new_at_report(d: Dataset) -> Number:
    """Rated inspections of companies whose owner at the date of the report was no longer that of the sampled cases."""
    spells = d.ownership.assign(owner=d.ownership["owner"].replace(BLOCK))
    frame = company_inspections(d, "rated").merge(
        d.inspections[["inspection_id", "organisation_id", "published_from"]], on="inspection_id"
    )
    held = frame.merge(spells[["organisation_id", "owner", "start_from", "end_from"]], on="organisation_id")
    then = held[(held["start_from"] <= held["published_from"]) & (held["published_from"] < held["end_from"])]
    changed = then[then["owner_x"] != then["owner_y"]]
    return Number(changed["inspection_id"].nunique(), "inspections")
