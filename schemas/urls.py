"""Canonical form of web addresses, so that one page has one address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import regex

# Parameters that never choose what a page shows: campaign tracking, share marks, and the embed form of an artifact.
_TRACKING: Final = frozenset(
    "_ga _gl _openstat dclid embed fbclid gad_source gbraid gclid gclsrc igsh igshid li_fat_id mc_cid mc_eid mibextid "
    "mkt_tok msclkid oly_anon_id oly_enc_id ref ref_src share srsltid ttclid twclid vero_id wbraid yclid".split()
)
_TRACKING_PREFIXES: Final = ("utm_", "_hs", "hsa_", "mtm_", "pk_", "piwik_", "matomo_")
# What RFC 3986 allows in a path as it stands (pchar, '/', and '%' of an escape).
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
_BARE_PERCENT: Final = regex.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE: Final = regex.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = regex.compile(r"[A-Za-z0-9._~-]")


def canonical_url(url: str | None, aliases: Iterable[tuple[str, str]] = (), tracking: Iterable[str] = ()) -> str | None:
    """Return an address in canonical form, None where it is no absolute http address.

    https, host in lower case without `www.` and default port, no user, no fragment, no tracking or embed parameters,
    parameters sorted, percent-encoding and dot segments normalised (RFC 3986, section 6.2.2), no trailing slash.
    aliases: (host, the host that stands for it), with or without `www.`. tracking: further parameters to leave out.
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _host(parts.hostname or "")
        if parts.scheme not in {"http", "https"} or not host:
            return None
        host = _host({_host(alias): name for alias, name in aliases}.get(host, host))
        address = f"[{host}]" if ":" in host else host
        if parts.port not in {None, 80, 443}:
            address += f":{parts.port}"
        query = _query(parts.query, frozenset(name.lower() for name in tracking))
        return f"https://{address}{_path(parts.path)}{'?' if query else ''}{query}"
    except ValueError:  # an impossible port or host, half a surrogate pair
        return None


def _host(host: str) -> str:
    """Return a host name in ASCII and lower case, without `www.` and the dot of the root."""
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _path(path: str) -> str:
    """Return a path with one spelling per character, without dot segments and trailing slashes."""
    escaped = quote(_BARE_PERCENT.sub("%25", path), safe=_PATH_SAFE)
    segments: list[str] = []
    for segment in _ESCAPE.sub(_spelled, escaped).split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    return "".join(f"/{segment}" for segment in segments).rstrip("/")


def _spelled(escape: regex.Match[str]) -> str:
    """Return an escape in upper case, or the character itself where it needs none."""
    character = chr(int(escape.group(1), 16))
    return character if _UNRESERVED.fullmatch(character) else escape.group().upper()


def _query(query: str, tracking: frozenset[str]) -> str:
    """Return the parameters that choose what the page shows, sorted. Bytes that are no UTF-8 survive."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = ((name, value) for name, value in pairs if not _is_tracking(name.lower(), tracking))
    return urlencode(sorted(kept), errors="surrogateescape")


def _is_tracking(name: str, more: frozenset[str]) -> bool:
    return name in _TRACKING or name in more or name.startswith(_TRACKING_PREFIXES)
