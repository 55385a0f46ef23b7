"""The leaves of JSON-LD scripts, as names and printable values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import regex

MAX_VALUE_CHARS: Final = 2_000
_MAX_LEAVES: Final = 5_000
_UNPRINTABLE: Final = regex.compile(r"[\x00\ud800-\udfff]")
_COMMENT_MARKS: Final = regex.compile(r"^\s*+(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?://)?(?:-->|\]\]>)\s*+$")


def leaves(source: str) -> list[tuple[str, str]]:
    """Return `(path, value)` of every leaf of one JSON-LD script; raise `ValueError` where it is not JSON.

    A path starts with the type of its root (`Article.author.0.name`, lists from 0); each node of an `@graph` is a
    root, and a node that only refers to another one by `@id` has the name of that one. `@context`, nulls and values
    over 2,000 characters (copies of the body) are left out.
    """
    try:
        tree = json.loads(_COMMENT_MARKS.sub("", source), strict=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    found: list[tuple[str, str]] = []
    roots = list(_roots(tree))
    names = _names_by_id(roots)
    for root in roots:
        for path, value in _walk(root, names):
            if 0 < len(value) <= MAX_VALUE_CHARS:
                found.append((path, value))
            if len(found) >= _MAX_LEAVES:
                return found
    return found


def _roots(tree: Any) -> Iterator[Any]:
    for node in tree if isinstance(tree, list) else [tree]:
        graph = node.get("@graph") if isinstance(node, dict) else None
        if isinstance(graph, list):
            yield from graph
        else:
            yield node


def _names_by_id(roots: list[Any]) -> dict[str, str]:
    named = (root for root in roots if isinstance(root, dict))
    return {
        root["@id"]: root["name"]
        for root in named
        if isinstance(root.get("@id"), str) and isinstance(root.get("name"), str)
    }


def _walk(root: Any, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    stack: list[tuple[str, Any]] = [(_type_of(root), root)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, dict):
            if path and node.keys() == {"@id"} and isinstance(node["@id"], str) and node["@id"] in names:
                node = {**node, "name": names[node["@id"]]}
            children = [
                (f"{path}.{key}" if path else str(key), value) for key, value in node.items() if key != "@context"
            ]
            stack.extend(reversed(children))
        elif isinstance(node, list):
            stack.extend(reversed([(f"{path}.{index}", value) for index, value in enumerate(node)]))
        elif isinstance(node, bool):
            yield path, "true" if node else "false"
        elif node is not None:
            yield path, " ".join(_UNPRINTABLE.sub("\ufffd", str(node)).split())


def _type_of(root: Any) -> str:
    kind = root.get("@type") if isinstance(root, dict) else None
    kind = kind[0] if isinstance(kind, list) and kind else kind
    return kind if isinstance(kind, str) else ""
