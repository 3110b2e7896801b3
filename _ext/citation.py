"""Citations: "Cite this chapter" on every page, files for reference managers, and what machines read in a page's head.

Chapters, figures, tables and numbers are cited in one style, by `harvard`.

All of it comes from CITATION.cff and the chapters' own titles and descriptions. A DOI or an address is printed only
when CITATION.cff holds one.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "downloads/citations"
FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
Item = dict[str, Any]


def read_cff(root: str | Path) -> dict[str, Any]:
    """Return CITATION.cff of the project at ``root``."""
    path = Path(root) / "CITATION.cff"
    return dict(_read_cff(str(path), path.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _read_cff(path: str, _changed: int) -> dict[str, Any]:
    return dict(yaml.safe_load(Path(path).read_text(encoding="utf-8")))


def book_item(cff: dict[str, Any], dataset: bool = False) -> Item:
    """Return the book, or its dataset, as a CSL-JSON item."""
    released = date.fromisoformat(str(cff["date-released"]))
    item: Item = {
        "id": "hitting-the-target-data" if dataset else "hitting-the-target",
        "type": "dataset" if dataset else "book",
        "title": cff["title"] + (" (dataset)" if dataset else ""),
        "author": [{"literal": one["name"]} for one in cff["authors"]],
        "issued": {"date-parts": [[released.year, released.month, released.day]]},
        "version": str(cff["version"]),
        "language": "en-GB",
    }
    if cff.get("doi"):
        item["DOI"] = cff["doi"]
    if cff.get("url"):
        item["URL"] = cff["url"]
    return item


def chapter_item(cff: dict[str, Any], docname: str, title: str) -> Item:
    """Return a chapter as a CSL-JSON item."""
    book = book_item(cff)
    own = {"id": f"{book['id']}-{docname.rpartition('/')[2]}", "type": "chapter", "title": title,
           "container-title": book["title"]}
    return placed(book | own, f"{docname}.html")


def part_item(cff: dict[str, Any], address: str, title: str, label: str) -> Item:
    """Return a figure, a table or a number as an item to cite; its address is ``chapters/name.html#anchor``.

    ``label`` says what it is within the book: "Figure 5.1"; it is empty where nothing is numbered.
    """
    book = book_item(cff)
    own = {"type": "part", "title": title.rstrip("."), "label": label, "container-title": book["title"]}
    return placed(book | own, address)


def placed(item: Item, address: str) -> Item:
    """Return the item with its own address below that of the book, where the book has one."""
    return item | {"URL": f"{item['URL'].rstrip('/')}/{address}"} if "URL" in item else item


def harvard(item: Item) -> str:
    """Return the citation as text, in the Harvard style, with version and date."""
    year, when = item["issued"]["date-parts"][0][0], in_words(item)
    authors = " and ".join(one["literal"] for one in item["author"])
    label = f"{item['label']} " if item.get("label") else ""
    title = f"‘{item['title']}’, {label}in {item['container-title']}" if "container-title" in item else item["title"]
    where = "".join([f" doi:{item['DOI']}." if "DOI" in item else "", f" {item['URL']}." if "URL" in item else ""])
    return f"{authors} ({year}) {title}, version {item['version']} ({when}).{where}"


def in_words(item: Item) -> str:
    """Return the date of release: "22 November 2026"."""
    year, month, day = item["issued"]["date-parts"][0]
    return f"{day} {date(year, month, day):%B %Y}"


def bibtex(item: Item) -> str:
    """Return the item as a BibTeX entry; no publisher is known, and the day has no field of its own."""
    kind = {"chapter": "incollection", "book": "book", "dataset": "misc"}[item["type"]]
    year, month, _ = item["issued"]["date-parts"][0]
    fields = {
        "author": " and ".join("{" + _tex(one["literal"]) + "}" for one in item["author"]),
        "title": "{" + _tex(item["title"]) + "}",
        "booktitle": "{" + _tex(item["container-title"]) + "}" if "container-title" in item else "",
        "year": str(year),
        "month": f"{date(year, month, 1):%b}".lower(),
        "note": f"Version {item['version']}, {in_words(item)}",
        "doi": item.get("DOI", ""),
        "url": item.get("URL", ""),
    }
    lines = [f"  {name} = " + (value if name == "month" else f"{{{value}}}") for name, value in fields.items() if value]
    return f"@{kind}{{{item['id']},\n" + ",\n".join(lines) + "\n}\n"


def ris(item: Item) -> str:
    """Return the item as a RIS record."""
    year, month, day = item["issued"]["date-parts"][0]
    kind = {"chapter": "CHAP", "book": "BOOK", "dataset": "DATA"}[item["type"]]
    rows = [("TY", kind), *(("AU", one["literal"]) for one in item["author"]), ("TI", item["title"]),
            ("T2", item.get("container-title")), ("PY", str(year)), ("DA", f"{year}/{month:02}/{day:02}"),
            ("ET", item["version"]), ("LA", item["language"]), ("DO", item.get("DOI")), ("UR", item.get("URL"))]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def block(item: Item, what: str, up: str) -> str:
    """Return the HTML of a "Cite" block: text, copy button, files. ``up`` leads to the top of the site."""
    text = escape(harvard(item))
    links = " ".join(
        f'<a href="{up}{FOLDER}/{item["id"]}.{end}" download>{name} for {what}</a>' for end, name in FORMATS.items()
    )
    button = f'<button type="button" data-copy="{text}">Copy this citation</button>'
    return f'<p class="citation-text">{text}</p>\n<p class="citation-links">{button} {links}</p>'


def write_files(folder: Path, item: Item) -> None:
    """Write the files of an item for reference managers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{item['id']}.bib").write_text(bibtex(item), encoding="utf-8")
    (folder / f"{item['id']}.ris").write_text(ris(item), encoding="utf-8", newline="")
    listed = json.dumps([item], ensure_ascii=False, indent=2) + "\n"
    (folder / f"{item['id']}.json").write_text(listed, encoding="utf-8")


def title_of(app: Sphinx, docname: str) -> str:
    """Return the title of a page as plain text."""
    return app.env.titles[docname].astext()


def head(app: Sphinx, docname: str, item: Item, description: str) -> str:
    """Return meta tags (Highwire, Open Graph) and JSON-LD of a page."""
    year, month, day = item["issued"]["date-parts"][0]
    up = "../" * docname.count("/")
    pairs = [("citation_title", item["title"]), *(("citation_author", one["literal"]) for one in item["author"]),
             ("citation_publication_date", f"{year}/{month:02}/{day:02}"), ("citation_language", "en-GB"),
             ("citation_pdf_url", f"{up}downloads/hitting-the-target.pdf"), ("description", description)]
    if "container-title" in item:
        pairs.append(("citation_inbook_title", item["container-title"]))
    if "DOI" in item:
        pairs.append(("citation_doi", item["DOI"]))
    tags = [f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs if value]
    graph = {"og:title": item["title"], "og:type": "article" if item["type"] == "chapter" else "book",
             "og:site_name": read_cff(app.srcdir)["title"], "og:locale": "en_GB", "og:description": description}
    tags += [f'<meta property="{name}" content="{escape(value)}">' for name, value in graph.items() if value]
    text = json.dumps(linked_data(app, docname, item, description), ensure_ascii=False).replace("<", "\\u003c")
    return "\n  ".join([*tags, f'<script type="application/ld+json">{text}</script>'])


def linked_data(app: Sphinx, docname: str, item: Item, description: str) -> dict[str, Any]:
    """Return schema.org data of a page: the book, a chapter of it, or the dataset with its distributions."""
    cff = read_cff(app.srcdir)
    common = {
        "@context": "https://schema.org", "name": item["title"], "inLanguage": "en-GB", "version": item["version"],
        "author": [{"@type": "Organization", "name": one["literal"]} for one in item["author"]],
        "datePublished": str(cff["date-released"]), "license": "https://creativecommons.org/licenses/by/4.0/",
    } | ({"description": description} if description else {})
    if docname == app.config.citation_dataset_page:
        files = [{"@type": "DataDownload", "contentUrl": f"../../{name}", "encodingFormat": kind}
                 for name, kind in app.config.citation_distributions.items()]
        return common | {"@type": "Dataset", "name": book_item(cff, dataset=True)["title"], "distribution": files}
    if docname == app.config.root_doc:
        return common | {"@type": "Book", "name": cff["title"], "keywords": cff.get("keywords", [])}
    return common | {"@type": "Chapter", "isPartOf": {"@type": "Book", "name": cff["title"]}}


class CiteBook(SphinxDirective):
    """``cite-book``: how to cite the book and its dataset."""

    def run(self) -> list[nodes.Node]:
        """Return the blocks as HTML, and as text for other builders."""
        cff = read_cff(self.env.srcdir)
        self.env.note_dependency(str(Path(self.env.srcdir) / "CITATION.cff"))
        up = "../" * self.env.docname.count("/")
        found: list[nodes.Node] = []
        for item, what in ((book_item(cff), "the book"), (book_item(cff, dataset=True), "the dataset")):
            found.append(nodes.raw("", f'<div class="cite no-print">{block(item, what, up)}</div>', format="html"))
        return found


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the layout the head of a page and its "Cite" block."""
    if pagename not in app.env.all_docs:
        return
    cff = read_cff(app.srcdir)
    root = pagename == app.config.root_doc
    item = book_item(cff) if root else chapter_item(cff, pagename, title_of(app, pagename))
    description = str(app.env.metadata[pagename].get("description", ""))
    context["metatags"] = context.get("metatags", "") + head(app, pagename, item, description)
    context["cite_heading"] = "Cite this book" if root else "Cite this chapter"
    context["cite_block"] = block(item, "this book" if root else "this chapter", "../" * pagename.count("/"))


def write_all(app: Sphinx, error: Exception | None) -> None:
    """Write the files of the book, the dataset and every chapter."""
    if error or app.builder.name != "html":
        return
    cff, folder = read_cff(app.srcdir), Path(app.outdir) / FOLDER
    items = [book_item(cff), book_item(cff, dataset=True)]
    chapters = sorted(set(app.env.all_docs) - {app.config.root_doc})
    items += [chapter_item(cff, name, title_of(app, name)) for name in chapters]
    for item in items:
        write_files(folder, item)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("citation_dataset_page", "chapters/data/downloads", "html")
    app.add_config_value("citation_distributions", {}, "html")
    app.add_directive("cite-book", CiteBook)
    app.connect("html-page-context", add_to_page, priority=950)
    app.connect("build-finished", write_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
