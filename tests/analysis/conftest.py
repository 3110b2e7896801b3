"""What the tests of the analysis share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.data import Dataset


@pytest.fixture(autouse=True)
def nothing_kept_of_what_was_patched(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that patches an analysis neither finds frames computed before nor leaves its own to others."""
    if "monkeypatch" not in request.fixturenames or "d" not in request.fixturenames:
        yield
        return
    d = request.getfixturevalue("d")
    if isinstance(d, Dataset):
        d.kept.clear()
    yield
    if isinstance(d, Dataset):
        d.kept.clear()
