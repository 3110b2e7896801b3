"""The schema of a data folder, as its `datapackage.json` gives it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

TYPES = ("string", "integer", "number", "boolean")
PACKAGE_FILE = "datapackage.json"


class SchemaError(ValueError):
    """`datapackage.json` is missing or does not describe tables."""


@dataclass(frozen=True)
class Field:
    """One column: what may stand in it."""

    name: str
    type: str
    description: str
    unit: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    ordered: bool = False
    partial_date: bool = False
    pattern: str = ""
    form: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in `reference` columns of another table (or of the same)."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its file, columns and keys."""

    name: str
    title: str
    description: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True)
class Package:
    """A data package: version, tables by name, and the whole descriptor as read."""

    version: str
    tables: dict[str, Table]
    descriptor: dict[str, Any]


def read_package(folder: Path) -> Package:
    """Read the schema of a data folder.

    Parameters
    ----------
    folder
        Holds `datapackage.json`, a Frictionless tabular data package (v1). Some properties are
        this project's own: `partialDate` (YYYY, YYYY-MM or YYYY-MM-DD), `ordered` (the enumeration runs from worst
        to best), `unit`, and `form` (the pattern in words).

    Raises
    ------
    SchemaError
        With one plain sentence, when the file is missing or not such a package.
    """
    path = folder / PACKAGE_FILE
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaError("the file is missing; a folder of data is described by it") from None
    except (UnicodeDecodeError, json.JSONDecodeError, OSError) as error:
        raise SchemaError(f"the file cannot be read as JSON in UTF-8 ({error})") from None
    try:
        tables = {resource["name"]: _table(resource) for resource in descriptor["resources"]}
        for table in tables.values():
            for foreign_key in table.foreign_keys:
                _ = tables[foreign_key.table]
        return Package(str(descriptor["version"]), tables, descriptor)
    except (KeyError, TypeError, AttributeError) as error:
        raise SchemaError(f"a tabular data package with a version was expected; {error} is missing or wrong") from None


def _table(resource: dict[str, Any]) -> Table:
    schema, name = resource["schema"], resource["name"]
    if Path(resource["path"]).name != resource["path"]:
        raise TypeError(f"path of {name}")
    return Table(
        name=name,
        title=resource.get("title", name),
        description=resource.get("description", ""),
        path=resource["path"],
        fields=tuple(_field(field, name) for field in schema["fields"]),
        key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(_names(fk["fields"]), fk["reference"]["resource"] or name, _names(fk["reference"]["fields"]))
            for fk in schema.get("foreignKeys", ())
        ),
    )


def _field(field: dict[str, Any], table: str) -> Field:
    if field["type"] not in TYPES:
        raise SchemaError(f"{table}.{field['name']}: unknown type {field['type']!r}")
    limits = field.get("constraints", {})
    return Field(
        name=field["name"],
        type=field["type"],
        description=field.get("description", ""),
        unit=field.get("unit", ""),
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        enum=tuple(str(value) for value in limits.get("enum", ())),
        ordered=field.get("ordered", False),
        partial_date=field.get("partialDate", False),
        pattern=limits.get("pattern", ""),
        form=field.get("form", ""),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )


def _names(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
