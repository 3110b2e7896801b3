"""Executed notebooks on disk, one file each, that survive any kill: a file is whole and right, or it is not used.

jupyter-cache, which MyST-NB reads, is not safe against kills (it writes in place, and its database first), so it is
filled anew from this store for each build.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbformat import NotebookNode

KEPT_DIGESTS = 8


def notebook_key(notebook: NotebookNode, folder: str) -> str:
    """Hash what decides a notebook's outputs, given the digest: its code cells, its kernel, where it runs."""
    cells = [[cell.source, cell.metadata] for cell in notebook.cells if cell.cell_type == "code"]
    kernel = notebook.metadata.get("kernelspec", {}).get("name", "")
    return hashlib.sha256(json.dumps([folder, kernel, cells], sort_keys=True).encode()).hexdigest()


class NotebookStore:
    """Executed notebooks of one digest."""

    def __init__(self, folder: Path, digest: str) -> None:
        self._all = folder
        self._folder = folder / digest[:32]

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.ipynb"

    def get(self, key: str) -> NotebookNode | None:
        """Return the executed notebook, or None if there is none that can be trusted."""
        try:
            checksum, _, content = self._path(key).read_text(encoding="utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        if hashlib.sha256(content.encode()).hexdigest() != checksum:
            return None
        return nbformat.reads(content, nbformat.NO_CONVERT)

    def put(self, key: str, notebook: NotebookNode) -> None:
        """Keep an executed notebook: written beside its place, then moved there in one step."""
        content = nbformat.writes(notebook)
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._path(key).with_suffix(f".{os.getpid()}.partial")
        partial.write_text(hashlib.sha256(content.encode()).hexdigest() + "\n" + content, encoding="utf-8")
        partial.replace(self._path(key))

    def prune(self) -> None:
        """Keep the digests used last, so that going back to old data is quick but the store does not grow."""
        self._folder.mkdir(parents=True, exist_ok=True)
        os.utime(self._folder)
        for partial in self._folder.glob("*.partial"):
            partial.unlink()
        by_use = sorted((path for path in self._all.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for folder in by_use[:-KEPT_DIGESTS]:
            shutil.rmtree(folder)


def fill_cache(path: Path, notebooks: Iterable[tuple[str, NotebookNode, NotebookNode]]) -> None:
    """Make a new jupyter-cache of executed notebooks.

    Parameters
    ----------
    path
        Folder of the cache; what is there is removed.
    notebooks
        For each chapter its file, the notebook as it was read and the notebook as it was executed.

    Raises
    ------
    AssertionError
        When the cache would not be hit, in which case MyST-NB would quietly execute the chapter again.
    """
    shutil.rmtree(path, ignore_errors=True)
    cache = get_cache(path)
    for source, read, executed in notebooks:
        cache.cache_notebook_bundle(CacheBundleIn(executed, source), check_validity=False, overwrite=True)
        if cache.create_hashed_notebook(read)[1] != cache.create_hashed_notebook(executed)[1]:
            raise AssertionError(f"{source}: executing changed the cells, so the cache would be missed")
