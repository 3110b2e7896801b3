"""What was corrected in the data, and which numbers moved between versions of the book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.acceptance import ACCEPTED, moves, read_accepted
from analysis.claims import Count, claim
from analysis.data import Dataset
from analysis.exhibits import DATASET, Link, Table

REGISTER = "chapters/reference/claims"
RELEASED = ACCEPTED.parent / "accepted"  # a copy of the accepted values for each version published, by `make release`


@claim("corrections_logged", "decisions logged in the corrections table that concern statements, of all")
def corrections_logged(d: Dataset) -> Count:
    """Logged decisions about statements (`findings`), of all decisions in the corrections table."""
    return Count(int((d.corrections["table"] == "findings").sum()), len(d.corrections))


def table_faults(d: Dataset) -> Table:
    """Kinds of fault that were mended, by how many decisions they took; all contradictions are one kind."""
    log = d.corrections.assign(fault=kinds_of_fault(d.corrections["fault"]))
    grouped = log.groupby("fault").agg(
        decisions=("correction_id", "size"), tables=("table", lambda names: ", ".join(sorted(set(names))))
    )
    frame = grouped.sort_values(["decisions"], ascending=False, kind="stable").reset_index()
    touched = len(log[["table", "record_id"]].drop_duplicates())
    return Table(
        "faults", frame, f"{len(log)} decisions on {touched} rows, about {len(frame)} kinds of fault",
        "Each was made while the dataset was curated, before its first version", [DATASET],
        labels={"fault": "What was wrong or doubtful"},
    )


def kinds_of_fault(faults: pd.Series) -> pd.Series:
    """Faults as they are counted: without article, without what stands in brackets, contradictions as one kind."""
    kinds = faults.str.replace(r" \(.*\)$", "", regex=True).str.replace(r"^(a|an|the) ", "", regex=True)
    return kinds.str.replace(r"^contradiction:.*", "contradiction between sources", regex=True)


def table_corrections(d: Dataset) -> Table:
    """The whole log, a row for each decision, with its reason where one is given and what must stand since."""
    log = d.corrections
    frame = pd.DataFrame({
        "row": log["table"] + ": " + log["record_id"],
        "fault": log["fault"],
        "decision": log["decision"],
        "reason": log["reason"],
        "column": log["column"],
        "expected": log["expected"],
    })
    return Table(
        "corrections", frame, f"The log: {len(log)} decisions",
        "The check of the dataset fails when what is expected no longer stands", [DATASET],
        labels={"expected": "Stands since"}, missing="empty", anchors=log["correction_id"].tolist(),
    )


def released(folder: Path = RELEASED) -> list[str]:
    """Versions whose accepted values are kept, oldest first."""
    return sorted((path.stem for path in folder.glob("*.csv")), key=lambda v: [int(part) for part in v.split(".")])


def table_versions(d: Dataset, folder: Path = RELEASED, accepted: Path = ACCEPTED) -> Table:
    """Numbers that moved from each version to the next, and from the last to this one.

    Columns of the frame: version, number (a claim, or all of them), before, since. A version begins with a row on all
    its numbers; a number that is new or no longer printed is counted there and has no row.
    """
    versions = [(name, read_accepted(folder / f"{name}.csv")) for name in released(folder)]
    now = read_accepted(accepted)
    if not versions or versions[-1][1] != now:
        versions.append(("this version", now))
    rows: list[dict[str, Any]] = []
    before: dict[str, tuple[str, str]] = {}
    for name, values in versions:
        new, gone = len(set(values) - set(before)), len(set(before) - set(values))
        rows.append({
            "version": name, "number": "all numbers", "before": f"{len(before)} printed" if before else None,
            "since": f"{len(values)} printed" + (f": {new} new, {gone} no longer there" if before else ""),
        })  # fmt: skip
        for claim_id in (one.claim for one in moves(before, values) if one.old and one.new):
            shown = 0 if before[claim_id][0] != values[claim_id][0] else 1  # as printed, unless that did not change
            rows.append({
                "version": name, "number": Link(claim_id, f"{REGISTER}#claim-{claim_id}"),
                "before": before[claim_id][shown], "since": values[claim_id][shown],
            })  # fmt: skip
        before = values
    return Table(
        "versions", pd.DataFrame(rows), f"{len(versions)} version{'s' if len(versions) != 1 else ''} so far",
        "Numbers printed in chapters, and those that moved since the version before", [DATASET],
        missing="nothing before it", row_header="number",
    )
