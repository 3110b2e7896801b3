"""The downloads of the data: each gives the tables again; the same data give the same bytes; nothing in them runs."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import sqlite3
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import frictionless
import openpyxl
import pandas as pd
import pytest

from analysis import archive, data, database, spreadsheet
from analysis.__main__ import main
from analysis.cells import csv_text
from analysis.schema import Field, Package, read_package

DANGEROUS = ['=HYPERLINK("http://example.org","x")', "+44 1234", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\tx"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The downloads by suffix, as the command writes them."""
    folder = tmp_path_factory.mktemp("export")
    assert main(["export", str(folder)]) == 0
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(data.DATA)


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A copy of the data with notes that a spreadsheet would run."""
    folder = tmp_path / "data"
    shutil.copytree(data.DATA, folder)
    with (folder / "gaps.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, text in zip(rows, DANGEROUS, strict=False):
        row["note"] = text
    with (folder / "gaps.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def cell_text(value: object, field: Field) -> str:
    """A value of a database or a sheet as the CSV has it."""
    if value is None:
        return ""
    if field.type == "boolean":
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_csv(rows: list[tuple[object, ...]], fields: tuple[Field, ...]) -> bytes:
    """Rows as the file of the table, byte for byte."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields])
    writer.writerows([[cell_text(value, field) for value, field in zip(row, fields, strict=True)] for row in rows])
    return text.getvalue().encode()


def test_three_files_are_written(made: dict[str, Path], package: Package) -> None:
    assert {path.name for path in made.values()} == {
        f"hitting-the-target-data-{package.version}.zip", "hitting-the-target.sqlite", "hitting-the-target.xlsx"}


def test_the_data_package_is_the_tables_schema_card_changes_and_licence(
    made: dict[str, Path], package: Package, tmp_path: Path,
) -> None:
    with zipfile.ZipFile(made[".zip"]) as archive_file:
        archive_file.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert package.version in folder.name
    for name in ["datapackage.json", "README.md", "CHANGELOG.md", *(t.path for t in package.tables.values())]:
        assert (folder / name).read_bytes() == (data.DATA / name).read_bytes(), name
    assert (folder / "LICENSE-DATA").read_bytes() == (data.DATA.parent / "LICENSE-DATA").read_bytes()
    back, own = data.load(folder), data.load()
    for name in package.tables:
        pd.testing.assert_frame_equal(back[name], own[name])


def test_another_reader_finds_the_data_package_valid(made: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(made[".zip"]) as archive_file:
        archive_file.extractall(tmp_path)
    (descriptor,) = tmp_path.glob("*/datapackage.json")
    found = frictionless.Package(str(descriptor))
    table = found.get_resource("inspections").read_rows()
    assert len(table) == len(data.load().inspections)
    report = frictionless.validate(str(descriptor), limit_errors=3)
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_the_database_gives_every_table_back(made: dict[str, Path], package: Package) -> None:
    with sqlite3.connect(made[".sqlite"]) as connection:
        for name, table in package.tables.items():
            rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
            assert as_csv(rows, table.fields) == (data.DATA / table.path).read_bytes(), name


def test_the_database_holds_keys_and_foreign_keys(made: dict[str, Path], package: Package, tmp_path: Path) -> None:
    copy = shutil.copyfile(made[".sqlite"], tmp_path / "copy.sqlite")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, table in package.tables.items():
            keys = sorted((r[5], r[1]) for r in connection.execute(f'PRAGMA table_info("{name}")') if r[5])
            assert tuple(column for _, column in keys) == table.key, name
            held = {(r[3], r[2], r[4]) for r in connection.execute(f'PRAGMA foreign_key_list("{name}")')}
            assert held == {(key.fields[0], key.table, key.reference[0]) for key in table.foreign_keys}, name
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute("INSERT INTO voices SELECT * FROM voices LIMIT 1")
        connection.execute("UPDATE ratings SET inspection_id = 'no-such' WHERE rowid = 1")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.commit()
        connection.rollback()
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute("UPDATE ratings SET scale = 'five_point'")


@pytest.mark.parametrize("table", ["findings", "indicators"])
def test_the_views_are_the_rows_that_the_book_counts(made: dict[str, Path], table: str) -> None:
    key = f"{table[:-1]}_id"
    with sqlite3.connect(made[".sqlite"]) as connection:
        found = {row[0] for row in connection.execute(f"SELECT {key} FROM live_{table}")}
    assert found == set(data.load().live(table)[key])
    assert len(found) < len(data.load()[table])


def test_the_workbook_gives_every_table_back(made: dict[str, Path], package: Package) -> None:
    book = openpyxl.load_workbook(made[".xlsx"], read_only=True)
    assert book.sheetnames == ["notes", *package.tables]
    for name, table in package.tables.items():
        head, *rows = book[name].iter_rows(values_only=True)
        assert head == table.columns
        padded = [(*row, *[None] * (len(head) - len(row))) for row in rows]
        assert as_csv(padded, table.fields) == (data.DATA / table.path).read_bytes(), name


def test_every_copy_states_version_and_licence(made: dict[str, Path], package: Package) -> None:
    notes = openpyxl.load_workbook(made[".xlsx"], read_only=True)["notes"]
    said = {row[0]: row[1] for row in notes.iter_rows(values_only=True, max_row=9)}
    with sqlite3.connect(made[".sqlite"]) as connection:
        stored = dict(connection.execute("SELECT name, value FROM about"))
    assert said == stored
    assert said["version"] == package.version
    assert "creativecommons.org/licenses/by/4.0" in said["licence"]
    assert said["cite as"] == package.descriptor["citation"]
    assert said["date"] == package.descriptor["created"][:10]
    assert "Tracing an unnamed person." in said["must not be used for"]
    columns = {(row[0], row[1]) for row in notes.iter_rows(values_only=True)}
    assert {(t.name, f.name) for t in package.tables.values() for f in t.fields} <= columns


def test_the_same_data_give_the_same_bytes(made: dict[str, Path], tmp_path: Path) -> None:
    again = [archive.write_package(tmp_path / "a.zip"), database.write(tmp_path / "b.sqlite"),
             spreadsheet.write(tmp_path / "c.xlsx")]
    for path in again:
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(made[path.suffix].read_bytes()).digest()


def test_a_spreadsheet_runs_nothing(poisoned: Path, tmp_path: Path) -> None:
    target = spreadsheet.write(tmp_path / "poisoned.xlsx", poisoned)
    column = [cell for (cell,) in openpyxl.load_workbook(target)["gaps"].iter_rows(min_row=2, min_col=5, max_col=5)]
    hit = column[: len(DANGEROUS)]
    assert [cell.value for cell in hit] == DANGEROUS
    assert [cell.data_type for cell in hit] == ["s"] * len(DANGEROUS)
    assert all(cell.quotePrefix for cell in hit), "edited once, such a cell would become a formula"
    assert not any(cell.quotePrefix for cell in column[len(DANGEROUS):])
    with zipfile.ZipFile(target) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(parts.read(name)).iter()}
                assert not tags & {"f", "hyperlink"}, name


def test_other_formats_keep_such_text_as_it_is(poisoned: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(database.write(tmp_path / "poisoned.sqlite", poisoned))
    notes = [row[0] for row in connection.execute("SELECT note FROM gaps ORDER BY rowid LIMIT ?", [len(DANGEROUS)])]
    connection.close()
    assert notes == DANGEROUS
    assert archive.package_members(poisoned)["gaps.csv"] == (poisoned / "gaps.csv").read_bytes()


def test_the_tables_themselves_hold_nothing_that_would_run(package: Package) -> None:
    """The data package is the data as they are, so the data must be harmless: a sign may only begin a number."""
    for table in package.tables.values():
        with (data.DATA / table.path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                risky = {k: v for k, v in row.items() if v.startswith(spreadsheet.FORMULA)}
                assert all(v.lstrip("+-").replace(".", "", 1).isdigit() for v in risky.values()), (table.name, risky)


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_of_figures_and_tables_is_neutralised(text: str) -> None:
    (cell,) = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"note": [text]})))))[1]
    assert cell == f"'{text}"


def test_wrong_data_are_not_exported(poisoned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = poisoned / "ratings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",good,four_point", ",god,four_point"), encoding="utf-8")
    assert main(["export", str(tmp_path / "out"), "--data", str(poisoned)]) == 1
    assert "did you mean 'good'?" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", [["export"], ["places", "--out"]])
def test_a_place_that_cannot_be_written_to_is_named(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert main([*command, str(file)]) == 1
    assert capsys.readouterr().out == f"{file}: is a file; a folder was expected\n"
    assert main([*command, str(file / "below")]) == 1
    assert capsys.readouterr().out.startswith(f"{file / 'below'}: Not a directory; ")
