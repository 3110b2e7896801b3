"""From release to news story: what each adds to what was collected of one and the same inspection."""

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
    """Statements about an inspection in the inspectorate's own release and in news stories.

    A statement of the release that a story repeats was recorded once, under the release: a story's rows are what it
    adds. Rows merged into another are taken in, but not those that repeat one of the same outlet and inspection.

    Returns
    -------
    pandas.DataFrame
        The columns of `findings` and `outlet`: release (the inspectorate's own), newspaper (the inspectorate as a
        news story relays it) or own (a news outlet speaking for itself).

    Raises
    ------
    ValueError
        If a story's statement is merged into one of the release on the same inspection, or the reverse: then the
        table no longer holds what stories add, and its words must be written again.
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
    _refuse_repetition(frame, own, kept)
    return frame[own != kept].reset_index(drop=True)


def _refuse_repetition(frame: pd.DataFrame, own: pd.Series, kept: pd.Series) -> None:
    for name, one, other in zip(frame["finding_id"], own, kept, strict=True):
        if isinstance(other, tuple) and one[0] == other[0] and (one[1] == "release") != (other[1] == "release"):
            raise ValueError(f"{name} repeats a statement of the other side: write the words on the table again")


def by_inspection(d: Dataset, least: int = LEAST, wide: bool = False) -> pd.DataFrame:
    """Inspections with at least so many statements from the release and from news stories.

    Parameters
    ----------
    least
        Fewest statements on either side.
    wide
        Whether what news outlets say for themselves counts as theirs, beside what they relay of the inspectorate.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `release`, `newspaper`, `own` (statements by `outlet`), each also with `_negative`, and
        `more_negative` (where the inspectorate's statements are negative in the larger share: stories, release or the
        same), in the order of publication.
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
    words = pd.Series("the same", index=table.index).mask(theirs > ours, "stories").mask(ours > theirs, "release")
    dates = d.inspections.set_index("inspection_id")["published_from"]
    table = table.assign(more_negative=words, day=dates.reindex(table.index))
    table = table.sort_values(["day", "inspection_id"]).drop(columns="day").reset_index()
    table.columns.name = None
    return table


def table_press(d: Dataset) -> Table:
    """Negative statements in the release and among what news stories add to it, inspection by inspection."""
    frame, said = by_inspection(d), outlets(d)
    said = said[said["inspection_id"].isin(frame["inspection_id"])]
    counts = frame["more_negative"].value_counts()
    papers, release = (int(counts.get(name, 0)) for name in ("stories", "release"))
    inspections = d.inspections.set_index("inspection_id", drop=False)
    shown = pd.DataFrame(
        {
            "Inspection": [
                f"{service_name(d, name)}, {published_words(inspections.loc[name])}" for name in frame["inspection_id"]
            ],
            "Inspectorate in its release": _of(frame, "release"),
            "Inspectorate in news stories, added": _of(frame, "newspaper"),
            "News outlets themselves": _of(frame, "own"),
            "More negative": frame["more_negative"],
            "Sources": [
                source_links(d, said.loc[said["inspection_id"] == name, "source_id"]) for name in frame["inspection_id"]
            ],
        }
    )
    return Table(
        "release-and-press",
        shown,
        f"In {papers} of {len(frame)} inspections what news stories add is more negative than the release, "
        f"in {release} less",
        "Negative statements, of all that were collected from the release and of those that news stories on the same "
        "inspection add to it.",
        list(dict.fromkeys(said["source_id"])),
        n=depth_of(d, said).words(),
        note=f"Inspections with at least {LEAST} statements of the inspectorate from either. What a story repeats was "
        "recorded once, under the release. These are openings; what lies beyond was not read. One story was read on a "
        "page that does not show its publisher.",
        missing="none",
    )


def _of(frame: pd.DataFrame, outlet: str) -> list[str]:
    pairs = zip(frame[f"{outlet}_negative"], frame[outlet], strict=True)
    return [f"{k} of {n}" if n else "" for k, n in pairs]


def _claimed(d: Dataset, word: str, least: int = LEAST, wide: bool = False) -> Count:
    frame = by_inspection(d, least, wide)
    return Count(int((frame["more_negative"] == word).sum()), len(frame))


@claim("press_more_negative", "inspections on which what news stories add is more negative than the release")
def press_more_negative(d: Dataset) -> Count:
    """Inspections with a larger negative share in the inspectorate's statements that stories add than in its release.

    Of all with at least two statements from either; nothing is inferred from the number.
    """
    return _claimed(d, "stories")


@claim("press_more_negative_any", "inspections on which what stories add is more negative, any number of statements")
def press_more_negative_any(d: Dataset) -> Count:
    """Inspections with a larger negative share in the inspectorate's statements that stories add than in its release.

    Of all with a statement from either. A share of a single statement is nought or one, so that this number says
    little of any inspection.
    """
    return _claimed(d, "stories", least=1)


@claim("press_release_more_negative", "inspections on which what news stories add is less negative than the release")
def press_release_more_negative(d: Dataset) -> Count:
    """Inspections with a larger negative share in the release than in the inspectorate's statements that stories add.

    Of all with at least two statements from either.
    """
    return _claimed(d, "release")


@claim("press_wide_more_negative", "inspections on which what news stories add, own words included, is more negative")
def press_wide_more_negative(d: Dataset) -> Count:
    """Inspections with a larger negative share in all that news stories add, own words included, than in the release.

    Of all with at least two statements from either side; the definition that was tried first.
    """
    return _claimed(d, "stories", wide=True)


@claim("press_wide_less_negative", "inspections on which what news stories add, own words included, is less negative")
def press_wide_less_negative(d: Dataset) -> Count:
    """Inspections with a larger negative share in the release than in all that news stories add, own words included.

    Of all with at least two statements from either side; the definition that was tried first.
    """
    return _claimed(d, "release", wide=True)


@claim("press_least", "statements from either side that an inspection must have to be shown")
def press_least(d: Dataset) -> Number:
    """Fewest statements from the release and from news stories with which an inspection is set out in the table."""
    return Number(LEAST, "statements")


def _overall(d: Dataset, outlet: str) -> Count:
    frame = outlets(d)
    own = frame[(frame["outlet"] == outlet) & (frame["speaker"] == "inspectorate")]
    return Count(int((own["polarity"] == "negative").sum()), len(own))


@claim("press_overall_release", "inspectorate's statements in its releases that are negative")
def press_overall_release(d: Dataset) -> Count:
    """Negative statements of all that were read in the inspectorate's releases about an inspection.

    Not to be compared with those of news stories, which stand for other inspections and leave out what they repeat.
    """
    return _overall(d, "release")


@claim("press_overall_papers", "inspectorate's statements recorded from news stories that are negative")
def press_overall_papers(d: Dataset) -> Count:
    """Negative statements of all inspectorate's statements about an inspection that were recorded from news stories.

    Not to be compared with those of releases, which stand for other inspections; what repeats a release is not in.
    """
    return _overall(d, "newspaper")
