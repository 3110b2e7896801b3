"""Turn the pages of the book into the chapters of one printed book.

Sphinx resolves and writes each page by itself, so its numbers and references are those of the web pages.
Here they are made to fit: unique identifiers, inner links, notes at the foot, nothing for screens only.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from lxml import html as lxml_html
from lxml.html import HtmlElement
from print_dom import add_class, classes, identifiers, leave_out_empty_sections, select, text_of

PAGE_SCHEME = "page:"
SCREEN_ONLY = (
    "div.cell_input", "details.above-input", ".exhibit-downloads", ".exhibit-links", "details.exhibit-data",
    "details.exhibit-cite", ".visually-hidden", ".downloads", ".no-print", ".screen-only", ".tag_screen-only",
    ".narrow-only", ".headerlink", ".toctree-wrapper", ".tableofcontents-wrapper", "hr.footnotes", "script", "style",
    "button", "nav",
)
STANDING_SECTIONS = ("in-brief", "counter-evidence", "what-this-cannot-show", "sources")
INLINE = {"span", "em", "strong", "b", "i", "code", "cite", "small", "abbr", "sup", "sub"}


@dataclass
class Chapter:
    """One page of the book as it will be printed.

    Attributes
    ----------
    docname, part : str
        Name of the page in Sphinx; caption of the part that holds it, or None.
    depth : int
        0 for a chapter, 1 and more for a page below it.
    body : HtmlElement
        The chapter's own element; its ``id`` is the slug of the page.
    left_out : set of str
        Identifiers of what only the web edition shows.
    title, number : str
        Plain title and its number, if any.
    """

    docname: str
    depth: int
    part: str | None
    body: HtmlElement
    left_out: set[str]
    title: str = ""
    number: str = ""
    sections: list[tuple[str, str, str]] = field(default_factory=list)   # identifier, number, title
    exhibits: list[tuple[str, str, str]] = field(default_factory=list)   # identifier, label, headline


def slug(docname: str) -> str:
    """Identifier of a page in the printed book."""
    return re.sub(r"[^A-Za-z0-9]+", "-", docname).strip("-")


def anchor(docname: str, fragment: str) -> str:
    """Identifier, unique in the book, of an identifier of one page."""
    return f"{slug(docname)}--{fragment}" if fragment else slug(docname)


def chapter(docname: str, fragment: str, depth: int, part: str | None, pages: Iterable[str]) -> Chapter:
    """Make a printed chapter of the HTML that Sphinx wrote for one page.

    Parameters
    ----------
    docname : str
        Name of the page.
    fragment : str
        The page's body as HTML.
    depth : int
        How many pages it lies below a chapter.
    part : str or None
        Caption of its part.
    pages : iterable of str
        Names of all pages, to tell links inside the book from links to files of the site.
    """
    body = lxml_html.fragment_fromstring(fragment, create_parent="section")
    left_out = {anchor(docname, name) for name in _drop_screen_parts(body)}
    _prefix_identifiers(body, docname)
    _localise_links(body, docname, set(pages))
    _place_notes(body)
    _tidy_links(body)
    _show_addresses(body)
    _mark_sections(body)
    _shift_headings(body, depth)
    body.set("id", slug(docname))
    result = Chapter(docname, depth, part, body, left_out)
    _read_titles(result)
    _read_exhibits(result)
    return result


def _drop_screen_parts(body: HtmlElement) -> set[str]:
    before = identifiers(body)
    for element in select(body, *SCREEN_ONLY):
        holder = element.getparent()
        if holder is not None and "tag_print-code" not in classes(holder):
            element.drop_tree()
    for details in select(body, "details"):
        for summary in details.findall("summary"):
            summary.drop_tree()
        details.drop_tag()
    for element in body.iter():
        if isinstance(element.tag, str):
            for name in ("tabindex", "role", "aria-label", "aria-labelledby"):
                element.attrib.pop(name, None)
    for wrapper in select(body, "div.cell"):
        if not wrapper.text_content().strip() and wrapper.find(".//img") is None:
            wrapper.drop_tree()
    leave_out_empty_sections(body)
    return before - identifiers(body)


def _prefix_identifiers(body: HtmlElement, docname: str) -> None:
    seen: set[str] = set()
    for element in body.iter():
        identifier = element.get("id") if isinstance(element.tag, str) else None
        if identifier is None:
            continue
        if identifier in seen:
            del element.attrib["id"]
            continue
        seen.add(identifier)
        element.set("id", anchor(docname, identifier))
        element.attrib.pop("headers", None)


def _localise_links(body: HtmlElement, docname: str, pages: set[str]) -> None:
    for link in list(body.iter("a")):
        href = link.get("href")
        if href is None:
            continue
        target = internal_target(href, docname, pages)
        if target is None:
            link.drop_tag()
        elif target:
            link.set("href", f"#{target}")


def internal_target(href: str, docname: str, pages: set[str]) -> str | None:
    """Where a link of a page leads in print.

    Returns
    -------
    str or None
        An identifier of the book; ``""`` for an address outside it; None for a file of the site,
        which paper cannot follow.
    """
    if href.startswith("#"):
        return anchor(docname, unquote(href[1:]))
    if href.startswith(PAGE_SCHEME):
        name, _, fragment = unquote(href[len(PAGE_SCHEME):]).partition("#")
        return anchor(name, fragment) if name in pages else None
    if re.match(r"[a-z][a-z0-9+.-]*:", href, re.I):
        return ""
    path, _, fragment = unquote(href).partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(docname), path.removesuffix(".html")))
    return anchor(name, fragment) if name in pages else None


def _place_notes(body: HtmlElement) -> None:
    """Put the words of each footnote where its number stands: the page sends them to its foot."""
    notes = {note.get("id"): note for note in select(body, "aside.footnote", "div.footnote")}
    placed: dict[str, int] = {}
    for call in select(body, "a.footnote-reference"):
        name = (call.get("href") or "")[1:]
        note = notes.get(name)
        if note is None:
            continue
        if name in placed:
            call.tag, call.text = "sup", str(placed[name])
            call.attrib.clear()
            continue
        placed[name] = len(placed) + 1
        call.getparent().replace(call, _note_span(note, call.tail))
    for block in select(body, "aside.footnote-list", "aside.footnote", "div.footnote"):
        if block.getparent() is not None:
            block.drop_tree()


def _note_span(note: HtmlElement, tail: str | None) -> HtmlElement:
    span = lxml_html.Element("span", {"class": "foot-note"})
    for child in note:
        if "label" in classes(child) or "backrefs" in classes(child):
            continue
        child.tag = "span" if child.tag in {"p", "div"} else child.tag
        child.attrib.clear()
        child.set("class", "foot-note-paragraph")
        span.append(child)
    span.tail = tail
    return span


def _tidy_links(body: HtmlElement) -> None:
    """Leave nothing but words inside a link, so that it becomes one annotation."""
    for link in list(body.iter("a")):
        if link.get("href") is None:
            continue
        if link.find(".//img") is not None:
            link.drop_tag()
            continue
        inside = [child for child in link.iterdescendants() if child.tag in INLINE]
        if any({"std-numref", "std-ref"} & classes(child) for child in inside):
            add_class(link, "numref" if "std-numref" in classes(inside[0]) else "ref")
        if any({"std-doc", "doc"} & classes(child) for child in inside):
            add_class(link, "chapter-ref")
        wrapper = next((child.tag for child in inside if child.tag in {"em", "strong", "code"}), None)
        for child in inside:
            child.drop_tag()
        if "numref" in classes(link) and link.text:
            link.text = link.text.replace(" ", "\u00a0")
        if wrapper is not None:
            _wrap(link, wrapper)


def _wrap(element: HtmlElement, tag: str) -> None:
    outer = lxml_html.Element(tag)
    outer.tail, element.tail = element.tail, None
    element.getparent().replace(element, outer)
    outer.append(element)


def _show_addresses(body: HtmlElement) -> None:
    """Print the address of a source after what is said of it, the name of its host on one line."""
    for link in [link for block in select(body, ".citation", ".show-address") for link in block.iter("a")]:
        href = link.get("href") or ""
        host = re.match(r"https?://[^/]+", href)
        if host is None:
            continue
        address = lxml_html.fragment_fromstring(
            f'<span class="address"> <span class="host">{escape(host[0])}</span>{escape(href[host.end():])}</span>')
        link.getparent().append(address)


def _mark_sections(body: HtmlElement) -> None:
    for section in body.iter("section"):
        name = (section.get("id") or "").rpartition("--")[2]
        for standing in STANDING_SECTIONS:
            if name == standing or (standing == "in-brief" and name.endswith("-in-brief")):
                add_class(section, standing)
    for box in select(body, "section.in-brief"):
        for number in select(box, ".section-number"):
            number.drop_tree()
    for number in select(body, ".section-number"):
        number.text = text_of(number).rstrip(".")


def _shift_headings(body: HtmlElement, depth: int) -> None:
    add_class(body, "chapter" if depth == 0 else "subchapter")
    if depth == 0:
        return
    for level in range(5, 0, -1):
        for heading in list(body.iter(f"h{level}")):
            heading.tag = f"h{min(level + depth, 6)}"


def _read_titles(entry: Chapter) -> None:
    headings = [node for node in entry.body.iter() if isinstance(node.tag, str) and re.fullmatch(r"h[1-6]", node.tag)]
    if not headings:
        return
    top = headings[0]
    entry.number, entry.title = _split_number(top)
    add_class(top, "chapter-title" if entry.depth == 0 else "subchapter-title")
    top.set("data-running", entry.title)
    for section in entry.body.iter("section"):
        own = next((child for child in section if isinstance(child.tag, str) and child.tag == "h2"), None)
        if own is None or own is top or classes(section) & set(STANDING_SECTIONS) or entry.depth:
            continue
        number, title = _split_number(own)
        entry.sections.append((section.get("id") or "", number, title))


def _split_number(heading: HtmlElement) -> tuple[str, str]:
    number = next(iter(select(heading, ".section-number")), None)
    words = text_of(heading)
    digits = text_of(number) if number is not None else ""
    return digits, words.removeprefix(digits).strip()


def _read_exhibits(entry: Chapter) -> None:
    for mark in select(entry.body, ".caption-number"):
        holders = (node for node in mark.iterancestors() if node.tag in {"figure", "table"})
        block = next((node for node in holders if node.get("id")), None)
        if block is None:
            continue
        caption = mark.getparent()
        headline = next((text_of(child) for child in caption.iter("strong")), "")
        label = text_of(mark)
        words = headline or text_of(caption).removeprefix(label).strip()
        entry.exhibits.append((block.get("id"), label, words))
