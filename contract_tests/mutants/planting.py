"""Plants a mistake in the code of a mock, and takes it out again."""

from __future__ import annotations

import copy
import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any
from unittest.mock import patch

from understudy.contract_tests.mutants.mutant import Mutant
from understudy.mocks.api import Api
from understudy.specs import contract
from understudy.specs.contract import Contract

FUTURE = "from __future__ import annotations\n"


class PlantingError(ValueError):
    """A mistake that cannot be planted: the code is not what the list of mistakes believes."""


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The mock has the mistake for a while. What is made of the contract must be made meanwhile.

    Raises PlantingError.
    """
    with _in_contract(mutant) if mutant.keyword else _in_code(mutant):
        yield


# In a function


@contextmanager
def _in_code(mutant: Mutant) -> Iterator[None]:
    owner, name = _owner(mutant.place)
    if isinstance(owner, dict):
        with patch.dict(owner, {name: _evaluated(mutant, owner, name)}):
            yield
        return
    before = inspect.getattr_static(owner, name)
    after = _edited(mutant, before)
    with _everywhere(owner, name, before, after):
        yield


def _owner(place: str) -> tuple[Any, str]:
    """`package.module:Class.method` -> the class and the name; `…:TABLE[key]` -> the table and the key."""
    module_name, _, path = place.partition(":")
    owner: Any = importlib.import_module(f"understudy.mocks.{module_name}")
    if path.endswith("]"):
        table, _, key = path[:-1].partition("[")
        return getattr(owner, table), key
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    if name not in vars(owner):
        raise PlantingError(f"{place}: there is no {name}")
    return owner, name


def _edited(mutant: Mutant, before: Any) -> Any:
    """A copy of a function with the text replaced, of the same kind: function, property or class method."""
    function = _function(before)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(mutant.text) != 1:
        raise PlantingError(
            f"{mutant.place}: {mutant.text!r} stands there {source.count(mutant.text)} times, not once"
        )
    source = source.replace(mutant.text, mutant.instead)
    found: dict[str, Any] = {}
    lines = source.splitlines(keepends=True)
    while lines[0].lstrip().startswith("@"):  # what wraps the function is put around it again below
        lines.pop(0)
    exec(compile(FUTURE + "".join(lines), mutant.place, "exec"), function.__globals__, found)  # noqa: S102 - ours
    made = found[function.__name__]
    made.__qualname__ = function.__qualname__
    return _wrapped(before, made)


def _function(before: Any) -> FunctionType:
    if isinstance(before, property) and before.fget is not None:
        before = before.fget
    if isinstance(before, cached_property):
        before = before.func
    if isinstance(before, classmethod | staticmethod):
        before = before.__func__
    found = inspect.unwrap(before)
    if not isinstance(found, FunctionType):
        raise PlantingError(f"{before!r} is no function")
    return found


def _wrapped(before: Any, made: Callable[..., Any]) -> Any:
    if isinstance(before, property):
        return property(made)
    if isinstance(before, cached_property):
        again = cached_property(made)
        again.__set_name__(None, made.__name__)  # type: ignore[arg-type]
        return again
    if isinstance(before, classmethod):
        return classmethod(made)
    if isinstance(before, staticmethod):
        return staticmethod(made)
    if inspect.isgeneratorfunction(made) and hasattr(before, "__wrapped__"):
        return contextmanager(made)
    return made


@contextmanager
def _everywhere(owner: Any, name: str, before: Any, after: Any) -> Iterator[None]:
    """Wherever a module has imported the function, or keeps it in a table or among what an API is made of."""
    places = [(owner, name), *(_kept(before) if isinstance(owner, ModuleType) else ())]
    _put(places, after)
    try:
        yield
    finally:
        _put(places, before)


def _kept(before: Any) -> Iterator[tuple[Any, Any]]:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("understudy.mocks"):
            for known, value in list(vars(module).items()):
                if value is before:
                    yield module, known
                elif isinstance(value, dict) and known.isupper():
                    yield from ((value, key) for key, entry in value.items() if entry is before)
                elif isinstance(value, Api):
                    yield from ((value, field) for field, entry in vars(value).items() if entry is before)


def _put(places: list[tuple[Any, Any]], function: Any) -> None:
    for place, known in places:
        if isinstance(place, dict):
            place[known] = function
        elif isinstance(place, Api):
            object.__setattr__(place, known, function)  # frozen, for everybody else
        else:
            setattr(place, known, function)


def _evaluated(mutant: Mutant, table: Mapping[str, Any], key: str) -> Any:
    """An entry of a table made anew, of an expression in the module of the table."""
    if key not in table:
        raise PlantingError(f"{mutant.place}: there is no such entry")
    module = importlib.import_module(f"understudy.mocks.{mutant.place.partition(':')[0]}")
    return eval(mutant.instead, vars(module))  # noqa: S307 - ours


# In the contract, as the mock reads it


@contextmanager
def _in_contract(mutant: Mutant) -> Iterator[None]:
    """The mock is served from a contract in which a keyword is missing, or says something else."""
    right = contract.load(mutant.api)
    document = copy.deepcopy(right.document)
    within: Any = document
    for step in mutant.place.removeprefix("#/").split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        within = within[int(step)] if isinstance(within, list) else within[step]
    if mutant.keyword not in within:
        raise PlantingError(f"{mutant.place}: there is no {mutant.keyword}")
    if mutant.instead:
        within[mutant.keyword] = mutant.value
    else:
        del within[mutant.keyword]
    wrong = replace(right, document=document)

    def load(api: str) -> Contract:
        return wrong if api == mutant.api else right_load(api)

    right_load = contract.load
    with patch.object(contract, "load", load):
        yield
