"""The PDF as its readers meet it: by eye, by keyboard and by ear. Every test runs on a toy and on the built book."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
import yaml
from digest import project_digest
from pdf_reading import MARKED, content, elements, fonts, held_content, letters, outline, page_texts, starts
from pdfua.validator import validate
from print_fonts import LINE_END

A4 = (595.28, 841.89)


def entries(table: object) -> list[str]:
    """Names of pages in a table of contents, in order."""
    if isinstance(table, list):
        return [name for item in table for name in entries(item)]
    if not isinstance(table, dict):
        return []
    own = [table[key] for key in ("root", "file") if key in table]
    return own + [name for key in ("parts", "chapters", "sections") for name in entries(table.get(key))]


def titles(source: Path, web_only: bool = False) -> list[str]:
    """Titles of the chapters that are printed, or of those that are not; roles in a title are cut off."""
    found = []
    for name in entries(yaml.safe_load((source / "_toc.yml").read_text("utf8"))):
        path = source / f"{name}.md"
        text = path.read_text("utf8") if path.is_file() else ""
        heading = re.search(r"^# (.+)$", text, re.M)
        if heading and web_only == ("\nweb_only: true\n" in text):
            found.append(heading[1].split("{")[0].strip())
    return found


@pytest.fixture(scope="session")
def texts(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Words of every page, by the label of the page."""
    return {page.label: text for page, text in zip(pdf.pages, page_texts(pdf), strict=True)}


def test_document_says_what_it_is(pdf: pikepdf.Pdf, source: Path) -> None:
    title = yaml.safe_load((source / "_config.yml").read_text("utf8"))["title"]
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == title
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == title
    assert str(pdf.docinfo["/Author"])


def test_bookmarks_cover_every_chapter(pdf: pikepdf.Pdf, source: Path) -> None:
    marks = outline(pdf)
    wanted = titles(source)
    assert wanted
    assert [title for title in wanted if not any(mark.startswith(title) for mark in marks)] == []
    assert {"Contents", "Index"} <= set(marks)


def test_what_is_not_printed_is_named_and_no_link_leads_there(
    pdf: pikepdf.Pdf, texts: dict[str, str], source: Path
) -> None:
    left = titles(source, web_only=True)
    contents = " ".join(text for label, text in texts.items() if not label.isdigit())
    assert [title for title in left if title not in contents.partition("Only in the web edition:")[2]] == []
    words = {str(annotation.get("/Contents", "")) for page in pdf.pages for annotation in page.obj.get("/Annots", [])}
    assert left or source.joinpath("picture.svg").exists()
    assert {f"Chapter: {title}" for title in left} & words == set()


def test_every_chapter_title_is_in_the_text(texts: dict[str, str], source: Path) -> None:
    body = [text for label, text in texts.items() if label.isdigit()]
    assert [title for title in titles(source) if not any(title in text for text in body)] == []


def test_the_book_is_of_the_present_data_and_code(texts: dict[str, str], source: Path) -> None:
    if (source / "data" / "datapackage.json").is_file():
        assert any(project_digest(source)[:16] in text for text in texts.values()), "the PDF is stale: `make pdf`"
    else:
        assert not any("Digest of data" in text for text in texts.values())


def test_no_letter_is_lost_to_search(texts: dict[str, str]) -> None:
    assert [label for label, text in texts.items() if "\ufffd" in text] == []


def test_references_print_the_page_they_lead_to(pdf: pikepdf.Pdf, texts: dict[str, str]) -> None:
    stated = {(kind, number, page) for text in texts.values()
              for kind, number, page in re.findall(r"(Figure|Table)\s+([\d.]+) on page\s+(\d+)", text)}
    wrong = [item for item in stated if f"{item[0]} {item[1]} " not in texts.get(item[2], "") + " "]
    assert wrong == []
    assert stated or not any(element.name == "Figure" for element in elements(pdf))


def test_contents_give_the_page_of_every_chapter(texts: dict[str, str], source: Path) -> None:
    contents = " ".join(text for label, text in texts.items() if not label.isdigit())
    for title in titles(source):
        page = re.search(re.escape(title) + r"[ .]+(\d+)", contents)
        assert page, title
        assert title in texts[page[1]]


def test_every_picture_has_words(pdf: pikepdf.Pdf, source: Path) -> None:
    texts = [str(element.item.get("/Alt", "")) for element in elements(pdf) if element.name == "Figure"]
    assert [text for text in texts if len(text) < 12 or re.search(r"\.(svg|png)$", text)] == []
    assert texts or source.joinpath("picture.svg").exists() is False


def test_hyphens_at_the_ends_of_lines_are_soft(pdf: pikepdf.Pdf) -> None:
    known = {letter for page in pdf.pages for font in page.Resources.Font.values() for letter in letters(font).values()}
    assert "\u00ad" in known
    assert "-" in known
    assert LINE_END not in known


def test_content_is_read_aloud_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    held = held_content(pdf)
    loose = {}
    for number, page in enumerate(pdf.pages, 1):
        marked = {int(mcid) for mcid in MARKED.findall(content(page))}
        if marked != held.get(page.obj.objgen, set()):
            loose[number] = marked ^ held.get(page.obj.objgen, set())
    assert loose == {}


def test_running_heads_are_artifacts(pdf: pikepdf.Pdf) -> None:
    mark = re.compile(rb"/Artifact\s+<</Type /Pagination>>\s+BDC")
    silent = [page.label for page in pdf.pages if not mark.search(content(page))]
    assert set(silent) <= {"Cover", "ii"}


def test_links_are_described_printable_and_single(pdf: pikepdf.Pdf) -> None:
    wrong = []
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            words = str(annotation.get("/Contents", ""))
            if not (words and int(annotation.get("/F", 0)) & 4 and "/StructParent" in annotation):
                wrong.append((page.label, words))
    assert wrong == []
    many = [element.path for element in elements(pdf) if element.annotations > 1]
    assert many == []
    stray = {element.name for element in elements(pdf) if element.annotations and element.name != "Link"}
    assert stray == set()


def test_links_inside_lead_somewhere(pdf: pikepdf.Pdf) -> None:
    names = {str(name) for name in pdf.Root.Names.Dests.Names[::2]}
    targets = {str(annotation.Dest) for page in pdf.pages for annotation in page.obj.get("/Annots", [])
               if "/Dest" in annotation}
    assert targets
    assert targets <= names


def test_fonts_are_packaged_and_embedded(pdf: pikepdf.Pdf) -> None:
    found = fonts(pdf)
    assert found
    assert [name for name, embedded in found.items() if not embedded] == []
    assert [name for name in found if not name.startswith(("Source", "Target"))] == []


def test_pages_carry_the_labels_they_print(pdf: pikepdf.Pdf) -> None:
    labels = [page.label for page in pdf.pages]
    first = labels.index("1")
    assert labels[0] == "Cover"
    assert labels[1:3] == ["ii", "iii"]
    assert labels[first:] == [str(number) for number in range(1, len(labels) - first + 1)]


def test_pages_are_a4_and_nothing_starts_beyond_them(pdf: pikepdf.Pdf) -> None:
    beyond = []
    for page in pdf.pages:
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        assert sorted((width, height)) == pytest.approx(A4, abs=0.1)
        margin = 0 if page.label in {"Cover", "ii"} else 60
        beyond += [(page.label, place) for place in starts(page) if not margin <= place <= width - margin]
    assert beyond == []


def test_no_code_and_no_downloads(pdf: pikepdf.Pdf) -> None:
    addresses = {str(annotation.A.URI) for page in pdf.pages for annotation in page.obj.get("/Annots", [])
                 if "/A" in annotation}
    assert [address for address in addresses if not address.startswith(("http://", "https://", "mailto:"))] == []


def test_checker_finds_nothing(pdf_path: Path) -> None:
    report = validate(str(pdf_path))
    assert [str(finding) for finding in report.findings] == []
