"""The built book, and a toy book that is built once for the tests; both must satisfy the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import printbook
import pytest
from toy_book import write_toy

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "_build" / "pdf" / printbook.NAME


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources of the toy book, with its PDF made."""
    folder = tmp_path_factory.mktemp("toy")
    write_toy(folder)
    printbook.build(folder, folder / "_build" / "pdf", folder / "_build" / "print")
    return folder


@pytest.fixture(scope="session", params=["toy", "book"])
def source(request: pytest.FixtureRequest) -> Path:
    """Folder of a book whose PDF exists."""
    if request.param == "toy":
        return Path(request.getfixturevalue("toy_folder"))
    if not BUILT.is_file():
        pytest.fail(f"{BUILT.relative_to(ROOT)} is missing: `make book` makes it.", pytrace=False)
    return ROOT


@pytest.fixture(scope="session")
def pdf_path(source: Path) -> Path:
    """The PDF of that book."""
    return source / "_build" / "pdf" / printbook.NAME


@pytest.fixture(scope="session")
def pdf(pdf_path: Path) -> Iterator[pikepdf.Pdf]:
    """The same, opened."""
    with pikepdf.open(pdf_path) as opened:
        yield opened
