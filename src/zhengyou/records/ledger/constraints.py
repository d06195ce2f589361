"""Checks that the database itself makes on states."""

from typing import Any

from django.db import models


def known_state(name: str, states: Any, *, field: str = "state") -> models.CheckConstraint:
    """Return the check that ``field`` holds one of ``states`` (a TextChoices class); ``name`` is the table's word."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": states.values}), name=f"{name}_{field}_known")


def ordered_period(name: str, starts: str = "starts_on", ends: str = "ends_on") -> models.CheckConstraint:
    """Return the check that a period does not end before it starts; an open end passes."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{ends}__isnull": True}) | models.Q(**{f"{ends}__gte": models.F(starts)}),
        name=f"{name}_period_ordered",
    )
