"""Every row of every table in words that do not depend on ids and random codes, so that two loadings compare."""

import uuid
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models

from zhengyou.instruments.ratings import spending
from zhengyou.instruments.ratings.models import Invitation, PraiseReport, Rating
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.seal.values import Sealed
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services.models import Case

RANDOM = {"id", "public_id", "code", "number", "receipt_digest", "spent"}
KEPT = {"services.ServiceItem", "services.ItemVersion", "services.Window", "ratings.Tag"}
"""Models whose codes and numbers are not random."""

Snapshot = dict[str, Counter[tuple[tuple[str, str], ...]]]


def snapshot() -> Snapshot:
    names = _names()
    return {
        model._meta.label: Counter(_row(row, names) for row in model._base_manager.all() if not _is_reminder(row))
        for model in apps.get_models()
        if model.__module__.startswith(("zhengyou.", "procrastinate."))
    }


def _is_reminder(row: models.Model) -> bool:
    """Whether a row belongs to a notice or its delivery.

    The demonstration leaves the in-boxes empty on purpose: a year of reminders would bury whoever looks around.
    """
    label = row._meta.label
    if label == "ledger.Event":
        return str(row.verb).startswith("notices.")
    if label == "procrastinate.ProcrastinateJob":
        return str(row.task_name).startswith("notices.")
    if label == "procrastinate.ProcrastinateEvent":
        return str(row.job.task_name).startswith("notices.")
    return label.startswith("notices.")


def differences(one: Snapshot, other: Snapshot) -> list[str]:
    found = []
    for label in sorted(one.keys() | other.keys()):
        for sign, rows in (("-", one[label] - other[label]), ("+", other[label] - one[label])):
            found += [f"{sign} {label} {count}x {dict(row)}" for row, count in rows.items()]
    return found


def _row(row: models.Model, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    left_out = RANDOM - {"code", "number"} if row._meta.label in KEPT else RANDOM
    return tuple(
        (field.name, _word(getattr(row, field.attname), names))
        for field in row._meta.concrete_fields
        if field.name not in left_out
    )


def _word(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, Sealed):
        return value._text()
    if isinstance(value, (uuid.UUID, str)):
        return " · ".join(names.get(part, part) for part in str(value).split(" · "))
    return str(value)


def _names() -> dict[str, str]:
    """Return for each random id and code the words by which its thing is known."""
    names: dict[str, str] = {}
    for case in Case.objects.all():
        names[str(case.pk)] = names[case.number] = f"case {case.window_id} {case.accepted_at} {case.item_id}"
    invited = {}
    for invitation in Invitation.objects.all():
        invited[spending.mark(invitation.pk)] = str(invitation.pk)
        names[str(invitation.pk)] = f"{names[str(invitation.case_id)]} {invitation.stage}"
    for rating in Rating.objects.all():
        facts = f"scan {rating.window_id} {rating.day} {rating.level} {rating.tags} {rating.text}"
        names[str(rating.pk)] = f"rating {names.get(invited.get(bytes(rating.spent or b''), ''), facts)}"
    for order in Order.objects.all():
        names[str(order.pk)] = names[order.number] = f"order {names.get(order.source_id)}"
    for clock in Clock.objects.all():
        names[str(clock.pk)] = f"clock {names.get(clock.subject_id)} {clock.stage}"
    for report in PraiseReport.objects.all():
        names[str(report.pk)] = f"report {report.window_id} {report.day} {report.text}"
    return names
