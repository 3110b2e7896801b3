"""The register of sources and the dictionary of the data, as the reference pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from analysis.cells import Link
from analysis.claims import ADDRESS_WITHHELD
from analysis.data import Dataset
from analysis.exhibits import DATASET, Table
from analysis.lookup import when

KINDS = {
    "press_release": "Press releases",
    "inspection_report": "Inspection reports",
    "inspectorate_page": "Pages of the inspectorate",
    "annual_report": "Annual reports",
    "statistics": "Official statistics",
    "audit": "Audit reports",
    "parliament": "Parliament",
    "government": "Government",
    "operator": "Operators",
    "union": "Unions",
    "research": "Research",
    "news": "News",
    "blog": "Blogs",
}
INSPECTIONS = "chapters/places/inspections"


def uses(d: Dataset) -> pd.DataFrame:
    """What each source supports.

    Returns
    -------
    DataFrame
        One row per `source_id`: `findings` and `numbers` (live rows that name it), `inspections` (list of ids whose
        facts, ratings, findings or numbers name it).
    """
    inspected: dict[str, set[str]] = defaultdict(set)
    for name, column in (("inspections", "source_id"), ("inspections", "rating_source_id"), ("ratings", "source_id")):
        frame = d[name].dropna(subset=[column])
        for source, inspection in zip(frame[column], frame["inspection_id"], strict=True):
            inspected[source].add(inspection)
    counts = {}
    for name, counted in (("findings", "findings"), ("indicators", "numbers")):
        frame = d.live(name)
        counts[counted] = frame["source_id"].value_counts()
        frame = frame.dropna(subset=["inspection_id"])
        for source, inspection in zip(frame["source_id"], frame["inspection_id"], strict=True):
            inspected[source].add(inspection)
    table = pd.DataFrame({"source_id": d.sources["source_id"]})
    for name, count in counts.items():
        table[name] = table["source_id"].map(count).fillna(0).astype(int)
    table["inspections"] = [sorted(inspected[source]) for source in table["source_id"]]
    return table


def kinds_of_source(d: Dataset) -> list[str]:
    """Kinds of source that the table holds, in the order of the register."""
    held = set(d.sources["kind"].dropna())
    return [kind for kind in KINDS if kind in held] + sorted(held - set(KINDS))


def source_register(d: Dataset, kind: str) -> Table:
    """Every source of one kind, each row with its permanent anchor ``source-ID``.

    Raises
    ------
    ValueError
        If no source is of that kind.
    """
    rows = d.sources[d.sources["kind"] == kind].merge(uses(d), on="source_id", validate="one_to_one")
    rows = rows.sort_values(["publisher", "published", "source_id"], na_position="last")
    frame = pd.DataFrame({
        "source": [_titled(row) for _, row in rows.iterrows()],
        "publisher": rows["publisher"].to_list(),
        "published": [when(value) or None for value in rows["published"]],
        "read": [_reading(row) for _, row in rows.iterrows()],
        "supports": [_supports(row) for _, row in rows.iterrows()],
    })
    name = KINDS.get(kind, kind)
    used = int((rows["status"] == "used").sum())
    return Table(
        f"sources-{kind.replace('_', '-')}", frame, f"{name}: {len(rows)} read, {used} used", "by publisher and date",
        [DATASET], labels={"source": "Document"}, anchors=[f"source-{source}" for source in rows["source_id"]],
    )


def _titled(row: pd.Series) -> Link | str:
    if row["url_names_people"]:
        return f"{row['title']} ({ADDRESS_WITHHELD})"
    return Link(str(row["title"]), str(row["url"])) if pd.notna(row["url"]) else str(row["title"])


def _reading(row: pd.Series) -> str:
    copy = f", in the copy at {row['read_via']}" if pd.notna(row["read_via"]) else ""
    return str(row["read_extent"]) + copy


def _supports(row: pd.Series) -> list[Link | str]:
    if row["status"] != "used":
        return ["read, not used"]
    counted = [f"{row[name]} {name if row[name] != 1 else name[:-1]}" for name in ("findings", "numbers") if row[name]]
    links = [Link(inspection, f"{INSPECTIONS}#{inspection}") for inspection in row["inspections"]]
    return [*counted, *links] or ["background to organisations, owners or places"]


def tables_of(d: Dataset) -> list[str]:
    """Names of the tables, as the data package orders them."""
    return list(d.package.tables)


def data_dictionary(d: Dataset, table: str) -> Table:
    """Every field of one table: type, unit, what it may hold, and what it means."""
    resource = next(one for one in d.package.descriptor["resources"] if one["name"] == table)
    fields = resource["schema"]["fields"]
    frame = pd.DataFrame({
        "field": [one["name"] for one in fields],
        "holds": [_holds(one) for one in fields],
        "meaning": [one["description"].rstrip(".") + "." for one in fields],
    })
    return Table(
        f"fields-{table.replace('_', '-')}", frame, f"{table}.csv: {len(d[table]):,} rows", resource["description"],
        [DATASET], anchors=[f"field-{table}-{one['name']}" for one in fields],
    )


def _holds(one: dict[str, object]) -> str:
    constraints = one.get("constraints", {})
    assert isinstance(constraints, dict)
    kind = "date, as precise as known" if one.get("partialDate") else str(one["type"])
    said: Iterable[object] = constraints.get("enum", [])
    listed = [str(value) for value in said]
    parts = [f"{kind} ({', '.join(listed)})" if listed else kind]
    if one.get("unit"):
        parts.append(f"in {one['unit']}")
    if constraints.get("required"):
        parts.append("never empty")
    return ", ".join(parts)
