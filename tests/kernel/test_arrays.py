"""Columns come back from the database as they were written, whatever stands in them."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as some

from zhengyou.instruments.ratings.enums import Channel
from zhengyou.kernel.arrays import array

pytestmark = pytest.mark.django_db
TEXT = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
KINDS = {
    "text": TEXT, "bigint": some.integers(-(2**63), 2**63 - 1), "boolean": some.booleans(), "bytea": some.binary(max_size=9),
    "uuid": some.uuids(), "date": some.dates(dt.date(1900, 1, 1), dt.date(2999, 1, 1)),
    "timestamptz": some.integers(0, 2**32).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC)),
}  # fmt: skip


def back(kind, values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM unnest(%s::{kind}[])", [array(values)])
        return [bytes(value) if kind == "bytea" and value is not None else value for (value,) in cursor.fetchall()]


@settings(max_examples=50, deadline=None)
@given(
    some.sampled_from(sorted(KINDS)).flatmap(
        lambda kind: some.tuples(some.just(kind), some.lists(KINDS[kind] | some.none()))
    )
)
def test_column_comes_back_as_it_was(told):
    kind, values = told
    assert back(kind, values) == values


def test_column_keeps_what_means_something_to_postgresql():
    awkward = ["", "NULL", "null", '"', "\\", '\\"', "{}", "a,b", " ", "\n", "'", "%s", "汉字 😀"]
    assert back("text", awkward) == awkward
    assert back("text", [Channel.CODE]) == [Channel.CODE.value]
    assert back("uuid", [uuid.UUID(int=7), None]) == [uuid.UUID(int=7), None]
    with pytest.raises(TypeError):
        array([dt.datetime(2026, 1, 1)])  # noqa: DTZ001 -- the fault itself
