"""The flow from evidence to dataset, recomputed from the manifest by other means."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.data import DATA, Dataset, load
from analysis.describe import (
    CARD_END,
    CARD_START,
    card,
    exclusion_reasons,
    fates,
    flow,
    reprove,
    table_sizes,
    with_card,
)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load()


def rows(table: str) -> list[dict[str, str]]:
    with open(DATA / f"{table}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_flow_of_the_tiny_folder(tiny: Path) -> None:
    counted = flow(load(tiny)).set_index("table")
    assert counted.loc["findings"].to_dict() == {"read": 4, "kept": 2, "merged": 1, "excluded": 1}
    assert counted.loc["indicators"].to_dict() == {"read": 2, "kept": 1, "merged": 1, "excluded": 0}
    assert counted.loc["sources"].to_dict() == {"read": 2, "kept": 1, "merged": 1, "excluded": 0}
    assert counted.loc["coding"].to_dict() == {"read": 1, "kept": 1, "merged": 0, "excluded": 0}
    reasons = exclusion_reasons(load(tiny)).to_dict("records")
    assert reasons == [{"table": "findings", "reason": "not_evidence", "rows": 1}]


def test_flow_is_what_the_manifest_says(data: Dataset) -> None:
    """Recomputed row by row from the files, without the code under test."""
    excluded = {row["evidence_row"] for row in rows("exclusions")}
    merged = {row["finding_id"] for row in rows("findings") if row["merged_into"]}
    merged |= {row["indicator_id"] for row in rows("indicators") if row["merged_into"]}
    seen: set[tuple[str, str]] = set()
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows("evidence_rows"):
        record = (row["table"], row["record_id"])
        repeats = row["record_id"] in merged or record in seen
        fate = "excluded" if row["evidence_row"] in excluded else "merged" if repeats else "kept"
        seen.add(record)
        counted[row["table"], fate] += 1
    found = flow(data)
    for row in found.to_dict("records"):
        for fate in ("kept", "merged", "excluded"):
            assert row[fate] == counted[row["table"], fate], (row["table"], fate)
    assert found["read"].sum() == sum(counted.values()) == len(rows("evidence_rows"))
    assert (found["kept"] + found["merged"] + found["excluded"] == found["read"]).all()


def test_every_row_has_one_fate(data: Dataset) -> None:
    frame = fates(data)
    assert frame["evidence_row"].is_unique
    assert set(frame["fate"]) == {"kept", "merged", "excluded"}
    assert (frame["reason"].notna() == (frame["fate"] == "excluded")).all()
    assert (frame["record_id"].isna() == (frame["fate"] == "excluded")).all()


def test_every_record_with_evidence_came_from_it(data: Dataset) -> None:
    """No finding or indicator was made up: each is what some evidence row became."""
    became = data.evidence_rows.groupby("table")["record_id"].agg(set)
    assert set(data.findings["finding_id"]) == {one for one in became["findings"] if not pd.isna(one)}
    assert set(data.indicators["indicator_id"]) == {one for one in became["indicators"] if not pd.isna(one)}
    assert set(data.inspections["inspection_id"]) == {one for one in became["inspections"] if not pd.isna(one)}


def test_sizes_are_those_of_the_files(data: Dataset) -> None:
    for row in table_sizes(data).to_dict("records"):
        assert row["rows"] == len(rows(row["table"])), row["table"]
        assert row["live"] <= row["rows"]


def test_manifest_is_proved_against_the_evidence(tiny: Path, evidence: Path) -> None:
    data = load(tiny)
    assert list(reprove(data, evidence)) == []
    path = evidence / "north" / "findings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("f-2,two", "f-2,too") + "f-5,five\n", encoding="utf-8")
    (evidence / "coding.csv").unlink()
    assert list(reprove(data, evidence)) == [
        "north/findings:3: this evidence row is not the one that was read",
        "north/findings:6: this evidence row is not in the manifest",
        "coding:2: the evidence holds no such row",
    ]


def test_rows_whose_place_is_withheld_are_counted(tiny: Path, evidence: Path) -> None:
    assert "withheld:001,findings,,anon-001" in (tiny / "evidence_rows.csv").read_text(encoding="utf-8")
    (evidence / "north" / "findings.csv").unlink()
    differences = list(reprove(load(tiny), evidence))
    assert "findings: rows whose place is withheld and that the evidence does not hold: 1" in differences
    assert len(differences) == 4


def test_the_data_card_holds_the_numbers_of_the_data(data: Dataset) -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert with_card(text, card(data)) == text, "run `python -m analysis describe --card`"
    assert f"| {len(data.findings):,} |" in text


def test_a_card_without_markers_is_refused() -> None:
    assert with_card(f"a\n{CARD_START}\nold\n{CARD_END}\nb\n", "new") == f"a\n{CARD_START}\n\nnew\n\n{CARD_END}\nb\n"
    with pytest.raises(ValueError, match="needs the lines"):
        with_card("no markers", "new")


def test_commands(tiny: Path, evidence: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        return main(["describe", str(tiny), *arguments]), capsys.readouterr().out

    code, printed = run()
    assert code == 0
    assert ["findings", "4", "2", "1", "1"] in [line.split() for line in printed.splitlines()]
    assert run("--evidence", str(evidence)) == (0, "9 rows in the manifest, 0 differences\n")
    (evidence / "coding.csv").unlink()
    assert run("--evidence", str(evidence))[0] == 1
    (tiny / "voices.csv").unlink()
    code, printed = run()
    assert code == 1
    assert printed.startswith("voices.csv: the file is missing")
