"""The structure tree of the PDF, as it is read aloud. Every test runs on a toy and on the built book."""

from __future__ import annotations

from itertools import pairwise

import pikepdf
from pdf_reading import Element, elements, kids


def table_of(element: Element) -> pikepdf.Object:
    """The table that holds an element."""
    holder = element.item.P
    while str(holder.S) != "/Table":
        holder = holder.P
    return holder


def test_header_cells_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    wrong = []
    for element in elements(pdf):
        if element.name != "TH":
            continue
        expected = "/Column" if "THead" in element.path else "/Row"
        if str(element.item.A.get("/Scope")) != expected:
            wrong.append(element.path)
    assert wrong == []


def test_every_table_has_header_cells(pdf: pikepdf.Pdf) -> None:
    tables = {element.item.objgen: 0 for element in elements(pdf) if element.name == "Table"}
    for element in elements(pdf):
        if element.name == "TH":
            tables[table_of(element).objgen] += 1
    assert [table for table, heads in tables.items() if heads == 0] == []


def test_a_table_over_several_pages_is_one_table_under_one_head(pdf: pikepdf.Pdf) -> None:
    pages: dict[tuple[int, int], set[tuple[int, int]]] = {}
    heads: dict[tuple[int, int], int] = {}
    for element in elements(pdf):
        if element.name not in {"TR", "THead"}:
            continue
        table = table_of(element)
        pages.setdefault(table.objgen, set()).add(element.item.Pg.objgen)
        heads[table.objgen] = heads.get(table.objgen, 0) + (element.name == "THead")
    assert max(len(found) for found in pages.values()) > 1
    assert set(heads.values()) == {1}


def test_every_cell_names_header_cells_of_its_own_table(pdf: pikepdf.Pdf) -> None:
    known: dict[str, set[tuple[int, int]]] = {}
    named: list[tuple[str, tuple[int, int]]] = []
    for element in elements(pdf):
        if element.name not in {"TH", "TD"}:
            continue
        table = table_of(element)
        if element.name == "TH":
            known.setdefault(str(element.item.ID), set()).add(table.objgen)
        else:
            named += [(str(name), table.objgen) for name in element.item.A.get("/Headers", [])]
    assert len(named) > 100
    assert [name for name, table in named if known.get(name) != {table}] == []


def test_a_paragraph_that_runs_over_a_page_is_one(pdf: pikepdf.Pdf) -> None:
    order = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    over = 0
    for element in elements(pdf):
        if element.name == "P":
            inside = [order[kid.Pg.objgen] for kid in kids(element.item) if isinstance(kid, pikepdf.Dictionary)]
            assert inside == sorted(inside)
            over += len(set(inside)) > 1
    assert over > 0


def test_items_of_lists_have_a_label_and_a_body(pdf: pikepdf.Pdf) -> None:
    parts = {tuple(str(kid.S)[1:] for kid in kids(element.item)) for element in elements(pdf) if element.name == "LI"}
    assert ("Lbl", "LBody") in parts
    assert parts <= {("Lbl", "LBody"), ("LBody",)}


def test_a_link_lies_in_no_link_and_its_dots_are_not_read(pdf: pikepdf.Pdf) -> None:
    inside = [element for element in elements(pdf) if "Link" in element.path]
    assert len(inside) > 10, "numbers of pages stand in the links of the contents"
    assert {element.name for element in inside} == {"Span"}
    assert max(len(element.marked) for element in inside) < 5


def test_a_link_over_lines_is_one_link_over_all_its_lines(pdf: pikepdf.Pdf) -> None:
    lines = [len(annotation.QuadPoints) for page in pdf.pages for annotation in page.obj.get("/Annots", [])
             if "/QuadPoints" in annotation]
    assert lines
    assert all(count >= 16 and count % 8 == 0 for count in lines)
    targets = []
    for element in elements(pdf):
        for one, other in pairwise(kid for kid in kids(element.item) if isinstance(kid, pikepdf.Dictionary)):
            if str(one.get("/S")) == str(other.get("/S")) == "/Link" and one.Pg.objgen == other.Pg.objgen:
                ends = [kid.Obj.get("/Dest") for link in (one, other) for kid in kids(link)
                        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
                targets += [str(ends[0])] if len(ends) == 2 and ends[0] is not None and ends[0] == ends[1] else []
    assert targets == []


def test_contents_are_a_table_of_contents(pdf: pikepdf.Pdf) -> None:
    lines = [element for element in elements(pdf) if element.name == "TOCI"]
    assert len(lines) > 5
    assert {element.path[-1] for element in lines} == {"TOC"}
    assert max(element.path.count("TOC") for element in lines) > 1, "chapters lie within parts"


def test_headings_of_chapters_stand_below_their_part(pdf: pikepdf.Pdf) -> None:
    levels = [int(element.name[1]) for element in elements(pdf) if element.name in {"H1", "H2", "H3", "H4", "H5"}]
    assert set(levels) >= {1, 2, 3}
    assert [step for step in pairwise(levels) if step[1] > step[0] + 1] == []


def test_nothing_empty_is_tagged(pdf: pikepdf.Pdf) -> None:
    empty = [element.path for element in elements(pdf) if not kids(element.item) and element.name not in {"TD", "TH"}]
    assert empty == []
