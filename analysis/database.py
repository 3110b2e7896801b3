"""The dataset as one SQLite file, with the keys, foreign keys and enumerations of its schema."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.checks import read_tables
from analysis.data import DATA
from analysis.reading import Raw
from analysis.schema import Field, Package, Table

NAME = "hitting-the-target.sqlite"
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER"}
TRUTH = {"true": 1, "false": 0}
LIVE = {
    "live_findings": "findings that may be shown and counted: displayable, and not merged into another",
    "live_indicators": "numbers that may be shown and counted: displayable, not merged, the one preferred",
}
LIVE_SQL = {
    "live_findings": "SELECT * FROM findings WHERE displayable = 1 AND merged_into IS NULL",
    "live_indicators": "SELECT * FROM indicators WHERE displayable = 1 AND merged_into IS NULL"
                       " AND coalesce(preferred, 1) = 1",
}


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever word it is."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it."""
    return "'" + text.replace("'", "''") + "'"


def create_table(table: Table) -> str:
    """The statement that makes a table; each column carries its description as a comment."""
    lines = [f"  {_column(field)}" for field in table.fields]
    notes = [f"  -- {_comment(field)}" for field in table.fields]
    limits = [f"  PRIMARY KEY ({', '.join(map(quoted, table.key))})"] if table.key else []
    for key in table.foreign_keys:
        own, other = ", ".join(map(quoted, key.fields)), ", ".join(map(quoted, key.reference))
        limits.append(f"  FOREIGN KEY ({own}) REFERENCES {quoted(key.table)} ({other}) DEFERRABLE INITIALLY DEFERRED")
    last = len(lines) - 1
    columns = [f"{line}{',' if limits or place < last else ''}{note}"
               for place, (line, note) in enumerate(zip(lines, notes, strict=True))]
    constraints = [f"{limit}{',' if place < len(limits) - 1 else ''}" for place, limit in enumerate(limits)]
    return "\n".join([f"CREATE TABLE {quoted(table.name)} (", *columns, *constraints, ")"])


def _column(field: Field) -> str:
    parts = [quoted(field.name), TYPES[field.type]]
    if field.required:
        parts.append("NOT NULL")
    if field.unique:
        parts.append("UNIQUE")
    if field.type == "boolean":
        parts.append(f"CHECK ({quoted(field.name)} IN (0, 1))")
    elif field.enum and field.type == "string":
        parts.append(f"CHECK ({quoted(field.name)} IN ({', '.join(map(literal, field.enum))}))")
    return " ".join(parts)


def _comment(field: Field) -> str:
    unit = f" (in {field.unit})" if field.unit else ""
    return " ".join(f"{field.description}{unit}".split())


def value(cell: str, field: Field) -> Any:
    """A cell of the CSV as SQLite stores it: nothing, a number, 1 or 0 for truth, or text."""
    if not cell:
        return None
    if field.type == "boolean":
        return TRUTH[cell]
    if field.type == "integer":
        return int(cell)
    if field.type == "number":
        number = float(cell)
        return int(number) if number.is_integer() else number
    return cell


def rows(raw: Raw, table: Table) -> list[tuple[Any, ...]]:
    """The rows of a table, in the order of the file."""
    columns = ([value(cell, field) for cell in raw.columns[field.name]] for field in table.fields)
    return list(zip(*columns, strict=True))


def fill(connection: sqlite3.Connection, package: Package, raws: Mapping[str, Raw]) -> None:
    """Put the whole dataset, its description and the views of live rows into an empty database.

    Raises
    ------
    sqlite3.IntegrityError
        When a row breaks a key, a foreign key or an enumeration.
    """
    connection.execute("PRAGMA foreign_keys = ON")
    for table in package.tables.values():
        connection.execute(create_table(table))
    for name, table in package.tables.items():
        marks = ", ".join("?" * len(table.fields))
        connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows(raws[name], table))
    for name, statement in LIVE_SQL.items():
        connection.execute(f"CREATE VIEW {name} AS -- {LIVE[name]}\n{statement}")
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", about(package))
    connection.commit()


def about(package: Package) -> list[tuple[str, str]]:
    """What every copy of the data says of itself: title, version, licence, whom to name, how to cite, and warnings."""
    descriptor = package.descriptor
    return [
        ("title", descriptor["title"]),
        ("version", package.version),
        ("licence", f"{descriptor['licenses'][0]['title']}, {descriptor['licenses'][0]['path']}"),
        ("credit", "; ".join(person["title"] for person in descriptor["contributors"])),
        ("description", descriptor["description"]),
        ("missing", "An empty cell means that nothing was found, never zero. Bounds (at least, at most, about) "
                    "are not measurements; dates are as precise as their source."),
        ("date", str(descriptor.get("created", ""))[:10]),
        ("cite as", descriptor.get("citation", "")),
        ("must not be used for", " ".join(descriptor.get("mustNotBeUsedFor", []))),
    ]


def write(target: Path, folder: Path = DATA) -> Path:
    """Write the database of a data folder; the same data give the same bytes.

    Parameters
    ----------
    target
        The file to write; one that is there is replaced.
    folder
        Where `datapackage.json` and the tables lie.
    """
    package, raws, problems = read_tables(folder)
    if package is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    try:
        connection.execute("PRAGMA page_size = 4096")
        fill(connection, package, raws)
        connection.execute("VACUUM")
    finally:
        connection.close()
    return target


def step_into_downloads() -> None:
    """Make a fresh folder with the SQLite file the working folder, as it would be after a download.

    Code shown to readers can then open the file by its name, and be run as it is shown. The folder is removed when
    Python ends.
    """
    folder = tempfile.mkdtemp(prefix="downloads-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write(Path(folder) / NAME)
    os.chdir(folder)
