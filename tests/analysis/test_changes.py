"""The log of corrections and the moves between versions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import changes, data
from analysis.acceptance import write_accepted


@pytest.fixture(scope="module")
def d() -> data.Dataset:
    return data.load()


def test_every_decision_stands_in_the_log_once(d: data.Dataset) -> None:
    table = changes.table_corrections(d)
    assert sorted(table.anchors) == sorted(d.corrections["correction_id"])
    assert changes.table_faults(d).frame["decisions"].sum() == len(d.corrections)


def test_a_kind_of_fault_is_counted_once_however_it_is_worded() -> None:
    faults = pd.Series([
        "a rating reached by elimination", "rating reached by elimination", "stored as a count (cases of N)",
        "stored as a count (of 62 individuals)", "contradiction: two months", "contradiction: two owners", "an owner",
    ])
    assert changes.kinds_of_fault(faults).unique().tolist() == [
        "rating reached by elimination", "stored as a count", "contradiction between sources", "owner",
    ]  # fmt: skip


def test_the_log_gives_the_reason_where_there_is_one(d: data.Dataset) -> None:
    frame = changes.table_corrections(d).frame
    assert frame["reason"].fillna("").tolist() == d.corrections["reason"].fillna("").tolist()
    assert 0 < frame["reason"].isna().sum() < len(frame)


def test_the_first_version_has_nothing_before_it(d: data.Dataset, tmp_path: Path) -> None:
    write_accepted({"a": ("1 of 21", "1/21")}, tmp_path / "claims.csv")
    frame = changes.table_versions(d, tmp_path / "accepted", tmp_path / "claims.csv").frame
    assert frame["version"].tolist() == ["this version"]
    assert frame["since"].tolist() == ["1 printed"]
    assert frame["before"].isna().all()


def test_a_number_that_moved_is_named_with_both_values(d: data.Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "accepted"
    write_accepted({"a": ("1 of 21", "1/21"), "b": ("7", "7")}, folder / "0.9.0.csv")
    write_accepted({"a": ("1 of 21", "1/21"), "b": ("8", "8")}, folder / "0.10.0.csv")
    write_accepted({"a": ("2 of 21", "2/21"), "b": ("8", "8"), "c": ("3", "3")}, tmp_path / "claims.csv")
    frame = changes.table_versions(d, folder, tmp_path / "claims.csv").frame
    assert frame["version"].tolist() == ["0.9.0", "0.10.0", "0.10.0", "this version", "this version"]
    moved = frame[frame["number"].ne("all numbers")]
    assert [(link.text, before, since) for _, link, before, since in moved.itertuples(index=False)] == [
        ("b", "7", "8"), ("a", "1 of 21", "2 of 21")]
    assert frame["since"].iloc[3] == "3 printed: 1 new, 0 no longer there"


def test_a_version_just_released_is_not_listed_twice(d: data.Dataset, tmp_path: Path) -> None:
    write_accepted({"a": ("1", "1")}, tmp_path / "accepted" / "0.1.0.csv")
    write_accepted({"a": ("1", "1")}, tmp_path / "claims.csv")
    frame = changes.table_versions(d, tmp_path / "accepted", tmp_path / "claims.csv").frame
    assert frame["version"].tolist() == ["0.1.0"]
