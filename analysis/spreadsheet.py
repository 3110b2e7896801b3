"""The dataset as one XLSX workbook: a sheet of notes, then a sheet for each table.

Nothing in it runs: text is stored as text, and text that begins like a formula is marked to stay text when edited.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analysis.checks import read_tables
from analysis.data import DATA
from analysis.database import about
from analysis.reading import Raw
from analysis.schema import Field, Package, Table

NAME = "hitting-the-target.xlsx"
NOTES = "notes"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_WIDE, LEAST_WIDE = 60, 8
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def write(target: Path, folder: Path = DATA) -> Path:
    """Write the workbook of a data folder; the same data give the same bytes.

    Parameters
    ----------
    target
        The file to write; one that is there is replaced.
    folder
        Where `datapackage.json` and the tables lie.

    Raises
    ------
    ValueError
        When the tables cannot be read.
    """
    package, raws, problems = read_tables(folder)
    if package is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    with xlsxwriter.Workbook(str(target), OPTIONS) as book:
        book.set_properties({"title": package.descriptor["title"], "comments": f"Version {package.version}",
                             "author": about(package)[3][1], "created": EARLIEST.replace(tzinfo=None)})
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
            "text": book.add_format({"valign": "top"}),
            "guarded": book.add_format({"valign": "top", "quote_prefix": True}),
            "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
        }
        _notes(book.add_worksheet(NOTES), package, raws, looks)
        for name, table in package.tables.items():
            _table(book.add_worksheet(name), raws[name], table, looks)
    return target


def _notes(sheet: Worksheet, package: Package, raws: dict[str, Raw], looks: dict[str, Any]) -> None:
    """What the workbook is, what each sheet holds, and what each column means."""
    lines: list[tuple[str, ...]] = list(about(package))
    lines += [(), ("sheet", "rows", "what one row is")]
    lines += [(name, str(len(raws[name].columns[table.fields[0].name])), table.description)
              for name, table in package.tables.items()]
    lines += [(), ("sheet", "column", "meaning", "type", "unit")]
    lines += [(name, field.name, field.description, "date" if field.partial_date else field.type, field.unit)
              for name, table in package.tables.items() for field in table.fields]
    for row, line in enumerate(lines):
        look = looks["head"] if line[:1] == ("sheet",) else looks["wrapped"] if len(line) == 2 else looks["text"]
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, look)
    for column, width in enumerate((18, 60, 90, 10, 16)):
        sheet.set_column(column, column, width)


def _table(sheet: Worksheet, raw: Raw, table: Table, looks: dict[str, Any]) -> None:
    for column, field in enumerate(table.fields):
        cells = raw.columns[field.name]
        sheet.write_string(0, column, field.name, looks["head"])
        longest = max((len(cell) for cell in [field.name, *cells]), default=LEAST_WIDE)
        sheet.set_column(column, column, min(MOST_WIDE, max(LEAST_WIDE, longest + 1)))
        for row, cell in enumerate(cells, 1):
            _cell(sheet, row, column, cell, field, looks)
    rows = len(raw.columns[table.fields[0].name])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows, 1), len(table.fields) - 1)


def _cell(sheet: Worksheet, row: int, column: int, cell: str, field: Field, looks: dict[str, Any]) -> None:
    if not cell:
        return
    if field.type in ("integer", "number"):
        sheet.write_number(row, column, float(cell), looks["text"])
    elif field.type == "boolean":
        sheet.write_boolean(row, column, cell == "true", looks["text"])
    else:
        sheet.write_string(row, column, cell, looks["guarded" if cell.startswith(FORMULA) else "text"])
