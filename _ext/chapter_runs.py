"""Run chapters: several at a time, each in a kernel of its own, all of them even when one fails."""

from __future__ import annotations

import copy
import os
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from forked_kernels import forked_kernels
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from traitlets.config import Config

ANSI = re.compile(r"\x1b\[[0-9;]*m")
LINE_IN_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")
FIXED_DATE = "315532800"  # 1980: what a chapter computes may not depend on the day of the build


@dataclass(frozen=True)
class Chapter:
    """A chapter to run: its docname, file, notebook as read, and key in the store."""

    name: str
    path: Path
    notebook: NotebookNode
    key: str


@dataclass(frozen=True)
class Run:
    """What came of running a chapter: the executed notebook, or a report of what went wrong."""

    chapter: Chapter
    seconds: float
    notebook: NotebookNode | None = None
    failure: str = ""


def kernel_environment(root: Path, runtime: Path) -> dict[str, str]:
    """Environment of the kernels: the project importable, and nothing of the user's own set-up."""
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    return os.environ | {
        "PYTHONPATH": path,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": FIXED_DATE,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(runtime / "ipython"),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "TZ": "UTC",
    }


def line_of_cell(path: Path, notebook: NotebookNode, index: int) -> int:
    """Return the line of the file (from 1) where the code of a cell begins."""
    code = notebook.cells[index].source.splitlines()
    lines = path.read_text(encoding="utf-8").splitlines()
    start = notebook.metadata.get("source_map", [0] * (index + 1))[index]
    for line in range(start, len(lines)):
        if lines[line:line + len(code)] == code:
            return line + 1
    return start + 1


def describe_failure(chapter: Chapter, index: int, error: BaseException) -> str:
    """Say which cell failed: `FILE:LINE: error (cell N)`, then the traceback."""
    cells = [i for i, cell in enumerate(chapter.notebook.cells) if cell.cell_type == "code"]
    line = line_of_cell(chapter.path, chapter.notebook, index)
    trace = ""
    if isinstance(error, CellExecutionError):
        what = f"{error.ename}: {error.evalue}"
        trace = ANSI.sub("", error.traceback)
        inside = LINE_IN_CELL.search(trace)
        line += int(inside[1]) - 1 if inside else 0
    else:
        what = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
    head = f"{chapter.name}.md:{line}: {ANSI.sub('', what)} (cell {cells.index(index) + 1})"
    return "\n    ".join([head, *trace.strip().splitlines()])


def kernel_config(sockets: Path) -> Config:
    """Have a kernel listen on files, where the system can: ports may be taken by others between choosing and using."""
    config = Config()
    if sys.platform == "linux":
        config.KernelManager.transport = "ipc"
        config.KernelManager.connection_file = f"{sockets}.json"
    return config


def run_chapter(chapter: Chapter, environment: dict[str, str], timeout: int, sockets: Path) -> Run:
    """Execute one chapter in a new kernel, in the folder of the chapter."""
    notebook = copy.deepcopy(chapter.notebook)
    started = time.perf_counter()
    at = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")

    def remember(cell: NotebookNode, cell_index: int) -> None:
        nonlocal at
        at = cell_index

    client = NotebookClient(
        notebook, timeout=timeout, config=kernel_config(sockets), shutdown_kernel="immediate",
        record_timing=False,  # it would change the metadata, and the cache would be missed
        resources={"metadata": {"path": str(chapter.path.parent)}}, on_cell_execute=remember,
    )
    try:
        client.execute(env=environment)
    except Exception as error:
        return Run(chapter, time.perf_counter() - started, failure=describe_failure(chapter, at, error))
    return Run(chapter, time.perf_counter() - started, notebook)


def run_chapters(
    chapters: list[Chapter], root: Path, log: Path, timeout: int, imports: list[str] | None,
    report: Callable[[Run], None],
) -> None:
    """Run chapters in parallel and report each as it ends, in the calling thread.

    Kernels are forked after `imports` (None: not forked); what they print besides goes to `log`.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    with TemporaryDirectory(prefix="book-", ignore_cleanup_errors=True) as runtime:
        environment = kernel_environment(root, Path(runtime))
        with forked_kernels(environment, log, imports) as forked:
            pool = ThreadPoolExecutor(cores * 2 if forked else cores)
            try:
                runs = [pool.submit(run_chapter, chapter, environment, timeout, Path(runtime, str(number)))
                        for number, chapter in enumerate(chapters)]
                for run in as_completed(runs):
                    report(run.result())
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
