"""Start-up: what a command costs, as a ratio to an empty Typer command of the same environment."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PAIRS = 30
EMPTY = """
import typer
app = typer.Typer()
@app.command()
def main() -> None:
    pass
app()
"""
COMMANDS = {
    ("show", "letter"): 1.25,
    ("log", "letter"): 1.25,
    ("list",): 1.25,
    ("cite", "letter"): 1.35,
    ("--help",): 1.1,
}


def cpu_seconds(command: list[str], folder: Path) -> float:
    """Return the user and system CPU time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(ours: list[str], empty: list[str], folder: Path) -> tuple[float, float]:
    """Return the median ratio over alternating pairs, and our median in milliseconds."""
    ratios, times = [], []
    for _ in range(PAIRS):
        peer = cpu_seconds(empty, folder)
        own = cpu_seconds(ours, folder)
        ratios.append(own / peer)
        times.append(own)
    return statistics.median(ratios), 1000 * statistics.median(times)


def main() -> None:
    """Print a table of ratios."""
    provrepo = str(Path(sys.executable).with_name("provrepo"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY)
        (folder / "letter.transcription.en.txt").write_text("A letter.\n" * 100)
        run = [provrepo, "ingest", "letter.transcription.en.txt", "--set", "title=A letter"]
        subprocess.run([provrepo, "init", "--quiet"], cwd=folder, check=True)
        subprocess.run(run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        print(f"{'command':<16} {'CPU ms':>8} {'ratio':>7} {'bar':>6}   ({PAIRS} pairs)")
        for command, bar in COMMANDS.items():
            empty = [sys.executable, "empty.py"]
            if command == ("--help",):
                empty.append("--help")
            ratio, milliseconds = measure([provrepo, *command], empty, folder)
            print(f"{' '.join(command):<16} {milliseconds:>8.1f} {ratio:>7.2f} {bar:>6.2f}")


if __name__ == "__main__":
    main()
