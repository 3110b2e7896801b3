"""How the bibliography prints a source: publisher, year, title as a link, how much of it was read."""

from typing import Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.plain import Style
from pybtex.style.template import field, first_of, href, join, names, optional, optional_field, sentence
from sphinx.application import Sphinx


class SourceStyle(Style):
    """Harvard order; the words of a link are the title, never its address (print adds the address)."""

    def get_misc_template(self, entry: Any) -> Any:
        """The only kind of entry that `chapters/references.bib` has."""
        title = field("title", raw=False)
        return toplevel[
            join(sep=" ")[names("author", sep=", "), join["(", field("year"), ")."]],
            sentence(capfirst=False)[first_of[optional[href(field("url", raw=True))[title]], title]],
            sentence(capfirst=False)[optional_field("note")],
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the style as ``source``."""
    register_plugin("pybtex.style.formatting", "source", SourceStyle)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
