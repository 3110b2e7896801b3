"""Join what the layout engine tags piece by piece, so that a page's end is no end to a reader by ear.

WeasyPrint builds the structure tree page by page: a table over three pages becomes three tables, a paragraph over two
becomes two, a link over two lines becomes two links. While it writes, `noting` keeps which box each element of the
tree was made for; `join` and `join_links` then put the pieces of one element of the HTML together.
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


def resolve(pdf: pydyf.PDF, reference: Any) -> Any:
    """Object that a reference of the PDF names; anything else unchanged."""
    if isinstance(reference, bytes) and reference.endswith(b" R"):
        return pdf.objects[int(reference.split()[0])]
    return reference


class Tree:
    """The structure tree of a document that is about to be written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf

    def at(self, reference: Any) -> Any:
        """The object that a reference names; anything else unchanged."""
        return resolve(self.pdf, reference)

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

    def annotation(self, element: Any) -> Any:
        """The annotation of a link, if it has one."""
        for kid in element["K"]:
            found = self.at(kid)
            if isinstance(found, dict) and found.get("Type") == "/OBJR":
                return self.at(found["Obj"])
        return None

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


def join_links(tree: Tree, notes: list[Note], owners: dict[int, Any]) -> None:
    """Make one link of the parts of a link that runs over lines of a page: one element, one annotation over all lines.

    Parameters
    ----------
    owners : dict
        For the number of each page, the elements that its marked content belongs to.
    """
    groups: dict[tuple[int, Any, Any], list[Any]] = {}
    for note in notes:
        if note.element["S"] == "/Link" and note.name == "a":
            groups.setdefault((id(note.source), note.element["Pg"], note.element["P"]), []).append(note.element)
    for first, *later in groups.values():
        for part in later:
            annotation = tree.annotation(part)
            if annotation is None or tree.annotation(first) is None:
                continue
            widen(tree.annotation(first), annotation)
            for kid in part["K"]:
                if isinstance(kid, int):
                    owners[tree.at(part["Pg"])["StructParents"]][kid] = first.reference
                    first["K"].append(kid)
                elif tree.at(kid).get("Type") != "/OBJR":
                    tree.give(first, [kid])
            tree.take_out(part)


def widen(annotation: Any, other: Any) -> None:
    """Let an annotation cover what another covers as well, line by line."""
    quads = annotation.setdefault("QuadPoints", pydyf.Array(corners(annotation["Rect"])))
    quads += corners(other["Rect"])
    annotation["Rect"] = pydyf.Array([min(quads[::2]), min(quads[1::2]), max(quads[::2]), max(quads[1::2])])


def corners(rect: Any) -> list[float]:
    """Corners of a rectangle: upper left and right, lower left and right."""
    left, right, low, high = min(rect[::2]), max(rect[::2]), min(rect[1::2]), max(rect[1::2])
    return [left, high, right, high, left, low, right, low]
