"""What the tests read out of a PDF: its structure tree, its marked content and where its words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MARKED = re.compile(rb"/MCID\s+(\d+)")
PLACE = re.compile(rb"(-?[\d.]+) -?[\d.]+ -?[\d.]+ -?[\d.]+ (-?[\d.]+) -?[\d.]+ Tm")


@dataclass
class Element:
    """One element of the structure tree: its name, its object, and the names of what holds it."""

    name: str
    item: Any
    path: tuple[str, ...]
    marked: list[int] = field(default_factory=list)
    annotations: int = 0


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """Every element of the structure tree, in reading order."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(kid, ()) for kid in reversed(kids(pdf.Root.StructTreeRoot))]
    while stack:
        item, path = stack.pop()
        found = Element(str(item.S)[1:], item, path)
        below: list[tuple[Any, tuple[str, ...]]] = []
        for kid in kids(item):
            if not isinstance(kid, pikepdf.Object):
                found.marked.append(int(kid))
            elif kid.get("/Type") == "/OBJR":
                found.annotations += 1
            elif "/S" in kid:
                below.append((kid, (*path, found.name)))
        yield found
        stack.extend(reversed(below))


def kids(item: Any) -> list[Any]:
    """What an element holds, always as a list."""
    held = item.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def held_content(pdf: pikepdf.Pdf) -> dict[tuple[int, int], set[int]]:
    """Marked content that the structure tree holds, by page object."""
    found: dict[tuple[int, int], set[int]] = {}
    for element in elements(pdf):
        for mcid in element.marked:
            found.setdefault(element.item.Pg.objgen, set()).add(mcid)
    return found


def content(page: pikepdf.Page) -> bytes:
    """Drawing instructions of a page."""
    parts = page.obj.Contents
    streams = parts if isinstance(parts, pikepdf.Array) else [parts]
    return b"\n".join(stream.read_bytes() for stream in streams)


def outline(pdf: pikepdf.Pdf) -> list[str]:
    """Titles of all bookmarks, at every level."""
    titles: list[str] = []

    def walk(entries: Any) -> None:
        for entry in entries:
            titles.append(entry.title)
            walk(entry.children)

    with pdf.open_outline() as tree:
        walk(tree.root)
    return titles


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Name of every font, without the subset's tag, and whether its file is embedded."""
    found: dict[str, bool] = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            name = re.sub(r"^/[A-Z]{6}\+", "", str(item.FontName))
            found[name] = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def starts(page: pikepdf.Page) -> list[float]:
    """How far from the left edge, in points, each run of words on a page starts."""
    return [float(place) * 0.75 for _, place in PLACE.findall(content(page))]


def letters(font: Any) -> dict[str, str]:
    """What each glyph of a font stands for, from the table that readers use to copy and search."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\n", table.partition("beginbfchar")[2])
    return {glyph.lower(): bytes.fromhex(letter).decode("utf-16-be") for glyph, letter in pairs}


def page_texts(pdf: pikepdf.Pdf) -> list[str]:
    """Words of every page in drawing order, as copying or searching finds them, hyphens at line ends joined."""
    known: dict[str, dict[str, str]] = {}
    found = []
    for page in pdf.pages:
        for name, font in page.Resources.Font.items():
            if name not in known:
                known[name] = letters(font)
        runs, table = [], {}
        for name, words in re.findall(rb"(/\S+) [\d.]+ Tf|\[(.*?)\] TJ", content(page)):
            if name:
                table = known[name.decode()]
                continue
            glyphs = "".join(part.decode() for part in re.findall(rb"<([0-9a-fA-F]+)>", words)).lower()
            runs.append("".join(table.get(glyphs[i:i + 4], "\ufffd") for i in range(0, len(glyphs), 4)))
        found.append(re.sub("\u00ad ?", "", " ".join(" ".join(runs).split())))
    return found
