"""How deeply the record was read: statements per inspection, how much of each source, and through whom."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.coverage import inspections
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import REGIMES, service_name

BLOG = "On Probation Blog"
EXTENTS = {"whole": "Whole", "extract": "Extract or front matter", "opening": "Opening"}
NO_RELAY = "None: the speaker's own words or page"
RELAYS = {
    "press": "The press",
    "blog_author": "A blog's author",
    "commentator": "A commentator",
    "parliament": "Parliament",
}


def statements(d: Dataset) -> pd.DataFrame:
    """Live findings with what is known of their source: `publisher`, `kind`, `read_via`, `read_extent`."""
    sources = d.sources[["source_id", "publisher", "kind", "read_via", "read_extent"]]
    return d.live("findings").merge(sources, on="source_id", validate="m:1")


def depth(d: Dataset) -> pd.DataFrame:
    """Statements per inspection by programme, in the order in which the programmes began.

    Returns
    -------
    pandas.DataFrame
        `regime`, `inspections`, `statements`, `median`, `most`, `none` (inspections without any statement).
    """
    frame = inspections(d)
    order = frame.groupby("regime")["row"].min().sort_values().index
    grouped = frame.groupby("regime")["statements"]
    table = pd.DataFrame(
        {
            "inspections": grouped.size(),
            "statements": grouped.sum(),
            "median": grouped.median(),
            "most": grouped.max(),
            "none": grouped.agg(lambda counts: int((counts == 0).sum())),
        }
    )
    return table.loc[order].reset_index()


def deepest(d: Dataset, number: int = 4) -> pd.DataFrame:
    """The inspections with the most statements: `inspection_id`, `service`, `published_from`, `statements`."""
    frame = inspections(d).sort_values(["statements", "inspection_id"], ascending=[False, True]).head(number)
    frame["service"] = [service_name(d, i) for i in frame["inspection_id"]]
    return frame[["inspection_id", "service", "published_from", "statements"]].reset_index(drop=True)


def table_depth(d: Dataset) -> Table:
    """Depth of reading by programme."""
    frame = depth(d)
    top = deepest(d)
    share = 100 * top["statements"].sum() / frame["statements"].sum()
    named = "; ".join(f"{row.service} {row.published_from:%Y}, {row.statements}" for row in top.itertuples())
    return Table(
        "depth",
        frame.assign(regime=frame["regime"].map(REGIMES)),
        f"Four of {int(frame['inspections'].sum())} inspections supply {share:.0f}% of the statements",
        "Statements collected for this book, by programme of inspection.",
        [DATASET],
        n=f"{int(frame['statements'].sum())} statements that name an inspection",
        note=f"The four: {named}. Counts of statements measure our reading, not the reports.",
        labels={"regime": "Programme", "median": "Median per inspection", "most": "Most", "none": "With none"},
        formats={"median": "{:g}".format},
    )


def reading(d: Dataset) -> pd.DataFrame:
    """How much of the sources was read.

    Returns
    -------
    pandas.DataFrame
        `extent`, `sources_used`, `sources_not_used`, `via_copy` (used sources read in a copy hosted by someone other
        than the publisher), `statements` (live findings that rest on them).
    """
    sources = d.sources
    used = sources["status"] == "used"
    said = statements(d).groupby("read_extent").size()
    rows = [
        {
            "extent": label,
            "sources_used": int((used & (sources["read_extent"] == extent)).sum()),
            "sources_not_used": int((~used & (sources["read_extent"] == extent)).sum()),
            "via_copy": int((used & (sources["read_extent"] == extent) & sources["read_via"].notna()).sum()),
            "statements": int(said.get(extent, 0)),
        }
        for extent, label in EXTENTS.items()
    ]
    return pd.DataFrame(rows)


def table_reading(d: Dataset) -> Table:
    """How much of each source was read, and how many statements rest on it."""
    frame = reading(d)
    opening = frame.loc[frame["extent"] == EXTENTS["opening"], "statements"].sum()
    return Table(
        "reading",
        frame,
        f"Of {frame['statements'].sum():,} statements {opening:,} rest on the opening of a page",
        "Sources by how much of them was read, and the statements that rest on them.",
        [DATASET],
        n=f"{int(frame[['sources_used', 'sources_not_used']].to_numpy().sum())} sources",
        note="Opening: about the first 2,000 characters. In a copy: read at an address that is not the publisher's.",
        labels={
            "extent": "How much was read", "sources_used": "Sources used", "sources_not_used": "Read, not used",
            "via_copy": "Used, read in a copy", "statements": "Statements",
        },
    )  # fmt: skip


def relays(d: Dataset) -> pd.DataFrame:
    """Through whom the statements came: `relay`, `statements` and `share` (percent) of all live findings."""
    frame = statements(d)
    relay = frame["relayed_by"].map(RELAYS).where(frame["relayed_by"].notna(), NO_RELAY)
    relay = relay.fillna("Others")
    counts = relay.value_counts().rename_axis("relay").rename("statements").reset_index()
    last = counts["relay"] == "Others"
    counts = pd.concat([counts[~last], counts[last]], ignore_index=True)
    return counts.assign(share=100 * counts["statements"] / len(frame))


def table_relays(d: Dataset) -> Table:
    """Through whom statements came."""
    frame = relays(d)
    total = frame["statements"].sum()
    passed = total - frame.loc[frame["relay"] == NO_RELAY, "statements"].sum()
    return Table(
        "relays",
        frame,
        f"Of {total:,} statements {passed:,} were read in someone else's account",
        "Statements by who relays them: the voice of the page, where that is not the speaker.",
        [DATASET],
        n=f"{total:,} statements, with or without an inspection",
        note="Counted after merging what was read twice, the inspectorate's own text kept first.",
        labels={"relay": "Relayed by", "share": "Share, %"},
        formats={"share": "{:.0f}".format},
    )


@claim("statements_live", "statements in this dataset that are shown and counted")
def statements_live(d: Dataset) -> Number:
    """Findings that are neither merged into another nor withheld."""
    return Number(len(d.live("findings")), "statements")


@claim("statements_on_inspections", "statements that name an inspection, of all that are counted")
def statements_on_inspections(d: Dataset) -> Count:
    """Live findings that belong to an inspection, of all live findings."""
    live = d.live("findings")
    return Count(int(live["inspection_id"].notna().sum()), len(live))


@claim("top_four_statements", "statements from the four inspections read most deeply, of those naming an inspection")
def top_four_statements(d: Dataset) -> Count:
    """Live findings about the four inspections with the most of them, of all that name an inspection."""
    return Count(int(deepest(d)["statements"].sum()), int(inspections(d)["statements"].sum()))


def _median(d: Dataset, regime: str) -> Number:
    frame = inspections(d)
    return Number(float(frame.loc[frame["regime"] == regime, "statements"].median()), "statements")


@claim("median_statements_rated", "median of statements per rated inspection, 2018 to 2021")
def median_statements_rated(d: Dataset) -> Number:
    """Median number of live findings per inspection of the rated programme, inspections without any included."""
    return _median(d, "rated")


@claim("median_statements_units", "median of statements per inspection of a delivery unit")
def median_statements_units(d: Dataset) -> Number:
    """Median number of live findings per inspection of a delivery unit, inspections without any included."""
    return _median(d, "unit")


@claim("inspections_without_statement", "inspections of which no statement was collected")
def inspections_without_statement(d: Dataset) -> Count:
    """Inspections without a live finding, of all in the dataset."""
    frame = inspections(d)
    return Count(int((frame["statements"] == 0).sum()), len(frame))


@claim("sources_used", "sources used, of all that were read")
def sources_used(d: Dataset) -> Count:
    """Sources on which at least one fact rests, of all that were read."""
    return Count(int((d.sources["status"] == "used").sum()), len(d.sources))


@claim("sources_whole", "used sources read whole")
def sources_whole(d: Dataset) -> Count:
    """Used sources that were read from beginning to end."""
    return _read(d, "whole")


@claim("sources_opening", "used sources of which the opening was read")
def sources_opening(d: Dataset) -> Count:
    """Used sources that were read in their opening only; the others were read whole, in extracts or front matter."""
    return _read(d, "opening")


def _read(d: Dataset, extent: str) -> Count:
    used = d.sources[d.sources["status"] == "used"]
    return Count(int((used["read_extent"] == extent).sum()), len(used))


@claim("statements_opening", "statements that rest on the opening of a page")
def statements_opening(d: Dataset) -> Count:
    """Live findings whose source was read in its opening only."""
    frame = statements(d)
    return Count(int((frame["read_extent"] == "opening").sum()), len(frame))


@claim("statements_relayed", "statements read in someone else's account")
def statements_relayed(d: Dataset) -> Count:
    """Live findings relayed by another voice than the speaker's."""
    frame = statements(d)
    return Count(int(frame["relayed_by"].notna().sum()), len(frame))


@claim("statements_one_blog", "statements published by, or read on, one blog")
def statements_one_blog(d: Dataset) -> Count:
    """Live findings from posts of On Probation Blog, or from documents read in its copy."""
    frame = statements(d)
    there = (frame["publisher"] == BLOG) | frame["read_via"].fillna("").str.startswith(BLOG)
    return Count(int(there.sum()), len(frame))
