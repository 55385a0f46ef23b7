"""Whether a mention speaks of a real trial, or of trials as such, of wished-for ones, of none."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders import trial_words as words
from extractors.finders.trial_anchors import Anchor
from extractors.finders.trial_text import Reading
from schemas.spans import Span

_ASKS: Final = regex.compile(r"\?[\"”’)\s]*+$")
_WISHED_BEFORE: Final = regex.compile(
    r"\b(?:need(?:s|ed)?|requir(?:es?|ed|ing)|should|would|could|may|might|must|before|until|unless|if|whether"
    r"|without|justif(?:y|ies)"
    r"|warrant(?:s|ed)?|calls?(?:ed)?\sfor|await(?:s|ing)?|lacks?|recommend(?:s|ed)?|hopes?|wish(?:es)?|not|never|no"
    r"|ask|asks|join"
    r"|rather\sthan|such\sas\san?|like\sa|what\sis|how\sa|consider(?:ing)?|find(?:ing)?|seek(?:ing)?)\b[^.;]{0,60}$",
    regex.I,
)
_WISHED_BEHIND: Final = regex.compile(
    r"[^.;]{0,80}?\b(?:(?:is|are|will\sbe|remains?)\s(?:still\s|urgently\s|also\s|now\s|therefore\s)?(?:needed"
    r"|required|warranted|necessary"
    r"|essential|crucial|critical|lacking|missing|called\sfor)|should|would|must|needs?\sto|ought)\b",
    regex.I,
)
_DENIED: Final = regex.compile(
    r"\s(?:is|are|was|were|has|have|had|did|does|do)(?:\s(?:not|never|yet\sto)(?!\w)|n['’]t)", regex.I
)
_AS_SUCH: Final = regex.compile(
    r"\s(?:(?:are|is)\s(?:\w{2,12}ly\s)?(?:built|designed|meant|intended|supposed|small|large|larger|conducted"
    r"|required|needed|used|where"
    r"|when|done|run|performed|typically|usually|often|generally|the)|aim|test|assess|evaluate|answer|focus|look|ask"
    r"|determine|usually"
    r"|typically|generally|often|sometimes|can|help|take|seek|measure|compare|involve|tend|serve|exist|come|follow"
    r"|cost|last|enroll?"
    r"|include|check|study|examine|try|begin|start|provide|do|explore)(?!\w)",
    regex.I,
)
_ONE_AS_SUCH: Final = regex.compile(
    r"\s(?:usually|typically|generally|often|normally|(?:is|are)\s(?:usually|typically|generally|often|normally"
    r"|designed|meant|intended"
    r"|built|a|an|the|where|when))(?!\w)",
    regex.I,
)


def is_unreal(reading: Reading, sentence: Span, anchor: Anchor) -> bool:
    """Return whether the noun phrase of `anchor` speaks of no trial that is, was or is planned."""
    head, shown = anchor.head, reading.shown
    if anchor.numbers or anchor.name or head is None:
        return False
    if head.determiner in words.UNREAL or _ASKS.search(shown, max(sentence.start, sentence.end - 4), sentence.end):
        return True
    if head.determiner in words.DEFINITE or (head.is_possessive and not head.is_plural):
        return False
    before = shown[max(sentence.start, head.start - 80) : head.start]
    behind_end = min(sentence.end, anchor.tail + 120)
    if any(pattern.match(shown, anchor.tail, behind_end) for pattern in (_WISHED_BEHIND, _DENIED)):
        return True
    if _WISHED_BEFORE.search(before):
        return True
    if head.is_plural:
        is_bare = not head.determiner and head.count is None and not anchor.counted
        return is_bare and _AS_SUCH.match(shown, anchor.tail, behind_end) is not None
    return _ONE_AS_SUCH.match(shown, anchor.tail, behind_end) is not None
