"""A small book with claims, for tests that build and change it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ("claims", "register", "digest", "citation")
MODULES = ("__init__", "__main__", "called", "claims", "wording", "acceptance", "lint", "prose")
FILES = {
    "conf.py": """
import sys
sys.path.insert(0, "_ext")
extensions = ["myst_parser", "claims"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "attrs_block", "substitution"]
root_doc, project, numfig, html_theme = "index", "Toy", True, "basic"
exclude_patterns = ["_build"]
""",
    "analysis/data.py": '''
"""A toy dataset."""
from pathlib import Path
import pandas as pd
class DataError(ValueError):
    pass
class Dataset:
    def __init__(self, tables):
        self.tables = tables
        self.__dict__.update(tables)
def load(folder=None):
    files = Path(folder or Path(__file__).parent.parent / "data").glob("*.csv")
    return Dataset({file.stem: pd.read_csv(file, dtype="string") for file in files})
''',
    "analysis/ratings.py": '''
"""What the ratings say: a toy."""
from analysis.claims import Count, Share, claim
@claim("rated_good", "Inspections <rated> good", sources=["report"], caveat="Only \\"three\\" were seen.")
def rated_good(data):
    """Inspections rated *good*."""
    good = are_good(data)
    return Count(int(good.sum()), len(good), interval=(20.8, 93.9), interval_note="Wilson 95%")
def are_good(data):
    return data.ratings["rating"] == "good"
@claim("qualified", "Cases held by qualified officers")
def qualified(data):
    """As the source said it.

    Or *trainee* officers.

    Raises ValueError if none are.
    """
    are_good(data)
    return Share(66.7, words="two-thirds")
''',
    "data/sources.csv": "source_id,title,publisher,published,url,read_via,read_extent\n"
    'report,"Report & <more>",Inspectorate,2019-10,https://example.org/?a=1&b=2,a copier,opening\n',
    "data/ratings.csv": "id,rating\na,good\nb,inadequate\nc,good\n",
    "requirements.txt": "",
    "CITATION.cff": "title: Toy Book\nversion: 9.9\ndate-released: 2026-01-02\nauthors: [{name: Makers}]\n",
    "index.md": """# Toy

Of these {claim}`rated_good` and **{claim}`qualified:cap`**.[^1]

[^1]: Foot {claim}`rated_good:pct`.

```{toctree}
chapters/one
chapters/reference/claims
```
""",
    "chapters/one.md": """# How {claim}`qualified`?

```{note}
Body {claim}`rated_good:words`.
```

:::{figure} pic.svg
Caption {claim}`rated_good:k`.
:::
""",
    "chapters/pic.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "chapters/reference/claims.md": "# Claims\n\n```{claims-register}\n```\n",
}


def run(book: Path, *command: str) -> subprocess.CompletedProcess[str]:
    here = {**os.environ, "PYTHONPATH": str(book), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    return subprocess.run([sys.executable, *command], cwd=book, env=here, capture_output=True, text=True, check=False)


def build(book: Path, builder: str = "html") -> subprocess.CompletedProcess[str]:
    return run(book, "-m", "sphinx", "-N", "-W", "--keep-going", "-b", builder, ".", f"_build/{builder}")


def page(book: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((book / "_build/html" / name).read_text(encoding="utf-8"), "html.parser")


def edit(book: Path, name: str, old: str, new: str) -> None:
    path = book / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
