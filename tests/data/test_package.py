"""The schema: it describes the tables that are there, and an independent reader of it agrees with ours."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from frictionless import Package, system

from analysis.checks import check_schema, read_tables
from analysis.data import DATA, check
from analysis.quotes import normalise
from analysis.schema import read_package

PACKAGE = read_package(DATA)
TABLES = list(PACKAGE.tables)


def rows(table: str, folder: Path = DATA) -> list[dict[str, str]]:
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_data_are_right() -> None:
    assert [str(problem) for problem in check()] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described_and_every_described_column_exists(table: str) -> None:
    with open(DATA / f"{table}.csv", encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    assert header == list(PACKAGE.tables[table].columns)


def test_every_file_is_described() -> None:
    assert {path.name for path in DATA.glob("*.csv")} == {table.path for table in PACKAGE.tables.values()}


@pytest.mark.parametrize("table", TABLES)
def test_descriptions_say_something(table: str) -> None:
    described = PACKAGE.tables[table]
    assert len(described.description) > 20
    assert described.key
    for field in described.fields:
        assert len(field.description) > 8, f"{table}.{field.name}"
        assert field.description != field.name.replace("_", " ")


def test_numbers_have_units() -> None:
    bare = {"order", "position", "codebook", "numerator", "denominator"}
    missing = [
        f"{table.name}.{field.name}"
        for table in PACKAGE.tables.values()
        for field in table.fields
        if field.type in ("integer", "number") and not field.unit and field.name not in bare
    ]
    assert missing == []


def test_package_is_tabular_frictionless_and_names_no_person() -> None:
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["profile"] == "tabular-data-package"
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert [one["title"] for one in descriptor["contributors"]] == ["Hitting the Target contributors"]
    Package.metadata_validate(descriptor)
    assert len(Package.from_descriptor(descriptor).resources) == len(TABLES)


def test_frictionless_finds_the_data_right_too() -> None:
    with system.use_context(trusted=True):
        report = Package(str(DATA / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []


AGREED = [
    ("ratings", ",words,", ",word,"),
    ("ratings", "2017,protecting", "2071,protecting"),
    ("ratings", "stated,false", "stated,no"),
    ("sources", "2019-03-29", "29/03/2019"),
    ("sources", "report,,whole", "report,,"),
    ("inspections", "2100", "2100ish"),
    ("inspections", "2100", "-5"),
    ("finding_themes", "f-2,workload,2", "f-2,workload,7"),
    ("finding_themes", "anon-001,workload", "anon-001,worklod"),
    ("voices", "press,", "inspectorate,"),
    ("findings", "f-2,crc", "f 2,crc"),
    ("findings", ",f-1,\n", ",f-9,\n"),
    ("codings", "f-1,2,one", "f-1,3,one"),
    ("metrics", "Posts not filled.", "Posts, not filled."),
    ("metrics", "people,neither", "people neither"),
]


def found_by_frictionless(folder: Path, table: str) -> set[int]:
    """Lines of the faults that frictionless finds (no row before them has a cell of two lines)."""
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).get_resource(table).validate()
    return {line for (line,) in report.flatten(["rowNumber"]) if line}


def found_here(folder: Path, table: str) -> set[int]:
    package, raws, problems = read_tables(folder)
    assert package is not None
    return {one.line for one in [*problems, *check_schema(package, raws)] if one.file == f"{table}.csv"}


@pytest.mark.parametrize(("table", "old", "new"), AGREED)
def test_our_checks_of_the_schema_agree_with_frictionless(edit, table: str, old: str, new: str) -> None:
    folder = edit(table, old, new)
    assert found_here(folder, table)
    assert found_by_frictionless(folder, table) == found_here(folder, table)


def test_tables_are_sorted_so_that_a_difference_shows_a_fact() -> None:
    for table in PACKAGE.tables.values():
        first = [row[table.key[0]] for row in rows(table.name)]
        assert first == sorted(first), table.name


def test_files_end_lines_in_one_way_only() -> None:
    for table in PACKAGE.tables.values():
        assert b"\r" not in (DATA / table.path).read_bytes(), table.path


def test_withheld_words_stand_nowhere() -> None:
    """What exclusions say of withheld rows repeats no finding or fragment of any row."""
    words = {normalise(row["finding"]) for row in rows("findings")}
    words |= {normalise(row["fragment"]) for row in rows("findings") if len(row["fragment"].split()) > 3}
    for row in rows("exclusions"):
        detail = normalise(row["detail"])
        assert not any(one in detail for one in words), row["evidence_row"]
