"""A small book with the execution of the real one, for tests that break it."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import sys
import textwrap
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CHAPTERS = ["c1", "c2", "c3"]
MODULES = ["build_folder", "chapter_runs", "digest", "execution", "forked_kernels", "notebook_store", "zygote"]
BUILDERS = multiprocessing.get_context("forkserver")  # imports are most of a small build: do them once
BUILDERS.set_forkserver_preload([
    "jupyter_book.cli.main", "jupyter_book.sphinx", "myst_nb.sphinx_ext", "nbclient", "sphinx.builders.html",
    "sphinx_external_toc", "pydata_sphinx_theme.utils", "jupyter_client.provisioning",
])
HELPER = '''
from pathlib import Path

ROOT = Path(__file__).parents[1]
FACTOR = 1


def total(name):
    """Return the sum of the rows, and leave a trace of having been called."""
    with (ROOT / "runs.log").open("a") as log:
        log.write(name + "\\n")
    lines = (ROOT / "data" / "rows.csv").read_text().splitlines()[1:]
    return FACTOR * sum(int(line.split(",")[1]) for line in lines)
'''
CONFIG = '''
title: Toy
author: Nobody
only_build_toc_files: true
exclude_patterns: [_build]
execute: {timeout: 60}
sphinx:
  local_extensions: {execution: _ext}
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, sphinx_comments, execution]
    execution_imports: []
    html_theme: basic
    html_theme_options: {}
    html_sidebars: {"**": []}
    comments_config: {}
    use_multitoc_numbering: false
'''
CHAPTER = '''
---
jupytext:
  text_representation: {{extension: .md, format_name: myst}}
kernelspec: {{name: python3, display_name: Python 3}}
---
# Chapter {name}?

Words of {name}.

```{{code-cell}} python3
:tags: [hide-input]
from analysis import toy
print("total", toy.total("{name}"))
```

```{{code-cell}} python3
print("last")
```
'''


def run_jupyter_book(root: str, printed: str) -> None:
    """Do what `jupyter-book build .` does, in a process of its own."""
    with open(printed, "w") as target:
        os.dup2(target.fileno(), 1)
        os.dup2(target.fileno(), 2)
    os.chdir(root)
    for name in ("PYTHONPATH", "SOURCE_DATE_EPOCH"):
        os.environ.pop(name, None)
    sys.path[:] = [path for path in sys.path if not Path(path or ".").resolve().is_relative_to(PROJECT)
                   or "site-packages" in path]
    from jupyter_book.cli.main import main

    main(["build", "."], prog_name="jupyter-book")


class ToyBook:
    """A book of three chapters, each of which prints the total of one table."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.settled = False
        self.started = 0
        self.log = root / "runs.log"
        self.html = root / "_build" / "html"
        self.write("_config.yml", CONFIG)
        self.write("_toc.yml", "format: jb-book\nroot: index\nchapters:\n"
                   + "".join(f"- file: chapters/{name}\n" for name in CHAPTERS))
        self.write("index.md", "# Toy\n\nA book.\n")
        self.write("CITATION.cff", "date-released: 2024-05-06\n")
        self.write("requirements.txt", "nothing\n")
        self.write("data/datapackage.json", "{}\n")
        self.write("analysis/__init__.py", "")
        self.write("analysis/toy.py", HELPER)
        self.set_rows(1, 2, 3)
        for name in CHAPTERS:
            self.write(f"chapters/{name}.md", CHAPTER.format(name=name))
        (root / "_ext").mkdir()
        for name in MODULES:
            shutil.copy(PROJECT / "_ext" / f"{name}.py", root / "_ext")

    def write(self, path: str, text: str) -> None:
        """Write a source file."""
        self.settled = False
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words in a source file; they must be there."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new))

    def set_rows(self, *values: int) -> None:
        """Write the table."""
        self.write("data/rows.csv", self.table(*values))

    @staticmethod
    def table(*values: int) -> str:
        """Return a table of these values."""
        return "id,value\n" + "".join(f"r{i},{v}\n" for i, v in enumerate(values))

    def start(self) -> BaseProcess:
        """Start a plain `jupyter-book build .`."""
        self.started += 1
        process = BUILDERS.Process(target=run_jupyter_book, args=(str(self.root), str(self._printed())))
        process.start()
        return process

    def _printed(self) -> Path:
        return self.root / f"printed-{self.started}.txt"

    def build(self, fails: bool = False) -> tuple[list[str], str]:
        """Build; return the chapters whose cells ran (they say so themselves), and what was printed."""
        self.log.unlink(missing_ok=True)
        process = self.start()
        self.settled = not fails
        process.join(timeout=180)
        printed = self._printed().read_text()
        assert process.exitcode == (1 if fails else 0), printed[-6000:]
        return self.runs(), printed

    def settle(self, *rows: int) -> None:
        """Have the pages show these rows."""
        wanted = self.table(*rows)
        if (self.root / "data" / "rows.csv").read_text() != wanted:
            self.write("data/rows.csv", wanted)
        if not self.settled:
            self.build()

    def runs(self) -> list[str]:
        """Return the chapters that ran, once for each time."""
        return sorted(self.log.read_text().split()) if self.log.exists() else []

    def totals(self) -> set[int]:
        """Return the numbers that the pages show; each of them must show one."""
        pages = [(self.html / "chapters" / f"{name}.html").read_text(encoding="utf-8") for name in CHAPTERS]
        return {int(re.findall(r"total (-?\d+)\b", page)[0]) for page in pages}

    def page(self, name: str) -> str:
        """Return the HTML of a chapter."""
        return (self.html / "chapters" / f"{name}.html").read_text(encoding="utf-8")

    def snapshot(self) -> dict[str, bytes]:
        """Return every published file."""
        return {str(path.relative_to(self.html)): path.read_bytes()
                for path in sorted(self.html.rglob("*")) if path.is_file()}

    def wait_until_alone(self, seconds: float = 10) -> list[str]:
        """Return the processes that still work in the book after some time."""
        end = time.monotonic() + seconds
        while (left := self._processes()) and time.monotonic() < end:
            time.sleep(0.1)
        return left

    def _processes(self) -> list[str]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if Path(os.readlink(process / "cwd")).is_relative_to(self.root):
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found
