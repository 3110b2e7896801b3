"""Small things that are done to HTML elements on their way to print."""

from __future__ import annotations

from lxml.html import HtmlElement


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
