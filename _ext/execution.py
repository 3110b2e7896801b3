"""Execution that cannot show an old result.

Stock Jupyter Book keys its cache on cells alone. Here a chapter is executed again when its cells, the data, the
analysis, the extensions, the locked packages or Python have changed, and not otherwise; chapters run in parallel;
and the pages are replaced only by a complete build. Works under plain `jupyter-book build .`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import build_folder
from chapter_runs import Chapter, Run, run_chapters
from digest import look_digest, project_digest
from myst_nb.core.read import create_nb_reader
from notebook_store import NotebookStore, fill_cache, notebook_key
from sphinx.application import Sphinx
from sphinx.environment import CONFIG_OK, BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)
IMPORTS = ["pandas", "matplotlib.pyplot", "matplotlib_inline.config", "scipy.stats", "analysis"]


@dataclass
class Build:
    """What one build knows about itself."""

    root: Path
    folder: Path
    digest: str
    lock: build_folder.BuildLock
    pages: Path | None = None
    started: float = field(default_factory=time.perf_counter)
    seconds: dict[str, float] = field(default_factory=dict)
    from_store: list[str] = field(default_factory=list)


def begin_build(app: Sphinx, config: Any) -> None:
    """Wait for other builds, drop what a killed one left, and have MyST-NB read a cache that belongs to the digest."""
    root, folder = Path(app.srcdir), build_folder.build_root(Path(app.outdir))
    lock = build_folder.BuildLock(folder / ".execution" / "lock")
    if not lock.acquire(wait=False):
        logger.info("another build of this book is running; waiting for it")
        lock.acquire()
    build_folder.begin(folder, Path(app.doctreedir))
    build = app.book_build = Build(root, folder, project_digest(root), lock)  # type: ignore[attr-defined]
    config.execution_look = look_digest(root)
    config.nb_execution_mode = "cache"
    config.nb_execution_cache_path = str(folder / ".execution" / "cache" / build.digest)


def build_aside(app: Sphinx) -> None:
    """Write pages to a folder beside the published one; kept pages are copied there when nothing was recomputed."""
    if app.builder.name == "html":
        build: Build = app.book_build  # type: ignore[attr-defined]
        build.pages = Path(app.outdir)
        work = build_folder.next_pages(build.pages, keep=app.env.config_status == CONFIG_OK)
        app.outdir = app.builder.outdir = type(app.outdir)(work)


def content_hash(env: BuildEnvironment, name: str) -> str:
    """Hash a page and the files that it includes."""
    files = [Path(env.doc2path(name)), *(Path(env.srcdir, path) for path in sorted(env.dependencies.get(name, ())))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files if path.is_file())).hexdigest()


def changed_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str],
) -> list[str]:
    """Name pages whose content changed, whatever their dates say, and take away pages that left the book."""
    for name in removed:
        Path(app.builder.get_outfilename(name)).unlink(missing_ok=True)
    known = getattr(env, "book_hashes", {})
    env.book_hashes = {name: content_hash(env, name) for name in env.found_docs}  # type: ignore[attr-defined]
    return [name for name, found in env.book_hashes.items() if known.get(name) != found]  # type: ignore[attr-defined]


def remember_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the hashes of pages whose includes are known only now that they were read."""
    for name in env.found_docs:
        if env.dependencies.get(name):
            env.book_hashes[name] = content_hash(env, name)  # type: ignore[attr-defined]


def read_chapter(env: BuildEnvironment, name: str) -> Chapter | None:
    """Read a page as MyST-NB will; None if it has no code to run."""
    path = Path(env.doc2path(name))
    text = path.read_text(encoding="utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)  # type: ignore[attr-defined]
    notebook = reader.read(text) if reader else None
    if notebook is None or not any(cell.cell_type == "code" for cell in notebook.cells):
        return None
    return Chapter(name, path, notebook, notebook_key(notebook, os.path.dirname(name)))


def execute_pending(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """Execute the chapters about to be read that are not in the store, then fill the cache with all of them."""
    build: Build = app.book_build  # type: ignore[attr-defined]
    store = NotebookStore(build.folder / ".execution" / "store", build.digest)
    store.prune()
    chapters = [chapter for name in names if (chapter := read_chapter(env, name))]
    ready = {chapter.name: stored for chapter in chapters if (stored := store.get(chapter.key))}
    pending = [chapter for chapter in chapters if chapter.name not in ready]
    build.from_store = sorted(ready)
    if not chapters:
        return
    failures: list[str] = []

    def take(run: Run) -> None:
        name = run.chapter.name
        build.seconds[name] = round(run.seconds, 2)
        logger.info("executed %s  %.1f s  (%d/%d)%s", name, run.seconds, len(build.seconds), len(pending),
                    "  FAILED" if run.failure else "")
        if run.notebook is None:
            failures.append(run.failure)
        elif project_digest(build.root) != build.digest:
            stop(["The data or the analysis changed while chapters were running. Build again."])
        else:
            store.put(run.chapter.key, run.notebook)
            ready[name] = run.notebook

    logger.info("chapters: %d to execute, %d from the store", len(pending), len(ready))
    if pending:
        run_chapters(pending, build.root, build.folder / "report" / "kernels.log",
                     env.mystnb_config.execution_timeout, app.config.execution_imports, take)  # type: ignore[attr-defined]
    if failures:
        stop([*sorted(failures), f"{len(failures)} of {len(pending)} chapters failed; the pages are as they were."])
    fill_cache(Path(app.config.nb_execution_cache_path),
               [(str(chapter.path), chapter.notebook, ready[chapter.name]) for chapter in chapters])


def stop(lines: list[str]) -> None:
    """End the build with a report and without the tracebacks of the programs above us."""
    print("", *lines, sep="\n", file=sys.stderr, flush=True)
    raise SystemExit(1)


def plain_end(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Print what Sphinx could not do at the very end, without the way that Jupyter Book took to it."""
    if isinstance(error.__cause__, SphinxError):
        print(f"\n{error.__cause__}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


def end_build(app: Sphinx, exception: Exception | None) -> None:
    """Publish the pages of a complete build without warnings, write the report, and let other builds go on.

    Counting warnings here, where stock would stop at the first, shows all of them at once; the mark of the unfinished
    build has the next one read everything again, and fail again.
    """
    build: Build = app.book_build  # type: ignore[attr-defined]
    warnings = app._warncount if app.config.execution_warnings_are_errors else 0
    if exception is None and warnings:
        stop([f"Warnings: {warnings}. They are errors here, and the pages are as they were."])
    if exception is None:
        if build.pages:
            build_folder.exchange(Path(app.outdir), build.pages)
            app.outdir = app.builder.outdir = type(app.outdir)(build.pages)
        build_folder.finish(build.folder)
        write_report(build, app.builder.name)
    build.lock.release()


def write_report(build: Build, builder: str) -> None:
    """Write what was executed and how long it took, outside the pages so that builds stay identical."""
    report = {
        "builder": builder,
        "digest": build.digest,
        "seconds": round(time.perf_counter() - build.started, 2),
        "executed": dict(sorted(build.seconds.items())),
        "from_store": build.from_store,
    }
    path = build.folder / "report" / f"build-{builder}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    sys.excepthook = plain_end
    os.environ.setdefault("SOURCE_DATE_EPOCH", build_folder.last_change(Path(app.srcdir)))
    app.add_config_value("execution_imports", IMPORTS, "", (list, type(None)))
    app.add_config_value("execution_warnings_are_errors", True, "")
    app.add_config_value("execution_look", "", "html")
    app.connect("config-inited", begin_build, priority=100)
    app.connect("builder-inited", build_aside, priority=100)
    app.connect("env-get-outdated", changed_pages)
    app.connect("env-before-read-docs", execute_pending, priority=900)
    app.connect("env-updated", remember_pages)
    app.connect("build-finished", end_build, priority=10_000)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
