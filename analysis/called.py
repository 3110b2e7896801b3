"""The functions of a package that a function calls: what a reader needs beside code that hands its work over."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["called"]


def called(function: Callable[..., Any], leave_out: tuple[str, ...] = ()) -> list[Callable[..., Any]]:
    """Return the functions of its own package that a function names, decorators included, each once, in order.

    Parameters
    ----------
    function
        Written in a file; what it names is looked up in its module.
    leave_out
        Modules whose functions are not returned.
    """
    package = function.__module__.partition(".")[0]
    found = {}
    for one in _named(inspect.unwrap(function)):
        home = getattr(one, "__module__", None) or ""
        own = home.partition(".")[0] == package and home not in leave_out
        if own and inspect.isfunction(inspect.unwrap(one)) and one is not function:
            found[f"{home}.{one.__qualname__}"] = one
    return list(found.values())


def _named(function: Callable[..., Any]) -> Iterator[Any]:
    """Yield what the names in a function's code stand for: `name`, and `module.name`."""
    known = getattr(function, "__globals__", {})
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and callable(known.get(node.id)):
            yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = known.get(node.value.id)
            if inspect.ismodule(module) and callable(getattr(module, node.attr, None)):
                yield getattr(module, node.attr)
