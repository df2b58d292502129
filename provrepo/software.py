"""What this program is called in records and reports: its name and its version."""

from __future__ import annotations

VERSION = "0.2.0"

SOFTWARE = f"provrepo {VERSION}"
"""As version records name it."""
