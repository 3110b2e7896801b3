"""What every page must be: linked without gaps, readable by machine and by ear, and sufficient in itself."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

Pages = dict[str, BeautifulSoup]
FILE_NAME = re.compile(r"^\S+\.(svg|png|jpe?g|gif)$|^[0-9a-f]{16,}$", re.IGNORECASE)


def faults(pages: Pages, find: object) -> list[str]:
    """Lines "page: fault" of all pages."""
    return [f"{name}: {fault}" for name, page in pages.items() for fault in find(name, page)]  # type: ignore[operator]


def ids(page: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in page.find_all(id=True)]


def test_links_lead_somewhere(pages: Pages, html: Path) -> None:
    known = {name: set(ids(page)) for name, page in pages.items()}

    def broken(name: str, page: BeautifulSoup) -> list[str]:
        found = []
        for tag in page.find_all(["a", "link", "img", "script", "source", "form"]):
            target = tag.get("href") or tag.get("src") or tag.get("action")
            if not target or urlsplit(str(target)).scheme:
                continue
            parts = urlsplit(str(target))
            path = (html / name).parent / unquote(parts.path) if parts.path else html / name
            path = path.resolve()
            if not path.is_file():
                found.append(f"{target} is no file")
            elif parts.fragment and path.suffix == ".html":
                other = path.relative_to(html.resolve()).as_posix()
                if unquote(parts.fragment) not in known.get(other, set()):
                    found.append(f"{target} is no anchor")
        return found

    assert len(known) > 5
    assert faults(pages, broken) == []


def test_nothing_is_fetched_from_elsewhere(pages: Pages) -> None:
    def remote(_: str, page: BeautifulSoup) -> list[str]:
        tags = page.find_all(["script", "img", "link", "iframe", "source", "video", "audio", "form", "object", "embed"])
        targets = [str(tag.get("src") or tag.get("href") or tag.get("action") or "") for tag in tags
                   if tag.name != "link" or "canonical" not in tag.get("rel", [])]
        return [target for target in targets if urlsplit(target).netloc]

    assert faults(pages, remote) == []


def test_no_style_or_script_stands_in_a_page(pages: Pages) -> None:
    def inline(_: str, page: BeautifulSoup) -> list[str]:
        found = [f"style attribute on {tag.name}" for tag in page.find_all(style=True)]
        found += ["style element" for _ in page.find_all("style")]
        found += ["script in the page" for tag in page.find_all("script")
                  if not tag.get("src") and tag.get("type") != "application/ld+json"]
        found += [f"{name} on {tag.name}" for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        return found

    assert faults(pages, inline) == []


def test_every_page_has_the_content_policy(pages: Pages) -> None:
    for name, page in pages.items():
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert isinstance(policy, Tag), name
        assert "default-src 'none'" in str(policy["content"]), name
        assert "http" not in str(policy["content"]), name


def test_ids_are_unique(pages: Pages) -> None:
    def doubled(_: str, page: BeautifulSoup) -> list[str]:
        found = ids(page)
        return sorted({one for one in found if found.count(one) > 1}) if len(found) != len(set(found)) else []

    assert faults(pages, doubled) == []


def test_language_title_and_headings(pages: Pages) -> None:
    titles = {}
    for name, page in pages.items():
        assert page.html is not None, name
        assert page.html["lang"] == "en-GB", name
        assert page.title is not None, name
        titles.setdefault(page.title.text, []).append(name)
        levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h[1-6]$"))]
        assert levels[0] == 1, f"{name}: the first heading is of level {levels[0]}"
        assert levels.count(1) == 1, f"{name}: {levels.count(1)} headings of the first level"
        steps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert not steps, f"{name}: headings jump {steps}"
    assert [names for names in titles.values() if len(names) > 1] == []


def test_pictures_say_what_they_show(pages: Pages) -> None:
    def poor(_: str, page: BeautifulSoup) -> list[str]:
        found = []
        for picture in page.find_all("img"):
            alt = str(picture.get("alt", "")).strip()
            figure = picture.find_parent("figure")
            caption = figure.find("figcaption") if figure else None
            if len(alt) < 30 or FILE_NAME.match(alt):
                found.append(f"alt {alt!r}")
            if caption is not None and alt in caption.get_text(" ", strip=True):
                found.append(f"alt repeats the caption: {alt!r}")
        return found

    assert sum(len(page.find_all("img")) for page in pages.values()) > 5
    assert faults(pages, poor) == []


def test_tables_can_be_followed_by_ear(pages: Pages) -> None:
    def poor(_: str, page: BeautifulSoup) -> list[str]:
        found = []
        for table in page.find_all("table"):
            name = table.get("id") or table.get_text(" ", strip=True)[:40]
            heads = table.find_all("th")
            if not heads:
                found.append(f"table without header cells: {name}")
            if any(not head.get_text(strip=True) for head in heads):
                found.append(f"empty header cell: {name}")
            if table.find_parent("figure", class_="exhibit"):
                if table.caption is None:
                    found.append(f"table without caption: {name}")
                if any(head.get("scope") not in ("col", "row", "colgroup", "rowgroup") for head in heads):
                    found.append(f"header cell without scope: {name}")
        return found

    assert faults(pages, poor) == []


def test_words_of_links_make_sense_alone(pages: Pages) -> None:
    empty = {"here", "click here", "link", "more", "read more", "this", "#", ""}

    def poor(_: str, page: BeautifulSoup) -> list[str]:
        found = []
        for link in page.find_all("a", href=True):
            picture = link.find("img")
            words = link.get("aria-label") or link.get_text(" ", strip=True) or (picture and picture.get("alt")) or ""
            if str(words).strip().lower() in empty or "://" in str(words):
                found.append(f"{words!r} leads to {link['href']}")
        return found

    assert faults(pages, poor) == []


@pytest.mark.parametrize("name", ["analysis", "data", "_ext"])
def test_the_pages_hold_no_source_files(html: Path, name: str) -> None:
    assert not (html / name).exists()
    assert not list(html.rglob("*.md"))


def test_folded_code_says_which_exhibit_it_made(pages: Pages) -> None:
    said = [" ".join(fold.get_text(" ").split()) for fold in pages["chapters/themes/private-public.html"].select(
        "details.code > summary")]
    named = [words for words in said if re.fullmatch(r"Code of (Table|Figure) 10\.\d+", words)]
    assert len(named) > 8
    assert len(set(named)) == len(named)


def test_the_index_names_chapters_and_sections_in_their_order(pages: Pages) -> None:
    entries = pages["genindex.html"].select("ul.index > li")
    assert len(entries) > 50
    for entry in entries:
        places = [str(link["href"]).split("#index-") for link in entry.select("a")]
        chapters = [int(number) for number in re.findall(r"(?<![\w.])(\d+)\. ", " ".join(
            text for text in entry.find_all(string=True, recursive=False)))]
        assert chapters == sorted(chapters), entry.get_text()
        for (page, one), (other, two) in pairwise(place for place in places if len(place) == 2 and place[1].isdigit()):
            assert page != other or int(one) < int(two), entry.get_text()
