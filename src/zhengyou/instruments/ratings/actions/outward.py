"""Verbs outward: enter a platform, put things on their way, send them, reconcile; and webhooks."""

import base64
import json
import secrets
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import line, mapping, policy, queries, rules, spending
from zhengyou.instruments.ratings.enums import BAD, Channel, HandlingState, PushState, State, Subject
from zhengyou.instruments.ratings.models import (
    Delivery,
    Invitation,
    OutsideOrder,
    Push,
    Rating,
    Release,
    UpperPlatform,
    Webhook,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.enums import State as CaseState
from zhengyou.registry.services.models import Case


@transaction.atomic
def save_platform(
    *, body: Body, name: str, address: str, token: str = "", platform: UpperPlatform | None = None,
    names: dict[str, dict[str, str]] | None = None, rates_there: bool = False, actor: Actor,
) -> UpperPlatform:  # fmt: skip
    """Enter a platform above for ``body`` with the shipped names, or mend it; an empty token leaves the one kept."""
    require(actor, rules.PUSH, platform.body if platform else body)
    if not address.startswith(("http://", "https://")):
        raise Invalid({"address": _("An address begins with http:// or https://.")})
    kept = platform or UpperPlatform(
        body=body, since=clock.today(), names=json.loads(json.dumps(mapping.NAMES)), paths=dict(mapping.PATHS)
    )
    kept.name, kept.address, kept.names = name.strip(), address.rstrip("/"), names or kept.names
    kept.rates_there = rates_there
    if token:
        kept.token = token
    kept.save()
    record("ratings.save_platform", kept, actor=actor, fields=["name", "address", "names", "rates_there"])
    return kept


@transaction.atomic
def collect(platform: UpperPlatform, *, actor: Actor = SYSTEM) -> int:
    """Put on its way what the platform has not got: finished cases, released ratings, settled bad ratings.

    Ratings go with their finished batch only, so that the push tells no moment. Safe to repeat; returns how many.
    """
    del actor  # sending is written down, waiting is not
    below = _below(platform.body)
    inside = Q(body__path__startswith=platform.body.path)
    cases = Case.objects.filter(inside, state=CaseState.DONE, done_at__gte=clock.midnight(platform.since))
    wanted = [(Subject.CASE, key) for key in cases.values_list("pk", flat=True)]
    used = Invitation.objects.filter(below, state=State.RATED, made_on__gte=platform.since)
    marks = {spending.mark(key): key for key in used.values_list("pk", flat=True)}
    released = queries.released_ratings().filter(spent__in=list(marks)).exclude(channel=Channel.IMPORT)
    settled = Q(order__state=OrderState.CLOSED) | Q(
        handling__state__in=[HandlingState.EXPLAINED, HandlingState.EXCLUDED]
    )
    wanted += [(Subject.RATING, marks[bytes(mark or b"")]) for mark in released.values_list("spent", flat=True)]
    wanted += _replies(platform, settled)
    over = released.filter(settled, level__in=BAD)
    wanted += [(Subject.RECTIFICATION, marks[bytes(mark or b"")]) for mark in over.values_list("spent", flat=True)]
    known = set(Push.objects.filter(platform=platform).values_list("subject", "source"))
    fresh = [Push(platform=platform, subject=one, source=key, next_at=clock.now()) for one, key in wanted
             if (one, key) not in known]  # fmt: skip
    Push.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _below(body: Body) -> Q:
    """Return what stands below ``body``: a unit never sends its own ratings, with their cases, where it chooses.

    The highest body sends all: nobody stands above it.
    """
    below = Q(body__path__startswith=body.path)
    return below if body.parent_id is None else below & ~Q(body=body)


def _replies(platform: UpperPlatform, settled: Q) -> list[tuple[Subject, Any]]:
    """Return the orders of the platform itself whose bad rating is settled: their replies go back to it."""
    marks = {spending.mark(one.source): one.pk for one in OutsideOrder.objects.filter(platform=platform)}
    over = Rating.objects.filter(settled, spent__in=list(marks)).values_list("spent", flat=True)
    return [(Subject.REPLY, marks[bytes(mark or b"")]) for mark in over]


@transaction.atomic
def send_push(push: Push, *, post: line.Post = line.post, actor: Actor = SYSTEM) -> Push:
    """Send one thing and keep the receipt; a fault of the line waits for the next try, longer each time."""
    rows = Push.objects.select_for_update(of=("self",), skip_locked=True).select_related("platform")
    locked = rows.filter(pk=push.pk, state=PushState.WAITING).first()
    if locked is None:
        return push
    told = mapping.told_of(locked)
    if told is None:
        locked.state, locked.problem = PushState.FAILED, "gone"
        locked.save()
        return locked
    platform = locked.platform
    content = json.dumps(mapping.payload(platform, locked.subject, told), ensure_ascii=False).encode()
    headers = headers_of(platform) | {"Idempotency-Key": str(locked.pk)}
    locked.tries += 1
    try:
        answer = post(
            f"{platform.address}/{platform.paths.get(locked.subject) or mapping.PATHS[locked.subject]}",
            content,
            headers,
        )
    except line.LineProblem as problem:
        return _push_later(locked, str(problem))
    locked.receipt = str(_dig(answer, platform.receipt_at) or "")[:120]
    if not locked.receipt:
        return _push_later(locked, "no receipt")
    locked.state, locked.sent_at, locked.problem = PushState.SENT, clock.now(), ""
    locked.save()
    record("ratings.push", platform, actor=actor, target=locked.subject)
    return locked


@transaction.atomic
def push_again(push: Push, *, actor: Actor) -> Push:
    """Put something that was given up on its way once more."""
    require(actor, rules.PUSH, push.platform.body)
    locked = Push.objects.select_for_update(of=("self",)).get(pk=push.pk)
    if locked.state != PushState.FAILED:
        raise Conflict(_("Only what was given up is sent again."), code="state")
    locked.state, locked.tries, locked.next_at = PushState.WAITING, 0, clock.now()
    locked.save()
    record("ratings.push_again", push.platform, actor=actor)
    return locked


def reconcile(platform: UpperPlatform, *, post: line.Post = line.post, actor: Actor = SYSTEM) -> list[dict[str, Any]]:
    """Compare the ratings that the platform lists with those it acknowledged; what is missing there is sent again.

    Returns each difference: ``missing`` there, ``unknown`` here, or ``different`` in its level. Raises LineProblem.
    """
    require(actor, rules.PUSH, platform.body)
    theirs = post(f"{platform.address}/{platform.paths['check']}", None, headers_of(platform))
    names = platform.names[Subject.RATING]
    listed = {
        (str(row.get(names["number"])), str(row.get(names["service"]))): str(row.get(names["level"]))
        for row in (theirs if isinstance(theirs, list) else theirs.get("items", []))
    }
    return _compare(platform, listed, actor)


@transaction.atomic
def _compare(platform: UpperPlatform, listed: dict[tuple[str, str], str], actor: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    ours: set[tuple[str, str]] = set()
    for push in Push.objects.filter(platform=platform, subject=Subject.RATING, state=PushState.SENT):
        told = mapping.told_of(push)
        if told is None:
            continue
        key = (str(told["number"]), str(told["service"]))
        ours.add(key)
        if key not in listed:
            found.append({"number": key[0], "service": key[1], "what": "missing"})
            push.state, push.tries, push.next_at = PushState.WAITING, 0, clock.now()
            push.save(update_fields=["state", "tries", "next_at"])
        elif listed[key] != str(told["level"]):
            found.append({"number": key[0], "service": key[1], "what": "different"})
    found += [{"number": one, "service": two, "what": "unknown"} for one, two in sorted(listed.keys() - ours)]
    platform.differing, platform.compared_on = found, clock.today()
    platform.save(update_fields=["differing", "compared_on"])
    record("ratings.reconcile", platform, actor=actor, fields=["differing"])
    return found


def headers_of(platform: UpperPlatform) -> dict[str, str]:
    """Return the headers by which ``platform`` knows us."""
    token = open_for(platform, "token", actor=SYSTEM, purpose="upper_platform")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _dig(answer: Any, path: str) -> Any:
    for name in filter(None, path.split(".")):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer


def _push_later(push: Push, problem: str) -> Push:
    later: Push = _later(push, problem)
    return later


def _later(sent: Any, problem: str) -> Any:
    """Let a push or a delivery wait for its next try, or give it up after the last."""
    sent.problem = problem[:120]
    if sent.tries >= policy.PUSH_TRIES:
        sent.state = PushState.FAILED
    else:
        sent.next_at = clock.now() + policy.PUSH_WAIT * 2 ** (sent.tries - 1)
    sent.save()
    return sent


@transaction.atomic
def add_webhook(*, body: Body, address: str, actor: Actor) -> tuple[Webhook, str]:
    """Enter an address to be told; returns it with its secret, which is shown once."""
    require(actor, rules.PUSH, body)
    if not address.startswith(("http://", "https://")):
        raise Invalid({"address": _("An address begins with http:// or https://.")})
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
    hook = Webhook.objects.create(body=body, address=address, secret=secret)
    record("ratings.add_webhook", hook, actor=actor, fields=["address"])
    return hook, secret


@transaction.atomic
def announce(hook: Webhook, *, actor: Actor = SYSTEM) -> int:
    """Put on its way what the webhook has not heard: released days of windows, and settled bad ratings. Safe to repeat.

    A released day tells counts of a batch and names nobody; a settled one tells unit, month, level and reply.
    """
    del actor  # nothing is decided here
    made = []
    today = clock.today()
    released = Release.objects.filter(released_on=today, window__body__path__startswith=hook.body.path)
    for one in released.select_related("window"):
        levels = queries.summary(queries.tallies(one.day, one.day).filter(window=one.window)).by_level
        counts = {str(level): count for level, count in levels.items()}
        made.append(("ratings.released", f"{one.window_id} {one.day}",
                     {"window": one.window.code, "month": f"{one.day:%Y-%m}", "levels": counts}))  # fmt: skip
    over = Rating.objects.filter(
        body__path__startswith=hook.body.path, level__in=BAD, order__state=OrderState.CLOSED,
        order__closed_at__gte=clock.midnight(today) - policy.ONE_DAY,
    ).select_related("order", "body", "window")  # fmt: skip
    made += [
        ("rectification.closed", one.order.number,
         {"unit": one.body.name, "window": one.window.code, "month": f"{one.day:%Y-%m}", "order": one.order.number})
        for one in over if one.order is not None
    ]  # fmt: skip
    known = set(Delivery.objects.filter(webhook=hook).values_list("kind", "key"))
    fresh = [
        Delivery(webhook=hook, kind=kind, key=key, payload=told, next_at=clock.now())
        for kind, key, told in made if (kind, key) not in known
    ]  # fmt: skip
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def deliver(delivery: Delivery, *, post: line.Post = line.post, actor: Actor = SYSTEM) -> Delivery:
    """Send one message to its webhook, signed by the Standard Webhooks specification; tried again under the same id."""
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("webhook")
    locked = rows.filter(pk=delivery.pk, state=PushState.WAITING).first()
    if locked is None:
        return delivery
    now = clock.now()
    content = json.dumps(
        {"type": locked.kind, "timestamp": now.isoformat(), "data": locked.payload}, ensure_ascii=False
    ).encode()
    secret = open_for(locked.webhook, "secret", actor=actor, purpose="webhook")
    locked.tries += 1
    try:
        post(
            locked.webhook.address, content, line.signed(secret, f"msg_{locked.pk.hex}", int(now.timestamp()), content)
        )
    except line.LineProblem as problem:
        later: Delivery = _later(locked, str(problem))
        return later
    locked.state, locked.problem = PushState.SENT, ""
    locked.save()
    return locked
