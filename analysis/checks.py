"""Checking tables against the schema: types, enumerations, patterns, required cells, keys and foreign keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from analysis.dates import span
from analysis.reading import Problem, Raw, read_raw, suggestion
from analysis.schema import PACKAGE_FILE, Field, ForeignKey, Package, SchemaError, Table, read_package

_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SHOWN = 12

Fault = tuple[str, str]
Raws = dict[str, Raw]


def read_tables(folder: Path) -> tuple[Package | None, Raws, list[Problem]]:
    """Read every table that the folder's schema describes, as text, with the problems of its files."""
    if not folder.is_dir():
        fault = "is a file" if folder.exists() else "there is no such folder"
        return None, {}, [Problem(str(folder), 0, "", fault, "a folder of data was expected")]
    try:
        package = read_package(folder)
    except SchemaError as error:
        return None, {}, [Problem(PACKAGE_FILE, 0, "", str(error), "see datapackage.json of this project")]
    raws: Raws = {}
    problems: list[Problem] = []
    for table in package.tables.values():
        raws[table.name], faults = read_raw(folder / table.path, table)
        problems += faults
    known = {table.path for table in package.tables.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            problems.append(Problem(path.name, 0, "", "datapackage.json does not describe this table", "describe it"))
    return package, raws, problems


def check_schema(package: Package, raws: Raws) -> Iterator[Problem]:
    """Everything in which the tables differ from their schema."""
    for table in package.tables.values():
        raw = raws[table.name]
        for field in table.fields:
            if field.name in raw.columns:
                yield from _check_column(raw, field)
        yield from _check_key(raw, table)
        for foreign_key in table.foreign_keys:
            yield from _check_foreign_key(raw, foreign_key, raws[foreign_key.table])


def _check_column(raw: Raw, field: Field) -> Iterator[Problem]:
    """Test each distinct value once, then name every row that has a wrong one."""
    cells = raw.columns[field.name]
    faults = {value: fault for value in set(cells) if (fault := cell_fault(field, value))}
    if faults:
        for line, value in zip(raw.lines, cells, strict=True):
            if value in faults:
                yield Problem(raw.file, line, field.name, *faults[value])
    if field.unique:
        yield from _repeats(raw, (field.name,))


def cell_fault(field: Field, value: str) -> Fault | None:
    """What is wrong with one cell, and what was expected; None when it fits its field."""
    if value == "":
        return ("the cell is empty", "a value was expected") if field.required else None
    if value != value.strip():
        return f"{value!r} begins or ends with white space", "none was expected"
    if field.enum and value not in field.enum:
        shown = ", ".join(field.enum[:_SHOWN]) + (", ..." if len(field.enum) > _SHOWN else "")
        return f"'{value}' is not one of {shown}", suggestion(value, field.enum, "one of these was expected")
    if field.partial_date:
        return _date_fault(value)
    if field.type != "string":
        return _typed_fault(field, value)
    if field.pattern and not re.fullmatch(field.pattern, value):
        return f"'{value}' has the wrong form", f"{field.form or field.pattern} expected"
    return None


def _date_fault(value: str) -> Fault | None:
    try:
        span(value)
    except ValueError:
        return f"'{value}' is not a date", "YYYY, YYYY-MM or YYYY-MM-DD was expected"
    return None


def _typed_fault(field: Field, value: str) -> Fault | None:
    if field.type == "boolean":
        return None if value in ("true", "false") else (f"'{value}' is not a boolean", "true or false was expected")
    pattern, what = (_INTEGER, "a whole number") if field.type == "integer" else (_NUMBER, "a plain number")
    if not pattern.fullmatch(value):
        return f"'{value}' is not {what}", f"{what} was expected"
    if field.minimum is not None and float(value) < field.minimum:
        return f"{value} is too small", f"at least {field.minimum:g} was expected"
    if field.maximum is not None and float(value) > field.maximum:
        return f"{value} is too large", f"at most {field.maximum:g} was expected"
    return None


def _check_key(raw: Raw, table: Table) -> Iterator[Problem]:
    if not table.key or any(column not in raw.columns for column in table.key):
        return
    required = {field.name for field in table.fields if field.required}
    for column in table.key:
        if column not in required:
            for line, value in zip(raw.lines, raw.columns[column], strict=True):
                if not value:
                    yield Problem(raw.file, line, column, "the cell is empty", "part of the key was expected")
    yield from _repeats(raw, table.key)


def _repeats(raw: Raw, columns: tuple[str, ...]) -> Iterator[Problem]:
    values = list(zip(*(raw.columns[column] for column in columns), strict=True))
    if len(set(values)) == len(values):
        return
    first: dict[tuple[str, ...], int] = {}
    for line, value in zip(raw.lines, values, strict=True):
        if any(value) and value in first:
            shown = " / ".join(value)
            message = f"'{shown}' already stands in line {first[value]}"
            yield Problem(raw.file, line, columns[0], message, "each once was expected")
        first.setdefault(value, line)


def _check_foreign_key(raw: Raw, key: ForeignKey, target: Raw) -> Iterator[Problem]:
    columns_there = all(column in target.columns for column in key.reference)
    if not target.complete or not columns_there or any(column not in raw.columns for column in key.fields):
        return
    known = set(zip(*(target.columns[column] for column in key.reference), strict=True))
    choices = sorted({value[-1] for value in known})
    advise = _adviser(choices, f"a key of {target.file} was expected")
    for line, value in zip(raw.lines, zip(*(raw.columns[column] for column in key.fields), strict=True), strict=True):
        if any(value) and value not in known:
            shown = " / ".join(value)
            yield Problem(raw.file, line, key.fields[-1], f"'{shown}' is not in {target.file}", advise(value[-1]))


def _adviser(choices: list[str], otherwise: str, limit: int = 40) -> Callable[[str], str]:
    """Suggestions for wrong keys; comparing with hundreds of keys is slow, so only for the first `limit`."""
    asked: set[str] = set()

    @cache
    def advise(value: str) -> str:
        asked.add(value)
        return suggestion(value, choices, otherwise) if len(asked) <= limit else otherwise

    return advise
