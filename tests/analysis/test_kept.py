"""A kept frame: computed once per dataset, safe from its users, and seen by whoever watches the tables."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis import data
from analysis.claims import Watched
from analysis.data import Dataset
from analysis.kept import kept


@pytest.fixture
def d() -> Dataset:
    return dataclasses.replace(data.load())


def test_computed_once_for_each_dataset_and_argument(d: Dataset) -> None:
    calls = []

    @kept
    def services(of: Dataset, kind: str = "crc") -> pd.DataFrame:
        calls.append(kind)
        organisations = of.organisations
        return organisations[organisations["kind"] == kind]

    assert len(services(d)) == len(services(d)) == 21
    assert len(services(d, kind="trust")) == len(services(d, kind="trust")) > 0
    services(dataclasses.replace(d))
    assert calls == ["crc", "trust", "crc"]


def test_what_a_user_changes_is_its_own(d: Dataset) -> None:
    @kept
    def services(of: Dataset) -> pd.DataFrame:
        return of.organisations

    frame = services(d)
    frame["name"] = "changed"
    frame.loc[0, "kind"] = "changed"
    pd.testing.assert_frame_equal(services(d), d.organisations)


def test_a_watched_dataset_notes_the_tables_of_a_frame_computed_before(d: Dataset) -> None:
    @kept
    def inner(of: Dataset) -> int:
        return len(of.ratings)

    @kept
    def outer(of: Dataset) -> int:
        return inner(of) + len(of.live("findings"))

    first, second, third = Watched(d), Watched(d), Watched(d)
    assert outer(first) == outer(second)
    inner(third)
    assert first.read == second.read == {"ratings", "findings"}
    assert third.read == {"ratings"}
