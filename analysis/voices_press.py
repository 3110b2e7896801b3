"""From release to newspaper: what each says of one and the same inspection."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import published_words, service_name, source_links
from analysis.statements import depth_of

OUTLETS = ("release", "newspaper", "own")
LEAST = 2  # statements from either side, below which an inspection is not shown


def outlets(d: Dataset) -> pd.DataFrame:
    """Statements about an inspection in the inspectorate's own release and in newspapers.

    Rows merged into another are taken in, since a statement that a newspaper repeats is merged into the release's; a
    row that repeats one of the same outlet and inspection is not counted twice.

    Returns
    -------
    pandas.DataFrame
        The columns of `findings` and `outlet`: release (the inspectorate's own), newspaper (the inspectorate as a
        newspaper relays it) or own (a newspaper speaking for itself).
    """
    frame = d.findings[d.findings["displayable"].fillna(False).astype(bool) & d.findings["inspection_id"].notna()]
    kind = frame["source_id"].map(d.sources.set_index("source_id")["kind"])
    inspectorate, relay = frame["speaker"] == "inspectorate", frame["relayed_by"].fillna("")
    release = (kind == "press_release") & inspectorate & (relay == "")
    paper = (kind == "news") & inspectorate & (relay == "press")
    own_voice = (kind == "news") & (frame["speaker"] == "press")
    outlet = pd.Series("", index=frame.index).mask(release, "release").mask(paper, "newspaper")
    frame["outlet"] = outlet.mask(own_voice, "own")
    frame = frame[frame["outlet"] != ""]
    place = frame.set_index("finding_id")[["inspection_id", "outlet"]].agg(tuple, axis=1)
    own, kept = frame["finding_id"].map(place), frame["merged_into"].map(place)
    return frame[own != kept].reset_index(drop=True)


def by_inspection(d: Dataset, least: int = LEAST, wide: bool = False) -> pd.DataFrame:
    """Inspections with at least so many statements from the release and from newspapers.

    Parameters
    ----------
    least
        Fewest statements on either side.
    wide
        Whether what newspapers say for themselves counts as theirs, beside what they relay of the inspectorate.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `release`, `newspaper`, `own` (statements by `outlet`), each also with `_negative`, and
        `more_negative` (where the inspectorate's statements are negative in the larger share: newspapers, release or
        the same), in the order of publication.
    """
    frame = outlets(d)
    if wide:
        frame["outlet"] = frame["outlet"].replace("own", "newspaper")
    counts = frame.groupby(["inspection_id", "outlet"]).size().unstack(fill_value=0)
    negative = frame[frame["polarity"] == "negative"].groupby(["inspection_id", "outlet"]).size().unstack(fill_value=0)
    counts, negative = (part.reindex(columns=list(OUTLETS), fill_value=0) for part in (counts, negative))
    table = counts.join(negative.add_suffix("_negative")).fillna(0).astype("int64")
    table = table[(table["release"] >= least) & (table["newspaper"] >= least)]
    ours, theirs = table["release_negative"] * table["newspaper"], table["newspaper_negative"] * table["release"]
    words = pd.Series("the same", index=table.index).mask(theirs > ours, "newspapers").mask(ours > theirs, "release")
    dates = d.inspections.set_index("inspection_id")["published_from"]
    table = table.assign(more_negative=words, day=dates.reindex(table.index))
    table = table.sort_values(["day", "inspection_id"]).drop(columns="day").reset_index()
    table.columns.name = None
    return table


def table_press(d: Dataset) -> Table:
    """Negative statements in the release and in newspapers, inspection by inspection."""
    frame, said = by_inspection(d), outlets(d)
    said = said[said["inspection_id"].isin(frame["inspection_id"])]
    counts = frame["more_negative"].value_counts()
    papers, release = (int(counts.get(name, 0)) for name in ("newspapers", "release"))
    inspections = d.inspections.set_index("inspection_id", drop=False)
    shown = pd.DataFrame(
        {
            "Inspection": [
                f"{service_name(d, name)}, {published_words(inspections.loc[name])}" for name in frame["inspection_id"]
            ],
            "Inspectorate in its release": _of(frame, "release"),
            "Inspectorate in newspapers": _of(frame, "newspaper"),
            "Newspapers themselves": _of(frame, "own"),
            "More negative": frame["more_negative"],
            "Sources": [
                source_links(d, said.loc[said["inspection_id"] == name, "source_id"]) for name in frame["inspection_id"]
            ],
        }
    )
    return Table(
        "release-and-press",
        shown,
        f"In {papers} of {len(frame)} inspections the inspectorate sounds more negative in newspapers than in its own "
        f"release, in {release} less",
        "Negative statements, of all that were collected from the release and from newspapers about one and the same "
        "inspection.",
        list(dict.fromkeys(said["source_id"])),
        n=depth_of(d, said).words(),
        note=f"Inspections with at least {LEAST} statements of the inspectorate from either. What was left out was not "
        "read: these are openings. Statements merged because they repeat each other are counted on both sides.",
        missing="none",
    )


def _of(frame: pd.DataFrame, outlet: str) -> list[str]:
    pairs = zip(frame[f"{outlet}_negative"], frame[outlet], strict=True)
    return [f"{k} of {n}" if n else "" for k, n in pairs]


def _claimed(d: Dataset, word: str, least: int = LEAST, wide: bool = False) -> Count:
    frame = by_inspection(d, least, wide)
    return Count(int((frame["more_negative"] == word).sum()), len(frame))


@claim("press_more_negative", "inspections in which the inspectorate sounds more negative in newspapers")
def press_more_negative(d: Dataset) -> Count:
    """Inspections in which the inspectorate is negative in a larger share of statements in newspapers than in releases.

    Of all with at least two statements from either; nothing is inferred from the number.
    """
    return _claimed(d, "newspapers")


@claim("press_more_negative_any", "inspections in which newspapers sound darker, any number of statements")
def press_more_negative_any(d: Dataset) -> Count:
    """Inspections in which the inspectorate is negative in a larger share of statements in newspapers, of all with any.

    A share of a single statement is nought or one, so that this number says little of any inspection.
    """
    return _claimed(d, "newspapers", least=1)


@claim("press_release_more_negative", "inspections in which the inspectorate sounds more negative in its release")
def press_release_more_negative(d: Dataset) -> Count:
    """Inspections in which the inspectorate is negative in a larger share of statements in its release.

    Of all with at least two statements from either.
    """
    return _claimed(d, "release")


@claim("press_wide_more_negative", "inspections in which newspapers, their own words included, are more negative")
def press_wide_more_negative(d: Dataset) -> Count:
    """Inspections in which all statements of newspapers, their own included, are negative in a larger share.

    Of all with at least two statements from either side; the definition that was tried first.
    """
    return _claimed(d, "newspapers", wide=True)


@claim("press_wide_less_negative", "inspections in which newspapers, their own words included, are less negative")
def press_wide_less_negative(d: Dataset) -> Count:
    """Inspections in which the release's statements are negative in a larger share than all those of newspapers.

    Of all with at least two statements from either side; the definition that was tried first.
    """
    return _claimed(d, "release", wide=True)


@claim("press_least", "statements from either side that an inspection must have to be shown")
def press_least(d: Dataset) -> Number:
    """Fewest statements from the release and from newspapers with which an inspection is set out in the table."""
    return Number(LEAST, "statements")


def _overall(d: Dataset, outlet: str) -> Count:
    frame = outlets(d)
    own = frame[(frame["outlet"] == outlet) & (frame["speaker"] == "inspectorate")]
    return Count(int((own["polarity"] == "negative").sum()), len(own))


@claim("press_overall_release", "inspectorate's statements in its releases that are negative")
def press_overall_release(d: Dataset) -> Count:
    """Negative statements of all that were read in the inspectorate's releases about an inspection.

    Merged statements are in; not to be compared with newspapers', which stand for other inspections.
    """
    return _overall(d, "release")


@claim("press_overall_papers", "inspectorate's statements as newspapers relay them that are negative")
def press_overall_papers(d: Dataset) -> Count:
    """Negative statements of all inspectorate's statements about an inspection that newspapers relay.

    Merged statements are in; not to be compared with those of releases, which stand for other inspections.
    """
    return _overall(d, "newspaper")
