"""What tags, roles and class tokens of an HTML page mean: closed sets and small pure functions, no parser."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from extractors.blocks import BlockKind

DROPPED: Final = frozenset(
    "script style template noscript head svg math iframe object embed canvas audio video select textarea title "
    "datalist map frameset noframes".split()
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
BLOCKS: Final = frozenset(
    "html body address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup p pre search section "
    "summary table caption thead tbody tfoot tr td th ul".split()
)
# Block elements that say something by their tag alone; a bare `div` or `section` does not.
TYPED: Final = BLOCKS - frozenset("html body center div dl fieldset figure hgroup hr optgroup section tbody".split())
# What stands in a cell of a layout table, not in a cell of data.
LAYOUT: Final = frozenset(("table", "article", "form", "h1", "h2", "h3", "h4", "section", "main", "nav"))
# Block kind and how blocks within are read ('block', 'blanks', 'verbatim'), by tag.
KINDS: Final[dict[str, tuple[BlockKind, str]]] = {
    "p": ("paragraph", "block"),
    "blockquote": ("quote", "block"),
    "pre": ("code", "verbatim"),
    "dt": ("label", "blanks"),
    "dd": ("value", "block"),
    "legend": ("label", "blanks"),
    "summary": ("heading", "blanks"),
    "address": ("paragraph", "block"),
}
MAX_ITEMPROP_CHARS: Final = 500
SCOPES: Final = frozenset(("main", "article"))

_TAG_NOTES: Final = {
    "nav": "navigation",
    "aside": "aside",
    "form": "form",
    "search": "form",
    "dialog": "dialog",
    "button": "form",
    "menu": "navigation",
}
_ROLE_NOTES: Final = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "banner": "header",
    "complementary": "aside",
    "search": "form",
    "form": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
}
# A whole class token or id decides; the second set decides as the first or last word of a token ('cookie-banner').
_TOKENS: Final = {
    "comments": "comments comment-list commentlist comments-area comment-respond comment-form disqus_thread respond "
    "comments-section comment-section reader-comments fb-comments post-comments",
    "navigation": "nav navbar menu site-nav main-nav main-menu nav-menu topnav subnav sitenav navigation "
    "post-navigation nav-links pagination pager page-numbers skip-link skiplink skip-nav site-navigation mega-menu "
    "megamenu off-canvas offcanvas mobile-menu toc-nav prev-next nextprev language-switcher",
    "footer": "footer site-footer page-footer colophon global-footer main-footer footer-widgets copyright",
    "header": "site-header page-header-bar masthead global-header main-header topbar top-bar",
    "related": "related related-posts related-articles related-stories related-content recommended recommendations "
    "more-stories more-from read-next readnext you-may-like most-read most-popular popular-posts trending "
    "recirc recirculation jp-relatedposts yarpp-related outbrain taboola trc_related_container further-reading-box",
    "share": "share sharing social social-share share-buttons sharedaddy addtoany social-links share-bar "
    "share-tools social-media social-icons follow-us addthis_toolbox a2a_kit share-links",
    "aside": "sidebar widget-area widget secondary-content side-bar rightrail right-rail",
    "advertisement": "ad ads advert advertisement ad-container ad-slot sponsored sponsor promo banner-ad adsbygoogle "
    "ad-wrapper google-ad dfp-ad",
    "newsletter": "newsletter subscribe subscription signup sign-up email-signup mc4wp-form mailchimp optin opt-in",
    "cookie": "cookie cookies gdpr consent cmp cookie-law-info-bar onetrust-consent-sdk cookiebar",
    "popup": "modal popup lightbox overlay-content pum",
    "hidden": "screen-reader-text sr-only visually-hidden visuallyhidden",
}
_BY_TOKEN: Final = {token: note for note, tokens in _TOKENS.items() for token in tokens.split()}
_BY_WORD: Final = {
    word: note
    for note, words in {
        "newsletter": "newsletter",
        "cookie": "cookie cookies gdpr",
        "comments": "disqus",
        "related": "related",
        "advertisement": "advert advertisement",
        "navigation": "breadcrumbnav",
        "popup": "modal popup lightbox",
        "share": "sharing sharebar",
    }.items()
    for word in words.split()
}
_BREADCRUMB: Final = frozenset(
    "breadcrumb breadcrumbs crumbs breadcrumb-trail yoast-breadcrumbs breadcrumb-list".split()
)
_NAMES_OF_KINDS: Final[dict[BlockKind, str]] = {
    "byline": "byline entry-meta post-meta post-byline article-byline article-meta author-line entry-byline "
    "meta-author",
    "quote": "pullquote pull-quote wp-block-pullquote blockquote",
    "label": "label field-label field__label fact-label info-label stat-label meta-label",
    "value": "value field-value field__value field__item field-item fact-value info-value stat-value meta-value",
}
_KINDS_BY_NAME: Final = {name: kind for kind, names in _NAMES_OF_KINDS.items() for name in names.split()}
# 'entry-content', 'article__body', 'c-post_text', 'articleBody'
_CONTENT: Final = regex.compile(
    r"(?:\S+[-_])?(?:article|story|post|entry|content)[-_]*+(?:body|content|text|copy)|mw-parser-output"
)
_CAPTION: Final = regex.compile(r"(?:\S+[-_])?caption(?:[-_]+(?:text|body|content))?|(?:photo|image|media)-credit")
_UNSEEN: Final = regex.compile(r"(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden)\b", regex.I)
_WORDS: Final = regex.compile(r"[-_]+")

# These hold text that a page may consist of: where most text stands in one of them, it is no boilerplate.
DOUBTFUL: Final = frozenset(
    {"form", "header", "aside", "dialog", "popup", "hidden", "outside_main", "navigation", "newsletter", "related"}
)


@lru_cache(maxsize=8192)
def note_of_names(names: str) -> str | None:
    """Return the boilerplate note that an element's class and id (lower case, blank separated) call for, or None."""
    for token in names.split():
        if (note := _BY_TOKEN.get(token)) is not None:
            return note
        words = _WORDS.split(token)
        if len(words) > 1 and len(words) < 5:
            for word in (words[0], words[-1]):
                if (note := _BY_WORD.get(word)) is not None:
                    return note
    return None


@lru_cache(maxsize=8192)
def has_name(names: str, which: str) -> bool:
    """Return whether one of an element's names is of the set `which`: breadcrumb, content or infobox."""
    if which == "infobox":
        return "infobox" in names
    if which == "breadcrumb":
        return any(token in _BREADCRUMB for token in names.split())
    return any(_CONTENT.fullmatch(token) for token in names.split())


@lru_cache(maxsize=8192)
def is_caption(names: str) -> bool:
    """Return whether an element's class or id says that it is the caption of a picture."""
    return any(_CAPTION.fullmatch(token) for token in names.split())


@lru_cache(maxsize=8192)
def kind_of_names(names: str) -> BlockKind | None:
    """Return the block kind that an element's class and id call for: byline, quote, label, value, or None."""
    for token in names.split():
        if (kind := _KINDS_BY_NAME.get(token)) is not None:
            return kind
    return None


def is_hidden(hidden: str | None, aria_hidden: str | None, style: str | None) -> bool:
    """Return whether an element's attributes keep it from being shown."""
    if hidden is not None and hidden.lower() != "until-found":
        return True
    if aria_hidden is not None and aria_hidden.lower() == "true":
        return True
    return style is not None and _UNSEEN.search(style) is not None


@lru_cache(maxsize=8192)
def boilerplate_note(tag: str, role: str, names: str, in_scope: bool) -> str | None:
    """Return why an element is boilerplate, or None: by its tag, then its ARIA role, then its class and id tokens.

    `in_scope`: inside `main` or `article`, where header and footer belong to the text.
    """
    if tag in SCOPES or tag in ("body", "html") or role == "main" or (names and has_name(names, "infobox")):
        return None
    if tag in HEADINGS and not names:
        return None
    note = _TAG_NOTES.get(tag) or _ROLE_NOTES.get(role)
    if note is None and not in_scope and tag in ("header", "footer"):
        note = tag
    if names and (note is None or note in ("aside", "form", "dialog")):
        named = note_of_names(names)
        if named is not None and not (in_scope and named in ("header", "footer")):
            return named
    return note
