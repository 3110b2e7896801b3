"""The {claim} role and the register of claims.

``{claim}`crc_rated_good` `` prints the claim's number, linked to the register; ``{claim}`crc_rated_good:words` ``
prints another of its forms. The numbers are computed once per state of data and code, by
``python -m analysis claims --json``, in a process of its own: an unchanged build reads a file.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from digest import project_digest
from docutils import nodes
from register import Register, register_updated
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)
KEPT = 8


class ClaimText(nodes.Inline, nodes.TextElement):
    """A claim's number in running text. Its text is complete; only pages of the web add a link."""


def computed(root: Path) -> Path:
    """Return the file of computed claims for the present data and code, computing it if there is none.

    Raises
    ------
    ExtensionError
        With what the command printed, if a claim cannot be computed.
    """
    folder = root / "_build" / "claims"
    path = folder / f"{project_digest(root)}.json"
    if not path.exists():
        logger.info("computing the claims")
        here = {**os.environ, "PYTHONPATH": str(root), "MPLBACKEND": "agg"}
        command = [sys.executable, "-m", "analysis", "claims", "--json", str(path)]
        run = subprocess.run(command, cwd=root, env=here, capture_output=True, text=True, check=False)
        if run.returncode or not path.exists():
            raise ExtensionError(f"the claims cannot be computed:\n{(run.stderr or run.stdout).strip()}")
        if path.stem != project_digest(root):  # edited meanwhile: these numbers belong to neither state
            path.unlink()
            return computed(root)
        for old in sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    return path


def begin_early(app: Sphinx, config: Config) -> None:
    """Compute while other extensions prepare: it takes a process of its own."""
    pool = ThreadPoolExecutor(1)
    app.claims_computed = pool.submit(computed, Path(app.srcdir))  # type: ignore[attr-defined]
    pool.shutdown(wait=False)


def load_claims(app: Sphinx, config: Config) -> None:
    """Put the claims into the configuration: pages are read again when what they may print has changed."""
    path = app.claims_computed.result()  # type: ignore[attr-defined]
    config.claims = json.loads(path.read_text(encoding="utf-8"))
    config.claims_state = path.stem
    printed = {name: [record["states"], record["forms"]] for name, record in config.claims.items()}
    state = json.dumps(printed, sort_keys=True) + Path(__file__).read_text(encoding="utf-8")
    config.claims_printed = hashlib.sha256(state.encode()).hexdigest()


class ClaimRole(SphinxRole):
    """Print a claim, or say where an unknown one stands."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        name, _, form = self.text.strip().partition(":")
        record = self.config.claims.get(name)
        if record is None:
            return self._unknown("claim", name, list(self.config.claims))
        if form not in record["forms"]:
            return self._unknown(f"form of claim {name!r}", form, [one for one in record["forms"] if one])
        text = record["forms"][form]
        uses = self.env.claims_uses.setdefault(self.env.docname, {})  # type: ignore[attr-defined]
        uses[name] = uses.get(name, 0) + 1
        return [ClaimText(text, text, claim=name, states=record["states"])], []

    def _unknown(self, what: str, name: str, known: list[str]) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        near = difflib.get_close_matches(name, known, n=1)
        guess = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}" if " of " in what else ""
        logger.warning("unknown %s: %r%s", what, name, guess, location=self.get_location(), type="claims")
        return [nodes.problematic(self.rawtext, self.rawtext)], []


def linked(builder: Any, node: nodes.Node) -> str:
    """Return the address of a claim in the register, or nothing where there is no register or a link stands already."""
    register = builder.config.claims_register
    if builder.name not in builder.config.claims_linked_builders or register not in builder.env.all_docs:
        return ""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.reference | nodes.title):
            return ""
        parent = parent.parent
    address = builder.get_relative_uri(builder.current_docname, register)
    return f"{address}#claim-{node['claim']}"  # type: ignore[index]


def visit_html(self: Any, node: ClaimText) -> None:
    """Print the number as a link: its sentence says what it counts, its title the same in short."""
    address = linked(self.builder, node)
    node["closing"] = "</a>" if address else ""
    if address:
        self.body.append(f'<a class="claim" href="{address}" title="{html.escape(node["states"])}">')


def depart_html(self: Any, node: ClaimText) -> None:
    self.body.append(node["closing"])


def pass_by(self: Any, node: ClaimText) -> None:
    """Other writers print the text."""


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if not hasattr(env, "claims_uses"):
        env.claims_uses = {}  # type: ignore[attr-defined]


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "claims_uses", {}).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    env.claims_uses.update({name: other.claims_uses[name] for name in docnames if name in other.claims_uses})  # type: ignore[attr-defined]


def check_all_used(app: Sphinx, env: BuildEnvironment) -> None:
    """A claim that no page prints is an error: delete it or use it."""
    used = {name for uses in getattr(env, "claims_uses", {}).values() for name in uses}
    for name, record in app.config.claims.items():
        if name not in used:
            logger.warning("%s: claim %r is used on no page", record["place"], name, type="claims")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("claims", {}, "")
    app.add_config_value("claims_state", "", "")
    app.add_config_value("claims_printed", "", "env")
    app.add_config_value("claims_register", "chapters/reference/claims", "html")
    app.add_config_value("claims_explorer", "chapters/data/explorer", "html")
    app.add_config_value("claims_explored", ["inspections", "ratings", "indicators", "findings"], "html")
    app.add_config_value("claims_linked_builders", ["html", "dirhtml"], "")
    app.add_node(ClaimText, html=(visit_html, depart_html), latex=(pass_by, pass_by), text=(pass_by, pass_by))
    app.add_role("claim", ClaimRole())
    app.add_directive("claims-register", Register)
    app.connect("config-inited", begin_early, priority=300)
    app.connect("config-inited", load_claims)
    app.connect("env-before-read-docs", begin)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-check-consistency", check_all_used)
    register_updated(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
