"""The list behind "Find a place": every place, service, owner and other organisation, each with where its record is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis.areas import KINDS, area_of
from analysis.cells import Link
from analysis.data import Dataset
from analysis.inspection_pages import PAGE as INSPECTIONS
from analysis.markup import Html, inline
from analysis.page_context import AREAS, Context
from analysis.wording import capitalised

ALIAS = re.compile(r"known as ([\w ]+)")
OTHER_KINDS = {"sample": "Sample of areas inspected", "national": "National arrangements"}


@dataclass(frozen=True)
class Entry:
    """A name that a reader may look for, what it is, where to go, and what else it is known as."""

    name: str
    what: str
    targets: tuple[Link | str, ...]
    also: str = ""


def entries(at: Context) -> list[Entry]:
    """Every entry of the finder, in the order of the alphabet."""
    found = [*_places(at), *_services(at), *_owners(at), *_others(at)]
    together: dict[str, Entry] = {}
    for entry in found:
        known = together.setdefault(entry.name, entry)
        if known is not entry:
            kinds = known.what if entry.what == known.what else f"{known.what}; {entry.what.lower()}"
            targets = tuple(dict.fromkeys((*known.targets, *entry.targets)))
            together[entry.name] = Entry(entry.name, kinds, targets, known.also)
    return sorted(together.values(), key=lambda entry: entry.name.casefold())


def _target(at: Context, organisation: str) -> Link | str:
    page = at.pages.get(organisation)
    if page is None:
        return at.names[organisation]
    if organisation == page:
        return Link(f"{area_of(at.data, page).name} (area)", f"{AREAS}/{page}")
    return Link(at.names[organisation], f"{AREAS}/{page}#{organisation}")


def _areas_of(at: Context, organisations: list[str]) -> list[Link | str]:
    """The areas on whose pages some organisations stand, unless they are among them themselves."""
    pages = dict.fromkeys(at.pages[one] for one in organisations if one in at.pages)
    return [_target(at, page) for page in pages if page not in organisations]


def _places(at: Context) -> list[Entry]:
    made = []
    for place, rows in at.data.places.groupby("place"):
        ids = [str(one) for one in rows["organisation_id"]]
        kinds = " and ".join(dict.fromkeys(str(kind) for kind in rows["kind"]))
        targets = [*(_target(at, one) for one in ids), *_areas_of(at, ids)]
        made.append(Entry(str(place), capitalised(kinds), tuple(targets)))
    return made


def _services(at: Context) -> list[Entry]:
    about = at.data.organisations.set_index("organisation_id")
    made = []
    for one in at.pages:
        row = about.loc[one]
        known = ALIAS.search(str(row["note"]))
        targets = (_target(at, one), *_areas_of(at, [one]))
        made.append(Entry(at.names[one], KINDS[str(row["kind"])], targets, known.group(1) if known else ""))
    return made


def _owners(at: Context) -> list[Entry]:
    held = at.data.ownership.drop_duplicates(["owner", "organisation_id"])
    made = []
    for owner, rows in held[held["owner"] != "public"].groupby("owner"):
        targets = tuple(_target(at, str(one)) for one in rows["organisation_id"])
        made.append(Entry(str(owner), "Owner of companies", targets))
    return made


def _others(at: Context) -> list[Entry]:
    frame = at.data.organisations
    frame = frame[~frame["organisation_id"].isin(list(at.pages)) & frame["kind"].isin(["sample", "national", "system"])]
    seen = at.data.inspections.groupby("organisation_id")["inspection_id"].agg(list)
    made = []
    for row in frame.to_dict("records"):
        key = str(row["organisation_id"])
        if key in seen.index:
            targets: tuple[Any, ...] = tuple(Link(f"Inspection: {one}", f"{INSPECTIONS}#{one}") for one in seen[key])
        else:
            targets = (Link("the data on all areas together", "chapters/reference/data-dictionary"),)
        made.append(Entry(str(row["name"]), OTHER_KINDS.get(str(row["kind"]), "All areas together"), targets))
    return made


def reachable(d: Dataset, made: list[Entry]) -> pd.DataFrame:
    """Organisations of the dataset and whether the finder names each: `organisation_id`, `name`, `named`."""
    names = {entry.name for entry in made}
    frame = d.organisations[["organisation_id", "name"]]
    return frame.assign(named=frame["name"].isin(names))


def _heard(name: str, target: Link | str) -> str:
    """A target as a link; where it is called otherwise than its entry, the entry's name is heard before it."""
    made = str(inline(target))
    if not isinstance(target, Link) or target.text.startswith(name):
        return made
    return made.replace(">", f'><span class="visually-hidden">{escape(name)}: </span>', 1)


def listed(made: list[Entry]) -> Html:
    """The entries as one list; the script of the page narrows it down."""
    rows = []
    for entry in made:
        links = ", ".join(_heard(entry.name, one) for one in entry.targets)
        sought = escape(f"{entry.name} {entry.also}".strip().casefold(), quote=True)
        known = f" ({entry.also})" if entry.also else ""
        rows.append(
            f'<li data-name="{sought}"><span class="finder-name">{escape(entry.name + known)}</span> '
            f'<span class="finder-kind">{escape(entry.what)}</span> <span class="finder-links">{links}</span></li>'
        )
    return Html(f'<ul class="finder-list" id="finder-list">{"".join(rows)}</ul>')
