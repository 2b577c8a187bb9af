"""The functions that formulas can call, by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from understudy.mocks.schema.formulas.errors import WrongCall
from understudy.mocks.schema.formulas.run import Closure, Run

Eager = Callable[..., Any]
"""Takes the run and the values of the arguments."""

Lazy = Callable[..., Closure]
"""Takes the arguments as closures, and evaluates only those that it needs."""


@dataclass(frozen=True)
class Function:
    name: str
    build: Lazy
    least: int
    most: float
    """Infinite, if it takes any number of arguments."""

    def refuse_count(self, count: int, place: str) -> None:
        """Raises WrongCall for a number of arguments that it does not take."""
        if not self.least <= count <= self.most:
            raise WrongCall(f"{self.name}() takes {self._taken()}, not {count}, {place}")

    def _taken(self) -> str:
        if self.least == self.most:
            return f"{self.least} argument{'s' if self.least != 1 else ''}"
        if self.most == float("inf"):
            return f"{self.least} arguments or more"
        return f"{self.least} to {self.most} arguments"


FUNCTIONS: dict[str, Function] = {}


def lazy(build: Lazy) -> Lazy:
    """Registers a function that decides which arguments to evaluate. A trailing `_` is no part of its name."""
    _register(build, build, list(inspect.signature(build).parameters.values()))
    return build


def eager(call: Eager) -> Eager:
    """Registers a function of the run and its arguments' values. A trailing `_` is no part of the name."""
    _register(call, _evaluating_all(call), list(inspect.signature(call).parameters.values())[1:])
    return call


def _register(function: Callable[..., Any], build: Lazy, parameters: list[inspect.Parameter]) -> None:
    name = function.__name__.rstrip("_")
    any_number = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    named = [parameter for parameter in parameters if parameter.kind is not parameter.VAR_POSITIONAL]
    least = sum(parameter.default is parameter.empty for parameter in named)
    FUNCTIONS[name] = Function(name, build, least, float("inf") if any_number else len(named))


def _evaluating_all(call: Eager) -> Lazy:
    def build(*arguments: Closure) -> Closure:
        if len(arguments) == 1:
            only = arguments[0]
            return lambda run: call(run, only(run))

        def evaluate(run: Run) -> Any:
            return call(run, *[argument(run) for argument in arguments])

        return evaluate

    return build
