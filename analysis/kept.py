"""Frames that many claims and exhibits start from, computed once per dataset."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import pandas as pd

from analysis.claims import Watched

F = TypeVar("F", bound=Callable[..., Any])


def kept(function: F) -> F:
    """Compute a function of a dataset once for each dataset and arguments (which must be hashable).

    A frame is given out as a shallow copy, which pandas separates on the first change, so that no caller can change it
    under another. A `Watched` dataset notes the tables that the first computation read.
    """

    @wraps(function)
    def once(d: Any, *args: Any, **named: Any) -> Any:
        dataset = d._data if isinstance(d, Watched) else d
        key = (function.__module__, function.__qualname__, args, tuple(sorted(named.items())))
        if key not in dataset.kept:
            watched = Watched(dataset)
            dataset.kept[key] = function(watched, *args, **named), watched.read
        value, read = dataset.kept[key]
        if isinstance(d, Watched):
            d.read |= read
        return value.copy(deep=False) if isinstance(value, pd.DataFrame) else value

    return cast(F, once)
