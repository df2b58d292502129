"""Start-up: what a command costs, as a ratio to an empty Typer command of the same environment."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from provrepo import Changes, Draft, NoteDraft, create

PAIRS = 30
TEXT = "transcription:en"
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


DOCUMENTS = 100_000
COMPLETED = {
    "provrepo sho": "show",
    "provrepo show ": "letter-0",
    "provrepo show letter-0999": "letter-09990",
    "provrepo show letter-09990/tr": "letter-09990/transcription:en",
    "provrepo show letter-09990/transcription:en@": "@v1",
    "provrepo note edit letter-09990 ": "n1",
    "provrepo revise letter-09990 --agent A": "A.\\ Typist:encoder",
    "provrepo cite letter-09990 --style ch": "chicago-notes",
    "provrepo cite letter-09990 --format ": "bibtex",
}
"""What is typed, and one of the words that a shell is to propose."""
COMPLETION_BAR = 1.2
"""As a ratio to ``python -c 'import typer'``."""


def cpu_seconds(command: list[str], folder: Path, **environment: str) -> float:
    """Return the user and system CPU time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    everything = {**os.environ, **environment}
    shut = subprocess.DEVNULL
    subprocess.run(command, cwd=folder, check=True, stdout=shut, stderr=shut, env=everything)
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


def measure_completion(provrepo: str, folder: Path) -> None:
    """Print what completion costs where there are very many documents."""
    with create(folder / "many.db") as repository:
        changes = Changes(agents=("A. Typist:encoder",))
        drafts = (
            Draft(content=f"Letter {number}", document=f"letter-{number:05}", text=TEXT)
            for number in range(DOCUMENTS)
        )
        for _ in repository.ingest_drafts(drafts, changes):
            pass
        repository.add_note("letter-09990", NoteDraft("A note."))
    print(f"\n{'completed':<46} {'CPU ms':>8} {'ratio':>7} {'bar':>6}   ({DOCUMENTS:,} documents)")
    typer = [sys.executable, "-c", "import typer"]
    for line, expected in COMPLETED.items():
        environment = {
            "PROVREPO": "many.db",
            "_PROVREPO_COMPLETE": "complete_bash",
            "_PROVREPO_LINE": line,
            "_PROVREPO_WORDS": "\x1f".join(line.split(" ")[:-1]),
        }
        asked = {**os.environ, **environment}
        shown = subprocess.run([provrepo], cwd=folder, check=True, capture_output=True, env=asked)
        assert expected in shown.stdout.decode().splitlines(), (line, shown.stdout)
        ratios, times = [], []
        for _ in range(PAIRS):
            peer = cpu_seconds(typer, folder)
            times.append(cpu_seconds([provrepo], folder, **environment))
            ratios.append(times[-1] / peer)
        milliseconds, ratio = 1000 * statistics.median(times), statistics.median(ratios)
        print(f"{line:<46} {milliseconds:>8.1f} {ratio:>7.2f} {COMPLETION_BAR:>6.2f}")


def main() -> None:
    """Print tables of ratios."""
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
        measure_completion(provrepo, folder)


if __name__ == "__main__":
    main()
