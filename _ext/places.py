"""Pages made from the data: one for each area, one of all inspections, and the list of the finder.

``python -m analysis places`` computes them in a process of its own, once per state of data and code; the directives
``area-page``, ``inspections-page`` and ``place-finder`` put them into pages as raw HTML, which search reads and which
no cell executes. The pages of the areas are stubs that are written here before the table of contents is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from digest import project_digest
from docutils import nodes
from docutils.statemachine import StringList
from place_links import mentions_changed, resolve
from place_press import Pressing
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
PLACES = "chapters/places/"
AREAS = f"{PLACES}areas"
DOWNLOADS = "downloads/places"
KEPT = 4
STUB = """---
title: {title}
description: "{title}: every inspection, rating, owner, staffing fact and statement recorded, 2013-2026, with sources."
page_sheets: places.css
---

# {title}

```{{area-page}} {region}
```
"""
INTRODUCED = (
    '<form class="finder-form" id="finder-form" role="search" aria-label="Find a place or service">'
    '<label for="place">Town, county, borough, company or unit</label>'
    '<input id="place" type="search" autocomplete="off" spellcheck="false" aria-describedby="place-hint" '
    'aria-controls="finder-list"><p class="finder-hint" id="place-hint">The list below narrows as you type; Enter '
    'goes to the first name that fits.</p></form><p class="finder-status" id="finder-status" role="status"></p>'
)


def computed(root: Path) -> Path:
    """Return the folder of computed pages for the present data and code, computing it if there is none.

    Raises
    ------
    ExtensionError
        With what the command printed, if the pages cannot be computed.
    """
    state = project_digest(root)
    folder = root / "_build" / "places" / state
    if folder.is_dir():
        return folder
    logger.info("computing the pages of areas and inspections")
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    here = {**os.environ, "PYTHONPATH": str(root), "MPLBACKEND": "agg"}
    command = [sys.executable, "-m", "analysis", "places", "--out", str(draft)]
    run = subprocess.run(command, cwd=root, env=here, capture_output=True, text=True, check=False)
    if run.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise ExtensionError(f"the pages of places cannot be computed:\n{(run.stderr or run.stdout).strip()}")
    if state != project_digest(root):  # edited meanwhile: these pages belong to neither state
        shutil.rmtree(draft, ignore_errors=True)
        return computed(root)
    if folder.is_dir():
        shutil.rmtree(draft)
    else:
        os.replace(draft, folder)
    for old in sorted(folder.parent.glob("*"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def prepare(app: Sphinx, config: Config) -> None:
    """Compute the pages and write the stubs, each only if it changed; nothing for a book that has no such pages."""
    root = Path(app.srcdir)
    contents = root / config.external_toc_path
    if not contents.is_file() or PLACES not in contents.read_text(encoding="utf-8"):
        return
    folder = computed(root)
    config.places_folder = str(folder)
    stubs = root / AREAS
    stubs.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for path in sorted(folder.glob("region-*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        wanted[f"{content['region']}.md"] = STUB.format(title=content["title"], region=content["region"])
    for old in stubs.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        stub = stubs / name
        if not stub.exists() or stub.read_text(encoding="utf-8") != text:
            stub.write_text(text, encoding="utf-8")


class PlacePage(SphinxDirective):
    """What the directives share: one computed file, remembered so that the page is read again when it changes."""

    def read(self, name: str) -> Any:
        """Return the content of a computed file."""
        path = Path(self.config.places_folder) / f"{name}.json"
        if not path.is_file():
            raise self.error(f"no such page of the data: {name}")
        text = path.read_text(encoding="utf-8")
        states = self.env.__dict__.setdefault("places_states", {})
        states[self.env.docname] = (name, hashlib.sha256(text.encode()).hexdigest())
        return json.loads(text)

    @staticmethod
    def raw(html: str, **marks: Any) -> nodes.raw:
        """Return HTML as a node whose links are resolved when the page is written."""
        return nodes.raw("", html, format="html", place=True, **marks)


class AreaPage(PlacePage):
    """An area: its sections, with the timeline as a numbered figure."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        page = self.read(self.arguments[0])
        made: list[nodes.Node] = []
        for one in page["sections"]:
            section = nodes.section(ids=[one["anchor"]], names=[])
            section += nodes.title(one["title"], one["title"])
            if one["anchor"] == "timeline":
                section += self.figure(page["chart"])
            else:
                section += self.raw(one["html"])
            section["only"] = one["only"]
            made.append(section)
        made.insert(1, self.raw("", chapters_of=page["region"]))
        names = self.env.__dict__.setdefault("places_names", {})
        names[self.env.docname] = page["names"]
        return made

    def figure(self, payload: dict[str, Any]) -> list[nodes.Node]:
        """Return the timeline, as the directive of exhibits makes it."""
        text = ["````{chart} " + payload["name"], json.dumps(payload, ensure_ascii=True), "````"]
        holder = nodes.container()
        self.state.nested_parse(StringList(text, "timeline"), self.content_offset, holder)
        return list(holder.children)


class InspectionsPage(PlacePage):
    """All inspections, one section for each programme; in print, where to find them."""

    def run(self) -> list[nodes.Node]:
        elsewhere = "The entries are on the web pages of this book, under chapters/places/inspections.html."
        made: list[nodes.Node] = [nodes.paragraph("", elsewhere, only="print")]
        for one in self.read("inspections"):
            section = nodes.section(ids=[one["anchor"]], names=[], only="web")
            section += nodes.title(one["title"], one["title"])
            section += self.raw(one["html"])
            made.append(section)
        return made


class PlaceFinder(PlacePage):
    """The list of every place and service, with a field that narrows it down."""

    def run(self) -> list[nodes.Node]:
        return [self.raw(INTRODUCED + self.read("finder")["html"], only="web")]


def outdated(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """Name the pages whose computed content is no longer what they were made of."""
    if not app.config.places_folder:
        return []
    folder, stale = Path(app.config.places_folder), []
    for docname, (name, state) in getattr(env, "places_states", {}).items():
        path = folder / f"{name}.json"
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != state:
            stale.append(docname)
    return [name for name in stale if name in env.found_docs]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for store in ("places_states", "places_names"):
        getattr(env, store, {}).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    for store in ("places_states", "places_names"):
        found = getattr(other, store, {})
        env.__dict__.setdefault(store, {}).update({one: found[one] for one in docnames if one in found})


def publish(app: Sphinx) -> list[Any]:
    """Put the CSVs where the pages link them."""
    if app.config.places_folder and app.builder.name in ("html", "dirhtml"):
        target = Path(app.outdir) / DOWNLOADS
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(Path(app.config.places_folder).glob("region-*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            (target / f"{content['region']}.csv").write_text(content["csv"], encoding="utf-8")
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    pressing = Pressing()
    app.add_config_value("places_folder", "", "")
    app.add_directive("area-page", AreaPage)
    app.add_directive("inspections-page", InspectionsPage)
    app.add_directive("place-finder", PlaceFinder)
    app.connect("config-inited", prepare, priority=400)
    app.connect("env-before-read-docs", pressing.begin, priority=950)
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", mentions_changed)
    app.connect("doctree-resolved", resolve)
    app.connect("html-collect-pages", publish)
    app.connect("build-finished", pressing.finish)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
