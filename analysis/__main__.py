"""`python -m analysis COMMAND`: each module below that has `add_command(commands)` adds one."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

COMMANDS = ("data", "describe", "quotes", "acceptance", "lint", "references", "area_command", "export")


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Check, describe and prove the data.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        if find_spec(f"analysis.{name}"):
            add_command = getattr(import_module(f"analysis.{name}"), "add_command", None)
            if add_command:
                add_command(commands)
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments) or 0)


if __name__ == "__main__":
    sys.exit(main())
