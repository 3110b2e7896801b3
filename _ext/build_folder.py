"""The folders of a build: one build at a time, and pages that are replaced in one step by a complete build only.

Everything is kept in `_build`: `.execution` (lock, store, cache), `report`, `html`, and `.html-next` while building.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import yaml

try:
    import fcntl
except ImportError:  # Windows has no such lock; two builds at once are then the user's own affair
    fcntl = None  # type: ignore[assignment]

UNFINISHED = "unfinished"
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def build_root(outdir: Path) -> Path:
    """Return the `_build` folder that an output folder lies in, or its parent if there is none."""
    return next((parent for parent in outdir.parents if parent.name == "_build"), outdir.parent)


class BuildLock:
    """Lets builds of one `_build` folder wait for each other; the system frees it however a build ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w")

    def acquire(self, wait: bool = True) -> bool:
        """Take the lock; without waiting, say whether it was free."""
        if fcntl is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let the next build go on."""
        self._file.close()


def begin(folder: Path, doctrees: Path) -> None:
    """Mark the build as unfinished, after dropping what a build left that did not come to its end."""
    mark = folder / ".execution" / UNFINISHED
    if mark.exists():
        for path in {doctrees, *folder.glob("**/.doctrees"), folder / "jupyter_execute"}:
            shutil.rmtree(path, ignore_errors=True)
    mark.touch()


def finish(folder: Path) -> None:
    """Take the mark away: doctrees and pages now belong together."""
    (folder / ".execution" / UNFINISHED).unlink(missing_ok=True)


def next_pages(pages: Path, keep: bool) -> Path:
    """Make the folder to build in: a copy of the pages if what is unchanged in them may be kept, else empty."""
    work = pages.with_name(f".{pages.name}-next")
    shutil.rmtree(work, ignore_errors=True)
    if keep and pages.is_dir():
        shutil.copytree(pages, work, symlinks=True)
    else:
        work.mkdir(parents=True)
    return work


def exchange(work: Path, pages: Path) -> None:
    """Put `work` in the place of `pages`, in one step where the system can, and remove what was there."""
    if not _exchanged(work, pages):
        old = pages.with_name(f".{pages.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        if pages.exists():
            pages.rename(old)
        work.rename(pages)
        work = old
    shutil.rmtree(work, ignore_errors=True)


def _exchanged(work: Path, pages: Path) -> bool:
    with contextlib.suppress(AttributeError, OSError):
        swap = ctypes.CDLL(None).renameat2
        return swap(AT_FDCWD, os.fsencode(work), AT_FDCWD, os.fsencode(pages), RENAME_EXCHANGE) == 0
    return False


def last_change(root: Path) -> str:
    """Return the time of the last commit, or of `date-released` without git, in seconds as SOURCE_DATE_EPOCH wants."""
    if (root / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "-C", str(root), "log", "-1", "--format=%ct"]
        with contextlib.suppress(OSError):
            found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
            if found.isdigit():
                return found
    with contextlib.suppress(OSError):
        released = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8")).get("date-released")
        if released is not None:
            day = datetime.fromisoformat(str(released)).replace(tzinfo=UTC)
            return str(int(day.timestamp()))
    return "0"
