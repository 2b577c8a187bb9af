"""Files of every format are read as the rows of jsonl, or not at all."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from understudy.contract_tests.catalog.files import FileError, Row, read
from understudy.specs.contract import Document

TS = "2026-01-01T00:00:00.000001Z"
AT = "2024-02-29T12:34:56.780Z"
# Its last two characters end lines elsewhere, and here they are text.
FULL = {"name": 'a\tb\nc\\d"e\u2028\x85', "seats": -3, "price": 0.5, "open": False, "at": AT}
CHANGES: list[Row] = [
    {"meta": {"ts": TS, "action": "U"}, "key": {"id": 1}, "value": FULL},
    {"meta": {"ts": TS, "action": "U"}, "key": {"id": 2}, "value": {"name": ""}},
    {"meta": {"ts": TS, "action": "D"}, "key": {"id": 3}},
]
COLUMNS = ["meta.ts", "meta.action", "key.id", *(f"value.{name}" for name in FULL)]
HEADER = ",".join(COLUMNS) + "\n"
TAB_HEADER = HEADER.replace(",", "\t")

JSONL = f"""\
{{"meta":{{"ts":"{TS}","action":"U"}},"key":{{"id":1}},"value":{{"name":"a\\tb\\nc\\\\d\\"e\u2028\x85","seats":-3,"price":0.5,\
"open":false,"at":"{AT}"}}}}
{{"meta":{{"ts":"{TS}","action":"U"}},"key":{{"id":2}},"value":{{"name":""}}}}
{{"meta":{{"ts":"{TS}","action":"D"}},"key":{{"id":3}}}}
"""
CSV = f"""\
{HEADER}{TS},U,1,"a\tb\nc\\d""e\u2028\x85",-3,0.5,false,{AT}
{TS},U,2,"",NULL,NULL,NULL,NULL
{TS},D,3,,,,,
"""
TSV = f"""\
{TAB_HEADER}{TS}\tU\t1\ta\\tb\\nc\\\\d"e\u2028\x85\t-3\t0.5\tfalse\t{AT}
{TS}\tU\t2\t\t\\N\t\\N\t\\N\t\\N
{TS}\tD\t3\t\\N\t\\N\t\\N\t\\N\t\\N
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("part-00000.jsonl.gz", JSONL, id="jsonl"),
        pytest.param("part-00000.csv.gz", CSV, id="csv"),
        pytest.param("part-00000.tsv.gz", TSV, id="tsv"),
    ],
)
def test_text(tmp_path: Path, schema: Document, name: str, text: str) -> None:
    assert read(written(tmp_path, name, text), schema) == CHANGES


def test_parquet(tmp_path: Path, schema: Document) -> None:
    at = datetime(2024, 2, 29, 12, 34, 56, 780_000, UTC)
    rows = [
        (at, "U", 1, FULL["name"], -3, Decimal("0.50"), False, at),
        (at, "U", 2, "", None, None, None, None),
        (at, "D", 3, None, None, None, None, None),
    ]
    path = tmp_path / "part-00000.parquet"
    columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    seen = "2024-02-29T12:34:56.780000+00:00"
    expected = [{**row, "meta": {**row["meta"], "ts": seen}} for row in CHANGES]
    expected[0]["value"] = {**FULL, "at": seen}
    assert read(path, schema) == expected


def test_a_snapshot_has_no_action(tmp_path: Path, schema: Document) -> None:
    text = f'{HEADER.replace("meta.action,", "")}{TS},1,"NULL",NULL,NULL,NULL,NULL\n'
    assert read(written(tmp_path, "part-00000.csv.gz", text), schema) == [
        {"meta": {"ts": TS}, "key": {"id": 1}, "value": {"name": "NULL"}}
    ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        pytest.param("part.xml", "", "part.xml, its name: expected to end in", id="format"),
        pytest.param("part.csv.gz", "", "part.csv.gz, its header: is ; expected meta.ts, key.id", id="no header"),
        pytest.param("part.csv.gz", "meta.ts,key.id\n", "its header: is meta.ts, key.id; expected", id="header"),
        pytest.param("part.csv.gz", CSV.rstrip("\n"), "its end: the last line has no end", id="end"),
        pytest.param("part.csv.gz", f'{HEADER}{TS},U,1,a"b"\n', "line 2: a quote", id="quote"),
        pytest.param("part.csv.gz", f"{HEADER}{TS},U,1,\n", "row 1: has 4 fields; the header has 8", id="fields"),
        pytest.param("part.csv.gz", f'{HEADER}{TS},U,1,"",,,,\n', "row 1: has nothing in a field", id="nothing"),
        pytest.param("part.csv.gz", f"{HEADER}{TS},D,1,NULL,,,,\n", "and has more than its key", id="more"),
        pytest.param(
            "part.csv.gz",
            f"{HEADER}{TS},U,1,NULL,many,NULL,NULL,NULL\n",
            "row 1, value.seats: 'many' is not of its type",
            id="type",
        ),
        pytest.param("part.tsv.gz", TSV.replace(r"\n", r"\q"), r"line 2: unknown escape \q", id="escape"),
        pytest.param(
            "part.tsv.gz", TSV.replace("D\t3\t\\N", "D\t3\tx"), "and has more than its key", id="deleted"
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, schema: Document, name: str, text: str, problem: str) -> None:
    with pytest.raises(FileError) as error:
        read(written(tmp_path, name, text), schema)
    assert problem in str(error.value)
