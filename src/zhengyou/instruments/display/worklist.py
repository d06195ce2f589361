"""What waits for a hat in this room: reviews, words of the public, applications, terms and postings that run out."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import policy, queries, rules
from zhengyou.instruments.display.enums import PostState, RemarkState, SheetState, State
from zhengyou.instruments.display.models import (
    Asset,
    Brand,
    Card,
    Commitment,
    DemonstrationPost,
    Pledge,
    PracticalMatter,
    Remark,
    Standard,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50
REVIEWED: tuple[tuple[type[Model], str, Sentence], ...] = (
    (Pledge, "display:pledge", _("Review a signed sheet of promises")),
    (Standard, "display:standard", _("Review a service standard")),
    (Brand, "display:brand", _("Review a service brand")),
    (Asset, "display:asset", _("Review material of the library")),
    (PracticalMatter, "display:practical-matter", _("Review a practical matter")),
)


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what others handed in for review in the scope of ``actor``."""
    commitments = within(Commitment.objects.filter(state=State.SUBMITTED, pledge__isnull=True), actor, rules.PUBLISH)
    for one in commitments.exclude(drafted_by=actor.id).select_related("body")[:MOST]:
        url = reverse("display:commitment", args=[one.pk])
        yield Todo(title=one.text, kind=_("Review a commitment"), url=url, body=one.body.name)
    cards = within(Card.objects.filter(state=State.SUBMITTED), actor, rules.PUBLISH)
    for card in cards.exclude(drafted_by=actor.id).select_related("appointment__person", "appointment__post__body")[
        :MOST
    ]:
        url = reverse("display:card", args=[card.pk])
        held = card.appointment
        yield Todo(title=held.person.name, kind=_("Review an identity card"), url=url, body=held.post.body.name)
    for model, route, kind in REVIEWED:
        rows: QuerySet[Model] = model._default_manager.filter(state=SheetState.SUBMITTED).exclude(drafted_by=actor.id)
        yield from _todos(within(rows, actor, rules.PUBLISH), route, kind)


def to_decide(actor: Actor) -> Iterator[Todo]:
    """Return the applications to decide, the titles whose term runs out, and the words of the public to answer."""
    posts = within(DemonstrationPost.objects.select_related("body", "type"), actor, rules.AWARD)
    applied = posts.filter(state=PostState.SUBMITTED).exclude(drafted_by=actor.id)
    yield from _todos(applied, "display:post", _("Decide on a demonstration post"))
    soon = clock.today() + dt.timedelta(days=policy.RENEWAL_DAYS)
    ending = posts.filter(state=PostState.HELD, ends_on__lte=soon)
    yield from _todos(ending, "display:post", _("Renew a demonstration post or let it end"))
    remarks = within(Remark.objects.filter(state=RemarkState.RECEIVED).exclude(text=""), actor, rules.PUBLISH)
    for remark in remarks.select_related("body", "commitment", "matter")[:MOST]:
        url = reverse("display:remark", args=[remark.pk])
        yield Todo(title=remark.text[:60], kind=_("Answer a public remark"), url=url, body=remark.body.name)


def to_do(actor: Actor) -> Iterator[Todo]:
    """Return what the drafters see to: sheets to sign oneself, and what hangs longer than it should."""
    for pledge in Pledge.objects.filter(queries.of_person(actor), state=SheetState.DRAFT).select_related("body")[:MOST]:
        url = reverse("display:pledge", args=[pledge.pk])
        yield Todo(title=pledge.title, kind=_("Sign your promises"), url=url, body=pledge.body.name)
    for posting in within(queries.outdated(), actor, rules.DRAFT)[:MOST]:
        url = reverse("display:posting", args=[posting.pk])
        yield Todo(title=str(posting), kind=_("Take down what is out of date"), url=url, body=posting.spot.body.name)


def _todos(rows: QuerySet[Model], route: str, kind: Sentence) -> Iterator[Todo]:
    for row in rows.select_related("body")[:MOST]:
        unit = row.body.name  # type: ignore[attr-defined]  # each of these things belongs to a unit
        yield Todo(title=str(row), kind=kind, url=reverse(route, args=[row.pk]), body=unit)
