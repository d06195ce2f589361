"""Verbs of the tree: found, rename, move, reorder, merge, split, dissolve. History is added to, never rewritten."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import hooks, rules
from zhengyou.registry.bodies.actions import versions
from zhengyou.registry.bodies.changes import (
    Change,
    Dissolve,
    Found,
    Founding,
    Merge,
    Move,
    Rename,
    Reorder,
    Split,
)
from zhengyou.registry.bodies.enums import ChangeKind
from zhengyou.registry.bodies.models import Appointment, Body, BodyVersion, Post, Relation, Succession


@transaction.atomic
def found(
    founding: Founding, *, parent: Body | None, on: dt.date | None, document: str = "", actor: ledger.Actor
) -> Body:
    """Found a body under ``parent`` from the day ``on``; None: it has stood for as long as the records go back.

    Only the system and the administrator of a root body found one without a parent; rooms above hear of it.
    """
    if parent is None:
        rules.require_founder(actor)
        _refuse_twin(founding.name)
    else:
        rules.require(actor, rules.MANAGE, parent)
        (parent,) = versions.lock_tree(parent)
        versions.require_standing(parent, on or dt.date.max)
    if on is not None:
        versions.require_arrived(on)
        if parent is not None:
            versions.require_standing(parent, on)
    body = _new(founding, parent, on)
    record("bodies.found", body, actor=actor, fields=["name", "parent", *(["document"] if document else [])])
    if parent is not None and on is not None:
        _heard(Found(body=parent.pk, founding=founding), on)
    if parent is None:
        for heard in hooks.rooted:
            heard(body, actor=actor)
    return body


@transaction.atomic
def rename(
    body: Body, *, name: str, short_name: str = "", on: dt.date, document: str = "", actor: ledger.Actor
) -> Body:
    """Give ``body`` another name from ``on``; up to that day it keeps the old one in every reading as of a day."""
    rules.require(actor, rules.MANAGE, body.parent or body)
    versions.require_arrived(on)
    (body,) = versions.lock_tree(body)
    versions.require_standing(body, on)
    if (name, short_name) == (body.name, body.short_name):
        raise Refused(_("This is the present name."), field="name")
    was = body.name
    versions.change_from(body, on, name=name, short_name=short_name)
    if name != was:
        Succession.objects.create(kind=ChangeKind.RENAME, source=body, target=body, on=on, document=document, was=was)
    record("bodies.rename", body, actor=actor, fields=["name", "short_name"])
    _heard(Rename(body=body.pk, name=name, short_name=short_name), on)
    return body


@transaction.atomic
def amend(body: Body, *, kind: str, level: str, code: str, on: dt.date, actor: ledger.Actor) -> Body:
    """Set kind, level and code of ``body``; kind and level hold from ``on``, a code belongs to it on all days."""
    rules.require(actor, rules.MANAGE, body)
    versions.require_arrived(on)
    (body,) = versions.lock_tree(body)
    versions.require_standing(body, on)
    if (kind, level) != (body.kind, body.level):
        versions.change_from(body, on, kind=kind, level=level)
    body.code = code
    _save_code(body)
    record("bodies.amend", body, actor=actor, fields=["kind", "level", "code"])
    return body


@transaction.atomic
def move(
    body: Body,
    *,
    parent: Body,
    on: dt.date,
    order_number: int | None = None,
    document: str = "",
    actor: ledger.Actor,
) -> Body:
    """Put ``body``, with all that stands below it, under ``parent`` from ``on``."""
    rules.require(actor, rules.MANAGE, body.parent, parent)
    versions.require_arrived(on)
    body, parent = versions.lock_tree(body, parent)
    versions.require_standing(body, on)
    versions.require_standing(parent, on)
    if body.parent_id == parent.pk:
        raise Refused(_("It already stands there."), field="parent")
    if versions.stood_above(body, parent, on):
        raise Refused(_("A body cannot stand below itself."), field="parent", code="circle")
    versions.require_depth(parent, versions.height_of(body))
    number = versions.next_number(parent) if order_number is None else order_number
    versions.change_from(body, on, parent=parent, order_number=number)
    versions.repath([body])
    body.refresh_from_db()
    record("bodies.move", body, actor=actor, fields=["parent", "order_number", *(["document"] if document else [])])
    _heard(Move(body=body.pk, parent=parent.pk, order_number=number), on)
    return body


@transaction.atomic
def reorder(body: Body, *, order_number: int, on: dt.date, actor: ledger.Actor) -> Body:
    """Give ``body`` its official order number from ``on``."""
    rules.require(actor, rules.MANAGE, body.parent or body)
    versions.require_arrived(on)
    (body,) = versions.lock_tree(body)
    versions.require_standing(body, on)
    if order_number != body.order_number:
        versions.change_from(body, on, order_number=order_number)
        versions.repath([body])
        body.refresh_from_db()
    record("bodies.reorder", body, actor=actor, fields=["order_number"])
    _heard(Reorder(body=body.pk, order_number=order_number), on)
    return body


@transaction.atomic
def shift(body: Body, *, upwards: bool, on: dt.date, actor: ledger.Actor) -> Body:
    """Put ``body`` before its neighbour above, or behind the one below; at the end of the row nothing happens."""
    rules.require(actor, rules.MANAGE, body.parent or body)
    versions.require_arrived(on)
    (body,) = versions.lock_tree(body)
    versions.require_standing(body, on)
    row = list(Body.objects.filter(parent=body.parent_id, dissolved_on__isnull=True).order_by("sort_path", "pk"))
    here = row.index(body)
    there = here - 1 if upwards else here + 1
    if 0 <= there < len(row):
        row[here], row[there] = row[there], row[here]
        numbers = sorted({one.order_number for one in row})
        if len(numbers) < len(row):  # equal numbers: only a new series can part them
            versions.renumber(row, versions.STEP, on)
        else:
            for one, number in ((row[here], numbers[here]), (row[there], numbers[there])):
                versions.change_from(one, on, order_number=number)
        versions.repath(row)
    body.refresh_from_db()
    record("bodies.reorder", body, actor=actor, fields=["order_number"])
    return body


@transaction.atomic
def merge(
    sources: Sequence[Body],
    *,
    into: Body,
    on: dt.date,
    document: str = "",
    carry_posts: bool = True,
    actor: ledger.Actor,
) -> Body:
    """Let ``sources`` end on ``on`` and go into ``into``: their children and, if wished, their posts go along."""
    rules.require(actor, rules.MANAGE, into, *(source.parent for source in sources))
    versions.require_arrived(on)
    into, *given = versions.lock_tree(into, *sources)
    if not given or into in given or len(set(given)) < len(given):
        raise Refused(_("Choose at least one other body."), field="sources")
    versions.require_standing(into, on)
    for source in given:
        if versions.stood_above(source, into, on):
            reason = _("“%(name)s” cannot go into a body that stands below it.")
            raise Refused(reason % {"name": source.name}, field="sources", code="circle")
    for source in sorted(given, key=lambda one: -one.depth):
        versions.require_standing(source, on)
        _inherit(source, into, on)
        if carry_posts:
            _carry_posts(source, into, on)
        _finish(source, on)
        _succeed(ChangeKind.MERGE, source, into, on, document)
    record("bodies.merge", into, actor=actor, fields=["sources", *(["document"] if document else [])])
    change = Merge(body=into.pk, sources=tuple(source.pk for source in given), carry_posts=carry_posts)
    _heard(change, on)
    return into


@transaction.atomic
def split(
    body: Body, *, parts: Sequence[Founding], on: dt.date, keep: bool = True, document: str = "", actor: ledger.Actor
) -> list[Body]:
    """Found ``parts`` beside ``body`` from ``on``; unless it is kept, it ends and the first part inherits from it."""
    rules.require(actor, rules.MANAGE, body.parent)
    versions.require_arrived(on)
    (body,) = versions.lock_tree(body)
    versions.require_standing(body, on)
    if len(parts) < (1 if keep else 2):
        raise Refused(_("Name the bodies that come out of it."), field="parts")
    made = [_new(part, body.parent, on) for part in parts]
    if not keep:
        _inherit(body, made[0], on)
        _carry_posts(body, made[0], on)
        _finish(body, on)
    for part in made:
        _succeed(ChangeKind.SPLIT, body, part, on, document)
    record("bodies.split", body, actor=actor, fields=["parts", *(["document"] if document else [])])
    _heard(Split(body=body.pk, parts=tuple(parts), keep=keep), on)
    return made


@transaction.atomic
def dissolve(body: Body, *, on: dt.date, heir: Body | None = None, document: str = "", actor: ledger.Actor) -> Body:
    """Let ``body`` end on ``on``; what stood below it goes to ``heir``, else to the body above. Its posts end."""
    rules.require(actor, rules.MANAGE, body.parent, *([heir] if heir else []))
    versions.require_arrived(on)
    body, *heirs = versions.lock_tree(body, *([heir] if heir else []))
    versions.require_standing(body, on)
    heir = heirs[0] if heirs else None
    if heir is not None:
        versions.require_standing(heir, on)
        if versions.stood_above(body, heir, on):
            raise Refused(_("A body below it cannot be its heir: move that one first."), field="heir", code="circle")
    to = heir or body.parent
    if to is None and versions.children_standing(body):
        raise Refused(_("Bodies still stand below it: move them first."), code="children")
    if to is not None:
        _inherit(body, to, on)
    _finish(body, on)
    _succeed(ChangeKind.DISSOLVE, body, heir, on, document)
    record("bodies.dissolve", body, actor=actor, fields=["dissolved_on", *(["document"] if document else [])])
    _heard(Dissolve(body=body.pk, heir=heir.pk if heir else None), on)
    return body


def _new(founding: Founding, parent: Body | None, on: dt.date | None) -> Body:
    """Write a new body with its first version and its paths."""
    versions.require_depth(parent, 1)
    number = versions.next_number(parent) if founding.order_number is None else founding.order_number
    body = Body(
        name=founding.name,
        short_name=founding.short_name,
        code=founding.code,
        kind=founding.kind,
        level=founding.level,
        parent=parent,
        order_number=number,
        founded_on=on,
    )
    _save_code(body)
    versions.start(body, on)
    versions.repath([body])
    body.refresh_from_db()
    return body


def _refuse_twin(name: str) -> None:
    """Raise Refused where a root body of this name stands: sent twice, a form founds it once."""
    versions.lock_tree()
    if Body.objects.filter(parent=None, name=name, dissolved_on=None).exists():
        raise Refused(_("A root body of this name stands already."), field="name", code="name_taken")


def _save_code(body: Body) -> None:
    """Save ``body``; a code that another body has becomes a sentence at its field."""
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        if "body_code_once" not in str(error):
            raise
        raise Refused(_("Another body has this code."), field="code", code="code_taken") from error


def _inherit(body: Body, to: Body, on: dt.date) -> None:
    """Put what stands directly below ``body`` under ``to`` from ``on``, behind what is there, in the same order."""
    left = BodyVersion.objects.filter(parent=body, during__endswith__gt=on).values_list("body__name", flat=True)
    if name := left.first():
        reason = _("“%(child)s” still stood below it on that day and has moved since. Choose a later day.")
        raise Refused(reason % {"child": name}, field="on", code="too_early")
    children = [child for child in versions.children_standing(body) if child != to]
    if not children:
        return
    versions.require_depth(to, max(versions.height_of(child) for child in children))
    first = versions.next_number(to)
    for child in children:
        versions.change_from(child, on, parent=to)
    versions.renumber(children, first, on)
    versions.repath(children)


def _carry_posts(body: Body, to: Body, on: dt.date) -> None:
    """Open every post of ``body`` anew at ``to`` from ``on``, with the same holders."""
    last = max(to.posts.values_list("order_number", flat=True), default=0)
    posts = body.posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    for place, post in enumerate(posts.prefetch_related("appointments"), start=1):
        held = [one for one in post.appointments.all() if one.ends_on is None or one.ends_on > on]
        new = Post.objects.create(
            body=to,
            title=post.title,
            duty=post.duty,
            responsibilities=post.responsibilities,
            order_number=last + place * versions.STEP,
            starts_on=on,
        )
        Appointment.objects.bulk_create(
            Appointment(
                person_id=one.person_id,
                post=new,
                seat=one.seat,
                seconded_from_id=one.seconded_from_id,
                starts_on=max(on, one.starts_on),
                ends_on=one.ends_on,
            )
            for one in held
        )


def _finish(body: Body, on: dt.date) -> None:
    """End ``body`` on ``on`` with its posts, appointments, relations and groups."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    versions.close(Appointment.objects.filter(still, post__body=body), on)
    body.posts.filter(still, starts_on__gt=on).update(ends_on=F("starts_on"))
    body.posts.filter(still).exclude(starts_on__gt=on).update(ends_on=on)
    versions.close(body.leading_groups.filter(still), on)
    related = Relation.objects.filter(Q(body=body) | Q(other=body))
    related.filter(during__startswith__gte=on).delete()
    for relation in related.filter(during__contains=on):
        relation.during = DateRange(relation.during.lower, on)
        relation.save(update_fields=["during"])
    versions.end(body, on)


def _succeed(kind: ChangeKind, source: Body, target: Body | None, on: dt.date, document: str) -> None:
    Succession.objects.create(kind=kind, source=source, target=target, on=on, document=document, was=source.name)


def _heard(change: Change, on: dt.date) -> None:
    for heard in hooks.changed:
        heard(change, on)
