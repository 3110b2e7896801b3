"""The dataset as files to take away: `python -m analysis export FOLDER` writes the data package, SQLite and XLSX."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis import archive, database, spreadsheet
from analysis.data import DATA, DataError, check, make_folder, report
from analysis.schema import read_package


def export(target: Path, folder: Path = DATA) -> list[Path]:
    """Write every download of the data; the same data give the same bytes.

    Parameters
    ----------
    target
        The folder to write into; made if it is not there.
    folder
        Where `datapackage.json` and the tables lie.

    Returns
    -------
    list of Path
        The data package (zip of CSV), the SQLite file and the XLSX workbook.

    Raises
    ------
    DataError
        When `check` finds anything wrong with the data, or the folder cannot be written to.
    """
    if problems := check(folder):
        raise DataError(report(problems))
    make_folder(target)
    package = archive.package_name(read_package(folder).version)
    return [
        archive.write_package(target / f"{package}.zip", folder),
        database.write(target / database.NAME, folder),
        spreadsheet.write(target / spreadsheet.NAME, folder),
    ]


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export FOLDER` to the command line."""
    command = commands.add_parser("export", help="write the dataset as data package, SQLite and XLSX")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where the files go")
    command.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="data to export; this book's own")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        made = export(arguments.folder, arguments.data)
    except DataError as error:
        print(error)
        return 1
    for path in made:
        print(path)
    return 0
