"""Pages of a list, and the Link header that leads from one to the others (RFC 8288)."""

from __future__ import annotations

from urllib.parse import quote, unquote_plus

MOST = 100
"""More than this for a page is read as this."""


def size(per_page: int) -> int:
    return min(per_page, MOST)


def link(url: str, query: bytes, number: int, per_page: int, total: int) -> bytes:
    """The value of the header for page `number`: `next`, `prev`, `first` and `last`, those there are.

    Every link repeats the rest of the query. Past the end, `prev` is the last page there is.
    """
    last = max(1, -(-total // per_page))
    pages = {"next": number + 1 if number < last else None, "prev": min(number - 1, last) or None}
    pages |= {"first": 1, "last": last}
    kept = [pair for pair in query.decode("latin-1").split("&") if _name(pair) not in ("", "page", "per_page")]
    links = [
        f'<{url}?{"&".join([*kept, f"page={page}", f"per_page={per_page}"])}>; rel="{relation}"'
        for relation, page in pages.items()
        if page is not None
    ]
    return quote(", ".join(links), safe="<>;=\", :/?&%+!$'()*@-._~[]|{}^").encode("ascii")


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])
