"""The {downloads} directive and the files it lists: data, notebooks, reproduction bundle, and their checksums.

The files are made once per state of what they hold, in ``_build/downloads``, before pages are read, so that the page
can name their sizes and hashes; a complete build then puts them beside the pages. ``python -m downloads`` writes the
checksums again once the PDF has joined them.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import bundle
from claims import computed
from digest import hash_files
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

KEPT = 4
PDF = "hitting-the-target.pdf"
SUMS = "SHA256SUMS"
DATA_FROM = ("data/*", "LICENSE-DATA", "analysis/export.py", "analysis/archive.py", "analysis/database.py",
             "analysis/spreadsheet.py", "analysis/schema.py", "analysis/reading.py", "requirements.txt")
BUNDLE_FROM = ("data/*", "analysis/**/*.py", "analysis/*.csv", "chapters/**/*.md", "_ext/bundle.py", *bundle.KEPT)
KINDS = {
    "-data.zip": ("Data package", "ZIP of CSV", "Every table as CSV with its schema (datapackage.json, Frictionless), "
                  "data card, list of changes and licence."),
    ".sqlite": ("Database", "SQLite", "Every table with keys, foreign keys and the meaning of each column, and the "
                "views live_findings and live_indicators of the rows that may be shown and counted."),
    ".xlsx": ("Workbook", "XLSX", "A sheet for each table and a sheet of notes; nothing in it runs."),
    ".zip": ("Reproduction bundle", "ZIP", "The chapters as notebooks, the analysis, the data, the locked packages and "
             "how to run them again."),
}
BESIDE = (  # files whose size and hash cannot stand on a page that is made before they are
    (PDF, f"The book: {PDF} (PDF)", "All chapters, set for print and for reading aloud. Its checksum stands with the "
     "others in the list of checksums."),
    (SUMS, f"Checksums: {SUMS}", "SHA-256 of every file above and of each notebook, as the command sha256sum reads "
     "them."),
)


def kept(root: Path, name: str, state: str, make: Any) -> Path:
    """A folder made once per state; older ones are removed."""
    home = root / "_build" / "downloads"
    folder = home / f"{name}-{state[:16]}"
    if not folder.is_dir():
        draft = home / f".{name}-{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        make(draft)
        os.replace(draft, folder)
        for old in sorted(home.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def made(root: Path) -> list[Path]:
    """The folders that hold the downloads of the present state, making them if there are none.

    Raises
    ------
    ExtensionError
        With what the command printed, if the data cannot be exported.
    """
    claims = computed(root)

    def data(folder: Path) -> None:
        command = [sys.executable, "-m", "analysis", "export", str(folder)]
        here = {**os.environ, "PYTHONPATH": str(root)}
        run = subprocess.run(command, cwd=root, env=here, capture_output=True, text=True, check=False)
        if run.returncode:
            raise ExtensionError(f"the data cannot be exported:\n{(run.stdout + run.stderr).strip()}")

    def book(folder: Path) -> None:
        notebooks = bundle.notebooks(root, json.loads(claims.read_text(encoding="utf-8")))
        bundle.write_all(folder / "notebooks", notebooks)
        version = bundle.cited(root)["version"]
        write_zip(folder / f"hitting-the-target-{version}.zip", bundle.members(root, notebooks))

    return [
        kept(root, "data", hash_files(root, DATA_FROM, sys.version), data),
        kept(root, "book", hash_files(root, BUNDLE_FROM, claims.stem, sys.version), book),
    ]


def write_zip(target: Path, members: dict[str, bytes]) -> None:
    """Write a zip as the data package is written."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    try:
        from analysis.archive import write_zip as write
    finally:
        sys.path.pop(0)
    write(target, members)


def sha256(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listing(folders: list[Path]) -> list[dict[str, Any]]:
    """The downloads that the page lists, data first: name, kind, size, hash."""
    found = []
    for path in (path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()):
        key = "-data.zip" if path.name.startswith("hitting-the-target-data-") else path.suffix
        title, form, holds = KINDS[key]
        found.append({"name": path.name, "title": title, "form": form, "holds": holds, "bytes": path.stat().st_size,
                      "sha256": sha256(path)})
    return found


def size(count: int) -> str:
    """A size in words."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1000))} kB"


def prepare(app: Sphinx, config: Any) -> None:
    """Make the files before pages are read."""
    app.book_downloads = made(Path(app.srcdir))  # type: ignore[attr-defined]
    config.downloads_listing = listing(app.book_downloads)  # type: ignore[attr-defined]


class Downloads(SphinxDirective):
    """List the files with size and SHA-256."""

    def run(self) -> list[nodes.Node]:
        found = self.config.downloads_listing
        self.env.__dict__.setdefault("downloads_shown", {})[self.env.docname] = found
        up = posixpath.relpath("downloads", posixpath.dirname(self.env.docname) or ".")
        items = nodes.definition_list(classes=["download-list"])
        for one in found:
            words = f"{one['title']}: {one['name']} ({one['form']}, {size(one['bytes'])})"
            items += self._item(f"{up}/{one['name']}", words, one["holds"], one["sha256"])
        for name, words, holds in BESIDE:
            items += self._item(f"{up}/{name}", words, holds, "")
        return [items]

    def _item(self, address: str, words: str, holds: str, digest: str) -> nodes.Node:
        link = nodes.reference("", words, refuri=address, internal=True)
        told: list[nodes.Node] = [nodes.paragraph("", holds)]
        if digest:
            told.append(nodes.paragraph("", "", nodes.Text("SHA-256: "), nodes.literal(text=digest),
                                        classes=["digest", "no-print"]))
        return nodes.definition_list_item("", nodes.term("", "", link), nodes.definition("", *told))


def outdated_pages(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """Name pages whose list is not that of the files."""
    shown = getattr(env, "downloads_shown", {})
    return [page for page, found in shown.items() if found != app.config.downloads_listing]


def offer_notebook(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the layout the notebook of the page, if it has one."""
    name = pagename.removeprefix("chapters/") + ".ipynb"
    path = app.book_downloads[1] / "notebooks" / name  # type: ignore[attr-defined]
    if pagename.startswith("chapters/") and path.is_file():
        context["notebook"] = {"address": f"downloads/notebooks/{name}", "size": size(path.stat().st_size)}


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Put the files beside the pages of a build that succeeded, just before these are published."""
    if exception is not None or app.builder.name != "html":
        return
    target = Path(app.outdir) / "downloads"
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target / "notebooks", ignore_errors=True)
    for old in target.iterdir():
        if old.name.startswith("hitting-the-target"):
            old.unlink()
    for folder in app.book_downloads:  # type: ignore[attr-defined]
        shutil.copytree(folder, target, dirs_exist_ok=True)
    printed = Path(app.srcdir) / "_build" / "pdf" / PDF
    if printed.is_file():
        shutil.copyfile(printed, target / PDF)
    write_sums(target)


def write_sums(folder: Path) -> None:
    """Write the checksums of all files listed and of the notebooks, as ``sha256sum --check`` reads them."""
    files = [path for path in folder.iterdir() if path.name.startswith("hitting-the-target")]
    files += (folder / "notebooks").rglob("*.ipynb")
    lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in sorted(files)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("downloads_listing", [], "")
    app.add_directive("downloads", Downloads)
    app.connect("config-inited", prepare, priority=700)
    app.connect("env-get-outdated", outdated_pages)
    app.connect("html-page-context", offer_notebook, priority=800)
    app.connect("build-finished", publish, priority=9_000)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}


if __name__ == "__main__":
    write_sums(Path("_build/html/downloads"))
