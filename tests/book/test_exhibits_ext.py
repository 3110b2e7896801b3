"""Charts and tables in the pages: anchors, numbers, sources, downloads; on paper without them; nothing in them runs."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from analysis.exhibits import DATASET, Chart, Link, Rating, Table
from analysis.style import RATING_COLOURS, figure, on

ALT = "Bar chart: services by rating; highest good (2), lowest inadequate (1)."
EVIL = "</script><img src=x onerror=alert(1)>\"' {{ 7*7 }} ``` \u202e <b>"
CONF = """
import sys
sys.path.insert(0, __import__("os").getcwd())
extensions = ["myst_nb", "exhibits", "paper_builder"]
project, author, copyright, release = "The book", "The contributors", "2026", "0.1.0"
numfig, nb_execution_mode, html_theme = True, "off", "basic"
exhibits_source_register = "reference/sources"
exclude_patterns = ["data"]
"""
CFF = "title: The book\nauthors: [{name: The contributors}]\nversion: 0.1.0\ndate-released: 2026-11-22\n"
PAPER = """
from sphinx.builders.html import StandaloneHTMLBuilder
class Paper(StandaloneHTMLBuilder):
    name = "printbook"
def setup(app):
    app.add_builder(Paper)
"""
SOURCES = 'source_id,title,publisher,published\nhmip-2019,Annual report,HM Inspectorate,2019-03\nevil,"A <b>",,\n'


def drawn(width: str = "full") -> Any:
    fig, ax = figure(width, 1.5)
    ax.barh([0, 1], [2, 1])
    return fig


def exhibits() -> dict[str, Chart | Table]:
    short = pd.DataFrame({"rating": ["good", "inadequate"], "services": [2, None]})
    long = pd.DataFrame({"row": range(61), "page": "one", "words": None})
    named = {"row_header": ("row", "page"), "missing": "none there"}
    cells = pd.DataFrame(
        {
            "service": ["London", EVIL, "Kent"], "caseload": [34000.0, None, 2.0],
            "rating": [Rating("requires_improvement"), None, Rating("good")],
            "source": [
                Link("Register", "reference/sources#hmip-2019"), Link("Figure", "#fig-one"), Link("W", "https://w.eu/?a&b"),
            ],
        }
    )
    base = ["hmip-2019"], "3 inspections"
    evil = short.assign(x=EVIL), ["evil", DATASET], EVIL, EVIL
    return {
        "one": Chart("one", drawn(), "Most were good", "Ratings", ALT, short, *base, "A note", drawn("narrow")),
        "evil": Chart("evil", drawn(), EVIL, EVIL, f"{EVIL} {ALT}", *evil),
        "long": Chart("long", drawn(), "Many rows", "", ALT, long, *base, **named),
        "cells": Table("cells", cells, "Three services", EVIL, ["hmip-2019"], align={"source": "left"}),
    }


@cache
def outputs() -> dict[str, dict[str, str]]:
    """What the cells of a chapter would print."""
    return {name: shown._repr_mimebundle_() for name, shown in exhibits().items()}


def write_book(folder: Path, extra: str = "") -> Path:
    """A book whose exhibits stand once as directives and once as the output of a notebook's cell."""
    book = folder / "book"
    for sub in ("data", "reference", "chapters"):
        (book / sub).mkdir(parents=True)
    (book / "conf.py").write_text(CONF)
    (book / "CITATION.cff").write_text(CFF)
    (book / "paper_builder.py").write_text(PAPER)
    (book / "data" / "sources.csv").write_text(SOURCES)
    (book / "reference" / "sources.md").write_text("# Sources\n")
    (book / "index.md").write_text(
        "# Book\n\nSee {numref}`fig-one` and {numref}`tab-cells`.\n\n```{toctree}\n:numbered:\nchapters/nb\n"
        "chapters/page\nreference/sources\n```\n"
    )
    cell = nbformat.v4.new_code_cell("targets.chart_one(d)", id="one")
    bundle = outputs()["one"]
    cell.outputs = [nbformat.v4.new_output("execute_result", bundle, execution_count=1)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Notebook", id="zero"), cell])
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    nbformat.write(notebook, book / "chapters" / "nb.ipynb")
    others = "\n".join(outputs()[name]["text/markdown"] for name in ("evil", "long", "cells"))
    (book / "chapters" / "page.md").write_text(f"# Page\n\n{others}\n{extra}")
    return book


def build(book: Path, builder: str = "html") -> tuple[Path, str]:
    """Build; returns the output folder and the warnings."""
    warnings, out = io.StringIO(), book.parent / builder
    with patch_docutils(), docutils_namespace():
        app = Sphinx(book, book, out, book.parent / f"doctrees-{builder}", builder, status=None, warning=warnings)
        app.build()
    return out, warnings.getvalue()


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out, warnings = build(write_book(tmp_path_factory.mktemp("exhibits")))
    assert warnings == ""
    return out


def page(out: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((out / name).read_text(encoding="utf-8"), "html.parser")


def by_id(soup: BeautifulSoup, identifier: str) -> Tag:
    found = soup.find(id=identifier)
    assert isinstance(found, Tag), identifier
    return found


def test_a_cell_of_a_notebook_becomes_a_numbered_figure(html: Path) -> None:
    one = by_id(page(html, "chapters/nb.html"), "fig-one")
    assert one.name == "figure"
    assert one.select_one(".caption-number").text == "Fig. 1.1 "
    assert one.select_one(".exhibit-headline").text == "Most were good"
    assert len(page(html, "chapters/nb.html").select("figure")) == 1, "the output for Jupyter is not shown as well"


def test_both_pictures_carry_the_text_alternative_and_exist(html: Path) -> None:
    pictures = by_id(page(html, "chapters/nb.html"), "fig-one").select("img")
    assert [p["class"] for p in pictures] == [["exhibit-wide", "dark-light"], ["exhibit-narrow", "dark-light"]]
    assert {p["alt"] for p in pictures} == {ALT}
    assert [p["src"] for p in pictures] == ["../_images/fig-one.svg", "../_images/fig-one-narrow.svg"]
    assert all((html / "chapters" / p["src"]).is_file() for p in pictures)
    assert (pictures[0]["width"], pictures[0]["height"]) == ("605", "144")


def test_references_reach_figures_and_tables_of_other_pages(html: Path) -> None:
    links = {a.text: a["href"] for a in page(html, "index.html").select("a.reference.internal")}
    assert links["Fig. 1.1"] == "chapters/nb.html#fig-one"
    assert links["Table 2.1"] == "chapters/page.html#tab-cells"


def test_under_a_figure_stand_source_basis_downloads_link_and_citation(html: Path) -> None:
    one = by_id(page(html, "chapters/nb.html"), "fig-one")
    source = one.select_one(".exhibit-source a")
    assert source.text == "HM Inspectorate, Annual report (2019)"
    assert source["href"] == "../reference/sources.html#source-hmip-2019"
    assert one.select_one(".exhibit-note").text == "Based on 3 inspections. A note."
    data, picture, here = one.select(".exhibit-links a")
    assert data.text == "Data of Fig. 1.1 (CSV, 1 kB)"
    assert (html / "chapters" / data["href"]).read_text() == "rating,services\ngood,2\ninadequate,\n"
    assert picture.text.startswith("Picture of Fig. 1.1 (SVG, ")
    assert (html / "chapters" / picture["href"]).stat().st_size > 1000
    assert here["href"] == "#fig-one"
    assert one.select_one(".exhibit-cite p").text == (
        "The contributors (2026) ‘Most were good’, Fig. 1.1 in The book, version 0.1.0 (22 November 2026).")


def test_a_figure_has_its_data_in_words(html: Path) -> None:
    details = by_id(page(html, "chapters/nb.html"), "fig-one").select_one("details.exhibit-data")
    assert [th.text for th in details.select("th[scope=col]")] == ["Rating", "Services"]
    assert [th.text for th in details.select("th[scope=row]")] == ["Good", "Inadequate"]
    assert details.select_one(".table-scroll")["tabindex"] == "0"


def test_of_long_data_the_first_rows_are_shown(html: Path) -> None:
    details = by_id(page(html, "chapters/page.html"), "fig-long").select_one("details.exhibit-data")
    assert len(details.select("tbody tr")) == 30
    assert "first 30 of 61 rows" in details.text


def test_the_data_of_a_figure_names_its_rows_and_says_why_cells_are_empty(html: Path) -> None:
    first = by_id(page(html, "chapters/page.html"), "fig-long").select_one("details.exhibit-data tbody tr")
    assert [th.text for th in first.select("th[scope=row]")] == ["0", "one"]
    assert [td.text for td in first.select("td")] == ["none there"]


def test_a_table_has_caption_scopes_numbers_and_no_empty_cell(html: Path) -> None:
    table = by_id(page(html, "chapters/page.html"), "tab-cells")
    assert table.name == "table"
    region = table.find_parent(class_="table-scroll")
    assert (region["role"], region["tabindex"]) == ("group", "0")
    assert table.caption.text.startswith("Table 2.1 Three services")
    assert all(cell.text.strip() for cell in table.select("th, td"))
    assert table.select_one("tbody th[scope=row]").text == "London"
    numbers = [td.text for td in table.select("td.num")]
    assert numbers == ["34,000", "–not known", "2"]
    assert table.select_one(".rating-requires-improvement .rating-letter").text == "R"
    hrefs = [a["href"] for a in table.select("a")]
    assert hrefs == ["../reference/sources.html#hmip-2019", "#fig-one", "https://w.eu/?a&b"]


def test_hostile_text_stays_text(html: Path) -> None:
    soup = page(html, "chapters/page.html")
    for exhibit in (by_id(soup, "fig-evil"), by_id(soup, "tab-cells").find_parent("figure")):
        assert not exhibit.select("script, b, [onerror], [style]")
        assert len(exhibit.select("img")) == (1 if exhibit.get("id") else 0)
    headline = by_id(soup, "fig-evil").select_one(".exhibit-headline").text
    assert "</script><img src=x onerror=alert(1)>" in headline
    assert "{{ 7*7 }} ``` \u202e <b>" in headline
    assert by_id(soup, "fig-evil").img["alt"] == f"{EVIL} {ALT}"


def test_no_style_attribute_in_any_exhibit(html: Path) -> None:
    assert not page(html, "chapters/nb.html").select(".exhibit[style], .exhibit [style]")
    assert not page(html, "chapters/page.html").select(".exhibit[style], .exhibit [style]")


def test_on_paper_there_are_sources_but_no_downloads(tmp_path: Path) -> None:
    out, warnings = build(write_book(tmp_path), "printbook")
    assert warnings == ""
    one = by_id(page(out, "chapters/nb.html"), "fig-one")
    assert [p["class"] for p in one.select("img")] == [["exhibit-wide", "dark-light"]]
    assert not one.select("details, .exhibit-links, .exhibit-foot a")
    assert one.select_one(".exhibit-source").text == "Source: HM Inspectorate, Annual report (2019)."
    assert not (out / "downloads").exists()


def test_an_unknown_source_and_a_broken_link_are_warnings(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [Link("gone", "chapters/gone#x")]})
    wrong = Table("wrong", frame, "Wrong", "", ["hmip-1066"])._repr_mimebundle_()["text/markdown"]
    _, warnings = build(write_book(tmp_path, wrong))
    assert "wrong: source 'hmip-1066' is not in the source register" in warnings
    assert "a cell links to 'chapters/gone#x', which is no page" in warnings


def test_a_figure_that_goes_takes_its_files_with_it(tmp_path: Path) -> None:
    book = write_book(tmp_path)
    out, _ = build(book)
    files = sorted(path.name for path in (out / "downloads" / "exhibits").iterdir())
    assert files == ["fig-evil.csv", "fig-long.csv", "fig-one.csv", "tab-cells.csv"]
    (book / "chapters" / "page.md").write_text("# Page\n\nNo more.\n")
    (book / "index.md").write_text((book / "index.md").read_text().replace(" and {numref}`tab-cells`", ""))
    build(book)
    assert [path.name for path in (out / "downloads" / "exhibits").iterdir()] == ["fig-one.csv"]


def test_one_name_used_twice_is_a_warning(tmp_path: Path) -> None:
    again = outputs()["one"]["text/markdown"]
    _, warnings = build(write_book(tmp_path, again))
    assert "fig-one" in warnings


def test_rating_colours_of_pages_and_figures_are_the_same() -> None:
    css = Path("_static/exhibits.css").read_text(encoding="utf-8")
    for rating, colour in RATING_COLOURS.items():
        text = {"#ffffff": "#fff"}.get(on(colour), on(colour))
        rule = f".rating-{rating.replace('_', '-')} .rating-letter {{ background: {colour}; color: {text}; }}"
        assert rule in css, rule
