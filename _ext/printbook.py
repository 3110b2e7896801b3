"""The printed book: ``python -m printbook`` lays out the same pages as one tagged PDF.

Sphinx reads the same sources with the same configuration as for the web pages; this builder writes each page as
plain HTML without a theme, joins them (`print_assemble`), and lets WeasyPrint set them (`print_layout`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils.io import StringOutput
from lxml import html as lxml_html
from print_assemble import PAGE_SCHEME, Chapter, chapter, slug
from print_dom import select, text_of
from print_front import environment, exhibits, imprint, index_entries, part_slug, parts, standing_titles
from print_layout import Press, bind, page_numbers
from print_second import fill_holes, leave_out_near_pages, mark_references
from print_tables import fit, too_wide
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.docutils import docutils_namespace, patch_docutils
from subject_index import beyond_the_glossary

NAME = "hitting-the-target.pdf"
logger = logging.getLogger(__name__)
WEB_ONLY = {"sphinx_book_theme"}
MIME_ORDER = (("image/svg+xml", 10), ("text/html", 20), ("image/png", 30), ("text/markdown", 40), ("text/plain", 50))


class PrintBuilder(StandaloneHTMLBuilder):
    """Write all pages as one PDF for print and for reading aloud."""

    name = "printbook"
    format = "html"
    epilog = "The book is %(outdir)s/" + NAME
    copysource = False
    add_permalinks = False
    embedded = True
    search = False
    supported_image_types = ["image/svg+xml", "image/png", "image/gif", "image/jpeg"]   # noqa: RUF012

    def get_outdated_docs(self) -> str:   # type: ignore[override]
        """Say that the book is always written whole."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a page so that `print_assemble` can find it again."""
        return PAGE_SCHEME + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Name a page, wherever the link stands."""
        return self.get_target_uri(to, typ)

    def write(self, *ignored: Any) -> None:
        """Write every page of the book as a chapter."""
        self.prepare_writing(set(self.env.all_docs))
        order = [entry for entry in reading_order(self) if not self.on_web_only(entry[0])]
        pages = {docname for docname, _, _ in order}
        self.chapters = [chapter(docname, self._fragment(docname), depth, part, pages)
                         for docname, depth, part in order]
        for entry in self.chapters:
            fit(entry.body)
        mend_links(self.chapters)

    def on_web_only(self, docname: str) -> bool:
        """Whether a page says at its head that paper has no use for it: `web_only: true`."""
        return bool(self.env.metadata[docname].get("web_only"))

    def web_only_titles(self) -> list[str]:
        """Pages that are left out, by number and title."""
        left = [name for name, _, _ in reading_order(self) if self.on_web_only(name)]
        numbers = [".".join(map(str, self.env.toc_secnumbers.get(name, {}).get("", ()))) for name in left]
        titles = [self.env.titles[name].astext() for name in left]
        return [f"{number} {title}".strip() for number, title in zip(numbers, titles, strict=True)]

    def _fragment(self, docname: str) -> str:
        """HTML of one page, with the numbers it has on the web."""
        doctree = self.env.get_and_resolve_doctree(docname, self)
        self.post_process_images(doctree)
        self.imgpath, self.dlpath = self.imagedir, "_downloads"
        self.current_docname = docname
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        doctree.settings = self.docsettings
        self.docwriter.write(doctree, StringOutput(encoding="unicode"))
        self.docwriter.assemble_parts()
        return str(self.docwriter.parts["fragment"])

    def finish(self) -> None:
        """Lay the chapters out and write the file, whole or not at all."""
        self.copy_image_files()
        outdir = Path(self.outdir)
        started = time.monotonic()
        data, pages = self._print(outdir)
        target = outdir / NAME
        part_file = target.with_suffix(".part")
        part_file.write_bytes(data)
        os.replace(part_file, target)
        spent = time.monotonic() - started
        logger.info("%d pages in %.1f s (%.2f s a page), %.1f MB", pages, spent, spent / pages, len(data) / 1e6)

    def _print(self, base: Path) -> tuple[bytes, int]:
        book = imprint(Path(self.srcdir), self.config.html_title or self.config.project, self.config.author,
                       self.config.language or "en-GB")
        folder = Path(__file__).resolve().parent.parent / "_print"
        templates = environment(folder)
        press = Press((folder / "print.css").read_text("utf8"), base)
        grouped = parts(self.chapters)
        common = {"book": book, "parts": grouped, "part_slug": part_slug, "slug": slug}
        body = templates.get_template("text.html")
        mark_references(self.chapters)
        first = press.set(body.render(common, html=_html))
        fill_holes(self.chapters, first.pages)
        leave_out_near_pages(self.chapters, page_numbers(first.pages))
        text = press.set(body.render(common, html=_html))
        page_of = page_numbers(text.pages)
        front = press.set(templates.get_template("front.html").render(
            common, page_of=page_of, index_page=len(text.pages) + 1, exhibits=exhibits(self.chapters, page_of),
            standing=standing_titles(self.chapters), web_only=self.web_only_titles()))
        terms = index_entries(beyond_the_glossary(IndexEntries(self.env).create_index(self)), page_of)
        back = press.set(templates.get_template("back.html").render(
            common, index=terms, first_page=len(text.pages) + 1))
        for piece in (front, text, back):
            for page, words, excess in too_wide(piece.pages):
                logger.warning("page %d: a table is %.0f points too wide: %s", page, excess, words)
        return bind(text, front, back, descriptions(self.chapters)), sum(len(d.pages) for d in (front, text, back))


def _html(entry: Chapter) -> str:
    return str(lxml_html.tostring(entry.body, encoding="unicode", with_tail=False))


def reading_order(builder: PrintBuilder) -> Iterator[tuple[str, int, str | None]]:
    """Pages in reading order: name, how far below a chapter, caption of the part."""
    env = builder.env
    root = builder.config.root_doc
    yield root, 0, None
    seen = {root}

    def below(docname: str, depth: int, part: str | None) -> Iterator[tuple[str, int, str | None]]:
        for tree in env.get_doctree(docname).findall(addnodes.toctree):
            caption = tree.get("caption") if docname == root else part
            for _, name in tree["entries"]:
                if name in env.all_docs and name not in seen:
                    seen.add(name)
                    yield name, depth, caption
                    yield from below(name, depth + 1, caption)

    yield from below(root, 0, None)


def mend_links(chapters: list[Chapter]) -> None:
    """Lead links to what stays on the web to the start of its chapter; warn of links to nowhere, and take them out."""
    elsewhere = {name: slug(entry.docname) for entry in chapters for name in entry.left_out}
    numbers = {slug(entry.docname): entry.number for entry in chapters}
    known = {node.get("id") for entry in chapters for node in entry.body.iter() if isinstance(node.tag, str)}
    for entry in chapters:
        for link in list(entry.body.iter("a")):
            href = link.get("href") or ""
            if number := numbers.get(href[1:]):
                link.set("data-chapter", f"chapter\u00a0{number}, ")
            if href.startswith("#") and href[1:] not in known and href[1:] in elsewhere:
                link.set("href", f"#{elsewhere[href[1:]]}")
            elif href.startswith("#") and href[1:] not in known:
                logger.warning("a link leads nowhere in print: %s", href, location=entry.docname)
                link.drop_tag()


def descriptions(chapters: list[Chapter]) -> dict[str, str]:
    """Say for every identifier what a link to it leads to."""
    found = {part_slug(number): f"Part: {caption}" for number, (caption, _) in enumerate(parts(chapters), 1)}
    for entry in chapters:
        for node in entry.body.iter():
            if isinstance(node.tag, str) and node.get("id"):
                found[node.get("id")] = f"In the chapter {entry.title}"
        found[slug(entry.docname)] = f"Chapter: {entry.title}"
        cited = select(entry.body, "div.citation")
        found.update({str(node.get("id")): f"Source {text_of(node)[:90]}" for node in cited})
        found.update({name: f"Section: {title}" for name, _, title in entry.sections})
        found.update({name: f"{label}: {words}".rstrip(": ") for name, label, words in entry.exhibits})
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder."""
    app.add_builder(PrintBuilder)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": False}


def configuration(source: Path) -> dict[str, Any]:
    """Sphinx configuration of the book, as Jupyter Book makes it, without what only a screen needs."""
    from jupyter_book.config import get_final_config

    config, _ = get_final_config(user_yaml=source / "_config.yml", sourcedir=source,
                                 cli_config={"latex_individualpages": False})
    config["extensions"] = [name for name in config["extensions"] if name not in WEB_ONLY] + ["printbook"]
    config.update(html_theme="basic", html_theme_options={}, html_static_path=[], html_css_files=[], html_js_files=[],
                  templates_path=[], html_permalinks=False, html_scaled_image_link=False,
                  external_toc_path=str(source / "_toc.yml"))
    rows = [[PrintBuilder.name, mime, rank] for mime, rank in MIME_ORDER]
    config["nb_mime_priority_overrides"] = [*config.get("nb_mime_priority_overrides", []), *rows]
    return config


def build(source: Path, outdir: Path, work: Path) -> Path:
    """Build the PDF of the book in ``source`` and return its path.

    Raises
    ------
    SystemExit
        When Sphinx reports an error, or a warning, which is as bad.
    """
    work.mkdir(parents=True, exist_ok=True)
    (work / "_static").mkdir(exist_ok=True)
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(srcdir=source, confdir=None, outdir=work, doctreedir=work / ".doctrees",
                     buildername=PrintBuilder.name, confoverrides=configuration(source), warningiserror=True,
                     freshenv=True, status=sys.stdout, warning=sys.stderr)
        if app.config["use_multitoc_numbering"]:
            app.setup_extension("sphinx_multitoc_numbering")
        app.build()
    if app.statuscode:
        raise SystemExit(app.statuscode)
    outdir.mkdir(parents=True, exist_ok=True)
    return place(work / NAME, outdir / NAME)


def place(made: Path, target: Path) -> Path:
    """Copy a file so that readers only ever see it whole."""
    draft = target.with_suffix(".part")
    shutil.copyfile(made, draft)
    os.replace(draft, target)
    return target


def main(arguments: list[str] | None = None) -> int:
    """Command line of the printed book."""
    parser = argparse.ArgumentParser(prog="python -m printbook", description="Lay the book out as a tagged PDF.")
    parser.add_argument("--source", type=Path, default=Path(), help="folder of the book")
    parser.add_argument("--outdir", type=Path, help="where the PDF goes; _build/pdf unless told")
    options = parser.parse_args(arguments)
    source = options.source.resolve()
    outdir = (options.outdir or source / "_build" / "pdf").resolve()
    try:
        made = build(source, outdir, source / "_build" / "print")
    except SphinxError as problem:
        print(f"The PDF was not built: {problem}", file=sys.stderr)
        return 1
    if (source / "_build" / "html").is_dir():
        downloads = source / "_build" / "html" / "downloads"
        downloads.mkdir(exist_ok=True)
        place(made, downloads / NAME)
    print(made)
    return 0


if __name__ == "__main__":
    import printbook  # the builder must be the class that Sphinx loads, not a second one of __main__

    sys.exit(printbook.main())
