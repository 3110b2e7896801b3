"""Claims in a built book: printed everywhere, never stale, and wrong ones stop the build."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import register
from claims_book import EXTENSION, FILES, MODULES, ROOT, build, edit, page, run


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book that is built once; tests take copies."""
    book = tmp_path_factory.mktemp("toy book")
    for name, text in FILES.items():
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text(text, encoding="utf-8")
    (book / "_ext").mkdir()
    for name in EXTENSION:
        shutil.copy(ROOT / "_ext" / f"{name}.py", book / "_ext")
    for name in MODULES:
        shutil.copy(ROOT / "analysis" / f"{name}.py", book / "analysis")
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return book


@pytest.fixture
def book(pristine: Path, tmp_path: Path) -> Iterator[Path]:
    """The built book to change, put back afterwards: at another address Sphinx would read all pages again."""
    shutil.copytree(pristine, tmp_path / "kept")
    yield pristine
    shutil.rmtree(pristine)
    shutil.copytree(tmp_path / "kept", pristine)


def test_claims_print_on_pages_in_titles_bodies_captions_and_footnotes(pristine: Path) -> None:
    index, one = page(pristine, "index.html"), page(pristine, "chapters/one.html")
    assert [link.text for link in index.select("a.claim")] == ["2 of 3", "Two-thirds", "67%"]
    assert [link.text for link in one.select("a.claim")] == ["two of three", "2"]
    assert one.h1.text.startswith("How two-thirds?")
    in_contents = index.select_one('.toctree-wrapper a[href="chapters/one.html"]')
    assert in_contents.text == "How two-thirds?", "a title holds no second link"


def test_a_claim_links_to_its_entry_and_says_what_it_counts(pristine: Path) -> None:
    link = page(pristine, "chapters/one.html").select_one("a.claim")
    assert link["href"] == "reference/claims.html#claim-rated_good"
    assert link["title"] == "Inspections <rated> good"
    assert link.text == "two of three", "in a sentence, read aloud, the number alone"
    assert page(pristine, "chapters/reference/claims.html").find(id="claim-rated_good")


def test_the_register_says_everything_about_a_claim(pristine: Path) -> None:
    entry = page(pristine, "chapters/reference/claims.html").find(id="claim-rated_good")
    rows = {term.text: term.find_next_sibling("dd") for term in entry.select("dt")}
    assert entry.h3.text == "Inspections <rated> good#"
    assert entry.select_one(".claim-value strong").text == "2 of 3"
    assert rows["Interval"].text == "21% to 94% (Wilson 95%)"
    assert rows["Definition"].em.text == "good"
    assert rows["Caveat"].text == 'Only "three" were seen.'
    assert rows["Primary source"].text == (
        "Inspectorate (2019), Report & <more> (opening read, in the copy of a copier)"
    )
    assert rows["Primary source"].a["href"] == "https://example.org/?a=1&b=2"
    assert rows["Tables"].text == "ratings"
    assert [(link.text, link["href"]) for link in rows["Used in"].select("a")] == [
        ("How two-thirds?", "../one.html"),
        ("Toy", "../../index.html"),
    ]
    assert "def rated_good(data):" in entry.details.pre.text
    copied = entry.select_one("button[data-copy]")["data-copy"]
    for part in ("2 of 3", "Definition: Inspections rated good.", 'Caveat: Only "three"', "opening read"):
        assert part in copied
    assert copied.splitlines()[-1] == (
        "Makers (2026) ‘Inspections <rated> good’, register of claims "
        "(chapters/reference/claims.html#claim-rated_good) in Toy Book, version 9.9 (2 January 2026)."
    )


def test_what_the_docstring_says_after_the_definition_is_shown_and_copied(pristine: Path) -> None:
    entry = page(pristine, "chapters/reference/claims.html").find(id="claim-qualified")
    caveat = entry.find("dt", string="Caveat").find_next_sibling("dd")
    assert caveat.text == "Or trainee officers.", "not what the function raises"
    assert "Caveat: Or trainee officers." in entry.select_one("button[data-copy]")["data-copy"]


def test_a_function_that_claims_call_stands_once_on_the_page_and_each_links_to_it(pristine: Path) -> None:
    register = page(pristine, "chapters/reference/claims.html")
    assert len(register.find_all(id="code-ratings.are_good")) == 1
    assert "def are_good" in register.find(id="code-ratings.are_good").pre.text
    for name in ("rated_good", "qualified"):
        links = register.find(id=f"claim-{name}").select("details p a")
        assert [link["href"] for link in links] == ["#code-ratings.are_good"], name


def test_a_number_without_a_document_names_its_tables_and_links_to_their_rows(book: Path) -> None:
    (book / "chapters/data").mkdir()
    (book / "chapters/data/explorer.md").write_text("# Explorer\n")
    edit(book, "index.md", "chapters/one\n", "chapters/one\nchapters/data/explorer\n")
    done = build(book)
    assert done.returncode == 0, done.stderr
    entry = page(book, "chapters/reference/claims.html").find(id="claim-qualified")
    rows = entry.find("dt", string="Computed from").find_next_sibling("dd")
    assert rows.code.text == "ratings"
    assert rows.a["href"] == "../data/explorer.html#explore-ratings"
    assert "Computed from the tables: ratings" in entry.select_one("button[data-copy]")["data-copy"]


def test_of_many_sources_the_first_are_copied_and_the_rest_counted() -> None:
    one = {"title": "Report", "publisher": "", "published": "", "url": "", "read_extent": "whole", "read_via": ""}
    record = {"states": "s", "forms": {"": "1"}, "definition": "d", "interval": "", "caveat": "", "tables": ["t"]}
    lines = register.to_copy(record | {"sources": [one] * 45}, "cited").splitlines()
    assert sum(line.startswith("Source: ") for line in lines) == 5
    assert lines[-2] == "and 40 more sources, listed in the register of claims"
    few = register.to_copy(record | {"sources": [one] * 5}, "cited")
    assert "more" not in few


def test_an_unchanged_book_reads_nothing_and_computes_nothing(book: Path) -> None:
    files = {file: file.stat().st_mtime_ns for file in (book / "_build/claims").iterdir()}
    done = build(book)
    assert "0 added, 0 changed, 0 removed" in done.stdout
    assert "computing the claims" not in done.stdout
    assert {file: file.stat().st_mtime_ns for file in (book / "_build/claims").iterdir()} == files


def test_a_changed_rating_shows_everywhere_and_the_command_names_what_moved(book: Path) -> None:
    assert run(book, "-m", "analysis", "claims", "--accept").returncode == 0
    assert run(book, "-m", "analysis", "claims").returncode == 0
    edit(book, "data/ratings.csv", "c,good", "c,inadequate")
    os.utime(book / "data/ratings.csv", (1, 1))
    assert build(book).returncode == 0
    assert [link.text for link in page(book, "index.html").select("a.claim")] == ["1 of 3", "Two-thirds", "33%"]
    assert [link.text for link in page(book, "chapters/one.html").select("a.claim")] == ["one of three", "1"]
    assert "1 of 3" in page(book, "chapters/reference/claims.html").find(id="claim-rated_good").text
    compared = run(book, "-m", "analysis", "claims")
    assert compared.returncode == 1
    assert (
        "rated_good: was '2 of 3 [2/3]', is now '1 of 3 [1/3]'; read again: "
        "index.md:3, index.md:5, chapters/one.md:4, chapters/one.md:8" in compared.stdout
    )
    accepted = run(book, "-m", "analysis", "claims", "--accept")
    assert "read again: chapters/one.md, index.md" in accepted.stdout
    assert run(book, "-m", "analysis", "claims").returncode == 0
    assert (book / "chapters/claims.csv").read_text().splitlines()[2] == "rated_good,1 of 3,1/3"


def test_a_change_that_moves_no_number_reads_only_the_register_again(book: Path) -> None:
    edit(book, "analysis/ratings.py", "Inspections rated *good*.", "Inspections that ended in *good*.")
    done = build(book)
    assert re.search(r"1 changed, 0 removed", done.stdout), done.stdout
    assert "ended in" in page(book, "chapters/reference/claims.html").text


def test_the_register_learns_of_a_new_use_though_it_did_not_change_itself(book: Path) -> None:
    edit(book, "chapters/one.md", "{claim}`qualified`", "many {claim}`rated_good:n`")
    assert build(book).returncode == 0
    used = page(book, "chapters/reference/claims.html").find(id="claim-qualified").find("dt", string="Used in")
    assert used.find_next_sibling("dd").text == "Toy"


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("rated_god", r"one\.md:4: WARNING: unknown claim: 'rated_god'; did you mean 'rated_good'\?"),
        ("rated_good:worms", r"one\.md:4: WARNING: unknown form of claim 'rated_good': 'worms'; did you mean 'words'"),
    ],
)
def test_an_unknown_claim_stops_the_build_with_file_and_line(book: Path, role: str, message: str) -> None:
    edit(book, "chapters/one.md", "rated_good:words", role)
    done = build(book)
    assert done.returncode != 0
    assert re.search(message, done.stderr), done.stderr


def test_an_address_that_is_withheld_is_no_link_and_says_so(book: Path) -> None:
    edit(book, "data/sources.csv", "read_extent\n", "read_extent,url_names_people\n")
    edit(book, "data/sources.csv", "https://example.org/?a=1&b=2,a copier,opening", ",a copier,opening,true")
    assert build(book).returncode == 0
    entry = page(book, "chapters/reference/claims.html").find(id="claim-rated_good")
    sources = entry.find("dt", string=re.compile("Primary source")).find_next("dd")
    assert "Report & <more>, address withheld: it names a person (opening read" in sources.text
    assert sources.a is None
    assert "address withheld: it names a person" in entry.button["data-copy"]


def test_a_claim_on_no_page_stops_the_build_and_is_found_in_the_code(book: Path) -> None:
    edit(book, "chapters/one.md", "{claim}`qualified`", "many")
    edit(book, "index.md", "**{claim}`qualified:cap`**", "many")
    done = build(book)
    assert done.returncode != 0
    assert re.search(r"analysis/ratings\.py:11: claim 'qualified' is used on no page", done.stderr), done.stderr


def test_a_claim_that_cannot_be_computed_stops_the_build_with_its_reason(book: Path) -> None:
    edit(book, "analysis/ratings.py", "return Share(", 'raise ValueError("no such fact")\n    return Share(')
    done = build(book)
    assert done.returncode != 0
    assert re.search(r"analysis/ratings\.py:11: claim 'qualified': ValueError: no such fact", done.stderr), done.stderr
    assert not list((book / "_build/claims").glob("*.part"))


def test_other_builders_print_the_numbers_without_links(book: Path) -> None:
    assert build(book, "text").returncode == 0
    assert "Of these 2 of 3 and **Two-thirds**" in (book / "_build/text/index.txt").read_text()
    assert build(book, "singlehtml").returncode == 0
    text = (book / "_build/singlehtml/index.html").read_text()
    assert "Of these 2 of 3 and" in text
    assert 'class="claim"' not in text
    assert "Inspections &lt;rated&gt; good" not in text, "the register stays on the web"
