"""The promise of a guide as a clock keeps it."""

from zhengyou.registry.deadlines.reckoning import Term, Unit
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.models import ItemVersion

RULE = "service.promise"
"""The rule whose warnings, extensions and office hours hold for every promise; its length is that of the guide."""


def promised(version: ItemVersion) -> Term | None:
    """Return how long a case under this guide may take; a matter done on the spot has no term."""
    if version.mode != Mode.COMMITTED or not version.promise_amount:
        return None
    return Term(version.promise_amount, Unit(version.promise_unit))
