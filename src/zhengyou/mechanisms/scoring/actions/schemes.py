"""Verbs of schemes: design, adopt a preset, change rules and parts, revise, preview a change, submit, freeze."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.scoring import catalogue, collecting, policy, presets, rules, snapshot
from zhengyou.mechanisms.scoring.enums import Rhythm, Role, SchemeState, Source, Voice
from zhengyou.mechanisms.scoring.machine import SCHEME
from zhengyou.mechanisms.scoring.methods import scheme as method
from zhengyou.mechanisms.scoring.models import Part, PeerGroup, Scheme
from zhengyou.mechanisms.scoring.periods import begins_one, later, period_of
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.models import Body

RULES = (
    "title", "basis", "kinds", "rhythm", "starts_on", "grouping", "form", "tie", "needed", "minimum", "bonus_cap",
    "deduction_cap", "grades", "climb",
)  # fmt: skip
PART = (
    "order_number", "name", "standard", "role", "source", "indicator", "feeds", "weight", "worst", "target",
    "mandatory", "voice",
)  # fmt: skip


@transaction.atomic
def design(*, body: Body, code: str, title: str, starts_on: dt.date, actor: Actor, **given: Any) -> Scheme:
    """Begin the draft of a scheme for the units below ``body``; ``given`` are rules by name.

    Raises Invalid where the code is taken or the first day is not the first of a month.
    """
    require(actor, rules.DESIGN, body)
    _first_of_month(starts_on)
    if Scheme.objects.filter(body=body, code=code).exists():
        raise Invalid({"code": _("There is a scheme of this code already. Revise it instead.")})
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                body=body, code=code, title=title, starts_on=starts_on, **_known(given, RULES)
            )
    except IntegrityError as error:
        raise Invalid({"code": _("There is a scheme of this code already. Revise it instead.")}) from error
    record("scoring.design", scheme, actor=actor, target=SchemeState.DRAFT)
    return scheme


@transaction.atomic
def adopt(preset: str, *, body: Body, starts_on: dt.date, actor: Actor) -> Scheme:
    """Begin a draft from a shipped preset (`presets`), with its tree, its rules and its basis."""
    require(actor, rules.DESIGN, body)
    wanted = presets.PRESETS[preset]
    scheme = design(
        body=body,
        code=wanted.code,
        title=wanted.title,
        starts_on=starts_on,
        basis=wanted.basis,
        kinds=list(wanted.kinds),
        rhythm=wanted.rhythm,
        grades=[list(grade) for grade in wanted.grades],
        climb=wanted.climb,
        bonus_cap=wanted.bonus_cap,
        form=wanted.form,
        actor=actor,
    )
    _plant(scheme, wanted.parts, None)
    return scheme


@transaction.atomic
def set_rules(scheme: Scheme, *, actor: Actor, **given: Any) -> Scheme:
    """Change rules of a draft."""
    locked = _draft(scheme, actor)
    for name, value in _known(given, RULES).items():
        setattr(locked, name, value)
    _first_of_month(locked.starts_on)
    if not 0 < locked.needed <= 1:
        raise Invalid({"needed": _("Give a share between 0 and 1.")})
    locked.impact = {}
    locked.save()
    record("scoring.set_rules", locked, actor=actor, fields=sorted(given))
    return locked


@transaction.atomic
def add_part(scheme: Scheme, *, name: str, parent: Part | None = None, actor: Actor, **given: Any) -> Part:
    """Add a node to the tree of a draft. Raises Invalid where its source or goalposts make no sense."""
    locked = _draft(scheme, actor)
    last = locked.parts.aggregate(last=Max("order_number"))["last"] or 0
    values = {"order_number": last + 1} | _known(given, PART)
    part = Part(scheme=locked, parent=parent, name=name, **values)
    _check_part(part)
    part.save()
    _moved_on(locked)
    record("scoring.add_part", locked, actor=actor, fields=["parts"])
    return part


@transaction.atomic
def set_part(part: Part, *, actor: Actor, **given: Any) -> Part:
    """Change a node of a draft's tree."""
    locked = _draft(part.scheme, actor)
    found = locked.parts.select_for_update().get(pk=part.pk)
    for name, value in _known(given, (*PART, "parent")).items():
        setattr(found, name, value)
    _check_part(found)
    found.save()
    _moved_on(locked)
    record("scoring.set_part", locked, actor=actor, fields=["parts"])
    return found


@transaction.atomic
def drop_part(part: Part, *, actor: Actor) -> Scheme:
    """Take a node, and all below it, out of a draft's tree."""
    locked = _draft(part.scheme, actor)
    locked.parts.filter(pk=part.pk).delete()
    _moved_on(locked)
    record("scoring.drop_part", locked, actor=actor, fields=["parts"])
    return locked


@transaction.atomic
def name_group(scheme: Scheme, *, name: str, members: list[Body], actor: Actor) -> PeerGroup:
    """Name a peer group of a draft, or change who belongs to it; a unit stands in one group only."""
    locked = _draft(scheme, actor)
    taken = PeerGroup.objects.filter(scheme=locked, members__in=members).exclude(name=name).first()
    if taken:
        raise Invalid({"members": _("A unit stands in the group “%(group)s” already.") % {"group": taken.name}})
    group, _made = PeerGroup.objects.get_or_create(
        scheme=locked, name=name, defaults={"order_number": locked.peer_groups.count() + 1}
    )
    group.members.set(members)
    record("scoring.name_group", locked, actor=actor, fields=["peer_groups"])
    return group


@transaction.atomic
def revise(scheme: Scheme, *, starts_on: dt.date | None = None, actor: Actor) -> Scheme:
    """Begin the next version of a scheme in force, as a copy to be changed; by default from the next period on."""
    require(actor, rules.DESIGN, scheme.body)
    current = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if current.state != SchemeState.FROZEN:
        raise Conflict(_("Only a scheme in force is revised; a draft is changed."), code="state")
    if Scheme.objects.filter(body=current.body, code=current.code, state__in=["draft", "approving"]).exists():
        raise Conflict(_("A later version is being drafted already."), code="drafted")
    running = period_of(current.starts_on, Rhythm(current.rhythm), max(clock.today(), current.starts_on))
    copy = Scheme.objects.create(
        body=current.body,
        code=current.code,
        version=current.version + 1,
        follows=current,
        **{name: getattr(current, name) for name in RULES} | {"starts_on": starts_on or running[1]},
    )
    _copy_tree(current, copy)
    for group in current.peer_groups.all():
        made = PeerGroup.objects.create(scheme=copy, name=group.name, order_number=group.order_number)
        made.members.set(group.members.all())
    record("scoring.revise", copy, actor=actor, target=SchemeState.DRAFT)
    return copy


@transaction.atomic
def weigh_impact(scheme: Scheme, *, actor: Actor) -> Scheme:
    """Count what a draft would move in the running period beside the version in force, and keep the count.

    Raises Refused where the draft follows none.
    """
    locked = _draft(scheme, actor)
    if locked.follows is None:
        raise Refused(_("A first version has nothing to be compared with."))
    starts, ends = period_of(locked.starts_on, Rhythm(locked.rhythm), clock.today())
    before, after = (
        method.reckon(snapshot.inputs(collecting.content(one, starts, ends))) for one in (locked.follows, locked)
    )
    locked.impact = {
        "units": len(after.total),
        "moved": method.moved(before, after) if len(before.total) == len(after.total) else len(after.total),
        "on": clock.today().isoformat(),
    }
    locked.save(update_fields=["impact"])
    record("scoring.weigh_impact", locked, actor=actor, fields=["impact"])
    return locked


@transaction.atomic
def submit(scheme: Scheme, *, decision: str = "", decided_on: dt.date | None = None, actor: Actor) -> Instance:
    """Submit a draft for approval; within a running period only with its impact counted and a dated decision."""
    locked = _draft(scheme, actor)
    if problems := lint(locked):
        raise Refused(" ".join(str(problem) for problem in problems), code="lint")
    locked.decision, locked.decided_on = decision.strip(), decided_on
    if reason := late(locked):
        raise Refused(reason, field="decision", code="late")
    locked.save(update_fields=["decision", "decided_on"])
    moved = move(locked, "submit_scheme", SCHEME, actor=actor)
    title = _("Assessment scheme: %(scheme)s") % {"scheme": moved}
    return approvals.submit(policy.PROCEDURE_SCHEME, moved, title=str(title), body=moved.body, actor=actor)


@transaction.atomic
def freeze(instance: Instance, *, actor: Actor) -> Scheme:
    """Put an approved scheme into force: from now on nothing of it can be changed; the version before retires.

    The mix of cases on which all are judged is that of the period before. Raises Refused where the approval came
    after the period began, and no dated decision covers that.
    """
    found = Scheme.objects.select_for_update(of=("self",)).get(pk=instance.subject_id)
    if reason := late(found):
        raise Refused(reason, code="late")
    before = later(found.starts_on, -Rhythm(found.rhythm).months)
    if found.follows:
        follows = Scheme.objects.select_for_update(of=("self",)).get(pk=found.follows.pk)
        move(follows, "retire_scheme", SCHEME, actor=actor, ends_on=max(found.starts_on, later(follows.starts_on, 1)))
    mix = collecting.mix_of(found, before, found.starts_on)
    return move(found, "freeze_scheme", SCHEME, actor=actor, reference=mix, frozen_at=clock.now())


@transaction.atomic
def unfreeze(instance: Instance, *, actor: Actor) -> Scheme:
    """Give a scheme that was not approved back to its draft."""
    return move(Scheme.objects.get(pk=instance.subject_id), "unsign_scheme", SCHEME, actor=actor)


def late(scheme: Scheme) -> Sentence:
    """Return why ``scheme`` may not come into force any more without a decision; empty where it may."""
    if scheme.starts_on > clock.today():
        return ""
    if scheme.follows is None:
        return _("The first period has begun already: choose a first day that lies ahead.")
    if not scheme.impact:
        return _("The period has begun: count first which units the change would move.")
    if not scheme.decision or scheme.decided_on is None:
        return _("The period has begun, and %(n)d units would move: state the decision and its day.") % {
            "n": scheme.impact["moved"]
        }
    return ""


def lint(scheme: Scheme) -> list[Sentence]:
    """Return what does not add up in the tree of ``scheme``."""
    parts = list(scheme.parts.all())
    leaves = [part for part in parts if part.role == Role.PART and part.source != Source.GROUP]
    wrong: list[Sentence] = []
    if not any(part.weight > 0 for part in leaves):
        wrong.append(_("The scheme weighs nothing yet: add parts with weights."))
    if not any(part.voice == Voice.PUBLIC and part.mandatory and part.weight > 0 for part in leaves):
        wrong.append(_("Every scheme needs a mandatory part for the satisfaction of the people served."))
    for parent in [None, *(part for part in parts if part.source == Source.GROUP)]:
        below = [one for one in parts if one.parent_id == (parent.pk if parent else None) and one.role == Role.PART]
        whole, points = parent.weight if parent else 100.0, sum(one.weight for one in below)
        name = parent.name if parent else scheme.title
        if parent and not below:
            wrong.append(_("“%(name)s” has nothing below it.") % {"name": name})
        elif abs(points - whole) > 1e-6:  # rounding of typed figures
            wrong.append(
                _("The parts of “%(name)s” add up to %(points)g, not to %(whole)g.")
                % {"name": name, "points": points, "whole": whole}
            )
    if not begins_one(
        scheme.follows.starts_on if scheme.follows else scheme.starts_on, Rhythm(scheme.rhythm), scheme.starts_on
    ):
        wrong.append(_("The first day is not the beginning of a period."))
    return wrong


def _draft(scheme: Scheme, actor: Actor) -> Scheme:
    locked = Scheme.objects.select_for_update(of=("self",)).select_related("body", "follows").get(pk=scheme.pk)
    require(actor, rules.DESIGN, locked.body)
    if locked.state != SchemeState.DRAFT:
        raise Conflict(_("This version is fixed. Revise the scheme to change it."), code="state")
    return locked


def _moved_on(scheme: Scheme) -> None:
    """Forget the counted impact: it was that of another tree."""
    if scheme.impact:
        scheme.impact = {}
        scheme.save(update_fields=["impact"])


def _known(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in names}


def _first_of_month(day: dt.date) -> None:
    if day.day != 1:
        raise Invalid({"starts_on": _("A period begins on the first day of a month.")})


def _check_part(part: Part) -> None:
    wrong: dict[str, Sentence] = {}
    if part.weight < 0:
        wrong["weight"] = _("A weight is not negative.")
    if part.worst == part.target:
        wrong["target"] = _("The two goalposts must differ.")
    if part.source == Source.INDICATOR and part.indicator not in catalogue.offered():
        wrong["indicator"] = _("Choose an indicator.")
    if part.source == Source.SCHEME and not part.feeds:
        wrong["feeds"] = _("Name the scheme whose results are taken.")
    if part.parent and (part.parent.scheme_id != part.scheme_id or part.parent.source != Source.GROUP):
        wrong["parent"] = _("Only a group has parts below it.")
    if part.role != Role.PART and part.source != Source.CHECK:
        wrong["source"] = _("Bonus, deduction and veto are recorded by assessors.")
    if wrong:
        raise Invalid(wrong)


def _plant(scheme: Scheme, wanted: tuple[presets.Node, ...], parent: Part | None) -> None:
    for number, node in enumerate(wanted, 1):
        values = {name: getattr(node, name) for name in PART if hasattr(node, name)}
        known = node.source != Source.INDICATOR or node.indicator in catalogue.offered()
        if not known:  # the room that offers it is not there: an assessor gives the points instead
            values |= {"source": Source.CHECK, "indicator": ""}
        part = Part.objects.create(scheme=scheme, parent=parent, **values | {"order_number": number})
        _plant(scheme, node.below, part)


def _copy_tree(source: Scheme, target: Scheme) -> None:
    made: dict[models.Model | None, Part] = {}
    waiting = list(source.parts.select_related("parent"))
    while waiting:
        part = waiting.pop(0)
        if part.parent and part.parent not in made:
            waiting.append(part)
            continue
        made[part] = Part.objects.create(
            scheme=target,
            parent=made[part.parent] if part.parent else None,
            **{name: getattr(part, name) for name in PART},
        )
