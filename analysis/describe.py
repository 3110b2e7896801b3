"""What the dataset holds and what became of every row that was gathered: computed from the manifest, never typed."""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.data import DATA, DataError, Dataset, load

CARD_START, CARD_END = "<!-- generated: python -m analysis describe --card -->", "<!-- end of generated -->"
FATES = ("kept", "merged", "excluded")
FIELD_MARK = "\x1f"
WITHHELD = "withheld:"


def fates(data: Dataset) -> pd.DataFrame:
    """What became of each evidence row.

    Returns
    -------
    pandas.DataFrame
        `evidence_row`, `table` (of the evidence), `record_id`, `fate`: *excluded* (it stands in `exclusions`),
        *merged* (its record repeats another, or an earlier evidence row became the same record) or *kept*;
        `reason` where it was excluded.
    """
    frame = data.evidence_rows[["evidence_row", "table", "record_id"]]
    reasons = data.exclusions.set_index("evidence_row")["reason"]
    excluded = frame["evidence_row"].isin(reasons.index)
    repeated = frame["record_id"].notna() & frame.duplicated(["table", "record_id"])
    merged = repeated | frame["record_id"].isin(_merged_records(data))
    frame["fate"] = (
        pd.Series("kept", index=frame.index, dtype="string").mask(merged, "merged").mask(excluded, "excluded")
    )
    frame["reason"] = frame["evidence_row"].map(reasons).astype("string")
    return frame


def flow(data: Dataset) -> pd.DataFrame:
    """The way from evidence to dataset, one row per table of evidence.

    Returns
    -------
    pandas.DataFrame
        `table`, `read`, `kept`, `merged`, `excluded` (counts of evidence rows; the last three add up to `read`).
    """
    counted = fates(data).groupby(["table", "fate"]).size().unstack(fill_value=0)
    counted = counted.reindex(columns=list(FATES), fill_value=0).astype("int64")
    counted.insert(0, "read", counted.sum(axis=1))
    return counted.rename_axis(columns=None).reset_index()


def exclusion_reasons(data: Dataset) -> pd.DataFrame:
    """Evidence rows left out: `table`, `reason`, `rows`, the commonest first within each table."""
    left_out = fates(data).query("fate == 'excluded'")
    counted = left_out.groupby(["table", "reason"]).size().rename("rows").reset_index()
    return counted.sort_values(["table", "rows", "reason"], ascending=[True, False, True], ignore_index=True)


def table_sizes(data: Dataset) -> pd.DataFrame:
    """Tables of the dataset: `table`, `title`, `rows`, and `live` rows (not merged, displayable)."""
    return pd.DataFrame(
        {
            "table": name,
            "title": table.title,
            "rows": len(data[name]),
            "live": len(data.live(name)),
        }
        for name, table in data.package.tables.items()
    )


def fingerprint(fields: list[str]) -> str:
    """First 16 hexadecimal digits of the SHA-256 of an evidence row's fields."""
    return hashlib.sha256(FIELD_MARK.join(fields).encode()).hexdigest()[:16]


def reprove(data: Dataset, folder: Path) -> Iterator[str]:
    """Compare the manifest with the evidence itself, where that is held.

    Rows whose place is withheld to protect people are compared by their number alone, table by table.

    Parameters
    ----------
    data
        Its `evidence_rows` name each row as `folder/table:number`, the header being 1, or as `withheld:number`.
    folder
        The evidence: CSV files, in folders by topic.

    Yields
    ------
    str
        One line for each row that differs, is missing from the manifest, or is missing from the evidence.
    """
    manifest = data.evidence_rows
    placed = manifest[~manifest["evidence_row"].str.startswith(WITHHELD)]
    expected = dict(zip(placed["evidence_row"], placed["fingerprint"], strict=True))
    withheld = Counter(manifest.loc[manifest["evidence_row"].str.startswith(WITHHELD), "table"])
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        with open(path, encoding="utf-8", newline="") as handle:
            for number, fields in enumerate(csv.reader(handle), 1):
                row = f"{name}:{number}"
                if number == 1:
                    continue
                known = expected.pop(row, None)
                if known is None and withheld[path.stem] > 0:
                    withheld[path.stem] -= 1
                elif known is None:
                    yield f"{row}: this evidence row is not in the manifest"
                elif known != fingerprint(fields):
                    yield f"{row}: this evidence row is not the one that was read"
    yield from (f"{row}: the evidence holds no such row" for row in expected)
    for table, number in withheld.items():
        if number:
            yield f"{table}: rows whose place is withheld and that the evidence does not hold: {number}"


def card(data: Dataset) -> str:
    """The numbers of the data card, as Markdown."""
    codings, checked = data.codings, data.verification
    final = codings[(codings["codebook"] == 2) & (codings["coder"] == "final")]
    settled = int((final["resolution"] != "agreed").sum())
    verdicts = checked["verdict"].value_counts().sort_index()
    parts = [
        f"Version {data.version}.",
        "**From evidence to dataset** (rows of evidence)",
        _markdown(flow(data)),
        "**Why rows were left out**",
        _markdown(exclusion_reasons(data)),
        "**Tables** (*live*: neither merged into another row nor withheld from display)",
        _markdown(table_sizes(data)[["table", "rows", "live"]]),
        f"**Coding.** {len(final):,} findings were coded twice under the second codebook; in {settled:,} the two "
        "codings differed and a third settled the codes.",
        f"**Verification.** Of {len(checked):,} sampled rows: " + _listed(verdicts) + ".",
    ]
    return "\n\n".join(parts)


def with_card(text: str, block: str) -> str:
    """A data card with its generated block replaced.

    Raises
    ------
    ValueError
        When the markers of the block are not there.
    """
    before, start, rest = text.partition(CARD_START)
    _, end, after = rest.partition(CARD_END)
    if not (start and end):
        raise ValueError(f"the data card needs the lines {CARD_START} and {CARD_END}")
    return f"{before}{CARD_START}\n\n{block}\n\n{CARD_END}{after}"


def _merged_records(data: Dataset) -> pd.Series:
    merged = [
        frame.loc[frame["merged_into"].notna(), key]
        for frame, key in ((data.findings, "finding_id"), (data.indicators, "indicator_id"))
    ]
    return pd.concat(merged)


def _listed(counts: pd.Series) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


def _markdown(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table, numbers to the right."""
    marks = ["---:" if pd.api.types.is_numeric_dtype(dtype) else "---" for dtype in frame.dtypes]
    lines = [list(frame.columns), marks]
    lines += [
        [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in frame.astype(object).values
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `describe [FOLDER] [--card] [--evidence FOLDER]` to the command line."""
    command = commands.add_parser("describe", help="print what became of every evidence row, and table sizes")
    command.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="FOLDER")
    command.add_argument("--card", action="store_true", help="write these numbers into the folder's README.md")
    command.add_argument("--evidence", type=Path, metavar="FOLDER", help="prove the manifest against the evidence")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        data = load(arguments.folder)
    except DataError as error:
        print(error)
        return 1
    if arguments.evidence:
        if not arguments.evidence.is_dir():
            print(f"{arguments.evidence}: there is no such folder")
            return 1
        differences = list(reprove(data, arguments.evidence))
        print(
            "\n".join(
                [*differences, f"{len(data.evidence_rows):,} rows in the manifest, {len(differences):,} differences"]
            )
        )
        return 1 if differences else 0
    if arguments.card:
        path = arguments.folder / "README.md"
        path.write_text(with_card(path.read_text(encoding="utf-8"), card(data)), encoding="utf-8")
        return 0
    for title, frame in (
        ("From evidence to dataset (rows of evidence)", flow(data)),
        ("Left out", exclusion_reasons(data)),
        ("Tables", table_sizes(data)),
    ):
        print(f"{title}\n{frame.to_string(index=False)}\n")
    return 0
