"""The files to take away: listed with size and hash, whole, and chapters that run again outside the checkout."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import bundle
import nbformat
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser
from test_browser import PHONE, WIDE, opened, violations

from analysis import archive

ROOT = Path(__file__).resolve().parents[2]
PAGE = "chapters/data/downloads.html"
NO_NETWORK = """
import socket
def refuse(self, address, *rest):
    if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "localhost", "::1")):
        raise OSError(f"a chapter asked for the network: {address}")
    return connect(self, address, *rest)
connect = socket.socket.connect
socket.socket.connect = refuse
"""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(html: Path, folder: Path) -> Path:
    """Unpack the reproduction bundle outside the checkout; returns its top folder."""
    version = bundle.cited(ROOT)["version"]
    with zipfile.ZipFile(html / "downloads" / f"hitting-the-target-{version}.zip") as packed:
        packed.extractall(folder)
    (top,) = folder.iterdir()
    assert not top.resolve().is_relative_to(ROOT)
    return top


def run_notebook(python: str, top: Path, name: str) -> nbformat.NotebookNode:
    """Execute a notebook of the bundle, with a network that refuses; returns it with its outputs."""
    (top / "guard").mkdir(exist_ok=True)
    (top / "guard" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    here = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MPLBACKEND")}
    here |= {"PYTHONPATH": str(top / "guard"), "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    command = [python, "-c", "from nbclient.cli import main; main()", "--inplace", str(top / "notebooks" / name)]
    run = subprocess.run(command, cwd=top / "notebooks", env=here, capture_output=True, text=True, timeout=500,
                         check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return nbformat.read(top / "notebooks" / name, as_version=4)


def outputs(notebook: nbformat.NotebookNode) -> list[dict]:
    return [output["data"] for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
            if output.output_type in ("execute_result", "display_data")]


def test_the_page_states_size_and_hash_of_each_file(html: Path, pages: dict[str, BeautifulSoup]) -> None:
    items = pages[PAGE].select("dl.download-list dt")
    stated = 0
    for item in items:
        link = item.find("a")
        path = (html / PAGE).parent / str(link["href"])
        told = item.find_next_sibling("dd").get_text(" ", strip=True)
        if found := re.search(r"\b[0-9a-f]{64}\b", told):
            stated += 1
            assert found[0] == sha256(path), path.name
            size, unit = re.search(r"([\d.]+) (kB|MB)\)", link.get_text()).groups()  # type: ignore[union-attr]
            assert float(size) == pytest.approx(path.stat().st_size / {"kB": 1e3, "MB": 1e6}[unit], abs=0.5)
        assert path.is_file() or path.name == "hitting-the-target.pdf", path
    assert stated == 4
    assert len(items) == 6


def test_the_checksums_are_those_of_the_files(html: Path) -> None:
    folder = html / "downloads"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*")
            if (path.name.startswith("hitting-the-target") and path.parent == folder) or path.suffix == ".ipynb"}
    assert set(listed) == held
    assert {name: sha256(folder / name) for name in listed} == listed


def test_every_chapter_with_code_offers_its_notebook(html: Path, pages: dict[str, BeautifulSoup]) -> None:
    known = {bundle.notebook_name(ROOT, page) for page in bundle.pages(ROOT)}
    offered = set()
    for name, page in pages.items():
        wanted = name.removeprefix("chapters/").removesuffix(".html") + ".ipynb"
        link = page.select_one(".take-notebook a")
        assert (link is not None) == (name.startswith("chapters/") and wanted in known), name
        if link is not None:
            path = ((html / name).parent / str(link["href"])).resolve()
            assert path == (html / "downloads" / "notebooks" / wanted).resolve()
            nbformat.validate(nbformat.read(path, as_version=4))
            offered.add(wanted)
    assert "record/ratings.ipynb" in offered


def test_a_notebook_holds_the_code_of_its_chapter_and_the_numbers_of_its_prose(html: Path) -> None:
    made = nbformat.read(html / "downloads" / "notebooks" / "record" / "ratings.ipynb", as_version=4)
    text = (ROOT / "chapters" / "record" / "ratings.md").read_text(encoding="utf-8")
    code = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert len(code) == text.count(bundle.FENCE) + 1
    for cell in code[1:]:
        assert cell in text
    prose = "\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
    assert prose.startswith("# ")
    assert not re.search(r"\{(claim|cite|numref|ref|doc)\}|^```\{|^% ", prose, re.MULTILINE)
    claims = json.loads(max((ROOT / "_build" / "claims").glob("*.json"), key=os.path.getmtime).read_text("utf-8"))
    assert f"{claims['crc_rated_good']['forms']['']} CRCs" in prose


@pytest.mark.parametrize(("text", "printed"), [
    ("{claim}`a` of {claim}`a:words`", "5 of five"),
    ("said {cite}`x-1,y-2`.", "said (x-1; y-2)."),
    ("see {numref}`fig-b` and {numref}`tab-c`", "see the figure *b* and the table *c*"),
    ("% no claim: x\nText\n\n```{chapter-sources}\n```\n", "Text"),
    (":::{div} way\ninside\n:::\nafter", "after"),
])
def test_prose_of_notebooks(text: str, printed: str) -> None:
    assert bundle.plain(text, {"a": {"forms": {"": "5", "words": "five"}}}) == printed


def test_the_same_members_give_the_same_zip(tmp_path: Path) -> None:
    members = {"b/x": b"1", "a": b"2"}
    first = archive.write_zip(tmp_path / "1.zip", members).read_bytes()
    assert archive.write_zip(tmp_path / "2.zip", dict(reversed(members.items()))).read_bytes() == first


def test_the_bundle_is_complete(html: Path, tmp_path: Path) -> None:
    top = unpack(html, tmp_path)
    for name in ("README.md", "LICENSE", "LICENSE-DATA", "CITATION.cff", "CHANGELOG.md", "requirements.txt",
                 "data/datapackage.json", "analysis/plan.csv", "notebooks/record/ratings.ipynb"):
        assert (top / name).is_file(), name
    for table in (ROOT / "data").glob("*.csv"):
        assert (top / "data" / table.name).read_bytes() == table.read_bytes()
    assert bundle.cited(ROOT)["version"] in (top / "README.md").read_text(encoding="utf-8")
    assert not list(top.rglob("*.pyc"))


def test_a_chapter_runs_again_outside_the_checkout_without_a_network(html: Path, tmp_path: Path) -> None:
    top = unpack(html, tmp_path)
    made = run_notebook(sys.executable, top, "record/ratings.ipynb")
    shown = outputs(made)
    page = BeautifulSoup((html / "chapters" / "record" / "ratings.html").read_text(encoding="utf-8"), "html.parser")
    headlines = {tag.get_text(" ", strip=True).replace("’", "'") for tag in page.select(".exhibit-headline")}
    assert len(headlines) > 3
    rerun = " ".join(BeautifulSoup(one.get("text/html", ""), "html.parser").get_text(" ", strip=True) for one in shown)
    assert [words for words in headlines if words not in rerun] == []


def test_the_bundle_computes_from_its_own_data(html: Path, tmp_path: Path) -> None:
    top = unpack(html, tmp_path)
    command = [sys.executable, "-c", "import analysis.data as d; print(d.DATA); print(len(d.load().inspections))"]
    run = subprocess.run(command, cwd=top, capture_output=True, text=True, check=True,
                         env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"})
    folder, count = run.stdout.split()
    assert Path(folder).resolve() == (top / "data").resolve()
    assert int(count) == len((ROOT / "data" / "inspections.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_the_bundle_compares_its_numbers_and_says_what_it_cannot_do(tmp_path: Path) -> None:
    bundle.write_all(tmp_path, bundle.members(ROOT, {}))
    (top,) = tmp_path.iterdir()
    here = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    def told(command: str) -> str:
        run = subprocess.run([sys.executable, "-m", "analysis", command], cwd=top, capture_output=True, text=True,
                             check=False, env=here)
        return run.stdout + run.stderr

    assert re.fullmatch(r"\d+ claims, 0 not as accepted\n", told("claims"))
    for command in ("lint", "references"):
        assert told(command) == f"{command}: needs a checkout of the project; the pages of the book are not here\n"


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("name", ["downloads", "your-own-question"])
def test_rules_of_accessibility_and_width(browser: Browser, html: Path, name: str, width: int) -> None:
    with opened(browser, html / "chapters" / "data" / f"{name}.html", width) as page:
        assert violations(page) == []
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0


@pytest.mark.soak
def test_every_notebook_runs_in_a_fresh_environment(html: Path, tmp_path: Path) -> None:
    top = unpack(html, tmp_path / "bundle")
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(top / "requirements.txt")],
                   check=True)
    names = [path.relative_to(top / "notebooks").as_posix() for path in sorted((top / "notebooks").rglob("*.ipynb"))]
    assert len(names) > 10
    for name in names:
        assert outputs(run_notebook(python, top, name)), name
