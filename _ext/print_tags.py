"""Finish the tags of the printed book where the layout engine leaves them open.

PDF/UA-1 asks for more than WeasyPrint writes: running heads and page numbers must be artifacts, header cells must
say what they head, annotations must be printable and described. All of it is done on the objects of the document
before they are written, so the file is read and written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from print_fonts import LINE_END
from print_lists import leave_out_empty, list_contents, lower_headings, order_lists
from print_pieces import Note, Tree, join, join_links, noting, resolve

PRINT_FLAG = 4
SOFT_HYPHEN = "\u00ad"
ONCE = ("/H1", "/H2", "/H3", "/H4", "/Caption", "/Link")   # given to a box and again to what it holds


def tagged(document: Any, descriptions: Mapping[str, str], front_pages: int = 0) -> bytes:
    """Write a document that is laid out as PDF/UA-1; the same pages always give the same bytes.

    Parameters
    ----------
    document : weasyprint.document.Document
        The pages.
    descriptions : mapping
        For each identifier of the book, words that say what a link to it leads to.
    front_pages : int
        Pages before the first page of the text: numbered in roman figures, after the cover.
    """
    def finish(_: Any, pdf: pydyf.PDF) -> None:
        held = {element.number for element, _ in structure(pdf)}   # running heads have elements that nothing holds
        own, tree = [note for note in notes if note.element.number in held], Tree(pdf)
        put_together(tree, own, owners_of(pdf))
        reachable = set()
        for element, path in structure(pdf):
            reachable.add(element.number)
            if element.get("S") == "/TH":
                set_scope(element, path)
            if element.get("S") in ONCE and path and path[-1] == str(element["S"]):
                element["S"] = "/Span"  # a number within a heading is no heading of its own
        mark_artifacts(pdf, reachable)
        leave_one_annotation(pdf, reachable)
        leave_out_empty(tree, own)
        soften_hyphens(pdf)
        for annotation in annotations(pdf):
            annotation["F"] = PRINT_FLAG
            describe(annotation, descriptions)
        label_pages(pdf, front_pages, len(document.pages))

    with noting() as notes:
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True, finisher=finish))


def put_together(tree: Tree, notes: list[Note], owners: dict[int, Any]) -> None:
    """Join what runs over lines and pages, and put it in order."""
    join(tree, notes)
    join_links(tree, notes, owners)
    order_lists(tree, notes)
    list_contents(tree, notes)
    lower_headings(tree, notes)


def owners_of(pdf: pydyf.PDF) -> dict[int, Any]:
    """For the number of each page or annotation, the elements or the element that its content belongs to."""
    numbers = resolve(pdf, resolve(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    return {numbers[index]: resolve(pdf, numbers[index + 1]) for index in range(0, len(numbers), 2)}


def soften_hyphens(pdf: pydyf.PDF) -> None:
    """Say that the hyphens at the ends of lines are no part of their words, so that search and speech join them."""
    private, soft = (f"<{ord(letter):04x}>".encode() for letter in (LINE_END, SOFT_HYPHEN))
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"endbfchar" in item.stream:   # which letter each glyph of a font is
            item.stream[:] = [part.replace(private, soft) for part in item.stream]


def structure(pdf: pydyf.PDF) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Elements of the structure tree in no particular order, each with the names of what holds it."""
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    stack: list[tuple[Any, tuple[str, ...]]] = [(resolve(pdf, kid), ()) for kid in root["K"]]
    while stack:
        element, path = stack.pop()
        yield element, path
        below = (*path, str(element["S"]))
        for kid in element.get("K", ()):
            child = resolve(pdf, kid)
            if isinstance(child, dict) and child.get("Type") == "/StructElem":
                stack.append((child, below))


def set_scope(cell: Any, path: tuple[str, ...]) -> None:
    """Say whether a header cell heads a column or a row: inside a table's head, a column."""
    tables = [index for index, name in enumerate(path) if name == "/Table"]
    inner = path[tables[-1]:] if tables else path
    cell["A"]["Scope"] = "/Column" if "/THead" in inner else "/Row"


def mark_artifacts(pdf: pydyf.PDF, reachable: set[int]) -> None:
    """Turn marked content that no element holds (running heads, page numbers) into artifacts."""
    owners = owners_of(pdf)
    for page in pages(pdf):
        entries = owners.get(page.get("StructParents"))
        if not isinstance(entries, list):
            continue
        loose = {mcid for mcid, owner in enumerate(entries) if resolve(pdf, owner).number not in reachable}
        if not loose:
            continue
        for mcid in loose:
            entries[mcid] = "null"
        _rename_marks(resolve(pdf, page["Contents"]).stream, loose)


def _rename_marks(instructions: list[Any], loose: set[int]) -> None:
    """Rewrite, in a page's drawing instructions, "/P <</MCID 3>> BDC" of loose content."""
    for place, item in enumerate(instructions):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            instructions[place - 1] = "/Artifact"
            instructions[place] = pydyf.Dictionary({"Type": "/Pagination"})


def pages(pdf: pydyf.PDF) -> Iterator[Any]:
    """Page objects in order."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Page":
            yield item


def annotations(pdf: pydyf.PDF) -> Iterator[Any]:
    """Link annotations of all pages."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            yield item


def leave_one_annotation(pdf: pydyf.PDF, reachable: set[int]) -> None:
    """Take out the annotations that a part of a link has beside the link's own, which covers the same words."""
    numbers = resolve(pdf, resolve(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    owners = owners_of(pdf)
    dropped = set()
    for page in pages(pdf):
        for reference in list(page.get("Annots", [])):
            place = resolve(pdf, reference).get("StructParent")
            owner = owners.get(place)
            if owner is not None and (owner["S"] != "/Link" or owner.number not in reachable):
                page["Annots"].remove(reference)
                dropped.add(place)
                owner["K"][:] = [kid for kid in owner["K"] if stands_for(pdf, kid) != reference]
    numbers[:] = [part for index in range(0, len(numbers), 2) if numbers[index] not in dropped
                  for part in numbers[index:index + 2]]


def stands_for(pdf: pydyf.PDF, kid: Any) -> Any:
    """The annotation that a child of an element refers to; nothing where it is no such reference."""
    found = resolve(pdf, kid)
    return found["Obj"] if isinstance(found, dict) and found.get("Type") == "/OBJR" else None


def describe(annotation: Any, descriptions: Mapping[str, str]) -> None:
    """Say in words where a link leads; a link out of the book keeps its address."""
    target = annotation.get("Dest")
    if isinstance(target, pydyf.String):
        annotation["Contents"] = pydyf.String(descriptions.get(target.string, "Another place in this book"))


def label_pages(pdf: pydyf.PDF, front_pages: int, total: int) -> None:
    """Give the pages the labels that are printed on them."""
    entries: list[Any] = [0, pydyf.Dictionary({"P": pydyf.String("Cover")})] if front_pages else []
    if front_pages > 1:
        entries += [1, pydyf.Dictionary({"S": "/r", "St": 2})]
    if total > front_pages:
        entries += [front_pages, pydyf.Dictionary({"S": "/D", "St": 1})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(entries)})
