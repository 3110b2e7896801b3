"""Chapters as notebooks, and the bundle with which they can be run again: ``python -m bundle FOLDER``.

A notebook holds the code of its chapter and the prose as it is printed, without outputs. It finds `analysis` and `data`
in the folder that it lies in or above, so it runs in the bundle and in a checkout alike.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import yaml
from citation import book_item, harvard

FENCE = "```{code-cell}"
KEPT = ("LICENSE", "LICENSE-DATA", "CITATION.cff", "CHANGELOG.md", "requirements.in", "requirements.txt",
        "chapters/claims.csv")
CLAIM = re.compile(r"\{claim\}`([a-z0-9_]+)(?::([a-z]+))?`")
CITED = re.compile(r"\{cite(?::[a-z]+)?\}`([^`]+)`")
NUMBERED = re.compile(r"\{numref\}`(?:[^`<]*<)?(fig|tab)-([a-z0-9-]+)>?`")
ROLE = re.compile(r"\{(?:ref|doc|term|abbr)\}`([^`<]*?)(?:\s*<[^`>]*>)?`")
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{[^\n]*\}[^\n]*\n.*?^\1\s*$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^%.*\n?", re.MULTILINE)
FIND = """\
# Find the folder that holds the packages `analysis` and `data`.
import sys
from pathlib import Path

home = next((p for p in [Path.cwd(), *Path.cwd().parents] if (p / "analysis" / "data.py").is_file()), None)
if home is None:
    raise SystemExit("Put this notebook into the folder of the reproduction bundle or of a checkout.")
sys.path.insert(0, str(home))
%matplotlib inline"""
README = """\
# {title}

Version {version}, {date}. Everything needed to compute the chapters again, without a network once installed.

    python3 -m venv .venv
    .venv/bin/pip install --require-hashes -r requirements.txt
    .venv/bin/jupyter execute --inplace notebooks/record/ratings.ipynb

Python 3.11 or newer. `notebooks` holds a notebook for each chapter with code, without outputs; any notebook
interface opens them. `analysis` is the package they call, `data` the tables with their schema. The prose in the
notebooks is that of version {version}; the exhibits are computed when they are run.

    .venv/bin/python -m analysis check      # the data against their schema and rules
    .venv/bin/python -m analysis claims     # every number of the prose against that of version {version}
    .venv/bin/python -m analysis --help     # the other commands; lint and references need a checkout

The dataset, text and figures are under CC BY 4.0 (LICENSE-DATA), the code under the MIT licence (LICENSE).
To cite (also in CITATION.cff): {cited}
"""


def pages(root: Path) -> list[Path]:
    """The chapters with code, in order of their path."""
    found = sorted((root / "chapters").rglob("*.md"))
    return [path for path in found if FENCE in path.read_text(encoding="utf-8")]


def notebook_name(root: Path, page: Path) -> str:
    """Path of a chapter's notebook among the notebooks: ``record/ratings.ipynb``."""
    return page.relative_to(root / "chapters").with_suffix(".ipynb").as_posix()


def plain(text: str, claims: dict[str, Any]) -> str:
    """Prose of a chapter as a notebook shows it: numbers printed, citations as keys, the book's own parts left out."""

    def printed(found: re.Match[str]) -> str:
        forms = claims.get(found[1], {}).get("forms", {})
        return str(forms.get(found[2] or "", found[0]))

    text = COMMENT.sub("", DIRECTIVE.sub("", text))
    text = CITED.sub(lambda found: f"({re.sub(', *', '; ', found[1])})", CLAIM.sub(printed, text))
    text = NUMBERED.sub(lambda found: f"the {'figure' if found[1] == 'fig' else 'table'} *{found[2]}*", text)
    return ROLE.sub(r"\1", text).strip()


def notebook(page: Path, root: Path, claims: dict[str, Any]) -> bytes:
    """A chapter as a notebook: the same bytes whenever the chapter, the claims and the version are the same."""
    read = jupytext.reads(page.read_text(encoding="utf-8"), fmt="md:myst")
    cells = [nbformat.v4.new_code_cell(FIND)]
    for cell in read.cells:
        if cell.cell_type == "markdown":
            if text := plain(cell.source, claims):
                cells.append(nbformat.v4.new_markdown_cell(text))
        elif cell.cell_type == "code":
            cells.append(nbformat.v4.new_code_cell(cell.source, metadata={"tags": cell.metadata.get("tags", [])}))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
             "hitting_the_target": {"chapter": notebook_name(root, page)[:-6], "version": cited(root)["version"]}}
    made = nbformat.v4.new_notebook(cells=cells, metadata=about)
    nbformat.validate(made)
    return (json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def notebooks(root: Path, claims: dict[str, Any]) -> dict[str, bytes]:
    """Every chapter with code as a notebook, by its path."""
    return {notebook_name(root, page): notebook(page, root, claims) for page in pages(root)}


def cited(root: Path) -> dict[str, Any]:
    """What CITATION.cff says."""
    return dict(yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8")))


def members(root: Path, made: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the reproduction bundle by their path: notebooks, analysis, data, lock file, licences, README."""
    about = cited(root)
    files = [root / name for name in KEPT]
    files += sorted((root / "analysis").rglob("*.py")) + sorted((root / "analysis").rglob("*.csv"))
    files += sorted(path for path in (root / "data").iterdir() if path.suffix in (".csv", ".json", ".md"))
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    found |= {f"notebooks/{name}": content for name, content in made.items()}
    words = {"title": about["title"], "version": about["version"], "date": about["date-released"],
             "cited": harvard(book_item(about))}
    found["README.md"] = README.format(**words).encode()
    return {f"hitting-the-target-{about['version']}/{name}": content for name, content in found.items()}


def write_all(folder: Path, made: dict[str, bytes]) -> None:
    """Write files into a folder, by their path."""
    for name, content in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main(arguments: list[str] | None = None) -> int:
    """Write the notebooks into a folder."""
    from claims import computed

    parser = argparse.ArgumentParser(prog="python -m bundle", description="Write each chapter as a notebook.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", type=Path, default=Path(), help="top folder of the project")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    made = notebooks(root, json.loads(computed(root).read_text(encoding="utf-8")))
    write_all(options.folder, made)
    print(f"{len(made)} notebooks are in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
