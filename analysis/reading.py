"""Reading a CSV table as plain text, with the line on which each row begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from analysis.schema import Table

_QUOTE_FAULTS = {
    "unexpected end of data": "a quotation mark opened in this row is never closed",
    "expected after": "text follows a closing quotation mark in this row",
    "field larger": "a cell in this row runs on for pages, so a quotation mark is probably not closed",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the data: where, what, and what was expected."""

    file: str
    line: int
    column: str
    message: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.column, f"{self.message}; {self.expected}") if part)


@dataclass
class Raw:
    """A table as read: text cells by column, and the physical line on which each row begins.

    `complete` is false when rows or columns could not be read, so that other tables are not blamed for keys
    that may well exist.
    """

    name: str
    file: str
    key: tuple[str, ...] = ()
    columns: dict[str, list[str]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    complete: bool = True

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its line; missing cells are empty strings."""
        names = list(self.columns)
        for line, *cells in zip(self.lines, *self.columns.values(), strict=True):
            yield line, dict(zip(names, cells, strict=True))


def suggestion(value: str, choices: list[str] | tuple[str, ...], otherwise: str) -> str:
    """`did you mean 'x'?` for the nearest choice, or `otherwise`."""
    near = get_close_matches(value, choices, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else otherwise


def read_raw(path: Path, table: Table) -> tuple[Raw, list[Problem]]:
    """Read one table; whatever is wrong with the file comes back as problems, never as an exception.

    Parameters
    ----------
    path
        A CSV file: UTF-8, commas, a header line, double quotes.
    table
        What its header must name, in any order.
    """
    raw = Raw(table.name, path.name, table.key)
    problems: list[Problem] = []
    text = _text(path, problems)
    if text is not None:
        records = _records(path.name, text, problems)
        if records and _header_usable(path.name, records[0][1], table.columns, problems):
            _fill(raw, records[0][1], records[1:], problems)
    raw.complete = not problems
    return raw, problems


class _UnreadableError(Exception):
    """A file that is no text: carries line, message and what was expected."""


def _decode(path: Path) -> str:
    """The file's text; raises `_UnreadableError` when it has none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _UnreadableError(0, "the file is missing", "every table of datapackage.json was expected") from None
    except OSError as error:
        raise _UnreadableError(0, f"the file cannot be read ({error.strerror})", "a file was expected") from None
    if not content.strip():
        raise _UnreadableError(1, "the file is empty", "a header line was expected")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _UnreadableError(1, "the file is in UTF-16", "UTF-8 was expected")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise _UnreadableError(line, "the line holds a NUL byte, so this is not text", "UTF-8 was expected")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = content[: error.start].count(b"\n") + 1, content[error.start]
        raise _UnreadableError(line, f"the byte 0x{byte:02x} is not UTF-8", "UTF-8 was expected") from None


def _text(path: Path, problems: list[Problem]) -> str | None:
    """The file's text, or None with the reason added to `problems`."""
    try:
        text = _decode(path)
    except _UnreadableError as error:
        line, message, expected = error.args
        problems.append(Problem(path.name, line, "", message, expected))
        return None
    if text.startswith("\ufeff"):
        problems.append(Problem(path.name, 1, "", "the file begins with a byte-order mark", "plain UTF-8 was expected"))
        text = text[1:]
    if not text.endswith("\n"):
        message = "the last line has no line end, so the file may be cut short"
        problems.append(Problem(path.name, text.count("\n") + 1, "", message, "a line end was expected"))
    return text


def _records(file: str, text: str, problems: list[Problem]) -> list[tuple[int, list[str]]]:
    """Rows with the line on which each begins, up to the first that cannot be parsed."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for record in reader:
            records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        message = next((plain for key, plain in _QUOTE_FAULTS.items() if key in str(error)), str(error))
        problems.append(Problem(file, line, "", message, "cells quoted as in any CSV file were expected"))
    return records


def _header_usable(file: str, header: list[str], columns: tuple[str, ...], problems: list[Problem]) -> bool:
    """Report what the header lacks, repeats or adds; whether rows can be read under it all the same."""

    def fault(column: str, message: str, expected: str) -> None:
        problems.append(Problem(file, 1, column, message, expected))

    if len(header) == 1 and len(columns) > 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if mark in header[0]:
                fault("", f"the columns are separated by {word}", "commas were expected")
                return False
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            fault(column, "the header names this column more than once", "each column once was expected")
        if column not in columns:
            missing = [name for name in columns if name not in header]
            expected = suggestion(column, missing, "remove or describe it")
            fault(column, "datapackage.json describes no such column", expected)
    for column in columns:
        if column not in header:
            fault(column, "the header lacks this column", f"the columns {', '.join(columns)} were expected")
    return len(set(header)) == len(header) and bool(set(header) & set(columns))


def _fill(raw: Raw, header: list[str], records: list[tuple[int, list[str]]], problems: list[Problem]) -> None:
    """Put the well-formed rows into `raw`; report the others."""
    kept = []
    for line, record in records:
        if not record:
            problems.append(Problem(raw.file, line, "", "the line is blank", "a row was expected"))
        elif len(record) != len(header):
            message = f"the row has {len(record)} {'cell' if len(record) == 1 else 'cells'}"
            problems.append(Problem(raw.file, line, "", message, f"{len(header)} were expected, one per column"))
        else:
            kept.append((line, record))
    raw.lines = [line for line, _ in kept]
    cells = zip(*(record for _, record in kept), strict=True) if kept else ([] for _ in header)
    raw.columns = {column: list(values) for column, values in zip(header, cells, strict=True)}
