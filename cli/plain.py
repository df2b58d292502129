"""Text arguments without pydantic: half of what a short Typer command costs.

Typer converts every argument with a pydantic adapter, texts too, and importing pydantic takes
longer than all the rest of a command like `show`. A text needs no conversion: here the parameters
of a command that are texts, lists of texts or flags are told so. Where a later Typer has no such
hook, nothing is changed and everything works, only slower.
"""

from __future__ import annotations

from typing import Any

import typer

TEXTS = (str, bool, list[str])
HELP_OPTIONS = ["-h", "--help"]


def keep_texts(command: Any) -> Any:  # noqa: ANN401 - a command of Typer's private class
    """Let the texts among a command's parameters pass as they are."""
    try:
        from typer._coercion import RuntimeParam

        class Unconverted(RuntimeParam):
            def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401, ARG002
                return value

        # The command makes its --help option when first asked, and keeps it.
        context = typer.Context(command, help_option_names=HELP_OPTIONS)
        for parameter in command.get_params(context):
            described = parameter.type_descriptor
            if described.annotation in TEXTS:
                parameter._runtime_param = Unconverted(  # noqa: SLF001
                    parameter_info=described.parameter_info, annotation=described.annotation
                )
    except (ImportError, AttributeError, TypeError):
        return command
    return command
