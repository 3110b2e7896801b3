"""Zip files that are the same bytes whenever and wherever they are made, and the data package as one of them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from analysis.data import DATA
from analysis.schema import PACKAGE_FILE, read_package

EARLIEST = (1980, 1, 1, 0, 0, 0)
UNIX, PLAIN_FILE = 3, 0o100644 << 16


def write_zip(target: Path, members: Mapping[str, bytes]) -> Path:
    """Write files into a zip, by name, without date, owner or anything else of the machine.

    Parameters
    ----------
    target
        The file to write; one that is there is replaced.
    members
        Content by path inside the zip.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, members[name], compresslevel=9)
    return target


def package_name(version: str) -> str:
    """Name of the data package of a version, without suffix."""
    return f"hitting-the-target-data-{version}"


def package_members(folder: Path = DATA) -> dict[str, bytes]:
    """The files of the data package by their name: tables and schema as they are, data card, changes, licence.

    The tables are those of the folder byte for byte, so that what is read back equals what the book was computed from.
    """
    package = read_package(folder)
    names = [PACKAGE_FILE, *(table.path for table in package.tables.values())]
    members = {name: (folder / name).read_bytes() for name in names}
    for name in ("README.md", "CHANGELOG.md"):
        if (folder / name).is_file():
            members[name] = (folder / name).read_bytes()
    licence = folder.parent / "LICENSE-DATA"
    if licence.is_file():
        members[licence.name] = licence.read_bytes()
    return members


def write_package(target: Path, folder: Path = DATA) -> Path:
    """Write the data package of a folder as one zip, in a folder that names the version."""
    root = package_name(read_package(folder).version)
    return write_zip(target, {f"{root}/{name}": content for name, content in package_members(folder).items()})
