"""How names are written: in capitals, with hyphens, as a slug."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from understudy.mocks.schema.formulas.functions.registry import eager
from understudy.mocks.schema.formulas.functions.texts import made, taken
from understudy.mocks.schema.formulas.run import Run

HUMP = re.compile(r"([a-z0-9])([A-Z])")
GAP = re.compile(r"[\s_-]+")
NO_WORD = re.compile(r"[^\w\s-]")
NO_SLUG = re.compile(r"[^a-z0-9]+")
NO_SLUG_ID = re.compile(r"[^a-z0-9.]+")


def slugged(value: str, others: re.Pattern[str] = NO_SLUG) -> str:
    """`Crème brûlée` is `creme-brulee`. What is neither a letter from a to z nor a digit becomes a hyphen."""
    letters = unicodedata.normalize("NFKD", value.replace("'", "").replace("’", ""))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return others.sub("-", plain.lower()).strip("-")


def slug_id(value: str) -> str:
    """A slug that may hold periods."""
    return slugged(value, NO_SLUG_ID)


def _spaced(value: str) -> str:
    """Words with one space between: `fooBar`, `foo_bar` and `foo-bar` alike."""
    return GAP.sub(" ", HUMP.sub(r"\1 \2", NO_WORD.sub("", value))).strip()


@eager
def upper(run: Run, value: Any) -> str:
    return made(taken(run, value).upper())


@eager
def lower(run: Run, value: Any) -> str:
    return made(taken(run, value).lower())


@eager
def capital(run: Run, value: Any) -> str:
    """The first letter in upper case; the others as they are."""
    whole = taken(run, value)
    return made(whole[:1].upper() + whole[1:])


@eager
def words(run: Run, value: Any) -> str:
    return made(_titled(_spaced(taken(run, value))))


@eager
def camel(run: Run, value: Any) -> str:
    return made(_titled(_spaced(taken(run, value))).replace(" ", ""))


def _titled(value: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in value.split(" "))


@eager
def hyphen(run: Run, value: Any) -> str:
    return made(_spaced(taken(run, value)).replace(" ", "-").lower())


@eager
def underscore(run: Run, value: Any) -> str:
    return made(_spaced(taken(run, value)).replace(" ", "_").lower())


@eager
def slug(run: Run, value: Any) -> str:
    return made(slugged(taken(run, value)))


@eager
def slugid(run: Run, value: Any, *more: Any) -> str:
    """Several values with a period between them, those left out that are empty."""
    parts = [taken(run, part) for part in (value, *more)]
    return made(slug_id(".".join(part for part in parts if part)))
