"""The lines by which a text or Markdown file that provrepo wrote is known, and its text ends.

Everything after the fence is indented or begins with a sign of its own, so that the last fence in a
file is always the one that provrepo wrote.
"""

from __future__ import annotations

import re

TEXT_FENCE = "\n-- end of the text --\n"
MARKDOWN_FENCE = "\n<!-- end of the text -->\n"
RECORD = "<!-- provrepo-record "

TEXT_PIN = re.compile(r"^provrepo (\S+)@v[1-9]\d* ([0-9a-f]{64})\s*\Z", re.MULTILINE)
MARKDOWN_PIN = re.compile(r"^<!-- provrepo ([0-9a-f]{64}) -->\s*\Z", re.MULTILINE)
