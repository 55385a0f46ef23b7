"""The text of a drafted site module, formatted as the formatter would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractors.articles import Article
from extractors.site import Boilerplate, Fingerprint
from extractors.sites_drafting import SiteDraft

_WIDTH: Final = 120
_BASES: Final = {"Article": "extractors.articles", "WordPressBlog": "extractors.wordpress"}


def module_text(draft: SiteDraft) -> str:
    """Return the module of a draft; it declares nothing that was not found."""
    return "\n".join((*_head(draft), *_class(draft))) + "\n"


def _head(draft: SiteDraft) -> Iterator[str]:
    names = ["Bounds"]
    names += ["Boilerplate"] if draft.boilerplate else []
    names += ["Fingerprint", "labels"] if draft.fingerprint != Fingerprint() else []
    name = draft.base.__name__
    host = draft.source.hosts[0] if draft.source.hosts else "a site without a stated address"
    yield f'"""Pages of {host}."""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "from typing import ClassVar"
    yield ""
    yield f"from {_BASES[name]} import {name}"
    # Classes before functions, as the import sorter has it.
    yield f"from extractors.site import {', '.join(sorted(names, key=lambda word: (word[0].islower(), word)))}"
    yield "from schemas.records import Source"


def _class(draft: SiteDraft) -> Iterator[str]:
    source = draft.source
    shape = "Articles" if draft.base is Article else "Posts, several of them on an archive page"
    yield ""
    yield ""
    yield f"class {draft.class_name}({draft.base.__name__}):"
    yield f'    """{shape}; drafted from samples by `regenbase new-site`."""'
    yield ""
    yield "    source: ClassVar[Source] = Source("
    yield f"        source_id={_string(source.source_id)},"
    yield f"        name={_string(source.name)},"
    yield f"        kind={_string(source.kind)},"
    if source.home_url:
        yield f"        home_url={_string(source.home_url)},"
    yield f"        hosts=[{', '.join(map(_string, source.hosts))}],"
    yield f"        commercial_interest={source.commercial_interest},"
    yield f"        description={_string(source.description)},"
    yield "    )"
    if draft.fingerprint != Fingerprint():
        yield from _call("    fingerprint: ClassVar[Fingerprint] = labels(", draft.fingerprint.all_of, ")")
    if draft.boilerplate:
        yield "    boilerplate: ClassVar[tuple[Boilerplate, ...]] = ("
        for rule in draft.boilerplate:
            yield from _rule(rule)
        yield "    )"
    if draft.text_has_title:
        yield "    text_has_title: ClassVar[bool] = True"
    low, high = draft.bounds.documents
    fill = ", ".join(f"{_string(column)}: {share}" for column, share in draft.bounds.fill.items())
    yield f"    bounds: ClassVar[Bounds] = Bounds(documents=({low}, {high}), fill={{{fill}}})"


def _call(opening: str, values: Sequence[str], closing: str) -> Iterator[str]:
    line = f"{opening}{', '.join(map(_string, values))}{closing}"
    if len(line) <= _WIDTH:
        yield line
        return
    yield opening
    for value in values:
        yield f"        {_string(value)},"
    yield f"    {closing}"


def _rule(rule: Boilerplate) -> Iterator[str]:
    """Yield one rule, on one line where it fits."""
    name, patterns = ("lines", rule.lines) if rule.lines else ("from_line", rule.from_line)
    written = ", ".join(map(_raw_string, patterns)) + ("," if len(patterns) == 1 else "")
    line = f"        Boilerplate({_string(rule.note)}, {name}=({written})),"
    if len(line) <= _WIDTH:
        yield line
        return
    yield "        Boilerplate("
    yield f"            {_string(rule.note)},"
    yield f"            {name}=("
    for pattern in patterns:
        yield f"                {_raw_string(pattern)},"
    yield "            ),"
    yield "        ),"


def _string(text: str) -> str:
    """Return a string literal in double quotes, in single ones where that saves escapes."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    if '"' in escaped and "'" not in escaped:
        return f"'{escaped}'"
    return '"' + escaped.replace('"', '\\"') + '"'


def _raw_string(pattern: str) -> str:
    """Return a raw literal where the pattern holds no double quote."""
    if '"' in pattern:
        return _string(pattern)
    return f'r"{pattern}"'
