"""Small things that are done to HTML elements on their way to print."""

from __future__ import annotations

import re

from lxml import html as lxml_html
from lxml.html import HtmlElement

HEADING = re.compile(r"h[1-6]")
LEFT_OUT = "The tables of this chapter are in the web edition and in its downloads."


def text_of(element: HtmlElement) -> str:
    """Words of an element, on one line."""
    return " ".join(element.text_content().split())


def select(root: HtmlElement, *patterns: str) -> list[HtmlElement]:
    """Elements below ``root`` that match one of the patterns ``tag``, ``.class`` or ``tag.class``, in order."""
    wanted = [pattern.partition(".")[::2] for pattern in patterns]
    return [element for element in root.iterdescendants() if isinstance(element.tag, str) and any(
        (not tag or element.tag == tag) and (not name or name in classes(element)) for tag, name in wanted)]


def identifiers(root: HtmlElement) -> set[str]:
    """Every ``id`` of an element and of what lies below it."""
    return {str(element.get("id")) for element in root.iter() if isinstance(element.tag, str) and element.get("id")}


def classes(element: HtmlElement) -> set[str]:
    """Names in an element's class attribute."""
    return set((element.get("class") or "").split())


def add_class(element: HtmlElement, names: str) -> None:
    """Add one or more names to an element's class attribute, unless they are there."""
    own = (element.get("class") or "").split()
    element.set("class", " ".join([*own, *(name for name in names.split() if name not in own)]))


def leave_out_empty_sections(body: HtmlElement) -> None:
    """Take out the sections that hold nothing but a heading, as their tables are for screens, and say so."""
    before = len(list(body.iterdescendants("section")))
    for section in reversed(list(body.iterdescendants("section"))):
        inside = [child for child in section if isinstance(child.tag, str)]
        if inside and all(HEADING.fullmatch(child.tag) or is_empty(child) for child in inside):
            section.drop_tree()
    left = next(body.iterdescendants("section"), None)
    if left is not None and len(list(body.iterdescendants("section"))) < before:
        note = lxml_html.Element("p", {"class": "left-out"})
        note.text = LEFT_OUT
        left.append(note)


def is_empty(element: HtmlElement) -> bool:
    """Whether an element shows nothing: no word and no picture."""
    return not text_of(element) and not element.xpath("descendant-or-self::img")
