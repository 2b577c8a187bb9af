"""Records stay true to each other: every list, copy and gift is right after any writes, and deletes are obeyed.

The relations are those of Thinkific. A second, plainer reading of records.yaml (`Truth`) says what is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from understudy.mocks import composition
from understudy.mocks.errors import NotFound
from understudy.mocks.records import Records
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.store import Duplicate, Store
from understudy.mocks.thinkific.school import School
from understudy.specs.records import Reference, collections

Record = dict[str, Any]

# What is unique together, or derived from the record itself, would only stand in the way of a random walk.
COLLECTIONS = {
    name: replace(kind, unique=tuple(fields for fields in kind.unique if len(fields) == 1), joins={}, lowers={})
    for name, kind in collections("thinkific").items()
    if kind.id_type == "integer"
}
REFERENCES = [reference for kind in COLLECTIONS.values() for reference in kind.references]
POINTING = {name: [ref for ref in REFERENCES if ref.to == name] for name in COLLECTIONS}


def applies(reference: Reference, record: Record) -> bool:
    return all(record.get(field) == value for field, value in reference.where.items())


def named(reference: Reference, record: Record) -> list[int]:
    """The ids that a record names by a reference."""
    value = record.get(reference.field) if applies(reference, record) else None
    return [] if value is None else list(value) if reference.many else [value]


class Truth:
    """The fields that are each record's own, and what follows from them."""

    def __init__(self) -> None:
        self.own: dict[str, dict[int, Record]] = {name: {} for name in COLLECTIONS}

    def delete(self, collection: str, record_id: int) -> None:
        gone, stack = set(), [(collection, record_id)]
        while stack:
            each = stack.pop()
            if each not in gone:
                gone.add(each)
                stack.extend(self._taken_along(*each))
        for name, number in gone:
            del self.own[name][number]
        for reference in REFERENCES:
            if reference.on_delete == "clear":
                self._clear(reference, {number for name, number in gone if name == reference.to})

    def _taken_along(self, collection: str, record_id: int) -> Iterator[tuple[str, int]]:
        for reference in POINTING[collection]:
            if reference.on_delete == "delete":
                for number, record in self.own[reference.collection].items():
                    if record_id in named(reference, record):
                        yield reference.collection, number

    def _clear(self, reference: Reference, gone: set[int]) -> None:
        for record in self.own[reference.collection].values():
            if gone.intersection(named(reference, record)):
                rest = [number for number in named(reference, record) if number not in gone]
                record[reference.field] = rest if reference.many else None

    def whole(self, collection: str, record_id: int) -> Record:
        """The record with its lists, copies and gifts."""
        record: Record = {"id": record_id, **self.own[collection][record_id]}
        for reference in COLLECTIONS[collection].references:
            for number in named(reference, record) if reference.copies else []:
                other = self.own[reference.to][number]
                record |= {field: other[source] for field, source in reference.copies.items()}
        for reference in POINTING[collection]:
            others = {
                number: other
                for number, other in sorted(self.own[reference.collection].items())
                if record_id in named(reference, other)
            }
            if reference.listed_as is not None:
                order = [(other.get(str(reference.ordered_by), 0), number) for number, other in others.items()]
                record[reference.listed_as] = [number for _, number in sorted(order)]
            for field in reference.gives:  # whom nobody gives anything may remember what it was
                record.pop(field)
                if others:
                    record[field] = max(others)
        return record


COPIED = {(ref.to, source) for ref in REFERENCES for source in ref.copies.values()}
GIVEN = {(ref.to, field) for ref in REFERENCES for field in ref.gives}
ORDERING = {(ref.collection, ref.ordered_by) for ref in REFERENCES if ref.ordered_by}
OFTEN = [*COLLECTIONS, *(ref.collection for ref in REFERENCES if ref.listed_as), *["chapters", "contents"] * 3]
"""What is written: the collections with most to go wrong more often than others."""


class Relations(RuleBasedStateMachine):
    """Inserts, updates and deletes of records that hold only what relations are about."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store(COLLECTIONS)
        self.store.create()
        self.records = Records(self.store)
        self.truth = Truth()
        self.numbers = itertools.count(1)

    def teardown(self) -> None:
        self.records.rederive()
        self.everything_is_true()
        self.store.close()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """One or more of each; records.yaml has those first that others name."""
        for name in COLLECTIONS:
            self._insert(data, name)

    @rule(data=st.data())
    def insert(self, data: st.DataObject) -> None:
        self._insert(data, data.draw(st.sampled_from(OFTEN)))

    def _insert(self, data: st.DataObject, name: str) -> None:
        drawn = [self._fields(data, name) for _ in range(data.draw(st.integers(1, 3)))]
        made = [fields for fields in drawn if fields is not None]
        if name == "products":  # one stands for one course or bundle
            made = made[:1]
        written = self.records.insert_many(name, [{**fields, **self._lies(name)} for fields in made])
        for fields, record in zip(made, written, strict=True):
            self.truth.own[name][record["id"]] = fields
            assert self.records.get(name, record["id"]).keys() >= record.keys()

    @rule(data=st.data())
    def update(self, data: st.DataObject) -> None:
        place = self._any(data)
        fields = place and self._fields(data, place[0])
        if place and fields:
            chosen = data.draw(st.sets(st.sampled_from(sorted(fields)))) if place[0] != "products" else set(fields)
            changes = {field: fields[field] for field in chosen}
            self.truth.own[place[0]][place[1]] |= changes
            written = self.records.update(*place, {**changes, **self._lies(place[0])})
            assert written["id"] == place[1]

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        place = self._any(data)
        if place:
            self.truth.delete(*place)
            self.records.delete(*place)
            with pytest.raises(NotFound):
                self.records.delete(*place)

    @invariant()
    def everything_is_true(self) -> None:
        for name, own in self.truth.own.items():
            found = {record["id"]: record for record in self.store.find(name)}
            assert sorted(found) == sorted(own)
            for record_id in own:
                for field, value in self.truth.whole(name, record_id).items():
                    assert found[record_id][field] == value, (name, record_id, field)

    def _any(self, data: st.DataObject) -> tuple[str, int] | None:
        places = [(name, number) for name in OFTEN for number in self.truth.own[name]]
        return data.draw(st.sampled_from(places)) if places else None

    def _lies(self, name: str) -> Record:
        """Values for what others decide: nobody is to believe them."""
        lists: Record = {ref.listed_as: [666] for ref in POINTING[name] if ref.listed_as is not None}
        return lists | {field: "lie" for ref in COLLECTIONS[name].references for field in ref.copies}

    def _fields(self, data: st.DataObject, name: str) -> Record | None:
        """Own fields of a record; None where there is nothing yet that it must belong to."""
        kind = COLLECTIONS[name]
        fields: Record = {field: f"{field} {next(self.numbers)}" for (field,) in kind.unique}
        for collection, field in sorted(COPIED):
            if collection == name and field not in fields and field not in self._lies(name):
                fields[field] = data.draw(st.sampled_from([None, "a", "b"]))
        fields |= {field: data.draw(st.integers(0, 3)) for collection, field in ORDERING if collection == name}
        fields |= {field: None for collection, field in GIVEN if collection == name}
        for reference in kind.references:
            if reference.where and reference.field in fields:
                continue
            ids = sorted(self.truth.own[reference.to])
            if reference.gives:
                taken = [record["productable_id"] for record in self.truth.own["products"].values()]
                ids = [number for number in ids if number not in taken]
            if reference.many:
                fields[reference.field] = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
            elif reference.on_delete == "delete" and not ids:
                if not reference.where:
                    return None
            else:
                nothing = [] if reference.on_delete == "delete" else [None]
                fields[reference.field] = data.draw(st.sampled_from([*nothing, *ids]))
                fields |= reference.where
        return fields if name != "products" or "productable_id" in fields else None


Relations.TestCase.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRelations = Relations.TestCase


# A school of fixture data


@pytest.fixture(scope="module")
def school_image() -> bytes:
    return composition.sandboxes(composition.Options(records=1000))["thinkific"].image


@pytest.fixture
def records(school_image: bytes) -> Iterator[Records]:
    store = Store(collections("thinkific"))
    store.restore(school_image)
    yield Records(store)
    store.close()


def everything(store: Store) -> dict[str, dict[Any, Record]]:
    return {name: {record["id"]: record for record in store.find(name)} for name in store.collections}


def test_a_deleted_user_takes_along_what_belongs_to_them_and_nothing_else(records: Records) -> None:
    store = records.store
    user_id = store.find("group_users", limit=1)[0]["user_id"]
    records.insert("enrollments", {**store.find("enrollments", limit=1)[0], "id": 10**6, "user_id": user_id})
    records.update("instructors", 1, {"user_id": user_id})
    records.update("courses", 1, {"administrator_user_ids": [user_id], "user_id": user_id})
    before = everything(store)
    records.delete("users", user_id)
    after = everything(store)

    taken = {"user_authentications", "group_users", "group_analysts", "enrollments", "course_reviews"}
    for name, earlier in before.items():
        theirs = {number for number, record in earlier.items() if record.get("user_id") == user_id}
        gone = {user_id} if name == "users" else theirs if name in taken else set()
        assert earlier.keys() - after[name].keys() == gone, name
        for number, record in after[name].items():
            expected = dict(earlier[number])
            if name in ("instructors", "courses") and number in theirs:
                expected["user_id"] = None
            if user_id in expected.get("administrator_user_ids", []):
                expected["administrator_user_ids"] = [
                    each for each in expected["administrator_user_ids"] if each != user_id
                ]
            assert record == expected, (name, number)
    assert any(record["user_id"] == user_id for record in before["enrollments"].values())


def test_orders_are_kept(records: Records) -> None:
    order = records.store.find("orders", limit=1)[0]
    records.delete("users", order["user_id"])
    assert records.get("orders", order["id"]) == order
    assert records.dangling("orders", order) == {"user_id": [order["user_id"]]}


def test_rederive_finds_nothing_to_do(records: Records) -> None:
    before = everything(records.store)
    records.rederive()
    assert everything(records.store) == before


def test_rederive_makes_everything_true(records: Records) -> None:
    store = records.store
    before = everything(store)
    for name, kind in store.collections.items():
        lists: Record = {ref.listed_as: [] for ref in POINTING.get(name, []) if ref.listed_as}
        copies = {field: "lie" for ref in kind.references for field in ref.copies}
        gifts = {field: 999 for ref in POINTING.get(name, []) for field in ref.gives}
        for number, record in before[name].items():
            lies = {field: value for field, value in {**lists, **copies, **gifts}.items() if field in record}
            if name == "products" and record["productable_type"] == "Bundle":
                lies.pop("keywords")  # a bundle has none to repeat
            store.replace(name, {**record, **lies, "id": number})
    assert everything(store) != before
    records.rederive()
    assert everything(store) == before


def test_a_gift_cannot_be_changed_by_the_one_who_got_it(records: Records) -> None:
    product = records.store.find("products", {"productable_type": "Course"}, limit=1)[0]
    course = records.update("courses", product["productable_id"], {"product_id": 999, "name": "New"})
    assert (course["product_id"], course["name"]) == (product["id"], "New")
    assert records.get("products", product["id"])["name"] == "New"


def test_a_write_is_whole_or_not_at_all(records: Records) -> None:
    before = everything(records.store)
    coupon = records.store.find("coupons", limit=1)[0]
    fresh = {**coupon, "code": "BRAND-NEW"}
    del fresh["id"]
    with pytest.raises(Duplicate):
        records.insert_many("coupons", [fresh, {**fresh, "code": coupon["code"]}])
    with pytest.raises(NotFound):
        records.update("coupons", 10**9, {"code": "x"})
    assert everything(records.store) == before


@pytest.mark.parametrize(
    ("collection", "record", "missing"),
    [
        pytest.param("enrollments", {"user_id": 1, "course_id": 10**9}, {"course_id": [10**9]}, id="single"),
        pytest.param("enrollments", {"user_id": 1, "course_id": 1, "bundle_id": None}, {}, id="null"),
        pytest.param("bundles", {"course_ids": [1, 10**9, 10**8]}, {"course_ids": [10**9, 10**8]}, id="many"),
        pytest.param(
            "products",
            {"productable_type": "Bundle", "productable_id": 10**9},
            {"productable_id": [10**9]},
            id="where",
        ),
        pytest.param("products", {"productable_type": "Else", "productable_id": 10**9}, {}, id="no rule"),
    ],
)
def test_dangling(records: Records, collection: str, record: Record, missing: dict[str, list[int]]) -> None:
    assert records.dangling(collection, record) == missing


# What a write costs


class Cost:
    """Counts what SQLite does: statements, and steps of its machine."""

    def __init__(self, store: Store) -> None:
        self.database = store._database
        self.statements: list[str] = []
        self.tens_of_steps = 0

    def __enter__(self) -> Cost:
        self.database.set_trace_callback(self.statements.append)
        self.database.set_progress_handler(self._step, 10)
        return self

    def _step(self) -> int:
        self.tens_of_steps += 1
        return 0

    def __exit__(self, *_: object) -> None:
        self.database.set_trace_callback(None)
        self.database.set_progress_handler(None, 0)

    def scans(self) -> set[str]:
        """Steps of the query plans that go through a whole table."""
        plans = [row[3].decode() for sql in self.statements if not sql.startswith("--") for row in self._plan(sql)]
        return {
            step
            for step in plans
            if step.startswith("SCAN") and "json_each" not in step and "CONSTANT" not in step
        }

    def _plan(self, sql: str) -> list[tuple[Any, ...]]:
        if sql.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            return []
        return self.database.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()


def coupon(number: int) -> Record:
    return {
        "code": f"LINEAR-{number}",
        "note": None,
        "quantity": 1,
        "quantity_used": 0,
        "promotion_id": 1,
        "created_at": "",
    }


def test_many_coupons_cost_what_they_are(records: Records) -> None:
    codes = itertools.count()

    def spent(count: int) -> tuple[int, int]:
        with Cost(records.store) as cost:
            records.insert_many("coupons", (coupon(next(codes)) for _ in range(count)))
        return len(cost.statements), cost.tens_of_steps

    spent(1)  # reads what is remembered from then on
    few, many = spent(100), spent(1100)
    assert many[0] - few[0] == 1000
    assert many[1] < few[1] * 15
    listed = records.get("promotions", 1)["coupon_ids"]
    assert listed == records.store.ids("coupons", {"promotion_id": 1})
    assert len(listed) >= 1200


@pytest.fixture(scope="module")
def schools() -> Iterator[list[Sandbox[Any]]]:
    """A small school and a large one."""
    mocks = [composition.sandboxes(composition.Options(records=count))["thinkific"] for count in (200, 20_000)]
    yield [mock.get("default") for mock in mocks]
    for mock in mocks:
        mock.close()


def new_user(school: School, email: str = "new@example.com") -> int:
    given = {"first_name": "N", "last_name": "U", "email": email, "skip_custom_fields_validation": True}
    return int(school.users.create({**given, "external_id": email})["id"])


def new_promotion(school: School) -> int:
    return int(
        school.promotions.create({"name": "P", "discount_type": "fixed", "amount": 5, "product_ids": [1]})["id"]
    )


def change_and_delete_user(school: School) -> None:
    number = new_user(school)
    school.enrollments.create({"user_id": number, "course_id": 1})
    school.users.update(str(number), None, {"email": "other@example.com"})
    school.users.delete(str(number), None)


def change_and_delete_promotion(school: School) -> None:
    number = new_promotion(school)
    made = school.coupons.create(number, {"code": "ONE"})
    school.coupons.update(made["id"], {"quantity": 5})
    school.records.delete("coupons", made["id"])
    school.coupons.create(number, {"code": "TWO"})
    school.records.delete("promotions", number)


def external_order(school: School) -> None:
    purchase = {"amount": 100, "currency": "USD"}
    order = {
        "payment_provider": "P",
        "user_id": 1,
        "product_id": 1,
        "order_type": "one-time",
        "transaction": purchase,
    }
    school.external_orders.transact(school.external_orders.create(order)["id"], "refund", purchase)


def group(school: School) -> None:
    number = school.groups.create({"name": "New group"})["id"]
    school.groups.add_user(new_user(school, "member@example.com"), ["New group"])
    school.records.delete("groups", number)


def category(school: School) -> None:
    number = school.categories.create({"name": "C", "slug": "new-category", "description": None})["id"]
    school.categories.add_products(number, [1, 2])
    school.categories.remove_products(number, [1])
    school.records.delete("collections", number)


def instructor(school: School) -> None:
    number = school.instructors.create({"first_name": "I", "last_name": "I", "slug": "new-instructor"})["id"]
    school.records.delete("instructors", number)


WRITES: list[Callable[[School], Any]] = [
    new_user, change_and_delete_user, new_promotion, change_and_delete_promotion, external_order, group, category,
    instructor,
]  # fmt: skip
SMALL = {
    "SCAN custom_profile_field_definitions",  # whoever makes a user is asked every question
    "SCAN sqlite_sequence",  # SQLite's counters of ids: one row for each collection
}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_a_write_costs_the_same_in_a_large_school(
    schools: list[Sandbox[Any]], write: Callable[[School], Any]
) -> None:
    costs = []
    for sandbox in schools:
        image = sandbox.snapshot()
        with Cost(sandbox.store) as cost:
            write(sandbox.behaviour.by_key)
        costs.append(cost)
        assert cost.scans() <= SMALL
        sandbox.restore(image)
    small, large = costs
    assert len(large.statements) == len(small.statements)
    assert large.tens_of_steps < small.tens_of_steps * 1.5 + 20


def test_enrolling_costs_the_same_in_a_crowded_course(schools: list[Sandbox[Any]]) -> None:
    """However many are in the course already, and in however many courses the user is."""
    sandbox = schools[1]
    school: School = sandbox.behaviour.by_key
    school.records.insert_many(
        "enrollments", ({"user_id": number, "course_id": 1} for number in range(1_000_000, 1_003_000))
    )
    costs = []
    for user_id, course_id in ((4000, 200), (4000, 1)):
        with Cost(sandbox.store) as cost:
            school.enrollments.create({"user_id": user_id, "course_id": course_id})
        costs.append(cost)
        assert cost.scans() <= SMALL
    assert costs[1].tens_of_steps < costs[0].tens_of_steps * 1.5 + 20
