"""``explorer-table``: a table to search, sort and filter, from what `analysis.explorer` prints.

The page holds plain HTML tables and is whole without a script; `explorer.js` makes them explorable with DataTables,
taken from the itables package and written as a classic script, since pages opened as files may load no modules.
On paper the tables are left out (class ``screen-only``).
"""

from __future__ import annotations

import json
import re
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils import nodes
from link_names import scrolls
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

EXPORT = re.compile(r"export\s*\{([^}]*)\};?")


class explorer_table(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The table; its cells are in ``node["table"]``."""


class ExplorerTable(SphinxDirective):
    """Keep the JSON of the body for the writer."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return [explorer_table("", table=json.loads("\n".join(self.content)))]


def classic_script(module: str) -> str:
    """DataTables' bundle, an ES module, as a script that leaves one global behind: ``DataTable``.

    Raises
    ------
    ExtensionError
        If the bundle does not end in one plain list of exports with a default.
    """
    exports = list(EXPORT.finditer(module))
    default = re.search(r"([\w$]+) as default", exports[0][1]) if len(exports) == 1 else None
    if default is None:
        raise ExtensionError("the DataTables bundle of itables has changed: no single list of exports with a default")
    body = module[: exports[0].start()] + f"window.DataTable={default[1]};" + module[exports[0].end():]
    return f'(function(){{"use strict";\n{body}\n}})();\n'


def write_script(app: Sphinx) -> None:
    """Put the bundle beside the pages."""
    if app.builder.name == "html":
        target = Path(app.outdir) / "_static" / "datatables.js"
        target.parent.mkdir(parents=True, exist_ok=True)
        bundle = files("itables").joinpath("html", "dt_bundle.js").read_text(encoding="utf-8")
        target.write_text(classic_script(bundle), encoding="utf-8")


def cell_html(builder: Any, cell: Any, called: str = "") -> str:
    """A cell's words, linked where they lead to a page of this book; a source is heard with the name of its row."""
    if not isinstance(cell, dict):
        return escape(cell)
    text, (docname, _, anchor) = escape(cell["text"]), cell.get("href", "").partition("#")
    if not docname or docname not in builder.env.found_docs:
        return text
    address = f"{builder.get_relative_uri(builder.current_docname, docname)}#{anchor}"
    name = f' aria-label="{text}, on {escape(called)}"' if called and anchor.startswith("source-") else ""
    return f'<a href="{escape(address)}"{name}>{text}</a>'


def words(cell: Any) -> str:
    """A cell's words."""
    return str(cell["text"] if isinstance(cell, dict) else cell)


def order_of(cell: Any, number: bool) -> Any:
    """By what a cell is sorted, in a column not sorted by its words alone; words among numbers sort as empty."""
    return cell.get("order", "") if isinstance(cell, dict) else "" if number else cell


def table_html(builder: Any, table: dict[str, Any]) -> str:
    """The table with its caption, in a region that scrolls; what the script needs to know is in data attributes."""
    name, caption, columns = escape(table["name"]), escape(table["caption"]), table["columns"]
    heads = []
    for column in columns:
        marks = "".join(f" data-{key}" for key in ("filter", "several") if column[key])
        side = ' class="num"' if column["number"] else ""
        heads.append(f'<th scope="col"{side}{marks}>{escape(column["label"])}</th>')
    ordered = [any(isinstance(cell, dict) and "order" in cell for cell in column["cells"]) for column in columns]
    rows = []
    for key, *cells in zip(table["ids"], *(column["cells"] for column in columns), strict=True):
        tags = []
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            side = ' class="num"' if column["number"] else ""
            rank = escape(str(order_of(cell, column["number"])))
            order = f' data-order="{rank}"' if ordered[place] else ""
            tag = ('th scope="row"', "th") if place == 0 else ("td", "td")
            tags.append(f"<{tag[0]}{side}{order}>{cell_html(builder, cell, words(cells[0]))}</{tag[1]}>")
        rows.append(f'<tr data-id="{escape(key)}">{"".join(tags)}</tr>')
    return (
        f'<div class="explorer screen-only" id="explore-{name}" data-name="{name}">\n'
        f'<div class="table-scroll"{scrolls(table["caption"].partition(":")[0])}>\n'
        f'<table id="table-{name}">\n<caption><span>{caption}</span></caption>\n'
        f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n" + "\n".join(rows)
        + "\n</tbody>\n</table>\n</div>\n</div>\n"
    )


def visit_html(self: Any, node: explorer_table) -> None:
    """Write the table."""
    self.body.append(table_html(self.builder, node["table"]))


def depart(self: Any, node: explorer_table) -> None:
    """Nothing is left to close."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(explorer_table, html=(visit_html, depart))
    app.add_directive("explorer-table", ExplorerTable)
    app.connect("builder-inited", write_script, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
