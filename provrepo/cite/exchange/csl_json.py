"""CSL-JSON, the items of this library as other programs write and read them."""

from __future__ import annotations

import json
from typing import Any

from provrepo.cite.exchange.item_parts import ItemData, json_escaped
from provrepo.errors import ItemError


def to_csl_json(item: ItemData, pin: str = "") -> str:
    """Return an item as a CSL-JSON array of one; ``pin`` goes into ``custom``."""
    data = dict(item)
    data.setdefault("id", "item")
    data.setdefault("type", "document")
    if pin:
        custom = data.get("custom") or {}
        custom = custom if isinstance(custom, dict) else {"custom": custom}
        data["custom"] = {**custom, "version-uri": pin}
    return json_escaped(json.dumps([data], ensure_ascii=False, indent=2)) + "\n"


def read_csl_json(text: str) -> list[dict[str, Any]]:
    """Return the items of a CSL-JSON array, of an object with ``items``, or of one item.

    Raises ItemError where the text is anything else.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ItemError(f"not JSON: {error}") from None
    except RecursionError:
        raise ItemError("not JSON of items: it is nested too deep") from None
    if isinstance(data, dict):
        data = data.get("items", [data])
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data) or not data:
        raise ItemError("CSL-JSON is an array of items, or one item")
    return data
