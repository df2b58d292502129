"""The command line: parse, call one library function, print."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        # Loaded only here, so that Ctrl-C is caught while Python is still importing.
        from provrepo.cli.main import run

        status = run()
    except KeyboardInterrupt:
        status = 130
    raise SystemExit(status)
