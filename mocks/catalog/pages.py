"""Pages of a list, and the Link header that leads from one to the others (RFC 8288)."""

from __future__ import annotations

from urllib.parse import quote, unquote_plus

MOST = 100
"""More than this for a page is read as this."""
SAFE = "%+:/?=@!$'()*;-._~[]"
"""What may stand in a URL as it is; what was escaped before stays so."""


def size(per_page: int) -> int:
    return min(per_page, MOST)


def link(url: str, query: bytes, number: int, per_page: int, total: int) -> bytes:
    """The value of the header for page `number`: `next`, `prev`, `first` and `last`, those there are.

    Every link repeats the rest of the query. Past the end, `prev` is the last page there is.
    """
    last = max(1, -(-total // per_page))
    pages = {"next": number + 1 if number < last else None, "prev": min(number - 1, last) or None}
    pages |= {"first": 1, "last": last}
    kept = [quote(pair, safe=SAFE) for pair in query.split(b"&") if _name(pair) not in ("", "page", "per_page")]
    base = quote(url, safe=SAFE)
    links = [
        f'<{base}?{"&".join([*kept, f"page={page}", f"per_page={per_page}"])}>; rel="{relation}"'
        for relation, page in pages.items()
        if page is not None
    ]
    return ", ".join(links).encode("ascii")


def _name(pair: bytes) -> str:
    return unquote_plus(pair.partition(b"=")[0].decode("latin-1"))
