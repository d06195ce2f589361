"""Drawing only what a migration touches must lead to the same tables as Django's own way."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState

from zhengyou.site.launcher import lean

ROOM = "services"
"""A room in the middle of the house: below it tables that are made, altered and filled, with circles of keys."""


@contextmanager
def drawn() -> Iterator[list[str]]:
    """Tell which models are drawn within the block."""
    names, draw = [], ModelState.render

    def render(state, apps):
        names.append(state.name)
        return draw(state, apps)

    with patch.object(ModelState, "render", render):
        yield names


def statements(way: AbstractContextManager[None]) -> tuple[list[str], int]:
    """Return the statements that make the room and all below it in an empty database, and how many models were drawn."""
    loader = MigrationLoader(None)
    steps = [key for leaf in loader.graph.leaf_nodes(ROOM) for key in loader.graph.forwards_plan(leaf)]
    plan = [(loader.graph.nodes[key], False) for key in steps]
    loader.connection = connection
    with way, drawn() as names:
        return loader.collect_sql(plan), len(names)


@pytest.mark.django_db
def test_lean_migrations_make_the_same_tables_and_draw_little():
    whole, often = statements(nullcontext())
    made, seldom = statements(lean.drawing())
    assert made == whole
    assert sum(line.startswith("CREATE TABLE") for line in made) > 20
    assert any("ALTER COLUMN" in line for line in made)
    assert seldom < often / 3
