"""The two-page briefs: `python -m place_press FOLDER TARGET` lays each area's brief out as a tagged PDF.

The book starts it beside its own work and waits for it at the end, so that pages do not wait for paper.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest import hash_files
from jinja2 import Environment, FileSystemLoader
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parent.parent
LOOK = ("_print/brief.*", "CITATION.cff")
MOST_PAGES = 2
DOWNLOADS = "downloads/places"


@lru_cache(maxsize=1)
def _press() -> Any:
    """The press of this process: fonts and stylesheet are read once."""
    from print_layout import Press

    return Press((ROOT / "_print" / "brief.css").read_text("utf8"), ROOT / "_build" / "print")


def brief(content: dict[str, Any], cited: dict[str, Any], last_change: str) -> bytes:
    """One brief as PDF: the longest of its lengths that fits two pages.

    Raises
    ------
    ValueError
        If even the shortest does not fit.
    """
    from print_tags import tagged

    press = _press()
    template = Environment(loader=FileSystemLoader(ROOT / "_print"), autoescape=True).get_template("brief.html")
    picture = base64.b64encode(content["chart"]["svg"].encode()).decode()
    for body in content["brief"]["lengths"]:
        page = template.render(brief=content["brief"], picture=picture, body=without_links(body), cited=cited,
                               region=content["region"], last_change=last_change)
        document = press.set(page)
        if len(document.pages) <= MOST_PAGES:
            return tagged(document, {})
    raise ValueError(f"the brief on {content['title']} does not fit {MOST_PAGES} pages")


def without_links(html: str) -> str:
    """Leave the words of links."""
    from place_links import without_links as strip

    return strip(html)


def press_all(folder: Path, target: Path) -> None:
    """Lay out every brief of a folder of computed pages; the target appears whole or not at all."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    draft.mkdir(parents=True)
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(_press_one, path, draft) for path in sorted(folder.glob("region-*.json"))]
        for job in jobs:
            job.result()
    os.replace(draft, target)


def _press_one(path: Path, draft: Path) -> None:
    import yaml

    content = json.loads(path.read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    data = brief(content, cited, str(cited["date-released"]))
    (draft / f"{content['region']}-brief.pdf").write_bytes(data)


def target_of(folder: Path) -> Path:
    """Where the briefs of a folder of computed pages are kept: one place for each look."""
    return folder / f"briefs-{hash_files(ROOT, LOOK)[:16]}"


def wanted(app: Sphinx) -> bool:
    """Whether this build has pages of areas that link to briefs."""
    return bool(app.config.places_folder) and app.builder.name in ("html", "dirhtml")


class Pressing:
    """The briefs of one build: begun when it begins, waited for when it ends."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def begin(self, app: Sphinx, *_: Any) -> None:
        """Start laying out, unless it is done already: when the chapters are executed, as a core is free from then."""
        folder = Path(app.config.places_folder)
        if not wanted(app) or target_of(folder).is_dir():
            return
        command = [sys.executable, "-m", "place_press", str(folder), str(target_of(folder))]
        here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        self.process = subprocess.Popen(
            command, env=here, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Wait, and put the briefs where the pages link them.

        Raises
        ------
        ExtensionError
            With what was printed, if a brief could not be laid out.
        """
        process, self.process = self.process, None  # Sphinx says once more that it finished when a handler fails
        if process is not None:
            said, _ = process.communicate()
            if process.returncode and exception is None:
                raise ExtensionError(f"the briefs on areas cannot be laid out:\n{said.strip()}")
        if exception is None and wanted(app):
            briefs = target_of(Path(app.config.places_folder))
            target = Path(app.outdir) / DOWNLOADS
            target.mkdir(parents=True, exist_ok=True)
            for path in sorted(briefs.glob("*.pdf")):
                shutil.copyfile(path, target / path.name)


if __name__ == "__main__":
    press_all(Path(sys.argv[1]), Path(sys.argv[2]))
