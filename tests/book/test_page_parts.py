"""Parts of the pages in a real browser: notes in the margin, regions that scroll, buttons, names that are heard."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from test_browser import PHONE, WIDE, opened

EXPLORER = "chapters/data/explorer.html"
NOTED = ["chapters/themes/targets.html", "chapters/themes/staffing.html", "chapters/record/ratings.html"]
NOTES = """() => {
  const boxes = [], kept = ["float", "clear", "width", "marginTop", "marginRight", "marginBottom", "marginLeft",
    "fontFamily", "fontSize", "lineHeight", "textAlign", "overflow"];
  const style = a => getComputedStyle(a, "::after");
  const links = [...document.querySelectorAll("main .noted")].filter(a => style(a).float === "right");
  const styles = links.map(a => { const s = style(a); return kept.map(name => s[name]); });
  links.forEach((a, i) => {
    const note = document.createElement("span");
    kept.forEach((name, k) => { note.style[name] = styles[i][k]; });
    note.textContent = a.dataset.note;
    a.classList.remove("noted"); a.append(note); boxes.push(note);
  });
  const box = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  return {
    notes: boxes.map((e, i) => ({box: box(e), words: e.textContent, line: links[i].getClientRects()[0].top})),
    others: [...document.querySelectorAll("main :is(figure, table, pre, p, .table-scroll, section[id$=in-brief])")]
      .filter(e => e.offsetWidth && !e.closest("details:not([open])"))
      .map(e => ({box: box(e), words: e.textContent.slice(0, 60)}))
  };
}"""  # a pseudo-element has no box that a script can measure: each note is put in its place as an element


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than a pixel."""
    return (min(one[2], other[2]) - max(one[0], other[0]) > 1) and (min(one[3], other[3]) - max(one[1], other[1]) > 1)


@pytest.mark.parametrize("width", [WIDE, 1440])
@pytest.mark.parametrize("name", NOTED)
def test_notes_in_the_margin_cover_nothing_and_are_short(browser: Browser, html: Path, name: str, width: int) -> None:
    with opened(browser, html / name, width) as page:
        found = page.evaluate(NOTES)
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize) * .72 * 1.35")
    notes = found["notes"]
    assert len(notes) > 10
    boxes = [*found["others"], *notes]
    assert [(n["words"], b["words"]) for n in notes for b in boxes if n is not b and overlap(n["box"], b["box"])] == []
    assert [n["words"] for n in notes if n["box"][2] > width] == []
    assert [n["words"] for n in notes if n["box"][3] - n["box"][1] > 4.5 * size] == [], "more than four lines"
    left = {round(n["box"][0]) for n in notes}
    assert len(left) == 1, f"notes begin at {left}"


def test_a_note_is_never_cut_by_the_page_but_between_words(pages: dict[str, BeautifulSoup]) -> None:
    notes = [(str(a["data-note"]), str(a["title"])) for page in pages.values() for a in page.select("a.noted")]
    assert len(notes) > 200
    for note, title in notes:
        words = note.removesuffix("…")
        end = words[-12:]
        assert end in title, (note, title)
        assert note == words or title[title.index(end) + len(end)] in " ,;:.()-'?\"", (note, title)
    css = Path("_static/book.css").read_text(encoding="utf-8")
    assert "line-clamp" not in css, "text that is spaced out would be lost"


def test_a_region_says_that_it_scrolls_only_where_it_does(browser: Browser, html: Path) -> None:
    read = """() => [...document.querySelectorAll(".table-scroll, main pre")].filter(e => e.offsetWidth).map(e =>
        [e.scrollWidth > e.clientWidth, ...["role", "tabindex", "aria-label"].map(name => e.getAttribute(name))])"""
    seen = set()
    for width in (WIDE, PHONE):
        with opened(browser, html / NOTED[0], width) as page:
            page.locator("details.code summary").first.click()
            page.wait_for_timeout(50)
            for scrolls, role, stop, name in page.evaluate(read):
                seen.add(scrolls)
                assert (role, stop) == (("group", "0") if scrolls else (None, None)), name
                assert (name or "").endswith("scrolls sideways") == scrolls
    assert seen == {True, False}
    with opened(browser, html / NOTED[0], PHONE, script=False) as page:
        names = page.eval_on_selector_all("figure > .table-scroll", "all => all.map(e => e.getAttribute('aria-label'))")
    assert names
    assert len(set(names)) == len(names)


def test_a_button_pressed_twice_says_again_what_it_does(browser: Browser, html: Path) -> None:
    with opened(browser, html / "chapters/start/how-to-use.html") as page:
        button = page.locator("section.cite button[data-copy]")
        before = button.inner_text()
        button.click()
        page.wait_for_timeout(300)
        assert button.inner_text() != before
        button.click()
        page.wait_for_timeout(2500)
        assert button.inner_text() == before


def test_escape_away_from_the_menu_leaves_the_reader_where_he_is(browser: Browser, html: Path) -> None:
    with opened(browser, html / NOTED[2], PHONE) as page:
        page.click("#menu-link")
        link = page.locator("main a.claim").last
        link.focus()
        before = page.evaluate("scrollY")
        assert before > 500
        page.keyboard.press("Escape")
        assert page.evaluate("[scrollY, document.activeElement.className]") == [before, "claim"]
        page.focus("#menu-link")
        page.keyboard.press("Escape")
        assert not page.is_visible("#contents")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_keyboard_goes_through_the_bar_as_the_eye_does(browser: Browser, html: Path, width: int) -> None:
    with opened(browser, html / NOTED[0], width) as page:
        page.keyboard.press("Tab")
        place = "(b => [Math.round(b.top / 20), b.left])(document.activeElement.getBoundingClientRect())"
        spots = []
        for _ in range(5 if width == PHONE else 4):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('.bar') !== null")
            spots.append(page.evaluate(place))
        assert spots == sorted(spots)


def controls(page: Page) -> list[str]:
    """Names of the buttons, fields and regions of the explorer, as they are heard."""
    return [line.strip() for line in page.locator("main").aria_snapshot().splitlines()]


def test_the_explorer_is_heard_once_and_told_apart(browser: Browser, html: Path) -> None:
    with opened(browser, html / EXPLORER) as page:
        lines = controls(page)
        heads = [line for line in lines if "columnheader" in line]
        assert '- columnheader "Service, sort":' in heads
        assert not [line for line in heads if "Activate" in line]
        for what in ("inspections", "ratings", "numbers", "statements"):
            for words in ("Download these rows (CSV)", "Copy link to this view", "Clear filters"):
                assert sum(f'button "{words} of {what}"' in line for line in lines) == 1, (words, what)
            assert sum(f'searchbox "Search {what}"' in line for line in lines) == 1
            assert sum(f"rows at a time of {what}" in line and "combobox" in line for line in lines) == 1
        assert not [line for line in lines if "of indicators" in line or "of findings" in line]
        page.click("#explore-indicators button:has-text('Copy link')")
        page.wait_for_timeout(2300)
        assert 'button "Copy link to this view of numbers"' in page.locator("#explore-indicators").aria_snapshot()


def test_links_called_alike_lead_to_one_place(pages: dict[str, BeautifulSoup]) -> None:
    wrong = {}
    for name, page in pages.items():
        places = defaultdict(set)
        for link in page.select("main a[href*='#source-'], main a[href*='inspections.html#'], .finder-links a"):
            places[link.get("aria-label") or link.get_text(" ", strip=True)].add(link["href"])
        alike = {words: sorted(targets) for words, targets in places.items() if len(targets) > 1}
        if alike and name != EXPLORER:
            wrong[name] = alike
    assert wrong == {}


def test_code_stands_after_what_it_prints_and_not_before_the_answer(pages: dict[str, BeautifulSoup]) -> None:
    folds = 0
    for name, page in pages.items():
        for fold in page.select("details.code"):
            folds += 1
            assert fold.find_next_sibling(class_="cell_output") is None, name
            assert fold.find_next(id="in-brief") is None, name
    assert folds > 50


def test_the_head_says_once_how_wide_a_page_is(pages: dict[str, BeautifulSoup]) -> None:
    assert [name for name, page in pages.items() if len(page.select("meta[name=viewport]")) != 1] == []


FOUND_TWICE = [["chapters/themes/services", "11", "", None, 5, ""],
               ["chapters/themes/targets", "6", "#index-3", None, 5, ""],
               ["chapters/themes/targets", "6 > In brief", "#in-brief", None, 3, ""],
               ["chapters/start/misquoted", "2 > Two of 21", "#two-of-21", None, 15, ""]]


def test_search_gives_each_page_once_by_score_and_then_in_the_order_of_the_book(browser: Browser, html: Path) -> None:
    with opened(browser, html / "search.html") as page:
        page.fill("#q", "leadership")
        page.press("#q", "Enter")
        page.get_by_text("hold “leadership”").wait_for()
        read = "all => all.map(a => a.getAttribute('href'))"
        targets = page.eval_on_selector_all("#search-results a", read)
        assert page.title().startswith("leadership: ")
        page.evaluate("""found => { document.getElementById("search-results").replaceChildren();
            Search._performSearch = () => found; Search.query("x"); }""", FOUND_TWICE)
        assert page.inner_text("#search-said").startswith("3 pages hold “x”")
        assert page.eval_on_selector_all("#search-results a", read) == [
            "chapters/start/misquoted.html#two-of-21", "chapters/themes/targets.html", "chapters/themes/services.html"]
    assert len(targets) > 5
    assert len({target.partition("#")[0] for target in targets}) == len(targets)
    assert not [target for target in targets if "#index-" in target]
