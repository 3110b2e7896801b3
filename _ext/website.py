"""The web pages: Sphinx's `basic` theme under one layout of our own, and nothing fetched from elsewhere.

The layout (`_templates/layout.html`) names every file that a page loads; what other extensions add is left out.
Fonts are the Source families that the PDF and the figures use, cut down to the letters that the book needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import font_source_serif_pro
import yaml
from docutils import nodes
from fontTools import subset
from link_names import name_sources, scrolls, tell_apart, titles_of_sources, unseen
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import document_toc, global_toctree_for_doc

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
FOLDED_CODE = re.compile(r'<details class="admonition hide [^"]*">\s*<summary.*?</summary>', re.DOTALL)
HEADING_LINK = re.compile(
    r'(?P<open><(?:h[1-6]|dt)[^>]*>)(?P<text>(?:(?!</(?:h|dt)).)*?)'
    r'<a class="headerlink" href="(?P<target>#[^"]*)" title="[^"]*">#</a>\s*(?P<close></(?:h[1-6]|dt)>)',
    re.DOTALL,
)
MADE = re.compile(r'<span class="caption-number">(?P<label>[^<]+?) ?</span>|<details class="code"><summary>Code')
VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')  # the layout has its own
STYLE_SHEETS = ["book.css", "exhibits.css", "claims.css"]
FONTS = {
    "serif": "font_source_serif_pro/files/SourceSerifPro-Regular.ttf",
    "serif-italic": "font_source_serif_pro/files/SourceSerifPro-It.ttf",
    "serif-bold": "font_source_serif_pro/files/SourceSerifPro-Semibold.ttf",
    "sans": "font_source_sans_pro/files/SourceSansPro-Regular.ttf",
    "sans-bold": "font_source_sans_pro/files/SourceSansPro-Semibold.ttf",
}
LETTERS = (
    "U+0020-007E,U+00A0-00FF,U+0152-0153,U+0174-0177,U+2010-2027,U+2030-203A,U+20AC,U+2190-2193,U+2212,U+2248,"
    "U+2264-2265"
)


def settle_theme(app: Sphinx, config: Any) -> None:
    """Use the basic theme and refuse the options that Jupyter Book sets for its own."""
    config.html_theme = "basic"
    config.html_theme_options = {}
    config.html_permalinks_icon = "#"
    config.html_show_search_summary = False  # excerpts would be fetched, which pages opened as files cannot do
    config.html_copy_source = False
    config.html_sidebars = {"**": []}
    config.templates_path = ["_templates"]


def cut_fonts(app: Sphinx) -> None:
    """Write the fonts of the pages, without the letters that no page uses, once per source directory."""
    if app.builder.name != "html":
        return
    packages = Path(font_source_serif_pro.__file__).parents[1]
    folder = Path(app.outdir) / "_static" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in FONTS.items():
        target = folder / f"{name}.woff2"
        if not target.exists():
            subset.main([
                str(packages / path), f"--unicodes={LETTERS}", "--flavor=woff2",
                "--layout-features=kern,liga,tnum,lnum", f"--output-file={target}",
            ])


def citation(root: str) -> dict[str, Any]:
    """Read CITATION.cff at the top of the project."""
    return yaml.safe_load((Path(root) / "CITATION.cff").read_text(encoding="utf-8"))


def sections(app: Sphinx, pagename: str) -> list[nodes.bullet_list]:
    """Links to the sections of a page as a list, or nothing where it has fewer than two."""
    (page,) = document_toc(app.env, pagename, app.tags)
    found = [item[0] for listed in page[1:] for item in listed]
    for link in nodes.bullet_list("", *found).findall(nodes.reference):
        link["refuri"] = link["anchorname"]
    return [nodes.bullet_list("", *(nodes.list_item("", words) for words in found))] if len(found) > 1 else []


def contents(app: Sphinx, pagename: str) -> str:
    """All parts and chapters as nested lists, the page itself marked with aria-current and opened to its sections."""
    tree = global_toctree_for_doc(app.env, pagename, app.builder, collapse=True, maxdepth=2, titles_only=True,
                                  includehidden=True)
    if tree is None:
        return ""
    for item in tree.findall(nodes.list_item):
        if "current" in item["classes"]:
            item += sections(app, pagename)
    for caption in tree.findall(nodes.title):
        caption.replace_self(nodes.paragraph("", "", *caption.children, classes=["part"]))
    text = app.builder.render_partial(tree)["fragment"]
    here = 'class="current" aria-current="page" href="#content"'
    text = re.sub(r'class="current reference internal" href="#?"', here, text)
    return re.sub(r' class="(?:reference internal|toctree-l1)"', "", text)


def tidy_body(body: str, short_names: Mapping[str, str], titles: Mapping[str, tuple[str, str]]) -> str:
    """Give folded code a plain summary, and each link beside a heading a name of its own."""
    body = FOLDED_CODE.sub(r'<details class="code"><summary>Code</summary>', body)
    body = body.replace("<pre>", f"<pre{scrolls('Code')}>")  # long lines scroll, by keyboard too
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')  # the first is withdrawn from the standard

    def name_link(found: re.Match[str]) -> str:
        heading = re.sub(r"<[^>]+>", "", found["text"]).replace('"', "&quot;")
        link = f'<a class="headerlink" href="{found["target"]}" aria-label="Link to: {heading}">#</a>'
        if found["close"] == "</dt>":  # nothing but a dt or a dd may stand in its list
            return found["open"] + found["text"] + link + found["close"]
        return found["open"] + found["text"] + found["close"] + link  # a heading is called what it says, no more

    return HEADING_LINK.sub(name_link, tell_apart(name_sources(name_code(body), short_names), titles))


def name_code(body: str) -> str:
    """Say to the ear which figure or table a piece of folded code made: the one before it."""
    made = ""

    def name(found: re.Match[str]) -> str:
        nonlocal made
        label, made = made, found["label"] or ""
        return found[0] if found["label"] else f"{found[0]}{unseen(f'of {label}') if label else ''}"

    return MADE.sub(name, body)


def move_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put folded code after what it prints, and the fold that has no output (what a page sets up) at the page's end."""
    if app.builder.name != "html":
        return
    for fold in list(doctree.findall(HideCodeCellNode)):
        cell = fold.parent
        if len(cell) > 1:
            cell.remove(fold)
            cell.append(fold)
        elif isinstance(cell.parent, nodes.section) and isinstance(cell.parent.parent, nodes.document):
            page = cell.parent
            page.remove(cell)
            page.append(cell)


def complete_context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the layout what it names."""
    cited = citation(app.srcdir)
    title, _, _ = cited["title"].partition(":")
    own = context.get("meta") or {}  # a page names its own files at its head: `page_scripts: finder.js`
    if "body" in context:
        titles = titles_of_sources(Path(app.srcdir) / "data" / "sources.csv")
        context["body"] = tidy_body(context["body"], app.config.website_short_names, titles)
    context["metatags"] = VIEWPORT.sub("", context.get("metatags", ""))
    context.update(
        content_policy=POLICY,
        style_sheets=[*STYLE_SHEETS, *own.get("page_sheets", "").split()],
        page_scripts=[*context.get("page_scripts", []), *own.get("page_scripts", "").split()],
        project=cited["title"],
        short_title=title,
        book_version=cited["version"],
        book_date=str(cited["date-released"]),
        book_contents=contents(app, pagename),
        foot_links=[pair for pair in app.config.website_foot_links if pair[1] in app.env.all_docs],
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("website_foot_links", [], "html")
    app.add_config_value("website_short_names", {}, "html")  # publishers, as the margin has room for them
    app.add_config_value("comments_config", {}, "")  # Jupyter Book always sets it, for an extension left out here
    app.connect("config-inited", settle_theme, priority=900)
    app.connect("builder-inited", cut_fonts, priority=900)
    app.connect("doctree-resolved", move_code)
    app.connect("html-page-context", complete_context, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
