"""The one door to the data: `load()` gives the typed tables, `check()` says what is wrong with them."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import people, provenance, rules
from analysis.checks import check_schema, read_tables
from analysis.dates import span
from analysis.reading import Problem, Raw
from analysis.rules import FOUR_POINT
from analysis.schema import Field, Package, Table

DATA = Path(__file__).resolve().parent.parent / "data"
MOST_SHOWN = 200
RATING = pd.CategoricalDtype(list(FOUR_POINT), ordered=True)


class DataError(ValueError):
    """The data are wrong; the text names the problems, one a line."""


@dataclass(frozen=True)
class Dataset:
    """The tables of a data folder, by name: `data.inspections`, `data["findings"]`.

    Text is nullable `string`, numbers `Int64` or `Float64`, truth `boolean`, ratings an ordered categorical
    (inadequate < requires_improvement < good < outstanding). Each date column, say `published`, stays as the source
    has it and brings `published_from`, `published_to` (first and last possible day) and `published_precision` (year,
    month, day). `ratings` also has `rating`: the judgement where it is on the four-point scale.

    Each access gives a fresh frame, so no analysis can change the data under another.
    """

    tables: dict[str, pd.DataFrame]
    package: Package
    kept: dict[Hashable, Any] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)
    _live: dict[str, pd.DataFrame] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(f"the dataset has no table {name!r}; it has {', '.join(self.tables)}")
        return self.tables[name].copy(deep=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise KeyError(f"the dataset has no table {name!r}; it has {', '.join(self.tables)}")
        return self.tables[name].copy(deep=False)

    @property
    def version(self) -> str:
        """Version of the dataset."""
        return self.package.version

    def live(self, name: str) -> pd.DataFrame:
        """Rows of `findings` or `indicators` that may be shown and counted.

        They are displayable, not merged into another row, and, among indicators whose sources contradict each other,
        the one preferred. Other tables come as they are; the values not preferred are in `indicators` itself.
        """
        if name in self._live:
            return self._live[name].copy(deep=False)
        frame = self[name]
        if "displayable" in frame:
            frame = frame[frame["displayable"].fillna(False).astype(bool)]
        if "merged_into" in frame:
            frame = frame[frame["merged_into"].isna()]
        if "preferred" in frame:
            frame = frame[frame["preferred"].fillna(True).astype(bool)]
        self._live[name] = frame.reset_index(drop=True)
        return self._live[name].copy(deep=False)


def load(folder: str | Path | None = None) -> Dataset:
    """The typed tables of a data folder.

    Parameters
    ----------
    folder
        Where `datapackage.json` and its tables lie; by default this book's own `data`.

    Raises
    ------
    DataError
        When `check` finds anything wrong; its text is the first 200 problems.
    """
    path = Path(folder) if folder is not None else DATA
    tables, package = _loaded(path, tuple((file.name, file.stat().st_size, file.stat().st_mtime_ns)
                                          for file in sorted(path.glob("*"))))
    return Dataset(dict(tables), package)


@lru_cache(maxsize=1)
def _loaded(folder: Path, _state: tuple[tuple[str, int, int], ...]) -> tuple[dict[str, pd.DataFrame], Package]:
    package, raws, problems = _read(folder)
    if problems or package is None:
        raise DataError(report(problems))
    return {name: _typed(raws[name], table) for name, table in package.tables.items()}, package


def check(folder: str | Path | None = None) -> list[Problem]:
    """Every problem of a data folder: of its files, its schema and the rules that a schema cannot say."""
    return _read(folder)[2]


def make_folder(path: Path) -> Path:
    """Make a folder to write into, and those above it.

    Raises
    ------
    DataError
        With one sentence, when a file stands there or nothing can be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise DataError(f"{path}: is a file; a folder was expected") from None
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; a folder that can be made was expected") from None
    if not os.access(path, os.W_OK):
        raise DataError(f"{path}: cannot be written to")
    return path


def report(problems: list[Problem]) -> str:
    """Problems one a line, at most 200, and their number."""
    lines = [str(problem) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"... and {len(problems) - MOST_SHOWN} more")
    lines.append(f"{len(problems)} problem" + ("" if len(problems) == 1 else "s"))
    return "\n".join(lines)


def _read(folder: str | Path | None) -> tuple[Package | None, dict[str, Raw], list[Problem]]:
    package, raws, problems = read_tables(Path(folder) if folder is not None else DATA)
    if package is not None:
        problems += check_schema(package, raws)
        for rule in rules.RULES + provenance.RULES + people.RULES:
            problems += rule(raws)
    order = {raw.file: number for number, raw in enumerate(raws.values())}
    problems.sort(key=lambda problem: (order.get(problem.file, -1), problem.line))
    return package, raws, problems


def _typed(raw: Raw, table: Table) -> pd.DataFrame:
    """A frame with the schema's types, from the text cells of one table."""
    columns: dict[str, Any] = {}
    for field in table.fields:
        cells = raw.columns[field.name]
        columns[field.name] = _series(cells, field)
        if field.partial_date:
            spans = {cell: span(cell) for cell in set(cells) if cell}
            for suffix, part in (("from", "first"), ("to", "last")):
                days = [str(getattr(spans[cell], part)) if cell else None for cell in cells]
                columns[f"{field.name}_{suffix}"] = pd.Series(days, dtype="datetime64[s]")
            precisions = [spans[cell].precision if cell else None for cell in cells]
            columns[f"{field.name}_precision"] = pd.Series(precisions, dtype="string")
    frame = pd.DataFrame(columns)
    if {"judgement", "scale"} <= set(frame.columns):
        frame["rating"] = frame["judgement"].where(frame["scale"] == "four_point").astype(RATING)
    return frame


_CONVERT: dict[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "Int64"),
    "number": (float, "Float64"),
    "boolean": ("true".__eq__, "boolean"),
    "string": (str, "string"),
}


def _series(cells: list[str], field: Field) -> pd.Series:
    convert, dtype = _CONVERT[field.type]
    values = pd.Series([convert(cell) if cell else None for cell in cells], dtype=dtype)
    return values.astype(pd.CategoricalDtype(list(field.enum), ordered=True)) if field.ordered else values


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check [FOLDER]` to the command line."""
    command = commands.add_parser("check", help="print every problem of the data, one a line")
    command.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="FOLDER")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    problems = check(arguments.folder)
    print(report(problems))
    return 1 if problems else 0
