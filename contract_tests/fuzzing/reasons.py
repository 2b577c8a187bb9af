"""Why no request breaks some rule alone."""

from __future__ import annotations

from understudy.contract_tests.fuzzing.constraints import of_schema
from understudy.contract_tests.fuzzing.judging import NULLABLE, Rule
from understudy.contract_tests.fuzzing.operations import FORM, Operation, Parameter

PATH = "without it, or with an empty segment, it is another path"
TEXT = "a parameter or a field of a form is always a text"
NO_NULL = "a text is never null"
NAMES = "names in brackets are always an object"
INVERSE = "it stands in a `not`: what keeps it breaks the contract"
TAKEN = "another alternative takes what breaks it"
ANYTHING = "one of the alternatives takes whatever is sent"
ALONG = "what breaks it breaks the rules around it first"
NO_STATUS = "the operation documents no status that would say so"


def reason(operation: Operation, rule: Rule) -> str:
    """Why, in a few words."""
    for parameter in operation.parameters:
        if rule in of_schema(parameter.schema) or rule.pointer == parameter.place.rule("required"):
            return _of_parameter(parameter, rule)
    form = operation.contents.get(FORM)
    if form is not None and rule in of_schema(form):
        return _of_text(rule, is_object="additionalProperties" not in rule.pointer)
    if "/not/" in rule.pointer:
        return INVERSE
    if rule.keyword in ("anyOf", "oneOf"):
        return ANYTHING
    inner = "/anyOf/" in rule.pointer or "/oneOf/" in rule.pointer
    return TAKEN if inner and rule.keyword in (NULLABLE, "minLength") else ALONG


def _of_parameter(parameter: Parameter, rule: Rule) -> str:
    if parameter.where == "path" and (rule.keyword == "required" or rule.keyword == "minLength"):
        return PATH
    return _of_text(rule, is_object=parameter.is_object)


def _of_text(rule: Rule, *, is_object: bool) -> str:
    if rule.keyword == NULLABLE:
        return NO_NULL
    if is_object and rule.keyword == "type":
        return NAMES
    return TEXT if rule.keyword == "type" else TAKEN
