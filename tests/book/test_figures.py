"""The figures as a browser draws them: every word inside the picture and large enough."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

BEYOND = """() => {
    const frame = document.documentElement.viewBox.baseVal, found = [];
    const letters = document.querySelectorAll("g[id^=text_]");
    for (const text of letters) {
        const box = text.getBBox();
        if (box.x < frame.x - .5 || box.y < frame.y - .5 || box.x + box.width > frame.x + frame.width + .5
            || box.y + box.height > frame.y + frame.height + .5) found.push(text.id + " " + box.x + " " + box.width);
    }
    return [letters.length, found];
}"""


def test_no_word_of_a_figure_is_cut_off(browser: Browser, html: Path) -> None:
    page = browser.new_page()
    pictures = sorted((html / "_images").glob("*.svg"))
    assert len(pictures) > 60
    cut = {}
    for picture in pictures:
        page.goto(picture.resolve().as_uri())
        count, beyond = page.evaluate(BEYOND)
        assert count > 0, f"{picture.name} holds no text"
        if beyond:
            cut[picture.name] = beyond
    page.close()
    assert cut == {}
