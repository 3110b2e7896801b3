"""The register of claims: every number in prose is a function with ``@claim`` beside its analysis.

>>> @claim("crc_rated_good", "CRCs rated good overall at their first rated inspection", tables=["inspections"])
... def crc_rated_good(data):
...     '''Community rehabilitation companies whose first rated inspection ended in *good*.'''
...     return Count(1, 21)

Prose then writes ``{claim}`crc_rated_good` ``. The first paragraph of the docstring is the claim's
definition; what follows it, less what the function raises, joins the caveat. Nothing is registered at
import: the register is made by walking the package.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from analysis.called import called
from analysis.wording import Change, Count, Date, Money, Number, Range, Share, Value, Words

__all__ = [
    "Change", "Claim", "ClaimError", "Count", "Date", "Money", "Number", "Range", "Share", "Value", "Words",
    "claim", "records", "register", "write_json",
]  # fmt: skip

ADDRESS_WITHHELD = "address withheld: it names a person"  # stands where the address of a source would
OF_VALUES = ("analysis.claims", "analysis.wording")  # how values are marked and printed
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
RAISES = re.compile(r"\bRaises \w+Error\b.*")  # to the end of its paragraph
ClaimFunction = Callable[[Any], Value]
F = TypeVar("F", bound=ClaimFunction)


class ClaimError(Exception):
    """One or more claims are wrong; each line of the message names one."""


@dataclass(frozen=True)
class Claim:
    """What is written beside a claim's function.

    id: permanent, snake_case; it is the anchor in the register.
    states: what the number says, a short noun phrase that makes sense alone.
    tables: tables of the dataset that the number rests on; those that the function reads are added by themselves.
    sources: source ids of the primary documents, or a function of the dataset that returns them.
    caveat: what a reader must know before repeating the number; later paragraphs of the docstring are added to it.
    """

    id: str
    states: str
    tables: tuple[str, ...]
    sources: tuple[str, ...] | Callable[[Any], Iterable[str]]
    caveat: str
    function: ClaimFunction

    @property
    def module(self) -> str:
        return self.function.__module__

    @property
    def place(self) -> str:
        """File and line of the function, for messages."""
        code = inspect.unwrap(self.function).__code__
        return f"{_relative(code.co_filename)}:{code.co_firstlineno}"


def claim(
    id: str,
    states: str,
    *,
    tables: Sequence[str] = (),
    sources: Sequence[str] | Callable[[Any], Iterable[str]] = (),
    caveat: str = "",
) -> Callable[[F], F]:
    """Mark a function of the dataset as a claim. See `Claim` for the parameters.

    Raises
    ------
    ClaimError
        If the id is not snake_case, nothing is stated, or the function has no docstring to define it.
    """

    def mark(function: F) -> F:
        if not IDENTIFIER.fullmatch(id):
            raise ClaimError(f"{id!r} is not a claim id: lower-case words joined by single underscores")
        if not states.strip():
            raise ClaimError(f"{id}: says nothing of what it states")
        if not (function.__doc__ or "").strip():
            raise ClaimError(f"{id}: its function has no docstring, which is the claim's definition")
        named = sources if callable(sources) else tuple(sources)
        function.claim = Claim(id, states, tuple(tables), named, caveat, function)  # type: ignore[attr-defined]
        return function

    return mark


def register(package: str = "analysis") -> dict[str, Claim]:
    """Collect the claims of every module of a package, by id, in the order of module and line.

    Raises
    ------
    ClaimError
        If two functions bear the same id; the message names both places.
    """
    found: dict[str, Claim] = {}
    doubles = []
    for module in _modules(package):
        for one in _claims_of(module):
            if one.id in found:
                doubles.append(f"{one.place}: claim {one.id!r} stands already at {found[one.id].place}")
            found[one.id] = one
    if doubles:
        raise ClaimError("\n".join(doubles))
    return found


def _modules(package: str) -> list[ModuleType]:
    parent = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.walk_packages(parent.__path__, f"{package}."))
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def _claims_of(module: ModuleType) -> list[Claim]:
    marked = [getattr(thing, "claim", None) for thing in vars(module).values() if inspect.isfunction(thing)]
    own = [one for one in dict.fromkeys(marked) if isinstance(one, Claim) and one.module == module.__name__]
    return sorted(own, key=lambda one: one.function.__code__.co_firstlineno)


def records(data: Any, claims: dict[str, Claim] | None = None) -> dict[str, dict[str, Any]]:
    """Compute every claim from the dataset and describe it in plain values (text, numbers, lists).

    Parameters
    ----------
    data : Dataset
        What `analysis.data.load` gives; its table `sources` describes the primary documents.
    claims : dict of Claim, optional
        The register; by default all of the package.

    Returns
    -------
    dict
        By claim id: states, forms, value, interval, definition, caveat, tables, sources, module, function, code,
        and the functions of this package that the code calls (name, module, file, code of each).

    Raises
    ------
    ClaimError
        With one line per claim that could not be computed, each naming file and line.
    """
    done, problems = {}, []
    described = _described_sources(data)
    for one in (register() if claims is None else claims).values():
        try:
            done[one.id] = _record(one, data, described)
        except Exception as error:  # every fault is reported at once, whatever it was
            problems.append(f"{one.place}: claim {one.id!r}: {type(error).__name__}: {error}")
    if problems:
        raise ClaimError("\n".join(problems))
    return done


def _record(one: Claim, data: Any, described: dict[str, dict[str, str]]) -> dict[str, Any]:
    watched = Watched(data)
    value = one.function(watched)
    if not isinstance(value, Value):
        raise ClaimError(f"returned {type(value).__name__}, not a Count, Number, Share, Money, Words, Date ...")
    missing = [name for name in one.tables if name not in data.tables]
    if missing:
        raise ClaimError(f"names tables that the dataset does not have: {', '.join(missing)}")
    named = one.sources(data) if callable(one.sources) else one.sources
    ids = list(dict.fromkeys([*named, *value.sources]))
    unknown = [source for source in ids if source not in described]
    if unknown:
        raise ClaimError(f"names sources that are not in sources.csv: {', '.join(map(str, unknown))}")
    return {
        "states": one.states,
        "forms": value.forms(),
        "value": value.canonical(),
        "interval": value.interval_text(),
        "definition": _first_paragraph(one.function),
        "caveat": _caveat(one),
        "tables": sorted({*one.tables, *watched.read}),
        "sources": [described[source] for source in ids],
        "place": one.place,
        "module": one.module,
        "title": _title(one.module),
        "file": _relative(one.function.__code__.co_filename),
        "function": one.function.__name__,
        "code": inspect.getsource(one.function),
        "calls": [_described_function(function) for function in called(one.function, OF_VALUES)],
    }


def _described_function(function: Callable[..., Any]) -> dict[str, str]:
    return {
        "name": function.__name__,
        "module": function.__module__,
        "file": _relative(inspect.unwrap(function).__code__.co_filename),
        "code": inspect.getsource(function),
    }


class Watched:
    """A dataset that notes which of its tables are read, so that the register need not take anyone's word for it."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name in self._data.tables:
            self.read.add(name)
        return getattr(self._data, name)

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return self._data[name]

    def live(self, name: str) -> Any:
        """Rows that may be shown and counted, see `analysis.data.Dataset.live`."""
        self.read.add(name)
        return self._data.live(name)


def _described_sources(data: Any) -> dict[str, dict[str, str]]:
    fields = ["source_id", "title", "publisher", "published", "url", "read_via", "read_extent", "url_names_people"]
    table = data.sources.reindex(columns=fields).astype("string").fillna("")
    named = table.pop("url_names_people").str.lower() == "true"
    table["url"] = table["url"].mask(named, ADDRESS_WITHHELD)
    return {row["source_id"]: row for row in table.to_dict("records")}


def _paragraphs(thing: Any) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.getdoc(thing) or "")]


def _first_paragraph(thing: Any) -> str:
    return _paragraphs(thing)[0]


def _caveat(one: Claim) -> str:
    """What is set as caveat, then what the docstring says after the definition, less what the function raises."""
    rest = (RAISES.sub("", paragraph).strip() for paragraph in _paragraphs(one.function)[1:])
    return " ".join(part for part in (one.caveat, *rest) if part)


def _title(module: str) -> str:
    """The first sentence of a module's docstring, which heads its claims in the register."""
    sentence = _first_paragraph(importlib.import_module(module)) or module
    return re.split(r"[.:;](?:\s|$)", sentence, maxsplit=1)[0]


def _relative(file: str) -> str:
    path, root = Path(file).resolve(), Path(__file__).resolve().parent.parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def write_json(path: Path, computed: dict[str, dict[str, Any]]) -> None:
    """Write the computed claims for the book, whole or not at all."""
    text = json.dumps(computed, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
