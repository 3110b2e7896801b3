"""Pages of places in the book: links resolved, the finder in a browser, the rules of accessibility on built pages."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import place_links
import pytest
from places import INTRODUCED
from playwright.sync_api import Browser, Page
from test_browser import opened, violations

from analysis import data, finder
from analysis.page_context import context

ROOT = Path(__file__).resolve().parents[2]
BUILT = ["chapters/places/finder.html", "chapters/places/areas/region-london.html",
         "chapters/places/areas/region-yorkshire-humber.html"]


class Builder:
    """As much of a builder as the links need."""

    name = "html"

    @staticmethod
    def get_target_uri(docname: str) -> str:
        return f"{docname}.html"

    @staticmethod
    def get_relative_uri(here: str, there: str) -> str:
        return f"->{there}.html"


APP: Any = SimpleNamespace(builder=Builder(), env=SimpleNamespace(all_docs={"a/b", "a/c"}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="page:a/c#x">w</a>', '<a href="->a/c.html#x">w</a>'),
        ('<a href="page:a/b#x">w</a>', '<a href="#x">w</a>'),
        ('<a href="page:gone#x">w <i>i</i></a>', "w <i>i</i>"),
        ('<a href="file:downloads/x.csv">w</a>', '<a href="../downloads/x.csv" download>w</a>'),
        ('<a href="https://w.eu">w</a>', '<a href="https://w.eu">w</a>'),
    ],
)
def test_links_become_addresses_or_words(before: str, after: str) -> None:
    assert place_links.with_addresses(APP, "a/b", before) == after


def test_paper_has_words_in_place_of_links() -> None:
    html = '<h3>T<a class="headerlink" href="#t" title="x">#</a></h3><a href="page:a/c">w</a>'
    assert place_links.without_links(html) == "<h3>T</h3>w"


def test_mentions_are_whole_names_and_the_country_is_no_area() -> None:
    assert place_links.mentions("York, Yorkshire, North Yorkshire and York", ["York"]) == 2
    assert place_links.mentions("England and Wales; Wales", ["Wales"]) == 1


@pytest.fixture(scope="module")
def finder_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = finder.listed(finder.entries(context(data.load()))).replace("page:", "")
    script = (ROOT / "_static" / "finder.js").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("finder") / "finder.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{INTRODUCED}{made}<script>{script}</script>")
    with opened(browser, path) as page:
        yield page


def shown(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator("#finder-list li:visible .finder-name").all()]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("barns", "Barnsley"), ("SODEXO", "Sodexo"), ("st helens", "Knowsley and St Helens"),
     ("kings lynn", "King's Lynn"),
     ("bench", "Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire CRC (BeNCH)")],
)  # fmt: skip
def test_the_finder_narrows_the_list(finder_page: Page, typed: str, first: str) -> None:
    finder_page.fill("#place", typed)
    names = shown(finder_page)
    assert names[0] == first
    assert len(names) < 6
    assert finder_page.locator("#finder-status").inner_text().startswith(str(len(names)))


def test_the_finder_says_when_nothing_fits_and_forgets(finder_page: Page) -> None:
    finder_page.fill("#place", "atlantis")
    assert shown(finder_page) == []
    assert "No name fits" in finder_page.locator("#finder-status").inner_text()
    finder_page.fill("#place", "")
    assert len(shown(finder_page)) > 300


def test_the_finder_works_by_keyboard(finder_page: Page) -> None:
    finder_page.fill("#place", "york")
    finder_page.focus("#place")
    finder_page.keyboard.press("Enter")
    first = finder_page.evaluate("document.activeElement.closest('li').querySelector('.finder-name').textContent")
    assert first == shown(finder_page)[0]
    finder_page.keyboard.press("ArrowDown")
    second = finder_page.evaluate("document.activeElement.closest('li').querySelector('.finder-name').textContent")
    assert second == shown(finder_page)[1]
    finder_page.keyboard.press("Escape")
    assert finder_page.evaluate("document.activeElement.id") == "place"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", BUILT)
def test_built_pages_keep_the_rules(browser: Browser, html: Path, name: str, width: int) -> None:
    with opened(browser, html / name, width) as page:
        assert page.notes["errors"] == []  # type: ignore[attr-defined]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_finder_is_whole_without_script(browser: Browser, html: Path) -> None:
    with opened(browser, html / "chapters/places/finder.html", script=False) as page:
        assert len(shown(page)) > 300
        assert not page.locator("#finder-form").is_visible()


def test_every_published_address_is_in_the_built_pages(pages: dict[str, Any]) -> None:
    listed = (Path(__file__).parent / "published_anchors.txt").read_text(encoding="utf-8").split()
    lost = [one for one in listed if not pages[one.partition("#")[0]].find(id=one.partition("#")[2])]
    assert lost == []


def test_each_area_offers_its_files(html: Path, pages: dict[str, Any]) -> None:
    for path, page in pages.items():
        if "/areas/" in path:
            files = [(html / path).parent / one["href"] for one in page.select("ul.downloads a")]
            assert [one.suffix for one in files] == [".csv", ".pdf"]
            assert all(one.resolve().stat().st_size > 1000 for one in files)
