"""Lay the printed book out and write it: text first, then what needs its page numbers, then one tagged file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from print_fonts import font_faces
from print_tags import tagged
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


@dataclass
class Press:
    """One print run: fonts, stylesheet and pictures are read once for all pages.

    Parameters
    ----------
    stylesheet : str
        The book's print stylesheet.
    base : Path
        Folder that addresses of pictures start from, and where fonts may be written.
    """

    stylesheet: str
    base: Path
    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    images: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fetcher = URLFetcher(allowed_protocols={"file", "data"})
        self.css = CSS(string=font_faces(self.base / "fonts") + self.stylesheet, font_config=self.fonts,
                       url_fetcher=self.fetcher, base_url=f"{self.base}/")

    def set(self, document: str) -> Document:
        """Lay out one HTML document."""
        source = HTML(string=document, base_url=f"{self.base}/", url_fetcher=self.fetcher)
        return source.render(font_config=self.fonts, stylesheets=[self.css], cache=self.images,
                             pdf_variant="pdf/ua-1")


def page_numbers(pages: list[Page]) -> dict[str, int]:
    """Printed page number of every identifier of the text; the first page of the text is 1."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def bind(text: Document, front: Document, back: Document, descriptions: Mapping[str, str]) -> bytes:
    """Join the three pieces into one tagged PDF; the same pieces always give the same bytes."""
    whole = text.copy([*front.pages, *text.pages, *back.pages])
    return tagged(whole, descriptions, len(front.pages))
