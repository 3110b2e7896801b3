"""The pages in a real browser: rules of accessibility, keyboard, zoom, no network, weight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE, PHONE = 1280, 390
KINDS = ["index.html", "chapters/record/ratings.html", "chapters/start/how-to-use.html", "search.html", "genindex.html",
         "chapters/reference/bibliography.html", "chapters/reference/colophon.html", "chapters/start/key-findings.html",
         "chapters/cases/london.html", "chapters/places/areas/region-wales.html", "chapters/places/finder.html",
         "chapters/data/downloads.html", "chapters/data/your-own-question.html", "chapters/reference/glossary.html",
         "chapters/reference/changes.html"]
REGISTERS = ["chapters/reference/sources.html", "chapters/reference/claims.html",
             "chapters/reference/data-dictionary.html", "chapters/reference/corrections.html",
             "chapters/places/inspections.html", "chapters/data/explorer.html"]   # long: each setting once
HEAVY = {*REGISTERS, "genindex.html", "search.html"}   # may weigh more than a chapter
MOST_KILOBYTES = 300  # of a first load, decoded, without figures


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = WIDE, scheme: str = "light", script: bool = True
) -> Iterator[Page]:
    """A page opened as a file, its requests and errors noted in `page.notes`."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,  # type: ignore[arg-type]
                                  java_script_enabled=script, reduced_motion="reduce")
    context.set_offline(True)
    page = context.new_page()
    notes: dict[str, list[str]] = {"requests": [], "errors": []}
    page.on("request", lambda request: notes["requests"].append(request.url))
    page.on("pageerror", lambda error: notes["errors"].append(str(error)))
    page.on("console", lambda message: notes["errors"].append(message.text) if message.type == "error" else None)
    page.goto(path.resolve().as_uri())
    page.notes = notes  # type: ignore[attr-defined]
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    result = Axe().run(page, options=RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in result.response["violations"] for node in one["nodes"][:3]]


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_rules_of_accessibility(browser: Browser, html: Path, name: str, scheme: str, width: int) -> None:
    with opened(browser, html / name, width, scheme) as page:
        assert violations(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("dark", PHONE), ("light", WIDE)])
@pytest.mark.parametrize("name", REGISTERS)
def test_rules_of_accessibility_on_registers(browser: Browser, html: Path, name: str, scheme: str, width: int) -> None:
    with opened(browser, html / name, width, scheme) as page:
        assert violations(page) == []


@pytest.mark.soak
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rules_of_accessibility_on_every_page(browser: Browser, html: Path, scheme: str, width: int) -> None:
    found = {}
    for path in sorted(html.rglob("*.html")):
        with opened(browser, path, width, scheme) as page:
            if wrong := violations(page):
                found[path.relative_to(html).as_posix()] = wrong
    assert found == {}


def test_the_open_menu_keeps_the_rules(browser: Browser, html: Path) -> None:
    with opened(browser, html / KINDS[1], PHONE) as page:
        page.click("#menu-link")
        assert page.is_visible("#contents")
        assert violations(page) == []


@pytest.mark.parametrize("name", [*KINDS, *REGISTERS])
def test_no_request_leaves_the_site(browser: Browser, html: Path, name: str) -> None:
    with opened(browser, html / name) as page:
        page.wait_for_timeout(150)
        home = html.resolve().as_uri()
        outside = [url for url in page.notes["requests"] if not url.startswith((home, "data:"))]  # type: ignore[attr-defined]
        assert outside == []
        assert page.notes["errors"] == []  # type: ignore[attr-defined]


def test_first_loads_are_light(browser: Browser, html: Path) -> None:
    names = [path.relative_to(html).as_posix() for path in html.rglob("*.html") if "downloads" not in path.parts]
    weights = {}
    for name in sorted(set(names) - HEAVY):
        with opened(browser, html / name) as page:
            page.wait_for_timeout(100)
            files = {url.split("?")[0].split("#")[0] for url in page.notes["requests"]}  # type: ignore[attr-defined]
        sizes = {url: Path(unquote(url.removeprefix("file://"))).stat().st_size / 1000 for url in files
                 if url.startswith("file:") and not url.endswith((".svg", ".png"))}
        assert any(url.endswith("book.css") for url in sizes)
        weights[name] = round(sum(sizes.values()))
    assert len(weights) > 30
    assert {name: weight for name, weight in weights.items() if weight > MOST_KILOBYTES} == {}


LIGHT = sorted({*KINDS, "chapters/places/areas/region-london.html", "chapters/record/what-was-inspected.html",
                "chapters/start/misquoted.html", "chapters/themes/private-public.html", "chapters/themes/staffing.html",
                "chapters/certainty/coding.html", "chapters/reference/corrections.html"})


@pytest.mark.parametrize("name", LIGHT)
def test_nothing_runs_over_the_edge_on_a_phone_or_at_twice_the_size(browser: Browser, html: Path, name: str) -> None:
    for width in (PHONE, WIDE // 2, 320):
        with opened(browser, html / name, width) as page:
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{over} px over at {width} px"


def test_sources_stand_in_the_margin_of_a_wide_window_and_are_heard_once(browser: Browser, html: Path) -> None:
    note = "e => [getComputedStyle(e, '::after').content, getComputedStyle(e, '::after').float]"
    with opened(browser, html / "chapters/themes/targets.html") as page:
        links = page.locator("main p .noted")
        assert links.count() > 20
        content, side = links.first.evaluate(note)
        assert side == "right"
        assert content.split(" / ")[0].strip('"') == links.first.get_attribute("data-note")
        assert content.endswith('/ ""'), "seen, but not read out a second time"
        assert links.first.get_attribute("aria-label", timeout=500).startswith("source ")  # type: ignore[union-attr]
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= WIDE
    with opened(browser, html / "chapters/themes/targets.html", PHONE) as page:
        assert page.locator("main p .noted").first.evaluate(note)[0] == "none"


def test_the_contents_list_the_sections_of_the_open_page(browser: Browser, html: Path) -> None:
    with opened(browser, html / "chapters/themes/voices.html") as page:
        sections = page.locator("#contents li.current li a")
        heads = [text.strip() for text in page.locator("main h2").all_inner_texts()]
        assert [text.strip() for text in sections.all_inner_texts()] == [head for head in heads if "Cite" not in head]
        here, menu = page.locator("#contents a.current").bounding_box(), page.locator("#contents").bounding_box()
        assert here is not None
        assert menu is not None
        assert menu["y"] <= here["y"] <= menu["y"] + menu["height"], "the open page is in view in the contents"
        sections.last.click()
        assert page.url.endswith("#sources")


def test_the_keyboard_reaches_text_menu_search_and_colours(browser: Browser, html: Path) -> None:
    with opened(browser, html / KINDS[1]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.focus("#theme")
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.keyboard.press("Enter")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        page.focus("#find")
        page.keyboard.type("leadership")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=leadership")
        page.wait_for_selector("#search-results li a")
        assert page.locator("#search-results li a").count() > 0


def test_every_stop_of_the_keyboard_is_visible_and_there_is_no_trap(browser: Browser, html: Path) -> None:
    with opened(browser, html / "chapters/start/how-to-use.html") as page:
        seen = []
        for _ in range(400):
            page.keyboard.press("Tab")
            spot = page.evaluate("""() => {
                const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
                const words = e.textContent.trim().slice(0, 30);
                return [e.tagName, words, s.outlineStyle, parseFloat(s.outlineWidth), b.width * b.height];
            }""")
            if spot[0] == "BODY":
                break
            seen.append(spot)
        assert spot[0] == "BODY", "the keyboard does not come round"
        assert len(seen) > 20
        assert [one for one in seen if one[2] == "none" or one[3] < 2 or one[4] < 1] == []


def test_the_menu_on_a_phone_opens_closes_and_gives_the_focus_back(browser: Browser, html: Path) -> None:
    with opened(browser, html / KINDS[1], PHONE) as page:
        assert not page.is_visible("#contents")
        page.focus("#menu-link")
        page.keyboard.press("Enter")
        assert page.get_attribute("#menu-link", "aria-expanded") == "true"
        assert page.is_visible("#contents")
        page.keyboard.press("Escape")
        assert not page.is_visible("#contents")
        assert page.evaluate("document.activeElement.id") == "menu-link"


def test_the_menu_opens_without_a_script(browser: Browser, html: Path) -> None:
    with opened(browser, html / KINDS[1], PHONE, script=False) as page:
        page.click("#menu-link")
        assert page.is_visible("#contents")


FOUND = [("Durham Tees Valley", "chapters/cases/"), ("crcs rated good overall", "claims.html#claim-crc_rated_good"),
         ("napo trade union dismay", "sources.html#source-napo-2019-02-working-links"),
         ("Gateshead", "areas/region-north-east.html#"), ("south yorkshire crc march", "#crc-south-yorkshire-2019-03")]


@pytest.mark.parametrize(("words", "page_found"), FOUND)
def test_search_finds_without_a_network(browser: Browser, html: Path, words: str, page_found: str) -> None:
    with opened(browser, Path(html / "search.html")) as page:
        page.fill("#q", words)
        page.press("#q", "Enter")
        page.wait_for_selector("#search-said:not(:empty)")
        targets = page.eval_on_selector_all("#entry-results a, #search-results li a",
                                            "all => all.map(a => a.getAttribute('href'))")
        assert any(page_found in target for target in targets)
        assert violations(page) == []
