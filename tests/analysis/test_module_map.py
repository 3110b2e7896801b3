"""The map of the modules in analysis/README.md names each of them, once."""

import re
from pathlib import Path

ANALYSIS = Path(__file__).resolve().parents[2] / "analysis"


def test_every_module_has_its_place_in_the_map() -> None:
    rows = [line for line in (ANALYSIS / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    named = sorted(name for row in rows for name in re.findall(r"`(\w+)`", row))
    assert named == sorted(path.stem for path in ANALYSIS.glob("*.py") if not path.stem.startswith("__"))
