"""What a change of the tree would bring about, told before it is made."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.registry.bodies import hooks
from zhengyou.registry.bodies.changes import Change, Dissolve, Found, Merge, Move, Rename, Reorder, Split, bodies_of
from zhengyou.registry.bodies.models import Appointment, Body, PlannedChange, Relation
from zhengyou.registry.bodies.queries.tree import ancestors, subtree


def consequences(change: Change, on: dt.date) -> list[Sentence]:
    """Return one sentence for each thing that ``change`` brings about, as the wizard shows them."""
    found = Body.objects.select_related("parent").in_bulk(bodies_of(change))
    told: list[Sentence] = [*_own(change, found)]
    for body in _ending(change, found):
        told += _ends(body, on)
    waiting = PlannedChange.objects.filter(state="planned", body__in=found.values()).count()
    if waiting:
        told.append(format_lazy(_("{count} other planned changes concern these bodies; check them."), count=waiting))
    for foretold in hooks.consequences:
        told += foretold(change)
    return told


def place(body: Body | None) -> str:
    """Return where ``body`` stands, as 青禾县 > 县政府 > 市监局."""
    return " > ".join(one.known_as for one in [*ancestors(body), body]) if body else ""


def _own(change: Change, found: dict[int, Body]) -> Iterator[Sentence]:
    body = found[change.body]
    match change:
        case Found():
            yield format_lazy(_("“{name}” is founded below {place}."), name=change.founding.name, place=place(body))
        case Rename():
            text = _("“{old}” is called “{new}”; up to that day every list and document keeps the old name.")
            yield format_lazy(text, old=body.name, new=change.name)
        case Move():
            below = subtree(body).count() - 1
            text = _("“{name}” goes from {old} to {new}, and {count} bodies below it go along.")
            new = place(found[change.parent])
            yield format_lazy(text, name=body.name, old=place(body.parent), new=new, count=below)
            yield _("Whoever administers the old body above no longer does; whoever administers the new one does.")
        case Reorder():
            text = _("“{name}” gets the order number {number} instead of {old}.")
            yield format_lazy(text, name=body.name, number=change.order_number, old=body.order_number)
        case Merge():
            names = "、".join(found[key].name for key in change.sources)
            yield format_lazy(_("{names} end and go into “{name}”."), names=names, name=body.name)
            if change.carry_posts:
                yield format_lazy(_("Their posts are opened anew at “{name}” with the same holders."), name=body.name)
            yield _("Rights given to those posts end with them and have to be given anew.")
        case Split():
            names = "、".join(part.name for part in change.parts)
            yield format_lazy(_("Beside “{name}” these are founded: {names}."), name=body.name, names=names)
            if not change.keep:
                text = _("“{name}” ends; the bodies and posts below it go to “{first}”.")
                yield format_lazy(text, name=body.name, first=change.parts[0].name)
        case Dissolve():
            yield format_lazy(_("“{name}” ends."), name=body.name)


def _ending(change: Change, found: dict[int, Body]) -> list[Body]:
    match change:
        case Merge():
            return [found[key] for key in change.sources]
        case Split(keep=False) | Dissolve():
            return [found[change.body]]
    return []


def _ends(body: Body, on: dt.date) -> Iterator[Sentence]:
    """Yield what ends with ``body``."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    children = Body.objects.filter(parent=body, dissolved_on=None).count()
    if children:
        yield format_lazy(
            _("{count} bodies directly below “{name}” get another body above."), count=children, name=body.name
        )
    posts = body.posts.filter(still).count()
    holders = Appointment.objects.filter(still, post__body=body).count()
    if posts or holders:
        text = _("{posts} posts of “{name}” with {holders} holders end.")
        yield format_lazy(text, posts=posts, holders=holders, name=body.name)
    relations = Relation.objects.filter(Q(body=body) | Q(other=body), during__contains=on).count()
    if relations:
        yield format_lazy(_("{count} relations of “{name}” end."), count=relations, name=body.name)
    groups = body.leading_groups.filter(still).count()
    if groups:
        yield format_lazy(_("{count} leading groups of “{name}” end."), count=groups, name=body.name)
