"""Verbs that change a draft: correct, add, remove, put back, merge; and undo, which takes the last step back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans import rules
from zhengyou.campaign.plans.enums import Kind, Mechanism, Origin, Rhythm, State
from zhengyou.campaign.plans.models import DraftEdit, Element, Plan
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require

LONGEST_NAME = 200
KEPT = (
    "name", "starts_on", "ends_on", "rhythm", "amount", "unit", "target", "mechanism", "parent_id", "origin", "is_removed",
)  # fmt: skip
"""Columns of an element that a step may change, and that undoing puts back."""


@transaction.atomic
def correct(
    element: Element,
    *,
    name: str,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    rhythm: str = Rhythm.ONCE,
    amount: Decimal | None = None,
    unit: str = "",
    target: str = "",
    mechanism: str = "",
    actor: Actor,
) -> Element:
    """Change one thing of the draft; its place in the text stays."""
    plan = open_plan(element.plan, actor)
    wanted = {
        "name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "rhythm": rhythm, "amount": amount,
        "unit": unit.strip(), "target": target.strip(), "mechanism": mechanism,
    }  # fmt: skip
    _check(element.kind, wanted)
    element = Element.objects.select_for_update().get(pk=element.pk)
    changed = [field for field, value in wanted.items() if getattr(element, field) != value]
    if changed:
        keep_step(plan, "plans.correct", [element])
    for field in changed:
        setattr(element, field, wanted[field])
    if element.origin == Origin.COMPILED and changed:
        element.origin = Origin.CORRECTED
    element.save()
    record("plans.correct", plan, actor=actor, fields=changed)
    return element


@transaction.atomic
def add(
    plan: Plan,
    *,
    kind: Kind,
    name: str,
    parent: Element | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    rhythm: str = Rhythm.ONCE,
    amount: Decimal | None = None,
    unit: str = "",
    target: str = "",
    mechanism: str = "",
    actor: Actor,
) -> Element:
    """Add a thing to the draft that the compiler did not find."""
    plan = open_plan(plan, actor)
    wanted = {
        "name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "rhythm": rhythm, "mechanism": mechanism,
    }  # fmt: skip
    _check(kind, wanted)
    last = plan.elements.aggregate(last=Max("order_number"))["last"] or 0
    element = Element.objects.create(
        plan=plan, kind=kind, parent=parent, order_number=last + 1, amount=amount, unit=unit.strip(),
        target=target.strip(), origin=Origin.ADDED, **wanted,
    )  # fmt: skip
    keep_step(plan, "plans.add", [], added=[element])
    record("plans.add", plan, actor=actor, fields=[kind])
    return element


@transaction.atomic
def remove(element: Element, *, actor: Actor) -> Element:
    """Take a thing and all below it out of the draft; it can be put back."""
    return _set_removed(element, True, "plans.remove", actor)


@transaction.atomic
def restore(element: Element, *, actor: Actor) -> Element:
    """Put a thing that was removed back into the draft, with what stands below it."""
    return _set_removed(element, False, "plans.restore", actor)


@transaction.atomic
def merge(element: Element, *, others: Sequence[Element], name: str, actor: Actor) -> Element:
    """Make one thing of several of a kind that the text tells apart: what stands below them comes together.

    A phase then lasts from the first day of all to the last one; of other things the one that stays keeps its days,
    numbers and figures, and takes what it lacks from the others.
    """
    plan = open_plan(element.plan, actor)
    keys = [other.pk for other in others if other.pk != element.pk]
    rows = {row.pk: row for row in Element.objects.select_for_update().filter(plan=plan).order_by("pk")}
    kept, gone = rows[element.pk], [rows[key] for key in keys if key in rows]
    if not gone or len(gone) != len(keys):
        raise Invalid({"others": _("Choose at least one other of the same kind.")})
    if any(other.kind != kept.kind or other.is_removed for other in gone) or kept.is_removed:
        raise Invalid({"others": _("Only things of one kind that stand in the draft can be merged.")})
    below = [row for row in rows.values() if row.parent_id in keys]
    if kept in below:
        raise Invalid({"others": _("A step cannot take in the phase to which it belongs.")})
    wanted = _merged(kept, gone) | {"name": name.strip() or kept.name}
    _check(kept.kind, wanted)
    keep_step(plan, "plans.merge", [kept, *gone, *below])
    for field, value in wanted.items():
        setattr(kept, field, value)
    if kept.origin == Origin.COMPILED:
        kept.origin = Origin.CORRECTED
    kept.save()
    Element.objects.filter(pk__in=[row.pk for row in below]).update(parent=kept)
    Element.objects.filter(pk__in=keys).update(is_removed=True)
    record("plans.merge", plan, actor=actor, fields=[kept.kind])
    return kept


@transaction.atomic
def undo(plan: Plan, *, actor: Actor) -> Plan:
    """Take the last step on the draft back; doing it again takes back the one before."""
    plan = open_plan(plan, actor)
    step = plan.edits.select_for_update().filter(is_undone=False).first()
    if step is None:
        raise Conflict(_("Nothing was changed in this draft that could be undone."))
    for row in step.before:
        Element.objects.filter(pk=row["id"], plan=plan).update(**{field: row[field] for field in KEPT})
    step.is_undone = True
    step.save(update_fields=["is_undone"])
    record("plans.undo", plan, actor=actor)
    return plan


def open_plan(plan: Plan, actor: Actor) -> Plan:
    """Return the locked plan, if this actor may change it and it is still a draft."""
    require(actor, rules.MANAGE, plan.body)
    locked = Plan.objects.select_for_update(of=("self",)).select_related("body").get(pk=plan.pk)
    if locked.state != State.DRAFT:
        raise Conflict(_("The draft is confirmed. Open it again before you change it."))
    return locked


def keep_step(plan: Plan, verb: str, touched: Iterable[Element], *, added: Iterable[Element] = ()) -> None:
    """Keep the columns of what a step touches as they are before it; what is added was not there, so removed."""
    encode = DjangoJSONEncoder().default
    before = []
    for element, is_new in [*((one, False) for one in touched), *((one, True) for one in added)]:
        row: dict[str, Any] = {"id": str(element.pk), "kind": element.kind}
        for field in KEPT:
            value = getattr(element, field)
            row[field] = value if value is None or isinstance(value, str | bool) else encode(value)
        before.append(row | {"is_removed": is_new or element.is_removed})
    DraftEdit.objects.create(plan=plan, verb=verb, made_at=clock.now(), before=before)


def _set_removed(element: Element, removed: bool, verb: str, actor: Actor) -> Element:
    plan = open_plan(element.plan, actor)
    element = Element.objects.select_for_update(of=("self",)).get(pk=element.pk)
    touched = [element, *element.children.all()]
    if not removed and element.parent_id and element.parent is not None and element.parent.is_removed:
        touched.append(element.parent)
    keep_step(plan, verb, touched)
    Element.objects.filter(pk__in=[one.pk for one in touched]).update(is_removed=removed)
    element.refresh_from_db()
    record(verb, plan, actor=actor, fields=[element.kind])
    return element


def _merged(kept: Element, gone: Sequence[Element]) -> dict[str, Any]:
    """Return the columns of the one that stays, filled from those that go."""
    found: dict[str, Any] = {}
    for field in ("starts_on", "ends_on", "amount"):
        values = [value for one in (kept, *gone) if (value := getattr(one, field)) is not None]
        found[field] = values[0] if values else None
        if kept.kind == Kind.PHASE and values and field != "amount":
            found[field] = min(values) if field == "starts_on" else max(values)
    for field in ("unit", "target", "mechanism"):
        found[field] = next((value for one in (kept, *gone) if (value := getattr(one, field))), "")
    rhythms = [one.rhythm for one in (kept, *gone) if one.rhythm != Rhythm.ONCE]
    found["rhythm"] = kept.rhythm if kept.rhythm != Rhythm.ONCE or not rhythms else rhythms[0]
    return found


def _check(kind: str, wanted: dict[str, Any]) -> None:
    wrong: dict[str, Sentence] = {}
    if not wanted["name"]:
        wrong["name"] = _("Give it a name.")
    elif len(wanted["name"]) > LONGEST_NAME:
        wrong["name"] = _("At most 200 characters.")
    if wanted["starts_on"] and wanted["ends_on"] and wanted["ends_on"] < wanted["starts_on"]:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    if wanted["rhythm"] not in Rhythm.values:
        wrong["rhythm"] = _("Choose a rhythm of the list.")
    if kind == Kind.ASK and wanted["mechanism"] not in Mechanism.values:
        wrong["mechanism"] = _("Choose what the clause asks for.")
    if wrong:
        raise Invalid(wrong)
