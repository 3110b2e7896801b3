"""The index, the bibliography and the entries of the search: what each puts into a page, and what it leaves alone."""

from pathlib import Path

import pytest
from bibliography import SourceStyle
from bs4 import BeautifulSoup
from pybtex.backends.html import Backend
from pybtex.database import parse_string
from search_entries import PLACE
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

PAGES = {
    "index": "# The book\n\n```{toctree}\none\nreference/two\n```\n",
    "one": "# One\n\nTwo companies, of Kent and of Essex & Co, had `sickness` too.\n\nIn Kent again, with sickness.\n\n"
           "## Later\n\nKent, and {term}`rated <Rating>`.\n\n{.glossary}\n```{glossary}\nRating\n  A word.\n```\n",
    "reference/two": "# Two\n\nKent stands in a register.\n",
}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Sphinx:
    root = tmp_path_factory.mktemp("indexed")
    for name, text in PAGES.items():
        path = root / f"{'chapters/' if '/' in name else ''}{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("reference/two", "chapters/reference/two"), encoding="utf-8")
    (root / "chapters" / "index_entries.csv").write_text("entry,forms\nsick leave,sickness|sick leave\n", "utf-8")
    (root / "data").mkdir()
    (root / "data" / "organisations.csv").write_text(
        "organisation_id,name,kind\na,Kent CRC,crc\nb,Essex & Co (Holdings),owner\nc,NPS Wales division,nps_division\n"
        "d,HMPPS,national\n", "utf-8")
    with patch_docutils(), docutils_namespace():
        app = Sphinx(root, None, root / "out", root / "trees", "html", warningiserror=True, status=None,
                     confoverrides={"extensions": ["myst_parser", "subject_index"], "html_theme": "basic",
                                    "source_suffix": {".md": "markdown"}})   # another app may have changed the default
        app.build()
    return app


def entered(app: Sphinx) -> list[tuple[str, str]]:
    """Entry and place, in the order of the page."""
    domain = app.env.get_domain("index")
    return [(words, place) for name in ("one", "chapters/reference/two")
            for kind, words, place, *_ in domain.entries[name] if place.startswith("index-")]


def test_a_subject_is_entered_once_a_section_and_code_and_registers_never(indexed: Sphinx) -> None:
    places = entered(indexed)
    assert [words for words, _ in places] == ["Kent", "Essex & Co", "sick leave", "Rating", "Kent"]
    page = BeautifulSoup((indexed.outdir / "one.html").read_text("utf-8"), "lxml")
    words = {name: page.find(id=name).get_text() for _, name in places}  # type: ignore[union-attr]
    assert [words[name].split()[0] for _, name in places] == ["Two", "Two", "In", "Kent,", "Kent,"]


def test_a_source_is_printed_with_its_title_as_link() -> None:
    entries = parse_string(
        "@misc{a, author={{HM Inspectorate}}, title={{Good \\& bad?}}, year={2019}, url={https://w.eu/a_b}, "
        "note={Opening read}}\n@misc{b, author={{Napo}}, title={{No address}}, year={undated}}", "bibtex")
    printed = [entry.text.render(Backend()) for entry in SourceStyle().format_entries(entries.entries.values())]
    first, second = (BeautifulSoup(text, "lxml") for text in printed)
    assert " ".join(first.get_text().split()) == "HM Inspectorate (2019). Good & bad? Opening read."
    assert first.a is not None
    assert (first.a["href"], first.a.get_text()) == ("https://w.eu/a_b", "Good & bad?")
    assert " ".join(second.get_text().split()) == "Napo (undated). No address."
    assert second.a is None


def test_places_of_the_finder_are_read_from_its_list() -> None:
    row = ('<li data-name="x"><span class="finder-name">Tyne &amp; Wear</span> <span class="finder-kind">County</span> '
           '<span class="finder-links"><a href="areas/north.html#a">North</a>, <a href="b.html">B</a></span></li>')
    assert PLACE.findall(row) == [("Tyne &amp; Wear", "County", "areas/north.html#a")]


def test_every_chapter_on_the_evidence_leads_to_the_glossary() -> None:
    chapters = [path for name in ("themes", "cases", "record") for path in Path("chapters", name).glob("*.md")]
    without = [path.name for path in chapters if "{term}`" not in path.read_text(encoding="utf-8")]
    assert chapters
    assert without == []
