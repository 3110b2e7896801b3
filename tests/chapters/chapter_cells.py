"""Run a chapter's cells and give what each ends with, so that a test can look at the exhibits that readers see."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def text_of(page: str) -> str:
    """The chapter as it is written; ``page`` is its path under ``chapters``, without suffix."""
    return (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")


def exhibits_of(page: str) -> dict[str, Any]:
    """The exhibits that the cells end with, by name, in the order of the chapter."""
    space: dict[str, Any] = {}
    found = {}
    for cell in CELL.finditer(text_of(page)):
        tree = ast.parse(re.sub(r"^:.*\n", "", cell["body"], flags=re.MULTILINE))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, page, "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), page, "eval"), space)
            found[value.name] = value
    return found


def references_of(page: str) -> set[str]:
    """Names of figures and tables that the chapter's prose points to."""
    return set(re.findall(r"\{numref\}`(?:fig|tab)-([a-z0-9-]+)`", text_of(page)))
