"""The pages never show an old result, and nothing is executed that need not be."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from toybook import CHAPTERS, ToyBook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> ToyBook:
    """A toy book, built once, in a folder with a space in its name."""
    made = ToyBook(tmp_path_factory.mktemp("books") / "a book")
    ran, _ = made.build()
    assert ran == CHAPTERS
    assert made.totals() == {6}
    return made


def test_an_unchanged_book_executes_nothing(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    before = book.snapshot()
    assert book.build()[0] == []
    assert book.snapshot() == before


def test_an_edited_text_executes_nothing(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    book.edit("chapters/c1.md", "Words of c1", "Other words of c1")
    assert book.build()[0] == []
    assert "Other words of c1" in book.page("c1")


def test_an_edited_cell_executes_its_chapter_alone(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    book.edit("chapters/c2.md", 'print("last")', 'print("product", 6 * 7)')
    assert book.build()[0] == ["c2"]
    assert "product 42" in book.page("c2")


def test_an_edited_row_or_helper_executes_all_and_going_back_executes_nothing(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    book.set_rows(10, 20, 30, 40)
    os.utime(book.root / "data" / "rows.csv", (0, 0))  # dates say nothing
    assert book.build()[0] == CHAPTERS
    assert book.totals() == {100}
    book.edit("analysis/toy.py", "FACTOR = 1\n", "FACTOR = -1\n")
    os.utime(book.root / "analysis" / "toy.py", (0, 0))
    assert book.build()[0] == CHAPTERS
    assert book.totals() == {-100}
    book.edit("analysis/toy.py", "FACTOR = -1\n", "FACTOR = 1\n")
    book.set_rows(1, 2, 3)
    assert book.build()[0] == []
    assert book.totals() == {6}


def test_an_edited_extension_executes_all(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    with (book.root / "_ext" / "digest.py").open("a") as extension:
        extension.write("# edited\n")
    assert book.build()[0] == CHAPTERS


def test_a_chapter_replaced_by_an_older_file_is_read_again(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    chapter = book.root / "chapters" / "c3.md"
    book.edit("chapters/c3.md", "Words of c3", "Words from an older file")
    os.utime(chapter, (1_000_000_000, 1_000_000_000))
    book.build()
    assert "Words from an older file" in book.page("c3")


def test_a_chapter_that_left_the_book_leaves_no_page(book: ToyBook) -> None:
    toc = (book.root / "_toc.yml").read_text()
    book.write("chapters/extra.md", "# Extra\n")
    book.write("_toc.yml", toc + "- file: chapters/extra\n")
    book.build()
    assert (book.html / "chapters" / "extra.html").exists()
    (book.root / "chapters" / "extra.md").unlink()
    book.write("_toc.yml", toc)
    book.build()
    assert not (book.html / "chapters" / "extra.html").exists()


@pytest.mark.parametrize(
    ("cell", "line", "error"),
    [("x = 1\nx / 0", 18, "ZeroDivisionError: division by zero (cell 2)"),
     ("import os\nos._exit(3)", 17, "DeadKernelError: Kernel died (cell 2)")],
)
def test_a_failing_cell_is_named_and_the_pages_stay(book: ToyBook, cell: str, line: int, error: str) -> None:
    book.settle(1, 2, 3)
    sound = (book.root / "chapters" / "c2.md").read_text()
    before = book.snapshot()
    book.set_rows(4, 4, line)
    book.write("chapters/c2.md", sound.rpartition("```{code-cell}")[0] + f"```{{code-cell}} python3\n{cell}\n```\n")
    try:
        ran, printed = book.build(fails=True)
        assert f"chapters/c2.md:{line}: {error}" in printed
        assert set(ran) == set(CHAPTERS), "the other chapters finish"
        ran, printed = book.build(fails=True)
        assert f"chapters/c2.md:{line}: {error}" in printed
        assert ran == ["c2"], "what finished is kept"
        assert book.snapshot() == before
    finally:
        book.write("chapters/c2.md", sound)
    assert book.build()[0] == ["c2"]
    assert book.totals() == {8 + line}


def test_a_warning_fails_the_build_each_time(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    before = book.snapshot()
    book.edit("index.md", "A book.", "A book with {doc}`no-such-page`.")
    try:
        for _ in range(2):
            assert "no-such-page" in book.build(fails=True)[1]
            assert book.snapshot() == before
    finally:
        book.edit("index.md", "A book with {doc}`no-such-page`.", "A book.")


def test_data_that_changes_while_chapters_run_is_refused(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    sound = (book.root / "chapters" / "c1.md").read_text()
    book.edit("chapters/c1.md", 'print("last")', '(toy.ROOT / "data" / "rows.csv").write_text("id,value\\nr,9\\n");')
    try:
        assert "changed while chapters were running" in book.build(fails=True)[1]
    finally:
        book.write("chapters/c1.md", sound)
    assert book.build()[0] == CHAPTERS
    assert book.totals() == {9}


def test_a_damaged_store_is_not_trusted(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    for number, path in enumerate(sorted((book.root / "_build" / ".execution" / "store").rglob("*.ipynb"))):
        text = path.read_bytes()
        path.write_bytes(text[: len(text) // 2] if number % 2 else text.replace(b"total 6", b"total 7"))
    (book.root / "_build" / ".doctrees" / "environment.pickle").unlink()
    assert book.build()[0] == CHAPTERS
    assert book.totals() == {6}


def test_ordinary_kernels_show_the_same(book: ToyBook) -> None:
    book.settle(1, 2, 3)
    forked = book.snapshot()
    book.edit("_config.yml", "execution_imports: []", "execution_imports: null")
    for path in (book.root / "_build" / ".execution" / "store").iterdir():
        path.rename(path.with_name(path.name[::-1]))
    (book.root / "_build" / ".doctrees" / "environment.pickle").unlink()
    try:
        assert book.build()[0] == CHAPTERS
        assert {k: v for k, v in book.snapshot().items() if k.endswith(".html")} == {
            k: v for k, v in forked.items() if k.endswith(".html")}
    finally:
        book.edit("_config.yml", "execution_imports: null", "execution_imports: []")


def test_two_builds_at_once_execute_each_chapter_once(book: ToyBook) -> None:
    book.set_rows(5, 6)
    book.log.unlink(missing_ok=True)
    processes = [book.start(), book.start()]
    for process in processes:
        process.join(timeout=180)
    assert [process.exitcode for process in processes] == [0, 0]
    assert book.runs() == CHAPTERS
    assert book.totals() == {11}


def kill_and_build_again(book: ToyBook, number: int) -> None:
    """Change the data, kill a build at some moment, look at the pages, build again and look again."""
    book.settle(1, 1)
    chance = random.Random(number)
    book.set_rows(number, chance.randint(100, 1_000_000))
    expected = sum(int(line.split(",")[1]) for line in Path(book.root, "data/rows.csv").read_text().splitlines()[1:])
    process = book.start()
    time.sleep(chance.uniform(0.1, 4))
    process.kill()
    process.join()
    assert book.totals() in ({2}, {expected}), "the pages are all old or all new"
    assert book.wait_until_alone() == []
    book.build()
    assert book.totals() == {expected}
    assert book.build()[0] == []


@pytest.mark.parametrize("number", range(2))
def test_a_killed_build_harms_nothing(book: ToyBook, number: int) -> None:
    kill_and_build_again(book, number)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(2, 40))
def test_many_killed_builds_harm_nothing(book: ToyBook, number: int) -> None:
    kill_and_build_again(book, number)
