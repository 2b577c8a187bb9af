"""From the text of a formula to its parts."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from understudy.mocks.schema.formulas.coercion import numeric
from understudy.mocks.schema.formulas.errors import FormulaSyntaxError, TooComplex
from understudy.mocks.schema.formulas.syntax import Call, Listing, Literal, Name, Node, Operation

GRAMMAR = r"""
?formula: choice
?choice: either | either "?" choice ":" choice  -> when
?either: both | either OR both                  -> shortcut
?both: equality | both AND equality             -> shortcut
?equality: comparison | equality (EQUAL | UNEQUAL | SAME | OTHER) comparison  -> operation
?comparison: sum | comparison (LESS | LEAST | MORE | MOST) sum                -> operation
?sum: product | sum (PLUS | MINUS) product                                    -> operation
?product: unary | product (TIMES | SLASH | PERCENT) unary                     -> operation
?unary: atom
    | MINUS unary  -> signed
    | PLUS unary   -> signed
    | NOT unary    -> negated
?atom: NUMBER              -> number
    | TEXT                 -> text
    | PATTERN              -> pattern
    | PATH                 -> name
    | PATH "(" [_many] ")" -> call
    | "[" [_many] "]"      -> listing
    | "(" choice ")"
_many: choice ("," choice)*

PATH: /[A-Za-z_$][\w$]*(\.[\w$]+)*/
NUMBER: /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/
TEXT: /'([^'\\]|\\[\s\S])*'|"([^"\\]|\\[\s\S])*"/
PATTERN: /\/([^\/\\\n]|\\.)+\/[a-z]*/
OR: "||"
AND: "&&"
SAME: "==="
OTHER: "!=="
EQUAL: "=="
UNEQUAL: "!="
LEAST: "<="
MOST: ">="
LESS: "<"
MORE: ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
SLASH: "/"
PERCENT: "%"
NOT: "!"
%ignore /\s+/
"""

LONGEST = 2_000
"""Characters that a formula may have."""

DEEPEST = 100
"""Levels that a formula may have."""

WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "undefined": None}
SHORTCUTS = {"||": "or", "&&": "and"}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\s\S]))")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def parse(text: str) -> Node:
    """The parts of a formula. Raises FormulaSyntaxError and TooComplex."""
    if len(text) > LONGEST:
        raise TooComplex(
            f"a formula has at most {LONGEST} characters, not {len(text)}: give a part a field of its own"
        )
    try:
        node = cast(Node, _parser().parse(text))
    except UnexpectedInput as error:
        raise FormulaSyntaxError(text, *_place(error, text)) from None
    if node.depth > DEEPEST:
        raise TooComplex(f"a formula is at most {DEEPEST} levels deep: give a part of it a field of its own")
    return node


def _place(error: UnexpectedInput, text: str) -> tuple[int, str]:
    """Where it stopped being a formula, counted from 1, and why."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return len(
            text
        ) + 1, "something is missing" if text.strip() else "there is nothing: write a field or a value"
    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters) and text[at] in "'\"":
        return at + 1, "a text begins and does not end"
    found = str(error.token) if isinstance(error, UnexpectedToken) else text[at]
    return at + 1, f"{found!r} is not expected"


@v_args(inline=True)
class _Parts(Transformer[Token, Node]):
    def number(self, token: Token) -> Node:
        return Literal(numeric(token))

    def text(self, token: Token) -> Node:
        return Literal(ESCAPE.sub(_unescaped, token[1:-1]))

    def pattern(self, token: Token) -> Node:
        return Literal(str(token))

    def name(self, token: Token) -> Node:
        return Literal(WORDS[token]) if token in WORDS else Name(str(token))

    def call(self, token: Token, *arguments: Node | None) -> Node:
        return Call(str(token), _given(arguments), token.column or 1)

    def listing(self, *entries: Node | None) -> Node:
        return Listing(_given(entries))

    def when(self, condition: Node, then: Node, otherwise: Node) -> Node:
        return Call("if", (condition, then, otherwise), 1)

    def shortcut(self, left: Node, sign: Token, right: Node) -> Node:
        return Call(SHORTCUTS[sign], (left, right), sign.column or 1)

    def negated(self, sign: Token, operand: Node) -> Node:
        return Call("not", (operand,), sign.column or 1)

    def signed(self, sign: Token, operand: Node) -> Node:
        zero = Literal(0)
        return Operation("-", zero, operand) if sign == "-" else Operation("-", operand, zero)

    def operation(self, left: Node, sign: Token, right: Node) -> Node:
        return Operation(str(sign), left, right)


def _given(nodes: tuple[Node | None, ...]) -> tuple[Node, ...]:
    """Lark leaves a None where an optional part is not there."""
    return tuple(node for node in nodes if node is not None)


def _unescaped(match: re.Match[str]) -> str:
    code, character = match.groups()
    return chr(int(code, 16)) if code else ESCAPED.get(character, character)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, start="formula", parser="lalr", transformer=_Parts())
