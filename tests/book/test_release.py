"""`make release` changes nothing unless all is in order, and then every place that names the version."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = ["CITATION.cff", "pyproject.toml", ".zenodo.json", "data/datapackage.json", "CHANGELOG.md", "data/CHANGELOG.md",
         "data/README.md", "chapters/data/your-own-question.md", ".ci/release"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "chapters" / "claims.csv").write_text("claim,printed,value\n", encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "t"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def release(project: Path, version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ".ci/release", version], cwd=project, capture_output=True, text=True)


def commit_entries(project: Path, version: str) -> None:
    for name in ("CHANGELOG.md", "data/CHANGELOG.md"):
        path = project / name
        path.write_text(path.read_text(encoding="utf-8") + f"\n## {version}\n\n- A change.\n", encoding="utf-8")
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qam", "t"], cwd=project, check=True)


def test_every_place_gets_the_version(project: Path) -> None:
    commit_entries(project, "7.8.9")
    done = release(project, "7.8.9")
    assert done.returncode == 0, done.stderr
    cff = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["version"] == cff["preferred-citation"]["version"] == "7.8.9"
    assert json.loads((project / ".zenodo.json").read_text(encoding="utf-8"))["version"] == "7.8.9"
    assert json.loads((project / "data/datapackage.json").read_text(encoding="utf-8"))["version"] == "7.8.9"
    assert 'version = "7.8.9"' in (project / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## 7.8.9 ({cff['date-released']})" in (project / "data/CHANGELOG.md").read_text(encoding="utf-8")
    assert (project / "chapters/accepted/7.8.9.csv").is_file()
    today = datetime.date.fromisoformat(cff["date-released"])
    cited = f"version 7.8.9 ({today.day} {today:%B %Y})"
    assert cited in json.loads((project / "data/datapackage.json").read_text(encoding="utf-8"))["citation"]
    assert cited in (project / "data/README.md").read_text(encoding="utf-8")
    assert "data-7.8.9" in (project / "chapters/data/your-own-question.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("version", "said"), [("7.8", "three numbers"), ("7.8.9", "no entry")])
def test_it_stops_with_nothing_changed(project: Path, version: str, said: str) -> None:
    before = {name: (project / name).read_bytes() for name in FILES}
    done = release(project, version)
    assert done.returncode != 0
    assert said in done.stderr
    assert {name: (project / name).read_bytes() for name in FILES} == before


def test_it_stops_on_an_unclean_tree(project: Path) -> None:
    commit_entries(project, "7.8.9")
    (project / "note.txt").write_text("not committed", encoding="utf-8")
    done = release(project, "7.8.9")
    assert done.returncode != 0
    assert "not committed" in done.stderr
