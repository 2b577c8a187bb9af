"""The rules, each with its code, and who counts how often they were held against an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.traffic import Exchange

RULES: Mapping[str, str] = {
    # answers
    "good-request": "A request that keeps the contract is answered with success.",
    "undeclared-status": "A status is one that the contract documents for the operation.",
    "content-type": "An answer has the content type that the contract documents.",
    "response-schema": "An answer has the shape that the contract documents.",
    "undeclared-field": "An answer holds no field that the contract does not document.",
    "secret": "What is secret is in no answer.",
    # credentials
    "no-credentials": "Without credentials the answer is 401, for every operation.",
    "wrong-credentials": "With wrong credentials the answer is 401 or 403, for every operation.",
    "other-account-reads": "What one account made is not there for another.",
    "other-account-writes": "No account changes or deletes what another one made.",
    "other-account-sees": "What one account does changes nothing that another one sees.",
    # reading
    "read-id": "A read answers the record that was asked for.",
    "list-read": "A record is the same in a list as by itself.",
    "missing": "What is not there is 404.",
    # pages
    "page-size": "A page holds as many records as were asked for, and the last one what is left.",
    "page-content": "Pages, one after the other, are the whole list: no record twice, and none lost.",
    "page-beyond": "Past the last page there is nothing.",
    "page-default": "Without page and limit the answer is the first page of the documented size.",
    "page-facts": "What a page tells of itself is true.",
    "list-total": "The total is the number of records.",
    "list-order": "A list is in its documented order.",
    "list-twice": "No record is in a list twice.",
    "view": "What a record has is listed in its order.",
    # queries
    "filter-sound": "Every record that a filter passes meets it.",
    "filter-complete": "A filter passes every record that meets it.",
    "filter-total": "The total counts what the filter passes.",
    "sort": "A sorted list is in the order that was asked for.",
    "count": "A count is the number of records that are found.",
    "search": "A search finds the records that hold the text, and no others.",
    "fields": "An answer holds the fields that were asked for, and no others.",
    "expand": "What is expanded is the record that the link names.",
    "group": "Figures of a group are those of its records.",
    # writing
    "create-echo": "What was sent is answered.",
    "read-your-write": "What was written is read.",
    "create-listed": "What was created is in the list.",
    "create-else": "Creating a record changes nothing else.",
    "id-new": "A new record has an id of its own.",
    "id-reused": "An id is never used again.",
    "back-reference": "A record that lists others lists the new one, and the deleted one no more.",
    "unique": "What is unique is refused a second time.",
    "update-stored": "An update is stored.",
    "update-else": "An update changes nothing else.",
    "update-id": "An update does not change the id.",
    "update-idempotent": "The same PUT twice is as once.",
    "upsert-twice": "A PUT that makes a record makes it once.",
    "delete-gone": "What was deleted is not there.",
    "delete-else": "A delete takes nothing else along.",
    "delete-along": "What belongs to a deleted record goes with it.",
    "delete-twice": "What was deleted cannot be deleted again.",
    "refused": "A good request with one rule of the contract broken is refused.",
    "refused-kept": "A request that is refused changes nothing.",
    # stories
    "story": "What the documentation tells happens.",
    # tables
    "tables": "Every table has a schema, and rows that keep it.",
    "table-formats": "A table has the same rows in every format.",
    "table-keys": "No row is in a table twice.",
    "table-records": "The rows of a table are the records that are read one by one.",
    "table-job": "The same query is the same job.",
    "table-increment": "A snapshot and the increment after it are the next snapshot.",
    "table-lives": "The URL of a file, and a job, are good for as long as is documented, and no longer.",
    "table-empty": "An increment of a time when nothing happened is empty.",
}


@dataclass
class Judge:
    """`counts`: how often each rule was held against an answer."""

    counts: Counter[str] = field(default_factory=Counter)

    def held(
        self, kept: bool, code: str, operation: str, place: str, message: str, *exchanges: Exchange
    ) -> Iterator[Failure]:
        """A failure, unless the rule is kept."""
        self.counts[code] += 1
        if not kept:
            yield Failure(code, operation, Whose.TARGET, RULES[code], place, message, exchanges)

    def broken(self, code: str, operation: str, place: str, message: str, *exchanges: Exchange) -> RuleBroken:
        """To raise, where nothing can be judged after it."""
        self.counts[code] += 1
        return RuleBroken(Failure(code, operation, Whose.TARGET, RULES[code], place, message, exchanges))


class RuleBroken(Exception):
    """Ends the checks that need what is broken."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure
