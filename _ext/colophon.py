"""The {colophon} directive: with what, from which data and of which day these pages were made.

It says nothing that differs between two builds of the same commit.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from digest import project_digest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

PACKAGES = {
    "Jupyter Book": "jupyter-book", "Sphinx": "Sphinx", "MyST-NB": "myst-nb", "nbclient": "nbclient",
    "pandas": "pandas", "SciPy": "scipy", "Matplotlib": "matplotlib", "WeasyPrint": "weasyprint",
}
MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]


def colophon_rows(root: Path) -> list[tuple[str, str]]:
    """Return what the colophon states, as pairs of name and value."""
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    day = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    return [
        ("Last change", f"{day.day} {MONTHS[day.month - 1]} {day.year}"),
        ("Version of the data", package.get("version", "not stated")),
        ("Digest of data, analysis and packages", project_digest(root)[:16]),
        ("Python", platform.python_version()),
        *((name, version(distribution)) for name, distribution in PACKAGES.items()),
    ]


class Colophon(SphinxDirective):
    """Print the versions, the digest and the date as a definition list."""

    def run(self) -> list[nodes.Node]:
        rows = colophon_rows(Path(self.env.srcdir))
        shown = self.env.__dict__.setdefault("colophon_pages", {})
        shown[self.env.docname] = rows
        items = nodes.definition_list(classes=["colophon"])
        for name, value in rows:
            items += nodes.definition_list_item(
                "", nodes.term("", name), nodes.definition("", nodes.paragraph("", value)),
            )
        return [items]


def outdated_pages(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    """Name pages whose colophon would now read otherwise, for instance after a commit."""
    pages = getattr(env, "colophon_pages", {})
    return [page for page, shown in pages.items() if shown != colophon_rows(Path(env.srcdir))]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_directive("colophon", Colophon)
    app.connect("env-get-outdated", outdated_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
