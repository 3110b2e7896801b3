"""`python -m analysis places --out FOLDER`: every page that is made from the data, as files for the book to take."""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from analysis import area_brief, area_page, areas, data, finder, inspection_pages
from analysis.page_context import Context, context

WORKERS = 2
_AT: list[Context] = []


def area(at: Context, region: str) -> dict[str, Any]:
    """One area's page as plain values: title, names to look for, sections, figure, bodies of the brief."""
    of = area_page.record(at, region)
    return {
        "region": region,
        "title": of.area.name,
        "names": names_of(of),
        "sections": [vars(section) for section in area_page.sections(at, of)],
        "chart": of.chart.payload(),
        "csv": area_page.everything(at, of),
        "brief": {"title": of.area.name, "alt": of.chart.alt, "lengths": area_brief.lengths(at, of)},
    }


def names_of(of: area_page.Record) -> list[str]:
    """Names by which a chapter would speak of an area: its own and those of its services, without their kind."""
    local = of.organisations[of.organisations["relation"].isin(["same", "within"])]
    endings = (" CRC", " Probation Trust", " region", " division")
    found = {of.area.name}
    for name in local["name"]:
        for ending in endings:
            name = str(name).removesuffix(ending)
        found.add(name)
    return sorted(found)


def _begin(at: Context) -> None:
    _AT[:] = [at]


def _one(region: str) -> dict[str, Any]:
    return area(_AT[0], region)


def run(arguments: argparse.Namespace) -> int:
    """Write one file for each area, one for all inspections, one for the finder."""
    out: Path = arguments.out
    try:
        data.make_folder(out)
        at = context(data.load())
    except data.DataError as error:
        print(error)
        return 1
    with ProcessPoolExecutor(WORKERS, initializer=_begin, initargs=(at,)) as pool:
        made = pool.map(_one, areas.region_ids(at.data))
        rest = {
            "inspections": [
                {"anchor": anchor, "title": title, "html": html}
                for anchor, title, html in inspection_pages.programmes(at)
            ],
            "finder": {"html": finder.listed(finder.entries(at))},
        }
        for name, content in rest.items():
            _write(out / f"{name}.json", content)
        for one in made:
            _write(out / f"{one['region']}.json", one)
    return 0


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `places --out FOLDER` to the command line."""
    command = commands.add_parser("places", help="make the pages of areas and inspections, as files")
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    command.set_defaults(run=run)
