"""The promise of a guide as a clock keeps it, and the limits of what is promised at a window."""

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import in_words
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.queries import rule_for
from zhengyou.registry.deadlines.reckoning import Term, Unit
from zhengyou.registry.services.enums import Mode, UndertakingKind
from zhengyou.registry.services.models import ItemVersion

RULE = "service.promise"
"""The rule whose warnings, extensions and office hours hold for every promise; its length is that of the guide."""

FIRST_ASKED = "service.first_asked"
"""Within this whoever was asked first answers, unless the visitor is told another time."""

UNDERTAKINGS = {UndertakingKind.LENIENT: "service.lenient", UndertakingKind.BY_PROMISE: "service.promise_check"}
"""Within these what may follow is handed in, and what was promised is checked, unless the unit sets another time."""


def usual(body: Body, *keys: str) -> str:
    """Return in words what holds in ``body`` where no other time is typed: the limits of ``keys`` in the rule packs."""
    found = [rule for key in keys if (rule := rule_for(key, body, clock.today()))]
    told = "；".join(f"{rule.title} {rule.amount} {rule.get_unit_display()}" for rule in found)
    return _("Empty: by the rule pack (%(told)s)") % {"told": told} if told else _("Empty: by the rule pack")


def basis(running: Clock | None) -> str:
    """Return on what the term of a contact or a promise rests: the rule with its length, its source, and the pack.

    Where the window set another time than the rule, both are told.
    """
    if running is None:
        return ""
    rule = running.rule
    told = _("%(rule)s %(length)s: %(source)s") % {
        "rule": running.rule_title, "length": in_words(rule.amount, rule.unit), "source": rule.source,
    }  # fmt: skip
    if not rule.verified:
        told += _(" (to be verified locally)")
    if (running.amount, running.unit) != (rule.amount, rule.unit):
        told += _("; here %(length)s as the window set it") % {"length": in_words(running.amount, running.unit)}
    return f"{told} · {running.pack_label}"


def promised(version: ItemVersion) -> Term | None:
    """Return how long a case under this guide may take; a matter done on the spot has no term."""
    if version.mode != Mode.COMMITTED or not version.promise_amount:
        return None
    return Term(version.promise_amount, Unit(version.promise_unit))
