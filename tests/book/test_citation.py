"""Citations are read back by programs that know nothing of this book."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import citation
import jsonschema
import pytest
import rispy
import yaml
from bs4 import BeautifulSoup
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

ROOT = Path(__file__).resolve().parents[2]
AUTHOR = "Hitting the Target contributors"
CFF = {
    "title": "A book: on 50% & more", "version": "1.2.0", "date-released": "2026-01-09",
    "authors": [{"name": "Some contributors"}],
}


@pytest.fixture(params=["book", "dataset", "chapter"])
def item(request: pytest.FixtureRequest) -> citation.Item:
    if request.param == "chapter":
        return citation.chapter_item(CFF, "chapters/themes/targets", "Did measures & work agree?")
    return citation.book_item(CFF, dataset=request.param == "dataset")


def test_bibtex_is_read_back(item: citation.Item) -> None:
    entries = parse_string(citation.bibtex(item), "bibtex").entries
    assert list(entries) == [item["id"]]
    entry = entries[item["id"]]
    assert entry.fields["year"] == "2026"
    assert Text.from_latex(entry.fields["title"]).render_as("text") == item["title"]
    assert str(entry.persons["author"][0]) == "{Some contributors}"
    assert entry.fields["note"] == "Version 1.2.0, 9 January 2026"
    assert "publisher" not in entry.fields, "none is known, in any format"
    assert item["id"].startswith("hitting-the-target"), "a key that stands beside others"


def test_ris_is_read_back(item: citation.Item) -> None:
    (record,) = rispy.loads(citation.ris(item))
    assert record["authors"] == ["Some contributors"]
    assert record["title"] == item["title"]
    assert record["year"] == "2026"
    assert record.get("secondary_title") == item.get("container-title")


def test_csl_is_formatted_by_citeproc(item: citation.Item) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        listed = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
        listed.register(Citation([CitationItem(item["id"])]))
        text = "".join(str(part) for part in listed.bibliography()[0])
    assert "Some contributors" in text
    assert "2026" in text
    assert item["title"].split(":")[0] in text


def test_harvard_text_has_version_and_date(item: citation.Item) -> None:
    text = citation.harvard(item)
    assert text.startswith("Some contributors (2026) ")
    assert "version 1.2.0 (9 January 2026)." in text


def test_a_doi_prints_only_when_there_is_one() -> None:
    assert "doi" not in citation.harvard(citation.book_item(CFF)).lower()
    with_doi = citation.book_item(CFF | {"doi": "10.1234/x"})
    assert citation.harvard(with_doi).endswith("doi:10.1234/x.")
    assert "10.1234/x" in citation.bibtex(with_doi)
    assert rispy.loads(citation.ris(with_doi))[0]["doi"] == "10.1234/x"


def test_a_figure_and_a_number_are_cited_as_a_chapter_is_with_an_address_where_there_is_one() -> None:
    part = citation.part_item(CFF, "chapters/a/b.html#fig-x", "Most were good.", "Figure 5.1")
    assert citation.harvard(part) == (
        "Some contributors (2026) ‘Most were good’, Figure 5.1 in A book: on 50% & more, "
        "version 1.2.0 (9 January 2026)."
    )
    placed = CFF | {"url": "https://book.example/", "doi": "10.1234/x"}
    part = citation.part_item(placed, "chapters/a/b.html#fig-x", "Most were good", "")
    chapter = citation.chapter_item(placed, "chapters/a/b", "Were they good?")
    assert citation.harvard(part).endswith("). doi:10.1234/x. https://book.example/chapters/a/b.html#fig-x.")
    assert citation.harvard(chapter).endswith("). doi:10.1234/x. https://book.example/chapters/a/b.html.")


def test_citation_cff_follows_the_published_schema_and_invents_nobody() -> None:
    schema = json.loads((ROOT / "tests/book/schemas/cff-1.2.0.json").read_text(encoding="utf-8"))
    cff = json.loads(json.dumps(yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8")), default=str))
    jsonschema.Draft7Validator(schema).validate(cff)
    assert cff["authors"] == [{"name": AUTHOR}]


def test_versions_agree_wherever_they_stand() -> None:
    version = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    assert json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))["version"] == version
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {version} (" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_copy_of_the_data_is_cited_alike_and_warns_alike() -> None:
    cff = citation.read_cff(ROOT)
    text = citation.harvard(citation.book_item(cff, dataset=True))
    package = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    card = " ".join((ROOT / "data/README.md").read_text(encoding="utf-8").split())
    assert package["citation"] == text
    assert f"Cite as: {text}" in card
    assert package["title"] == cff["title"]
    assert package["created"][:10] == str(cff["date-released"])
    warned = " ".join(f"- {one}" for one in package["mustNotBeUsedFor"])
    assert f"## What it must not be used for {warned} ## Licence" in card


def test_the_example_in_r_names_the_folder_that_is_unpacked() -> None:
    chapter = (ROOT / "chapters/data/your-own-question.md").read_text(encoding="utf-8")
    assert f'folder <- "hitting-the-target-data-{citation.read_cff(ROOT)["version"]}"' in chapter


def test_every_chapter_offers_its_citation_and_tells_machines(pages: dict[str, BeautifulSoup], html: Path) -> None:
    chapters = {name: page for name, page in pages.items() if name.startswith("chapters/")}
    assert len(chapters) > 10
    for name, page in chapters.items():
        assert page.h1 is not None, name
        title = page.find("meta", attrs={"name": "citation_title"})
        assert title is not None, name
        number = page.h1.select_one(".section-number")
        words = page.h1.get_text().removeprefix(number.get_text() if number else "").removesuffix("#")
        assert title["content"] == words.strip(), name
        assert page.find("meta", attrs={"name": "citation_pdf_url"}) is not None, name
        data = json.loads(str(page.find("script", type="application/ld+json").string))  # type: ignore[union-attr]
        assert data["@type"] in ("Chapter", "Dataset"), name
        links = [str(a["href"]) for a in page.select(".cite a[download]")]
        assert {Path(link).suffix for link in links} == {".bib", ".ris", ".json"}, name
        for link in links:
            assert (html / name).parent.joinpath(link).resolve().is_file(), f"{name}: {link}"
        copier = page.select_one(".cite button[data-copy]")
        assert copier is not None, name
        assert AUTHOR in str(copier["data-copy"]), name
