"""Numbered figures and tables, from the ``chart`` and ``datatable`` directives that `analysis.exhibits` prints.

The body of a directive is one JSON object. Reading makes a node and writes picture and CSV beside the doctrees (so that
they live and die with them); `exhibit_html` writes the nodes. Downloads go to ``downloads/exhibits/`` of the site.
"""

import csv
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import exhibit_html as html
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

LOGGER = logging.getLogger(__name__)
HTML_BUILDERS = ("html", "dirhtml", "singlehtml")
DATASET = "dataset"  # stands for all sources together
PIXELS_PER_POINT = 96 / 72


class Exhibit(SphinxDirective):
    """What both directives do: read the JSON, write the files, register the anchor."""

    has_content = True
    required_arguments = 1
    prefix = ""
    node_class: type[nodes.Element] = nodes.Element

    def run(self) -> list[nodes.Node]:
        """Make the node, or an error where the body cannot be read."""
        try:
            body: dict[str, Any] = json.loads("\n".join(self.content))
        except json.JSONDecodeError as error:
            raise self.error(f"{self.name} {self.arguments[0]}: not JSON: {error}") from error
        anchor = f"{self.prefix}-{body['name']}"
        node = self.node_class("", names=[anchor], classes=["exhibit", f"exhibit-{self.name}"])
        shown = {key: body[key] for key in ("headline", "n", "note", "columns")}
        shown |= {"row_header": body.get("row_header", 0), "missing": body.get("missing", "not known")}
        shown["anchors"] = body.get("anchors", [])
        shown["sources"] = [(source, self.words_of(source)) for source in body["sources"]]
        shown["csv"] = self.write(f"{anchor}.csv", body["csv"])
        node["data"] = shown
        self.set_source_info(node)
        node += caption_of(body)
        self.fill(node, body, anchor)
        self.state.document.note_explicit_target(node, node)
        written = names_by_page(self.env).setdefault(self.env.docname, [])
        written.append(f"{anchor}.csv")
        return [node]

    def fill(self, node: nodes.Element, body: dict[str, Any], anchor: str) -> None:
        """Add what only this kind of exhibit has."""

    def write(self, name: str, text: str) -> dict[str, Any]:
        """Write a file of this exhibit; returns its name and size."""
        content = text.encode("utf-8")
        path = folder(self.env) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return {"file": name, "bytes": len(content)}

    def words_of(self, source: str) -> str:
        """How the register names a source; an id that it lacks is a warning."""
        if source == DATASET:
            return "the dataset of this book"
        register = read_register(self.env)
        if register is not None and source not in register:
            LOGGER.warning(
                "%s: source %r is not in the source register", self.arguments[0], source,
                location=self.get_location(), type="exhibits", subtype="source",
            )
        return (register or {}).get(source, source)


class Chart(Exhibit):
    """``chart``: a picture with its caption."""

    prefix = "fig"
    node_class = html.chart_figure

    def fill(self, node: nodes.Element, body: dict[str, Any], anchor: str) -> None:
        """Add the picture, and the one for small screens."""
        for key, role in (("svg", "wide"), ("narrow", "narrow")):
            if not body.get(key):
                continue
            written = self.write(f"{anchor}{'' if key == 'svg' else '-narrow'}.svg", body[key])
            place = os.path.relpath(folder(self.env) / written["file"], self.env.srcdir)
            uri = f"/{Path(place).as_posix()}"
            classes = [f"exhibit-{role}", "dark-light"]  # the second: the theme dims no picture in dark mode
            node += html.exhibit_picture(uri=uri, alt=body["alt"], classes=classes, size=size_of(body[key]))
            node["data"][key] = written
        if body.get("narrow"):
            node["classes"].append("exhibit-has-narrow")


class DataTable(Exhibit):
    """``datatable``: a table with its caption."""

    prefix = "tab"
    node_class = html.data_table

    def fill(self, node: nodes.Element, body: dict[str, Any], anchor: str) -> None:
        """Add the words of the cells, so that the search finds them."""
        words = " ".join(html.cell_words(cell) for column in body["columns"] for cell in column["cells"])
        node += html.searched_words("", words)


class PrintOnly(SphinxPostTransform):
    """On paper there is one picture, the wide one."""

    default_priority = 6  # after MyST-NB has chosen among the outputs of a cell

    def run(self, **kwargs: Any) -> None:
        """Take out the pictures for small screens."""
        if self.app.builder.name in self.config.exhibits_print_builders:
            for figure in list(self.document.findall(html.chart_figure)):
                for picture in [child for child in figure if "exhibit-narrow" in child["classes"]]:
                    figure.remove(picture)


def caption_of(body: dict[str, Any]) -> nodes.Element:
    """Headline, then subtitle."""
    caption = html.exhibit_caption("", "", nodes.strong(text=body["headline"], classes=["exhibit-headline"]))
    if body["subtitle"]:
        caption += [nodes.Text(" "), nodes.inline(text=body["subtitle"], classes=["exhibit-subtitle"])]
    return caption


def size_of(svg: str) -> tuple[int, int] | None:
    """Width and height of an SVG in CSS pixels, so that the page does not jump when it arrives."""
    opening = re.search(r"<svg[^>]*>", svg)
    sizes = dict(re.findall(r'\b(width|height)="([\d.]+)pt"', opening.group() if opening else ""))
    if len(sizes) < 2:
        return None
    return round(float(sizes["width"]) * PIXELS_PER_POINT), round(float(sizes["height"]) * PIXELS_PER_POINT)


def folder(env: BuildEnvironment) -> Path:
    """Where pictures and CSVs wait for the builder."""
    return Path(env.doctreedir) / "exhibits"


def names_by_page(env: BuildEnvironment) -> dict[str, list[str]]:
    """The files to publish, by page."""
    if not hasattr(env, "exhibit_files"):
        env.exhibit_files = {}  # type: ignore[attr-defined]
    return env.exhibit_files  # type: ignore[attr-defined,no-any-return]


def read_register(env: BuildEnvironment) -> dict[str, str] | None:
    """The sources by id, as "Publisher, Title (year)"; None where the book has no register."""
    path = Path(env.app.confdir) / env.config.exhibits_sources
    if not path.is_file():
        return None
    env.note_dependency(str(path))
    state = path.stat()
    return _register(str(path), state.st_mtime_ns, state.st_size)


def _register(path: str, mtime: int, size: int, known: dict[Any, dict[str, str]] = {}) -> dict[str, str]:  # noqa: B006
    key = path, mtime, size
    if key not in known:
        with open(path, encoding="utf-8", newline="") as file:
            known[key] = {row["source_id"]: source_words(row) for row in csv.DictReader(file)}
    return known[key]


def source_words(row: dict[str, str]) -> str:
    """A source in a line under a figure: "HM Inspectorate of Probation, Annual report (2019)"."""
    publisher, title, year = row.get("publisher", ""), row.get("title", ""), row.get("published", "")[:4]
    return f"{', '.join(part for part in (publisher, title) if part) or row['source_id']} ({year or 'undated'})"


def publish(app: Sphinx) -> Iterable[Any]:
    """Put the CSVs where the pages link them, and nothing else there."""
    if app.builder.name not in app.config.exhibits_print_builders:
        wanted = {name for names in names_by_page(app.env).values() for name in names}
        target = Path(app.builder.outdir) / html.DOWNLOADS
        if target.is_dir():
            for stale in target.iterdir():
                if stale.name not in wanted:
                    stale.unlink()
        if wanted:
            target.mkdir(parents=True, exist_ok=True)
        for name in sorted(wanted):
            shutil.copyfile(folder(app.env) / name, target / name)
    return []


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page's files before it is read again."""
    names_by_page(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader found."""
    names_by_page(env).update({d: names for d, names in names_by_page(other).items() if d in docnames})


def prefer_directives(app: Sphinx, config: Config) -> None:
    """Have MyST-NB take the directive among a cell's outputs, and parse it."""
    builders = dict.fromkeys((*HTML_BUILDERS, *config.exhibits_print_builders))
    chosen = tuple((builder, "text/markdown", 5) for builder in builders)
    config.nb_mime_priority_overrides = (*config.nb_mime_priority_overrides, *chosen)
    config.nb_render_markdown_format = "myst"


def headline_of(node: nodes.Element) -> str:
    """What a reference by title prints."""
    return str(node["data"]["headline"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directives, nodes and settings."""
    app.add_config_value("exhibits_sources", "data/sources.csv", "env", str)
    app.add_config_value("exhibits_source_register", "chapters/reference/sources", "html", str)
    app.add_config_value("exhibits_dataset_page", "chapters/reference/data-dictionary", "html", str)
    app.add_config_value("exhibits_print_builders", ["printbook"], "env", (list, tuple))
    app.add_directive("chart", Chart)
    app.add_directive("datatable", DataTable)
    app.add_enumerable_node(html.chart_figure, "figure", headline_of, html=(html.visit_chart, html.depart_chart))
    app.add_enumerable_node(html.data_table, "table", headline_of, html=(html.visit_table, html.depart_table))
    app.add_node(html.exhibit_picture, html=(html.visit_picture, html.depart_picture))
    app.add_node(html.searched_words, html=(html.skip, None))
    app.add_node(html.exhibit_caption, html=(html.visit_caption, html.depart_caption))
    app.add_post_transform(PrintOnly)
    app.connect("config-inited", prefer_directives)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-collect-pages", publish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
