"""Put the sample texts into a fresh repository and show what provrepo says about them.

Each command is printed as a user types it, and then its real output. The repository is made in a
temporary folder, which is removed at the end. Leaves with 1 when a command fails.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from provrepo.cli.main import run

HERE = Path(__file__).resolve().parent

STEPS = (
    (
        "A repository, and the first round of texts",
        r"""
provrepo init --origin sample.example/cables

provrepo ingest first/harbor-cable.transcription.zh.txt \
    --citation first/harbor-cable.citation.json --notes first/harbor-cable.notes.json \
    --agent "Lin Yue:transcriber" --created 2024-03-04

provrepo ingest first/harbor-cable.translation.en.txt \
    --based-on harbor-cable/transcription:zh@v1 --set "author=Consulate in Qingjia" \
    --set "title=Fishing Boats in Fog and the Repair of Beacons at Qingjia Harbor" \
    --agent "Anna Keller:translator" --created 2024-03-11

provrepo ingest first/ferry-letter.transcription.ko.txt \
    --citation first/ferry-letter.citation.json --notes first/ferry-letter.notes.json \
    --agent "Park Ji-woo:transcriber" --created 2024-03-05

provrepo ingest first/ferry-letter.translation.en.txt \
    --based-on ferry-letter/transcription:ko@v1 --set "author=Head of Soldo Village" \
    --set "recipient=Head of the Cheongpo Fishing Cooperative" \
    --set "title=Temporary Loan of Motor Boats" \
    --agent "Tom Ellery:translator" --created 2024-03-12

provrepo ingest first/rail-memo.transcription.ru.md first/rail-memo.translation.en.md
""",
    ),
    (
        "The texts are read again: the second round",
        r"""
provrepo ingest second/harbor-cable.transcription.zh.txt --activity correct \
    -m "Two readings, settled from the original." --agent "Mei Tan:editor" --created 2024-05-20

provrepo ingest second/harbor-cable.translation.en.txt --activity correct \
    -m "A misspelling." --agent "Anna Keller:translator" --created 2024-05-23

provrepo ingest second/ferry-letter.transcription.ko.txt --activity correct \
    -m "241, not 214." --agent "Park Ji-woo:transcriber" --created 2024-05-21

provrepo ingest second/ferry-letter.translation.en.txt --activity correct \
    --based-on ferry-letter/transcription:ko@v2 --agent "Tom Ellery:translator" \
    --created 2024-05-22

provrepo ingest second/rail-memo.transcription.ru.md second/rail-memo.translation.en.md
""",
    ),
    ("What is there", "provrepo list"),
    ("What needs work", "provrepo status"),
    (
        "What was corrected, word by word",
        """
provrepo diff harbor-cable/transcription:zh@v1..v2

provrepo diff ferry-letter/ko
""",
    ),
    ("Who did what, and when", "provrepo log harbor-cable/translation"),
    (
        "Citations of exact versions",
        """
provrepo cite harbor-cable/zh ferry-letter/ko

provrepo cite harbor-cable/zh@v1 --quote "渔船十二艘"
""",
    ),
    ("Is everything still what was stored?", "provrepo verify"),
)
"""What is shown: a heading, then the commands, with an empty line between two of them."""


def main() -> int:
    """Run all commands in a temporary folder; return 1 as soon as one fails, otherwise 0."""
    for name in ("PROVREPO", "PROVREPO_AGENT", "SOURCE_DATE_EPOCH"):
        os.environ.pop(name, None)  # the user's settings would change what is shown
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="provrepo-demo-") as folder:
        for name in ("first", "second"):
            shutil.copytree(HERE / name, Path(folder, name))
        # Messages go where the output goes, so that both stand below their command.
        with contextlib.chdir(folder), contextlib.redirect_stderr(sys.stdout):
            failed = show()
    if failed:
        print(f"demo: {failed}", file=sys.stderr)
    return 1 if failed else 0


def show() -> str:
    """Print each command and its output; return which one failed, and how, or an empty text."""
    for heading, commands in STEPS:
        print(f"# {heading}\n")
        for written in commands.strip().split("\n\n"):
            print(f"$ {written}")
            _, *arguments = shlex.split(written.replace("\\\n", " "))
            # The same function as behind the command `provrepo`, without starting Python anew.
            status = run(arguments)
            if status:
                return f"`{written}` ended with exit status {status}"
            print()
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
