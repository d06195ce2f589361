"""Verbs of procedures: load the shipped ones, draft, revise, set and drop steps, publish, withdraw."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Conflict, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.approvals import policy, queries, rules
from zhengyou.registry.approvals.enums import DefinitionState, Mode, Refusal, Who
from zhengyou.registry.approvals.machine import DEFINITION
from zhengyou.registry.approvals.models import Definition, Step
from zhengyou.registry.bodies.models import Appointment, Body

_COPIED = (
    "order_number",
    "name",
    "mode",
    "needed",
    "refusal",
    "who",
    "duty",
    "role",
    "relation",
    "other_than_starter",
    "returns_to",
    "rule_key",
)


def definition_in_use(code: str, body: Body) -> Definition:
    """Return the procedure that holds for ``body``, loading the shipped ones where nobody has yet.

    Raises Refused where there is none of this code.
    """
    definition = queries.definition_for(code, body)
    if definition is None and load_shipped():
        definition = queries.definition_for(code, body)
    if definition is None:
        raise Refused(_("No approval procedure “%(code)s” is in use.") % {"code": code}, code="no_definition")
    return definition


@transaction.atomic
def load_shipped(*, actor: ledger.Actor = ledger.SYSTEM) -> list[Definition]:
    """Bring the shipped procedures to what `policy` says, each change as a new version; returns the new ones."""
    loaded = []
    for wanted in policy.DEFAULT_DEFINITIONS:
        latest = Definition.objects.filter(code=wanted.code, shipped=True, body=None).order_by("-version").first()
        fields = [_shipped(place, step) for place, step in enumerate(wanted.steps, 1)]
        if latest and list(latest.steps.values(*_COPIED)) == fields:
            continue
        definition, made = Definition.objects.get_or_create(
            code=wanted.code,
            body=None,
            shipped=True,
            version=latest.version + 1 if latest else 1,
            defaults={"title": wanted.title, "state": DefinitionState.IN_FORCE},
        )
        if made:
            Step.objects.bulk_create([Step(definition=definition, **step) for step in fields])
            record("approvals.load_shipped", definition, actor=actor, target=definition.state)
        loaded.append(definition)
    return loaded


def _shipped(place: int, step: policy.DefaultStep) -> dict[str, Any]:
    """Return a default step as the fields of a row."""
    return {
        "order_number": place,
        "name": step.name,
        "mode": step.mode.value,
        "needed": 1,
        "refusal": step.refusal.value,
        "who": Who.DUTY.value if step.duty else Who.STARTER.value,
        "duty": step.duty,
        "role": "",
        "relation": step.relation,
        "other_than_starter": bool(step.duty),
        "returns_to": list(range(1, place)),
        "rule_key": "approval.step" if step.duty else "",
    }


@transaction.atomic
def draft(code: str, title: str, *, actor: ledger.Actor, body: Body | None = None, note: str = "") -> Definition:
    """Begin a procedure of one's own for ``body``'s subtree, or everywhere, with the steps of the one in use."""
    rules.require_definer(actor, body)
    own = Definition.objects.filter(code=code, body=body, shipped=False)
    if own.exists():
        raise Conflict(_("There is a procedure of this code already; begin a new version of it."))
    definition = Definition.objects.create(code=code, title=title, body=body, note=note)
    shipped = Definition.objects.filter(code=code, shipped=True, state=DefinitionState.IN_FORCE)
    if model := shipped.order_by("-version").first():
        _copy_steps(model, definition)
    record("approvals.draft", definition, actor=actor, target=definition.state)
    return definition


@transaction.atomic
def revise(definition: Definition, *, actor: ledger.Actor) -> Definition:
    """Begin the next version of a procedure as a draft; approvals under way keep the version they began with."""
    rules.require_definer(actor, definition.body)
    if definition.shipped:
        return draft(definition.code, definition.title, actor=actor, body=definition.body)
    versions = Definition.objects.select_for_update().filter(code=definition.code, body=definition.body, shipped=False)
    if any(one.state == DefinitionState.DRAFT for one in versions):
        raise Conflict(_("There is a draft of this procedure already; finish that one first."))
    latest = versions.aggregate(latest=Max("version"))["latest"]
    revised = Definition.objects.create(
        code=definition.code, title=definition.title, body=definition.body, note=definition.note, version=latest + 1
    )
    _copy_steps(definition, revised)
    record("approvals.revise", revised, actor=actor, target=revised.state)
    return revised


@transaction.atomic
def change(definition: Definition, fields: Mapping[str, Any], *, actor: ledger.Actor) -> Definition:
    """Change title or note of a draft."""
    locked = _draft(definition, actor)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    record("approvals.change", locked, actor=actor, fields=fields)
    return locked


@transaction.atomic
def set_step(
    definition: Definition, fields: Mapping[str, Any], *, actor: ledger.Actor, named: Sequence[Appointment] = ()
) -> Step:
    """Put the step ``fields["order_number"]`` into a draft, or change it there; ``named`` for named posts."""
    locked = _draft(definition, actor)
    others = {name: value for name, value in fields.items() if name != "order_number"}
    step, _made = Step.objects.update_or_create(definition=locked, order_number=fields["order_number"], defaults=others)
    step.appointments.set(named)
    record("approvals.set_step", locked, actor=actor, fields=["steps"])
    return step


@transaction.atomic
def drop_step(step: Step, *, actor: ledger.Actor) -> Definition:
    """Take a step out of a draft; no other step can then be returned to it."""
    locked = _draft(step.definition, actor)
    number = step.order_number
    step.delete()
    for other in locked.steps.filter(returns_to__contains=[number]):
        other.returns_to = [one for one in other.returns_to if one != number]
        other.save(update_fields=["returns_to"])
    record("approvals.drop_step", locked, actor=actor, fields=["steps"])
    return locked


@transaction.atomic
def publish(definition: Definition, *, actor: ledger.Actor) -> Definition:
    """Put a draft into use for what is submitted from now on."""
    locked = _draft(definition, actor)
    if faults := faults_of(list(locked.steps.prefetch_related("appointments"))):
        raise Refused(faults[0])
    return move(locked, "publish", DEFINITION, actor=actor)


@transaction.atomic
def retire(definition: Definition, *, actor: ledger.Actor) -> Definition:
    """Take a version out of use; what is under approval by it goes on."""
    rules.require_definer(actor, definition.body)
    if definition.shipped:
        raise Refused(_("The shipped procedure stays; make one of your own that goes before it."))
    return move(definition, "retire", DEFINITION, actor=actor)


def faults_of(steps: Sequence[Step]) -> list[Sentence]:
    """Return what is wrong with the steps of a procedure, in words for the one who defines it."""
    faults: list[Sentence] = []
    if not any(step.who != Who.STARTER for step in steps):
        faults.append(_("A procedure needs at least one step at which somebody else decides."))
    for place, step in enumerate(steps):
        if fault := _fault_of(step, first=place == 0):
            faults.append(_("Step “%(step)s”: %(fault)s") % {"step": step.name, "fault": fault})
    return faults


def _fault_of(step: Step, *, first: bool) -> Sentence:
    """Return what is wrong with one step, or an empty text."""
    if step.who == Who.STARTER and not first:
        return _("only the first step is the submitter's.")
    if step.who == Who.DUTY and not step.duty:
        return _("choose the kind of post.")
    if step.who == Who.ROLE and not step.role:
        return _("choose the role.")
    if step.who == Who.NAMED and not step.appointments.all():
        return _("choose at least one post.")
    if step.mode in (Mode.SINGLE, Mode.ALL) and step.refusal == Refusal.COUNTS:
        return _("refusals are counted only where not everybody must agree.")
    if any(number >= step.order_number for number in step.returns_to):
        return _("it can be returned only to an earlier step.")
    return ""


def _copy_steps(source: Definition, target: Definition) -> None:
    for step in source.steps.prefetch_related("appointments"):
        copy = Step.objects.create(definition=target, **{name: getattr(step, name) for name in _COPIED})
        copy.appointments.set(step.appointments.all())


def _draft(definition: Definition, actor: ledger.Actor) -> Definition:
    """Return ``definition`` locked, if it is still a draft and ``actor`` defines procedures for its body."""
    rules.require_definer(actor, definition.body)
    locked = Definition.objects.select_for_update(of=("self",)).select_related("body").get(pk=definition.pk)
    if locked.state != DefinitionState.DRAFT:
        raise Conflict(_("A version in use never changes; begin a new version."))
    return locked
