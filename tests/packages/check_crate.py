"""Run by the interpreter of roc-validator's own environment: what it has against a crate, as JSON.

``check_crate.py CRATE CONTEXT``: CONTEXT is the JSON-LD context of RO-Crate 1.2, which the
validator would fetch.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def main(crate: str, context: str) -> None:
    """Print the issues of every severity from recommended on."""
    text = Path(context).read_text("utf-8")

    def get(_self: object, url: str, **_: Any) -> SimpleNamespace:  # noqa: ANN401
        if url != CONTEXT:
            raise RuntimeError(f"{url} is not to be fetched")
        headers = {"Content-Type": "application/ld+json"}
        return SimpleNamespace(
            status_code=200, text=text, json=lambda: json.loads(text), headers=headers, ok=True
        )

    HttpRequester.get = HttpRequester.head = get
    settings = services.ValidationSettings(
        rocrate_uri=crate,
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.RECOMMENDED,
        offline=True,
    )
    result = services.validate(settings)
    issues = [f"{issue.severity.name} {issue.message} ({issue.violatingEntity})"
              for issue in result.get_issues()]  # fmt: skip
    print(json.dumps({"passed": result.passed(), "issues": issues}))


if __name__ == "__main__":
    main(*sys.argv[1:])
