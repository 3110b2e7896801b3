"""Links of the pages made from the data: to pages and files of the site, and to the chapters that discuss an area."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

LINK = re.compile(
    r'<a href="(?P<scheme>page|file):(?P<target>[^"#]*)(?P<anchor>#[^"]*)?">(?P<words>.*?)</a>', re.DOTALL
)
ANY_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
PERMANENT = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
NOT_PLACES = ("England and Wales",)
NOT_CHAPTERS = ("chapters/places/", "chapters/reference/")
LEAST_MENTIONS = 3
PRINT = "printbook"


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the links of raw parts into addresses; on paper, leave out all links; drop what is for the other medium."""
    paper = app.builder.name == PRINT
    for node in list(doctree.findall(nodes.Element)):
        if node.get("only") == ("web" if paper else "print") and node.parent is not None:
            node.parent.remove(node)
    for node in list(doctree.findall(nodes.raw)):
        if node.get("chapters_of") is not None:
            html = list_chapters(app, docname)
        elif node.get("place"):
            html = node.astext()
        else:
            continue
        html = without_links(html) if paper else with_addresses(app, docname, html)
        node.replace_self(nodes.raw("", html, format="html") if html else [])


def without_links(html: str) -> str:
    """Leave the words of links."""
    return ANY_LINK.sub(r"\1", PERMANENT.sub("", html))


def with_addresses(app: Sphinx, docname: str, html: str) -> str:
    """Give links their addresses, and leave the words of those whose page is not part of what is built."""
    here = app.builder.get_target_uri(docname)

    def address(found: re.Match[str]) -> str:
        target, anchor, words = found["target"], found["anchor"] or "", found["words"]
        if found["scheme"] == "file":
            return f'<a href="{relative_uri(here, target)}" download>{words}</a>'
        if target == docname and anchor:
            return f'<a href="{anchor}">{words}</a>'
        if target not in app.env.all_docs:
            return words
        return f'<a href="{app.builder.get_relative_uri(docname, target)}{anchor}">{words}</a>'

    return LINK.sub(address, html)


def list_chapters(app: Sphinx, docname: str) -> str:
    """Return the chapters that speak of an area, as a list of links."""
    found = getattr(app.env, "places_mentions", {}).get(docname, [])
    if not found:
        return ""
    links = "".join(
        f'<li><a href="page:{name}">{escape(app.env.titles[name].astext())}</a></li>'
        for name in found if name in app.env.titles
    )
    return f'<p class="record-label">Chapters that discuss it</p><ul class="record-chapters">{links}</ul>'


def mentions(text: str, names: list[str]) -> int:
    """Count how often a text names an area or one of its services."""
    for other in NOT_PLACES:
        text = text.replace(other, "")
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return len(re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", text))


def mentions_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Find the chapters that discuss each area; ask for the pages whose list changed."""
    names: dict[str, list[str]] = getattr(env, "places_names", {})
    if not names:
        return []
    chapters = [one for one in sorted(env.found_docs) if not one.startswith((*NOT_CHAPTERS, app.config.root_doc))]
    texts = {one: Path(env.doc2path(one)).read_text(encoding="utf-8") for one in chapters}
    now: dict[str, Any] = {
        page: [one for one, text in texts.items() if mentions(text, known) >= LEAST_MENTIONS]
        for page, known in names.items()
    }
    before, env.places_mentions = getattr(env, "places_mentions", {}), now  # type: ignore[attr-defined]
    return [page for page, found in now.items() if before.get(page) != found]
