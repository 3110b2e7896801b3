"""The parts that make the PDF, each by itself, and the toy book as a whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import citation
import pikepdf
import print_assemble
import print_front
import print_layout
import print_second
import print_tables
import printbook
import pydyf
import pytest
from lxml import html as lxml_html
from pdf_reading import page_texts
from print_tags import set_scope
from toy_book import write_toy

PAGES = {"index", "one/first", "one/second"}


@pytest.fixture
def press(tmp_path: Path) -> print_layout.Press:
    """A press with hardly any style."""
    return print_layout.Press("@page { size: A4; margin: 20mm }", tmp_path)


@pytest.mark.parametrize(("href", "target"), [
    ("#note", "one-first--note"),
    ("page:one/second", "one-second"),
    ("page:one/second#tab-a", "one-second--tab-a"),
    ("second.html#x", "one-second--x"),
    ("../index.html", "index"),
    ("https://example.org/a#b", ""),
    ("../downloads/data.csv", None),
    ("page:nowhere", None),
])
def test_links_of_a_page_find_their_place_in_the_book(href: str, target: str | None) -> None:
    assert print_assemble.internal_target(href, "one/first", PAGES) == target


def test_same_identifier_on_two_pages_stays_apart() -> None:
    fragment = '<section id="in-brief"><h1>Title</h1><p><a href="#in-brief">here</a></p></section>'
    made = [print_assemble.chapter(name, fragment, 0, None, PAGES).body for name in ("one/first", "one/second")]
    identifiers = [node.get("id") for body in made for node in body.iter() if node.get("id")]
    assert len(identifiers) == len(set(identifiers)) == 4
    assert made[1].find(".//a").get("href") == "#one-second--in-brief"


def test_screen_parts_and_code_cells_are_left_out() -> None:
    fragment = ('<section><h1>T</h1><div class="cell"><details class="admonition hide above-input"><summary>Show'
                '</summary><div class="cell_input">code()</div></details><div class="cell_output"><p>kept</p></div>'
                '</div><p class="exhibit-links"><a href="x.csv">CSV</a></p></section>')
    words = print_assemble.chapter("index", fragment, 0, None, PAGES).body.text_content()
    assert words == "Tkept"


def test_a_note_used_twice_is_printed_once() -> None:
    fragment = ('<section><h1>T</h1><p>A<a class="footnote-reference" href="#n" id="r1">1</a> B'
                '<a class="footnote-reference" href="#n" id="r2">1</a> end</p><aside class="footnote-list">'
                '<aside class="footnote" id="n"><span class="label">1</span><p>Words.</p></aside></aside></section>')
    body = print_assemble.chapter("index", fragment, 0, None, PAGES).body
    assert lxml_html.tostring(body.find(".//p"), encoding="unicode") == (
        '<p>A<span class="foot-note"><span class="foot-note-paragraph">Words.</span></span> B<sup>1</sup> end</p>')
    assert body.find(".//aside") is None


def test_link_holds_words_only() -> None:
    fragment = '<section><h1>T</h1><p><a href="#x"><span class="std std-numref">Figure 1</span></a></p></section>'
    link = print_assemble.chapter("index", fragment, 0, None, PAGES).body.find(".//a")
    assert (len(link), link.text, link.get("class")) == (0, "Figure\u00a01", "numref")


def test_index_names_each_page_once() -> None:
    groups = [("C", [("caseload", [[("", "page:index#a"), ("", "page:index#b"), ("main", "page:index#c")],
                                   [("high", [("", "page:index#d")])], None])])]
    page_of = {"index--a": 7, "index--b": 7, "index--c": 3, "index--d": 9}
    term = print_front.index_entries(groups, page_of)[0]["terms"][0]
    assert [(page, main) for page, _, main in term["pages"]] == [("3", True), ("7", False)]
    assert term["below"] == [{"words": "high", "pages": [("9", "index--d", False)]}]


def test_pages_in_a_row_are_a_span_and_a_main_entry_stands_alone() -> None:
    pages = [(number, f"at-{number}", number == 12) for number in (3, 4, 8, 9, 10, 11, 12, 13)]
    assert [words for words, _, _ in print_front.runs(pages)] == ["3", "4", "8\u201311", "12", "13"]
    assert print_front.runs(pages)[2][1] == "at-8"


def chapters_with_a_figure() -> list[Any]:
    text = ('<section id="x"><figure class="exhibit"><figcaption><span class="caption-number">Figure 1.1 </span>Bars'
            '</figcaption></figure><p>{}</p><p>{}</p></section>').format("short " * 10, "long " * 2000)
    fragment = text.replace('class="exhibit"', 'class="exhibit" id="fig-bars"')
    return [print_assemble.chapter("one", fragment, 0, None, ["one"])]


def test_text_is_brought_forward_as_far_as_the_hole_has_room() -> None:
    (entry,) = chapters_with_a_figure()
    assert print_second.bring_forward(entry.body, "one--fig-bars", 200) == 1
    order = [node.tag for node in entry.body.iter("figure", "p")]
    assert order == ["p", "figure", "p"]
    assert print_second.bring_forward(entry.body, "one--fig-bars", 10) == 0


def test_a_reference_to_a_page_beside_it_does_not_say_the_page() -> None:
    fragment = "".join(f'<p><a href="#fig-{name}"><span class="std std-numref">Figure</span></a></p>' for name in "ab")
    chapters = [print_assemble.chapter("one", fragment, 0, None, ["one"])]
    print_second.mark_references(chapters)
    page_of = {"ref-0": 4, "ref-1": 4, "one--fig-a": 5, "one--fig-b": 6}
    print_second.leave_out_near_pages(chapters, page_of)
    assert ["near" in (link.get("class") or "") for link in chapters[0].body.iter("a")] == [True, False]
    assert not chapters[0].body.xpath(".//a[@id]")


def test_a_table_is_kept_on_one_page_by_its_height_not_its_rows() -> None:
    low, high = table_of(3, "yes"), table_of(3, "a sentence of some length " * 40)
    for body in (low, high):
        print_tables.fit(body)
    assert "short-table" in low.find(".//table").get("class")
    assert "short-table" not in (high.find(".//table").get("class") or "")
    assert "tall-rows" in high.find(".//table").get("class")

def table_of(columns: int, word: str) -> lxml_html.HtmlElement:
    cells = "".join(f"<td>{word}</td>" for _ in range(columns))
    return lxml_html.fromstring(f"<div><table><thead><tr>{cells.replace('td', 'th')}</tr></thead>"
                                f"<tbody><tr>{cells}</tr></tbody></table></div>")


@pytest.mark.parametrize(("columns", "expected"), [(3, set()), (9, {"table-smaller"}), (11, {"table-landscape"})])
def test_wider_tables_get_smaller_steps(columns: int, expected: set[str]) -> None:
    body = table_of(columns, "improvement")
    print_tables.fit(body)
    table = body.find(".//table")
    assert {name for name in (table.get("class") or "").split() if name != "short-table"} == expected
    assert {cell.get("scope") for cell in table.iter("th")} == {"col"}


def test_a_table_over_the_edge_is_reported(press: print_layout.Press) -> None:
    wide = press.set(lxml_html.tostring(table_of(14, "responsibilities"), encoding="unicode"))
    fits = press.set(lxml_html.tostring(table_of(3, "responsibilities"), encoding="unicode"))
    (page, words, excess), *_ = print_tables.too_wide(wide.pages)
    assert page == 1
    assert words.startswith("responsibilities")
    assert excess > 100
    assert list(print_tables.too_wide(fits.pages)) == []


@pytest.mark.parametrize(("path", "scope"), [
    (("Table", "THead", "TR"), "/Column"), (("Table", "TBody", "TR"), "/Row"),
    (("Table", "THead", "TR", "TH", "Table", "TBody", "TR"), "/Row"),
])
def test_scope_comes_from_the_innermost_table(path: tuple[str, ...], scope: str) -> None:
    cell = pydyf.Dictionary({"A": pydyf.Dictionary({})})
    set_scope(cell, tuple(f"/{name}" for name in path))
    assert cell["A"]["Scope"] == scope


def test_imprint_cites_the_version(tmp_path: Path) -> None:
    write_toy(tmp_path)
    book = print_front.imprint(tmp_path, "other", "other", "en-GB")
    assert book.citation == "Toy authors (2026) Toy book: a trial, version 1.2.3 (22 November 2026)."
    assert book.citation == citation.harvard(citation.book_item(citation.read_cff(tmp_path))), "as on the web"
    assert book.long_date == "22 November 2026"


def test_book_without_citation_file_falls_back_on_its_configuration(tmp_path: Path) -> None:
    book = print_front.imprint(tmp_path, "Title: more", "Someone", "en_GB")
    assert (book.title, book.subtitle, book.citation, book.language) == (
        "Title", "more", "Someone, Title: more.", "en-GB")


def test_toy_prints_notes_indexes_and_repeated_heads(toy_folder: Path) -> None:
    with pikepdf.open(toy_folder / "_build" / "pdf" / printbook.NAME) as pdf:
        texts = {page.label: text for page, text in zip(pdf.pages, page_texts(pdf), strict=True)}
    assert not any("Only for screens" in text for text in texts.values())
    notes = {name: [label for label, text in texts.items() if f"A footnote of {name}" in text]
             for name in ("first", "second")}
    opened = {name: next(label for label, text in texts.items() if "In brief" in text and title in text)
              for name, title in (("first", "1 What was inspected?"), ("second", "2 Did it go well?"))}
    assert notes == {name: [label] for name, label in opened.items()}
    index = next(text for text in texts.values() if "fieldwork," in text)
    caseload = [int(page) for page in re.findall(r"\d+", index.partition("caseload")[2].partition("F fieldwork")[0])]
    assert caseload == sorted(set(caseload))
    assert {int(page) for page in opened.values()} <= set(caseload)
    rows = [text for text in texts.values() if "Service number" in text]
    assert len(rows) > 2
    assert all("Service Rating Cases" in text for text in rows)
    assert any("https://example.org/a/report" in text for text in texts.values())


def test_the_same_sources_give_the_same_bytes(toy_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere with a space"
    folder.mkdir()
    write_toy(folder)
    made = printbook.build(folder, folder / "out", folder / "work")
    assert made.read_bytes() == (toy_folder / "_build" / "pdf" / printbook.NAME).read_bytes()


def test_a_build_that_fails_leaves_the_last_good_book(toy_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(toy_folder, folder)
    before = (folder / "_build" / "pdf" / printbook.NAME).read_bytes()
    page = folder / "one" / "first.md"
    page.write_text(page.read_text("utf8") + "\n{numref}`fig-that-is-not`\n", encoding="utf-8")
    assert printbook.main(["--source", str(folder)]) == 1
    assert (folder / "_build" / "pdf" / printbook.NAME).read_bytes() == before
