"""The numbers in prose are the accepted ones; one that moved is named with the pages to read again."""

from __future__ import annotations

import argparse

import pytest

from analysis import acceptance


def test_claims_are_as_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    status = acceptance.run(argparse.Namespace(data=None, json=None, accept=False))
    printed = capsys.readouterr()
    assert status == 0, f"{printed.out}{printed.err}\nread the sentences, then: python -m analysis claims --accept"
