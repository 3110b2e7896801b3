"""The text of the pages as paragraphs: prose told from code, roles, options and addresses; claims and where they stand.

Pages are read as MyST tokens, not as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.substitution import substitution_plugin

CODE = {
    "code-cell", "code", "code-block", "sourcecode", "literalinclude", "raw", "math", "mermaid", "toctree",
    "tableofcontents", "bibliography", "eval-rst", "include", "highlight", "index", "claims-register",
}  # fmt: skip
PATHS = {"figure", "image", "figure-md", "csv-table"}
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
EXEMPTION = re.compile(r"no claim\b:?(?P<reason>.*)")
DIRECTIVE = re.compile(r"\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)", re.DOTALL)
COLON_OPTIONS = re.compile(r"\A(?:[ \t]*:[\w-]+:[^\n]*(?:\n|\Z))+")
DASH_OPTIONS = re.compile(r"\A---\n.*?\n---(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph.

    kind: text, name (emphasis or a link's text, which may name a document), quiet (code, roles) or claim.
    """

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class Exemption:
    """A comment `% no claim: reason` above a block, which frees its words (never its digits) from needing a claim."""

    line: int
    reason: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, heading, table cell or caption."""

    pieces: tuple[Piece, ...]
    exemption: Exemption | None = None


def parser() -> MarkdownIt:
    """Return a parser for the syntax that the book's pages use."""
    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(front_matter_plugin)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(footnote_plugin)
        .disable(["footnote_inline", "footnote_tail"])
        .use(colon_fence_plugin)
        .use(deflist_plugin)
        .use(substitution_plugin)
        .use(attrs_plugin, after=("image", "code_inline", "link_close", "span_close"), spans=True)
        .use(attrs_block_plugin)
    )


def pages(root: Path) -> list[Path]:
    """Return the book's pages: the root page and everything in `chapters/`."""
    return [path for path in [root / "index.md", *sorted((root / "chapters").rglob("*.md"))] if path.exists()]


def pages_missing(root: Path, command: str) -> str:
    """Say that a command needs the pages, where there are none, as in the reproduction bundle; else nothing."""
    return "" if pages(root) else f"{command}: needs a checkout of the project; the pages of the book are not here"


def claims_used(text: str) -> list[tuple[str, int]]:
    """Return the id and line of each claim that a page prints."""
    pieces = (piece for paragraph in paragraphs(text) for piece in paragraph.pieces)
    return [(piece.text.partition(":")[0].strip(), piece.line) for piece in pieces if piece.kind == "claim"]


def paragraphs(text: str, first: int = 1, exemption: Exemption | None = None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page, those inside directives and tables included, with lines counted from `first`."""
    exempt_until, inherited = -1, exemption
    waiting: Exemption | None = None
    for token in parser().parse(text):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "myst_line_comment":
            waiting = exemption_in(token, first)
            continue
        if waiting is not None:
            exemption, exempt_until, waiting = waiting, end, None
        elif start >= exempt_until >= 0:
            exemption, exempt_until = inherited, -1
        if token.type == "inline":
            yield Paragraph(tuple(pieces(token, first + start)), exemption)
        elif token.type in ("fence", "colon_fence"):
            yield from inside_directive(token, first + start, exemption)
        elif token.type == "html_block":
            yield Paragraph((Piece("text", TAG.sub(_blank, token.content), first + start),), exemption)
    if waiting is not None:
        yield Paragraph((), waiting)


def exemption_in(comment: Token, first: int) -> Exemption | None:
    """Return the exemption that a comment grants, its reason empty if none is given."""
    for number, line in enumerate(comment.content.split("\n")):
        found = EXEMPTION.match(line.strip())
        if found:
            return Exemption(first + (comment.map or [0])[0] + number, found["reason"].strip())
    return None


def inside_directive(token: Token, line: int, exemption: Exemption | None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a directive that holds prose: its title, then its body without the options."""
    found = DIRECTIVE.fullmatch(token.info.strip())
    if found is None or found["name"] in CODE:
        return
    if found["argument"] and found["name"] not in PATHS:
        yield from paragraphs(found["argument"], line, exemption)
    options = DASH_OPTIONS.match(token.content) or COLON_OPTIONS.match(token.content)
    skipped = options.group() if options else ""
    yield from paragraphs(token.content[len(skipped) :], line + 1 + skipped.count("\n"), exemption)


def pieces(inline: Token, line: int) -> Iterator[Piece]:
    """Yield the pieces of an inline token."""
    naming = 0
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
            yield Piece("quiet", " ", line)
        elif child.type == "text" or child.type == "image":
            yield Piece("name" if naming else "text", child.content, line)
        elif child.type in ("em_open", "link_open"):
            naming += 1
        elif child.type in ("em_close", "link_close"):
            naming -= 1
        elif child.type == "myst_role":
            yield Piece("claim" if child.meta.get("name") == "claim" else "quiet", child.content, line)
            line += child.content.count("\n")
        elif child.type != "html_inline" and child.content:
            yield Piece("quiet", child.content, line)


def _blank(tag: re.Match[str]) -> str:
    return "\n" * tag.group().count("\n") or " "
