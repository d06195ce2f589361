"""Migrations that draw only the table they touch.

Django keeps every model drawn while it migrates, and after each step draws anew whatever is related to the touched one
over any number of corners: here nearly all, some 50,000 times until a new database stands. A table that is made, and a
column, constraint or index that is added to one, need none of that: the others have not changed. Steps that alter,
rename or remove are left to Django as they are, with everything drawn anew before, unless no other table can point to
what is altered; so is what a step of Python sees, since Django itself draws all models for it where some were put off
(``is_delayed``).
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ADDING = (
    operations.CreateModel,
    operations.AddField,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RunPython,
    operations.RunSQL,
    operations.AlterModelOptions,
)
"""Steps that read nothing but the model they touch and those it points to."""

_apply = Migration.apply


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Let migrations within the block draw as little as they need."""
    with _instead(Migration, "apply", _apply_leanly):
        yield


@contextlib.contextmanager
def _instead(owner: type, name: str, way: Callable[..., Any]) -> Iterator[None]:
    """Let ``owner`` do what is called ``name`` another way within the block."""
    before = getattr(owner, name)
    setattr(owner, name, way)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _apply_leanly(migration: Migration, state: ProjectState, *told: Any, **named: Any) -> ProjectState:
    if all(_touches_one(step, migration.app_label, state) for step in migration.operations):
        with _instead(ProjectState, "reload_model", _draw_alone):
            return _apply(migration, state, *told, **named)
    if state.is_delayed:
        state.clear_delayed_apps_cache()
        state.is_delayed = False
    return _apply(migration, state, *told, **named)


def _touches_one(step: Operation, app_label: str, state: ProjectState) -> bool:
    """Return whether a step changes nothing that another model is drawn from."""
    if isinstance(step, operations.AlterField):
        model = state.models.get((app_label, step.model_name_lower))
        before = model.fields.get(step.name) if model else None
        return before is not None and not any(
            field.is_relation or field.primary_key or field.unique for field in (before, step.field)
        )
    return isinstance(step, ADDING)


def _draw_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    """Draw one model anew and put the others off."""
    del delay
    if "apps" in state.__dict__:
        state.is_delayed = True
        state.apps.unregister_model(app_label, model_name)
        state.apps.render_multiple([state.models[app_label, model_name]])
