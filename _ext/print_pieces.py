"""Join what the layout engine tags piece by piece, so that a page's end is no end to a reader by ear.

WeasyPrint builds the structure tree page by page: a table over three pages becomes three tables, a paragraph over two
becomes two. While it writes, `noting` keeps which box each element of the tree was made for; `join` then puts the
pieces of one element of the HTML together, and `order_lists` gives list items the parts that PDF/UA-1 asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

HEAD = "/THead"
BLOCKS = {"/Sect", "/Div", "/P", "/L", "/LI", "/LBody", "/BlockQuote", "/Table", HEAD, "/TBody", "/Part", "/Art"}


@dataclass(frozen=True)
class Note:
    """An element of the structure tree, and the element of the HTML whose box it stands for."""

    source: Any
    name: str   # of the box: "li", "a::after"
    element: pydyf.Dictionary


@contextmanager
def noting() -> Iterator[list[Note]]:
    """Note every element of the structure tree that is made meanwhile, in reading order, the inner before the outer.

    Dot leaders are left out of the tree: nobody wants to hear them.
    """
    notes: list[Note] = []
    known: set[int] = set()
    build = tags._build_box_tree

    def noted(box: Any, *rest: Any) -> Iterator[Any]:
        made_for = box._box if isinstance(box, AbsolutePlaceholder) else box
        for element in build(box, *rest):
            if made_for.is_leader:
                continue
            if element.number not in known:
                known.add(element.number)
                notes.append(Note(made_for.element, made_for.element_tag, element))
            yield element

    with mock.patch.object(tags, "_build_box_tree", noted):
        yield notes


class Tree:
    """The structure tree of a document that is about to be written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf

    def at(self, reference: Any) -> Any:
        """The object that a reference names; anything else unchanged."""
        if isinstance(reference, bytes) and reference.endswith(b" R"):
            return self.pdf.objects[int(reference.split()[0])]
        return reference

    def kids(self, element: Any) -> list[Any]:
        """Elements right below one, in order."""
        below = [self.at(kid) for kid in element.get("K", ())]
        return [kid for kid in below if isinstance(kid, dict) and kid.get("Type") == "/StructElem"]

    def below(self, element: Any, name: str) -> list[Any]:
        """Every element of a name under one, in order."""
        found = []
        for kid in self.kids(element):
            found += [kid] if kid["S"] == name else self.below(kid, name)
        return found

    def numbers(self, element: Any) -> set[int]:
        """Numbers of an element and of every element under it."""
        return {element.number}.union(*(self.numbers(kid) for kid in self.kids(element)))

    def parent(self, element: Any) -> Any:
        """What holds an element."""
        return self.at(element["P"])

    def take_out(self, element: Any) -> None:
        """Remove an element from what holds it, if anything does, and that too where nothing is left in it."""
        holder = self.parent(element)
        if element.reference not in holder["K"]:
            return
        holder["K"].remove(element.reference)
        if not holder["K"] and holder.get("Type") == "/StructElem" and holder["S"] != "/TD":
            self.take_out(holder)

    def give(self, holder: Any, kids: list[Any]) -> None:
        """Put references to elements at the end of what an element holds."""
        for kid in kids:
            self.at(kid)["P"] = holder.reference
            holder["K"].append(kid)

    def new(self, name: str, holder: Any) -> Any:
        """Make an element that stands below another and is not yet among what it holds."""
        element = pydyf.Dictionary({"Type": "/StructElem", "S": name, "K": pydyf.Array([]), "Pg": holder["Pg"],
                                    "P": holder.reference})
        self.pdf.add_object(element)
        return element


def join(tree: Tree, notes: list[Note]) -> None:
    """Make one element of the pieces of each paragraph, list, section or table, under the table's first head alone."""
    repeated = leave_out_repeated_heads(tree, [note for note in notes if note.element["S"] == HEAD])
    for found in pieces(note for note in notes if note.element.number not in repeated):
        first, *later = outermost(tree, found)
        for piece in later:
            if all(isinstance(kid, bytes) for kid in piece["K"]):   # none of the words themselves
                held, piece["K"][:] = list(piece["K"]), []
                tree.take_out(piece)
                tree.give(first, held)


def pieces(notes: Iterable[Note]) -> list[list[Any]]:
    """Elements that were made for one and the same element of the HTML, where it is a block."""
    groups: dict[tuple[int, str, str], list[Any]] = {}
    for note in notes:
        if note.element["S"] in BLOCKS or note.name == "figure":
            groups.setdefault((id(note.source), note.name, note.element["S"]), []).append(note.element)
    return list(groups.values())


def leave_out_repeated_heads(tree: Tree, notes: list[Note]) -> set[int]:
    """Take out the heads that a table repeats on later pages; gives the numbers of all that they hold."""
    out: set[int] = set()
    for first, *later in pieces(notes):
        for head in later:
            lead_back(tree, head, first)
            tree.take_out(head)
            out |= tree.numbers(head)
    return out


def outermost(tree: Tree, elements: list[Any]) -> list[Any]:
    """Of several elements, those that do not lie within another of them."""
    numbers = {element.number for element in elements}

    def within(element: Any) -> bool:
        while (element := tree.parent(element)).get("Type") == "/StructElem":
            if element.number in numbers:
                return True
        return False

    return [element for element in elements if not within(element)]


def lead_back(tree: Tree, repeated: Any, head: Any) -> None:
    """Let the cells under a repeated head name the header cells of the table's own head."""
    for again, own in zip(tree.below(repeated, "/TH"), tree.below(head, "/TH"), strict=True):
        again["ID"].string = own["ID"].string   # one object, named by every cell that it heads


def order_lists(tree: Tree, notes: list[Note]) -> None:
    """Give each item of a list a body, and each term of a definition list the definition that follows it."""
    names = {note.element.number: note.name for note in notes if note.element["S"] == "/LI"}
    for note in notes:
        element = note.element
        if element["S"] == "/LI" and tree.at(element["P"])["S"] == "/L":
            give_body(tree, element)
    for note in notes:
        if note.element["S"] == "/L" and note.name == "dl":
            pair_terms(tree, note.element, names)


def give_body(tree: Tree, item: Any) -> None:
    """Put all that an item holds, but for its label, into one body."""
    labels = [kid for kid in item["K"] if tree.at(kid)["S"] == "/Lbl"]
    others = [kid for kid in item["K"] if kid not in labels]
    if [tree.at(kid)["S"] for kid in others] == ["/LBody"] or not others:
        return
    body = tree.new("/LBody", item)
    for kid in others:
        tree.give(body, list(tree.at(kid)["K"]) if tree.at(kid)["S"] == "/LBody" else [kid])
    item["K"][:] = [*labels, body.reference]


def pair_terms(tree: Tree, listed: Any, names: dict[int, str]) -> None:
    """Make an item of each term, its label, and the definitions that follow it, its body."""
    term = None
    for item in tree.kids(listed):
        kind = names.get(item.number)
        if kind == "dt":
            term = item
            for kid in tree.kids(item):
                kid["S"] = "/Lbl"
        elif kind == "dd" and term is not None:
            bodies, item["K"][:] = list(item["K"]), []
            tree.take_out(item)
            tree.give(term, bodies)
            if len(term["K"]) > 2:
                give_body(tree, term)
