"""The packaged fonts as print uses them: with a hyphen of its own for the ends of lines.

The fonts draw U+00AD and U+002D with one glyph, and a PDF says for each glyph, once, which letter it is. A second glyph
of the same shape, under a private code, lets `print_tags` name hyphens at line ends as what they are: soft.
"""

from __future__ import annotations

import copy
import os
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

LINE_END = "\ue0ad"   # print.css names it as the character to hyphenate with
NAME = "hyphen.lineend"
FAMILIES = (("Target Serif", "font_source_serif_pro", "SourceSerifPro"),
            ("Target Sans", "font_source_sans_pro", "SourceSansPro"))
MONO = ("Target Mono", "mpl-data/fonts/ttf/DejaVuSansMono.ttf")   # in matplotlib
FACES = (("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal"),
         ("SemiboldIt", 600, "italic"), ("Bold", 700, "normal"), ("BoldIt", 700, "italic"))


def font_faces(folder: Path) -> str:
    """``@font-face`` rules for the fonts, which are written to ``folder`` unless they are there.

    The family names are ours alone, because a common name would be taken by whatever the system calls so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    for family, package, stem in FAMILIES:
        for name, weight, style in FACES:
            path = folder / f"{stem}-{name}.ttf"
            if not path.exists():
                add_line_end(Path(str(files(package) / "files" / path.name)), path)
            rules.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
                         f' src: url("{path.resolve().as_uri()}") format("truetype") }}')
    code = Path(str(files("matplotlib"))) / MONO[1]
    rules.append(f'@font-face {{ font-family: "{MONO[0]}"; src: url("{code.as_uri()}") format("truetype") }}')
    return "\n".join(rules)


def add_line_end(source: Path, target: Path) -> None:
    """Copy a font, with its hyphen under a second name and code."""
    font = TTFont(source, recalcTimestamp=False)
    font.setGlyphOrder([*font.getGlyphOrder(), NAME])
    font["glyf"][NAME] = copy.deepcopy(font["glyf"]["hyphen"])
    font["hmtx"][NAME] = font["hmtx"]["hyphen"]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(LINE_END)] = NAME
    draft = target.with_suffix(f".{os.getpid()}")
    font.save(draft)
    os.replace(draft, target)
