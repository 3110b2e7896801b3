"""One hash over everything that can change what a chapter computes.

Prose, changelogs, the data card and the accepted values of claims are left out: none of them is read by a cell.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from pathlib import Path

COMPUTED_FROM = (
    "data/*.csv",
    "data/datapackage.json",
    "analysis/**/*.py",
    "analysis/plan.csv",
    "_ext/*.py",
    "requirements.txt",
)
SHOWN_WITH = ("_templates/**/*", "_static/**/*", "_print/**/*", "CITATION.cff")


def hash_files(root: Path, patterns: Iterable[str], *extra: str) -> str:
    """Hash the names and contents of the files under `root` that match `patterns`, and the `extra` words."""
    state = hashlib.sha256("\0".join(extra).encode())
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            state.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return state.hexdigest()


def project_digest(root: str | Path) -> str:
    """Hash the tables, their schema, the analysis, the extensions, the lock file and the version of Python.

    Parameters
    ----------
    root
        The top folder of the project.

    Returns
    -------
    str
        A sha256 in hexadecimal. Two equal digests mean that a chapter's cells would compute the same again.
    """
    return hash_files(Path(root), COMPUTED_FROM, platform.python_implementation(), platform.python_version())


def look_digest(root: str | Path) -> str:
    """Hash what changes how pages look and nothing that is computed."""
    return hash_files(Path(root), SHOWN_WITH)
