"""The HTML of figures and tables: no style attributes, no scripts, everything escaped; in print, no downloads."""

import re
from html import escape
from typing import Any
from urllib.parse import quote

from citation import harvard, part_item, read_cff
from docutils import nodes
from exhibit_sources import in_print, page_link, sources_html
from link_names import scrolls, unseen
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

LOGGER = logging.getLogger(__name__)
DOWNLOADS = "downloads/exhibits"
MOST_ROWS, FIRST_ROWS = 60, 30  # a longer table under a figure shows only its first rows
LONG_TEXT = 60  # characters beyond which a column is kept wide


class chart_figure(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A figure: caption, one picture or two; what stands below it is in ``node["data"]``."""


class data_table(nodes.General, nodes.Element):  # noqa: N801
    """A table: caption; its cells are in ``node["data"]``."""


class exhibit_picture(nodes.image):  # noqa: N801
    """A picture with its ``size`` in CSS pixels as attributes (Sphinx would print a style, which the site forbids)."""


class exhibit_caption(nodes.Part, nodes.TextElement):  # noqa: N801
    """Headline and subtitle."""


class searched_words(nodes.Part, nodes.TextElement):  # noqa: N801
    """The cells of a table as plain words: for the search index, printed nowhere."""


def visit_chart(self: Any, node: nodes.Element) -> None:
    """Open the figure."""
    self.body.append(self.starttag(node, "figure", "\n"))


def depart_chart(self: Any, node: nodes.Element) -> None:
    """Sources, downloads and the data in words; close the figure."""
    self.body.append(f"\n{foot(self, node, 'figure')}</figure>\n")


def visit_picture(self: Any, node: nodes.Element) -> None:
    """The picture, under the address that the builder gives it."""
    address = node["uri"]
    if address in self.builder.images:
        address = f"{self.builder.imgpath}/{quote(self.builder.images[address])}"
    size = f' width="{node["size"][0]}" height="{node["size"][1]}"' if node["size"] else ""
    classes = escape(" ".join(node["classes"]))
    self.body.append(f'<img class="{classes}" src="{escape(address)}" alt="{escape(node["alt"])}"{size}>\n')


def depart_picture(self: Any, node: nodes.Element) -> None:
    """An image has no end."""


def visit_table(self: Any, node: nodes.Element) -> None:
    """Open the table; a wide one scrolls sideways, by keyboard too."""
    anchor = escape(node["ids"][0])
    scroll = "" if in_print(self) else scrolls(number_of(self, node) or "Table")
    classes = escape(" ".join(node["classes"]))
    self.body.append(f'<figure class="{classes}">\n<div class="table-scroll"{scroll}>\n<table id="{anchor}">\n')


def depart_table(self: Any, node: nodes.Element) -> None:
    """Rows, then what stands below; close the table."""
    data = node["data"]
    rows = table_rows(self, data["columns"], data["row_header"], data["missing"], node)
    self.body.append(f"{rows}</table>\n</div>\n{foot(self, node, 'table')}</figure>\n")


def skip(_: Any, __: nodes.Element) -> None:
    """Print nothing of a node."""
    raise nodes.SkipNode


def visit_caption(self: Any, node: nodes.Element) -> None:
    """Number, headline, subtitle: above a figure or a table."""
    if isinstance(node.parent, chart_figure):
        self.body.append('<figcaption class="exhibit-caption">')
    else:
        self.body.append('<caption><div class="exhibit-caption">')
    if is_numbered(self):
        self.add_fignumber(node.parent)


def depart_caption(self: Any, node: nodes.Element) -> None:
    """Close the caption."""
    self.body.append("</figcaption>\n" if isinstance(node.parent, chart_figure) else "</div></caption>\n")


def foot(self: Any, node: nodes.Element, kind: str) -> str:
    """What stands under a figure or table."""
    data, label = node["data"], number_of(self, node) or f"this {kind}"
    lines = [sources_html(self, data)]
    remarks = " ".join(f for f in (f"Based on {ended(data['n'])}" if data["n"] else "", ended(data["note"])) if f)
    if remarks:
        lines.append(f'<p class="exhibit-note">{escape(remarks)}</p>')
    if in_print(self) and kind == "figure":
        lines.append(f'<p class="exhibit-note">Its data: {escape(data["csv"]["file"])}, in the web edition.</p>')
    if not in_print(self):
        lines.append(f'<p class="exhibit-links">{links_html(self, node, kind, label)}</p>')
        if kind == "figure":
            lines.append(data_html(self, node, label))
        lines.append(
            f'<details class="exhibit-cite"><summary>Cite{unseen(label)}</summary>'
            f"<p>{escape(citation(self, node))}</p></details>"
        )
    return '<div class="exhibit-foot">\n' + "\n".join(lines) + "\n</div>\n"


def is_numbered(self: Any) -> bool:
    """Whether a page's exhibits have numbers: outside a numbered chapter, "Table 14" would be read as chapter 14's."""
    env, page = self.builder.env, self.builder.current_docname
    return page == env.config.root_doc or any(env.toc_secnumbers.get(page, {}).values())


def ended(text: str) -> str:
    """The text with one full stop at its end, if it is any."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def number_of(self: Any, node: nodes.Element) -> str:
    """ "Fig. 3.2", as the caption prints it; empty where nothing is numbered."""
    if not is_numbered(self):
        return ""
    start = len(self.body)
    self.add_fignumber(node)
    text = re.sub(r"<[^>]+>", "", "".join(self.body[start:])).strip()
    del self.body[start:]
    return text


def citation(self: Any, node: nodes.Element) -> str:
    """How to cite a figure or table, as plain text, in the style of the chapters."""
    here = self.builder.get_target_uri(self.builder.current_docname)
    cited = part_item(read_cff(self.builder.srcdir), f"{here}#{node['ids'][0]}", node["data"]["headline"],
                      number_of(self, node))
    return harvard(cited)


def links_html(self: Any, node: nodes.Element, kind: str, label: str) -> str:
    """Downloads with format and size, and the permanent link."""
    data, of = node["data"], unseen(f"of {label}")
    here = self.builder.get_target_uri(self.builder.current_docname)
    table = relative_uri(here, f"{DOWNLOADS}/{data['csv']['file']}")
    links = [f'<a href="{escape(table)}" download>Data{of} (CSV, {kilobytes(data["csv"]["bytes"])})</a>']
    picture = next((child for child in node if isinstance(child, exhibit_picture)), None)
    if picture is not None:
        address = f"{self.builder.imgpath}/{quote(self.builder.images[picture['uri']])}"
        size = kilobytes(data["svg"]["bytes"])
        links.append(f'<a href="{escape(address)}" download>Picture{of} (SVG, {size})</a>')
    hidden = f'<span class="visually-hidden">: {escape(label)}</span>'
    links.append(f'<a href="#{escape(node["ids"][0])}">Link to this {kind}{hidden}</a>')
    return " ".join(links)


def kilobytes(count: int) -> str:
    """A size in words: "2 kB"."""
    return f"{max(1, round(count / 1000)):,} kB"


def data_html(self: Any, node: nodes.Element, label: str) -> str:
    """The figure's data as a table that opens on demand; of a long one, its first rows."""
    columns = node["data"]["columns"]
    count = len(columns[0]["cells"])
    cut, remark = columns, ""
    if count > MOST_ROWS:
        cut = [column | {"cells": column["cells"][:FIRST_ROWS]} for column in columns]
        remark = f"<p>The first {FIRST_ROWS} of {count:,} rows; all are in the CSV.</p>"
    rows = table_rows(self, cut, node["data"]["row_header"], node["data"]["missing"], node)
    headline = escape(node["data"]["headline"])
    return (
        f'<details class="exhibit-data"><summary>Data{unseen(f"of {label}")} as a table</summary>{remark}'
        f'<div class="table-scroll"{scrolls(f"Data of {label} as a table")}>'
        f'<table><caption class="visually-hidden">{headline}</caption>{rows}</table></div></details>'
    )


def table_rows(
    self: Any, columns: list[dict[str, Any]], header: int | list[int], missing: str, node: nodes.Element
) -> str:
    """Head and body of a table, header cells with their scope; `header` says which columns name a row."""
    naming = [header] if isinstance(header, int) else header
    sides = [class_of(column) for column in columns]
    heads = (f'<th scope="col"{s}>{escape(c["label"])}</th>' for c, s in zip(columns, sides, strict=True))
    lines = ["<thead>", f"<tr>{''.join(heads)}</tr>", "</thead>", "<tbody>"]
    anchors = node["data"].get("anchors") or [""] * len(columns[0]["cells"])
    for anchor, *row in zip(anchors, *(column["cells"] for column in columns), strict=True):
        cells = []
        for position, (value, side) in enumerate(zip(row, sides, strict=True)):
            text = missing_html(self, "num" in side, missing) if value is None else cell_html(self, value, node)
            cells.append(f'<th scope="row"{side}>{text}</th>' if position in naming else f"<td{side}>{text}</td>")
        name = f' id="{escape(anchor)}"' if anchor else ""
        lines.append(f"<tr{name}>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</tbody>"]) + "\n"


def class_of(column: dict[str, Any]) -> str:
    """The class of a column's cells: numbers stand to the right, long text and sources need width."""
    if column["align"] == "right":
        return ' class="num"'
    if "#source-" in repr(column["cells"]):
        return ' class="cited"'
    return ' class="long"' if any(len(cell_words(cell)) > LONG_TEXT for cell in column["cells"]) else ""


def missing_html(self: Any, number: bool, words: str) -> str:
    """An empty cell: words in a column of text, a dash that is read as these words in a column of numbers."""
    if not number:
        return f'<span class="missing">{escape(words)}</span>'
    spoken = "" if in_print(self) else f'<span class="visually-hidden">{escape(words)}</span>'
    return f'<span class="missing" aria-hidden="true">–</span>{spoken}'


def cell_html(self: Any, value: Any, node: nodes.Element) -> str:
    """One cell: text, a rating, a link, or a list of these."""
    if not isinstance(value, dict):
        return escape(str(value))
    if "list" in value:
        parts = [cell_html(self, part, node) for part in value["list"]]
        return "; ".join([*(part.removesuffix(".") for part in parts[:-1]), *parts[-1:]])
    if "rating" in value:
        name = re.sub(r"[^a-z]+", "-", value["rating"])
        letter = f'<span class="rating-letter" aria-hidden="true">{escape(value["letter"])}</span>'
        return f'<span class="rating rating-{name}">{letter} {escape(value["text"])}</span>'
    return link_html(self, value["text"], value["href"], node)


def cell_words(value: Any) -> str:
    """The words of a cell, without what marks them up."""
    if isinstance(value, dict):
        return " ".join(cell_words(part) for part in value["list"]) if "list" in value else str(value["text"])
    return "" if value is None else str(value)


def link_html(self: Any, words: str, target: str, node: nodes.Element) -> str:
    """A link from a cell: to the web, to a place on the page, or to a page of the book."""
    if re.match(r"https?://", target):
        return f'<a href="{escape(target)}">{escape(words)}</a>'
    docname, _, anchor = target.partition("#")
    if not docname:
        return escape(words) if in_print(self) else f'<a href="#{escape(anchor)}">{escape(words)}</a>'
    if docname not in self.builder.env.found_docs:
        LOGGER.warning("a cell links to %r, which is no page", target, location=node, type="exhibits", subtype="link")
    return page_link(self, docname, anchor, words)
