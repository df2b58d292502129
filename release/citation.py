"""Whether CITATION.cff is what the Citation File Format 1.2.0 says.

``cff-1.2.0.schema.json`` is the schema of the format, by S. Druskat, J. H. Spaaks and others
(<https://github.com/citation-file-format/citation-file-format>, CC BY 4.0), as it was published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from release.sources import ROOT

SCHEMA = Path(__file__).with_name("cff-1.2.0.schema.json")


def read_citation(path: Path = ROOT / "CITATION.cff") -> dict[str, Any]:
    """Return what a citation file says.

    Raises:
        jsonschema.ValidationError: It is not as the schema wants it.

    """
    # The schema wants dates as text: YAML's own type for them must not get in between.
    citation: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes texts only
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.validate(citation, schema, format_checker=jsonschema.FormatChecker())
    return citation
