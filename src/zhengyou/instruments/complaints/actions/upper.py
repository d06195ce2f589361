"""Verbs of the upper platform: keep its layout, take its orders over, give replies back, by workbook and by program."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, rules
from zhengyou.instruments.complaints.actions.intake import Statement, receive
from zhengyou.instruments.complaints.enums import (
    Channel,
    DeliveryState,
    Direction,
    Identity,
    Side,
    State,
    UpperField,
    Way,
)
from zhengyou.instruments.complaints.models import (
    Complaint,
    Exchange,
    Message,
    Platform,
    PlatformField,
    UpperOrder,
    UpperReply,
)
from zhengyou.instruments.complaints.queries import upper as readings
from zhengyou.instruments.complaints.upper import door as doors
from zhengyou.instruments.complaints.upper import layout
from zhengyou.instruments.complaints.upper.layout import Incoming, Read
from zhengyou.instruments.complaints.wording import title_of, unnamed
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.seal.actions import open_for
from zhengyou.records.sheets import Fault
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What is kept of a platform; an empty token leaves the one that is kept."""

    name: str
    code: str
    address: str = ""
    token: str = ""
    orders_path: str = ""
    orders_at: str = ""
    reply_path: str = ""
    receipt_at: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDraft:
    """One row of the table of columns."""

    field: str
    heading: str
    spellings: tuple[str, ...] = ()
    key: str = ""
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows: how many were new, changed, the same; and the faults of the rest."""

    made: int
    changed: int
    same: int
    faults: Sequence[Fault]


@transaction.atomic
def save_platform(connection: Connection, *, body: Body, platform: Platform | None = None, actor: Actor) -> Platform:
    """Enter a platform for a department, with the columns in common use, or mend one."""
    require(actor, rules.TABLES, platform.body if platform else body)
    wrong: dict[str, Sentence] = {}
    if not connection.name.strip():
        wrong["name"] = _("Name the platform.")
    if connection.address and not connection.address.startswith(("http://", "https://")):
        wrong["address"] = _("An address begins with http:// or https://.")
    if connection.reply_path and "{number}" not in connection.reply_path:
        wrong["reply_path"] = _("Say where the number stands: {number}.")
    if wrong:
        raise Invalid(wrong)
    given = {name: getattr(connection, name) for name in connection.__slots__ if name not in {"token", "code"}}
    if platform is None:
        try:
            with transaction.atomic():
                platform = Platform.objects.create(body=body, code=connection.code, token=connection.token, **given)
        except IntegrityError:
            raise Invalid({"code": _("This word belongs to another platform.")}) from None
        for direction, rows in policy.UPPER_COLUMNS.items():
            _lay_out(platform, direction, [ColumnDraft(**row) for row in rows])
    else:
        for name, value in given.items():
            setattr(platform, name, value)
        if connection.token:
            platform.token = connection.token
        platform.save()
    record("complaints.save_platform", platform, actor=actor, fields=list(given))
    return platform


@transaction.atomic
def lay_out(platform: Platform, direction: str, columns: Iterable[ColumnDraft], *, actor: Actor) -> Platform:
    """Replace the columns of one direction: their headings and names in programs, their order, what they mean."""
    require(actor, rules.TABLES, platform.body)
    drafts = [draft for draft in columns if draft.heading.strip()]
    meanings = [draft.field for draft in drafts]
    missing = [UpperField(one).label for one in sorted(layout.NEEDED[Direction(direction)]) if one not in meanings]
    if missing:
        text = _("These meanings need a column: %(missing)s")
        raise Refused(str(text) % {"missing": "、".join(str(one) for one in missing)}, code="columns")
    if len(set(meanings)) < len(meanings) or len({draft.heading.strip() for draft in drafts}) < len(drafts):
        raise Refused(_("A heading or a meaning stands twice."), code="columns")
    locked = Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    _lay_out(locked, direction, drafts)
    record("complaints.lay_out", locked, actor=actor, fields=[direction])
    return locked


def _lay_out(platform: Platform, direction: str, drafts: Sequence[ColumnDraft]) -> None:
    PlatformField.objects.filter(platform=platform, direction=direction).delete()
    PlatformField.objects.bulk_create(
        PlatformField(
            platform=platform,
            direction=direction,
            field=draft.field,
            heading=draft.heading.strip(),
            spellings=list(draft.spellings),
            key=draft.key.strip(),
            position=place,
            words=dict(draft.words or {}),
        )
        for place, draft in enumerate(drafts, 1)
    )


@transaction.atomic
def take_over_orders(platform: Platform, read: Read, *, way: Way = Way.EXCEL, actor: Actor) -> Outcome:
    """Take over what was read: a new number becomes a matter, a changed order is reconciled, the same changes nothing.

    A row that is refused takes none of the others with it: mended, the same file can be given again.
    """
    require(actor, rules.EXCHANGE, platform.body)
    locked = Platform.objects.select_for_update(of=("self",)).select_related("body").get(pk=platform.pk)
    numbers = [order.number for order in read.orders.values()]
    known = {
        one.number: one
        for one in UpperOrder.objects.filter(platform=locked, number__in=numbers).select_related("complaint__body")
    }
    counts = {"made": 0, "changed": 0, "same": 0}
    faults = list(read.faults)
    for place, order in read.orders.items():
        try:
            with transaction.atomic():
                word, kept = _take_one(locked, known.get(order.number), order, actor)
        except Invalid as error:
            faults += [Fault(place, _KEYS.get(name, name), sentence) for name, sentence in error.errors.items()]
        except Refused as error:
            faults.append(Fault(place, _KEYS.get(error.field, error.field), error.reason))
        else:
            counts[word] += 1
            known[order.number] = kept
    refused = len({fault.number for fault in faults})
    _note(locked, Direction.IN, way, actor, refused=refused, **counts)
    return Outcome(**counts, faults=faults)


_KEYS = {"phone": "caller_phone", "name": "caller_name"}


def _take_one(platform: Platform, known: UpperOrder | None, order: Incoming, actor: Actor) -> tuple[str, UpperOrder]:
    now, digest = clock.now(), order.digest
    if known is None:
        complaint = _matter(platform, order, actor)
        if hasattr(complaint, "upper_order"):
            raise Refused(_("This number came already from another register."), field="number")
        made = UpperOrder.objects.create(
            platform=platform, number=order.number, complaint=complaint, digest=digest, due_at=order.due_at,
            their_state=order.state, their_unit=order.unit, came_at=now, seen_at=now,
        )  # fmt: skip
        return "made", made
    known.seen_at = now
    if known.digest == digest:
        known.save(update_fields=["seen_at"])
        return "same", known
    _reconcile(known, order, actor)
    known.digest, known.due_at, known.their_state, known.their_unit = digest, order.due_at, order.state, order.unit
    known.save(update_fields=["seen_at", "digest", "due_at", "their_state", "their_unit"])
    return "changed", known


def _matter(platform: Platform, order: Incoming, actor: Actor) -> Complaint:
    phone = order.caller_phone if 7 <= sum(one.isdigit() for one in order.caller_phone) <= 15 else ""
    statement = Statement(
        kind=order.kind,
        text=order.text,
        title=order.title,
        channel=Channel.UPPER,
        category=readings.category_named(order.category),
        place=order.place,
        identity=Identity.CONFIDENTIAL if phone else Identity.ANONYMOUS,
        name=order.caller_name,
        phone=phone,
        outer_system=platform.code,
        outer_number=order.number,
        promised_on=clock.local(order.due_at).date() if order.due_at else None,
    )
    return receive(statement, body=platform.body, received_at=order.received_at, actor=actor).complaint


def _reconcile(known: UpperOrder, order: Incoming, actor: Actor) -> None:
    """Let what the platform changed reach the matter: its words while nobody handles it, later as a message."""
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=known.complaint_id)
    text = unnamed(order.text.strip(), order.caller_name, order.caller_phone)
    changed = ["promised_on"]
    complaint.promised_on = clock.local(order.due_at).date() if order.due_at else complaint.promised_on
    if text != complaint.text:
        if complaint.state == State.RECEIVED:
            complaint.text = text
            complaint.title = unnamed(title_of(order.title, order.text), order.caller_name, order.caller_phone)[:120]
            changed += ["text", "title"]
        else:
            last = Message.objects.filter(complaint=complaint).aggregate(last=Max("place_in_line"))["last"] or 0
            Message.objects.create(
                complaint=complaint, side=Side.COMPLAINANT, text=text, day=clock.today(), place_in_line=last + 1
            )
    complaint.save(update_fields=changed)
    record("complaints.reconcile", complaint, actor=actor, fields=changed)


@transaction.atomic
def export_replies(platform: Platform, *, again: bool = False, actor: Actor) -> bytes:
    """Return the workbook of replies in the platform's layout: those it has not got yet, or with ``again`` all."""
    require(actor, rules.EXCHANGE, platform.body)
    locked = Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    columns = layout.columns_of(locked, Direction.OUT)
    now, rows, same = clock.now(), [], 0
    for order in readings.answered(UpperOrder.objects.filter(platform=locked)).order_by("number"):
        row = readings.reply_row(order)
        digest = digest_of(row)
        if digest == order.exported_digest and not again:
            same += 1
            continue
        order.exported_at, order.exported_digest = now, digest
        order.save(update_fields=["exported_at", "exported_digest"])
        rows.append(row)
    _note(locked, Direction.OUT, Way.EXCEL, actor, made=len(rows), same=same)
    return layout.write_rows(columns, rows, locked.name)


def digest_of(row: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a reply, by which one that was written anew is known."""
    told = {key: value.isoformat() if isinstance(value, dt.datetime) else value for key, value in row.items()}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def door_of(platform: Platform) -> doors.Door:
    """Return the way to the platform's program; that its token was opened is written down."""
    return doors.HttpDoor(platform.address, open_for(platform, "token", actor=SYSTEM, purpose="upper_platform"))


Opening = Callable[[Platform], doors.Door]


def ask_for_orders(platform: Platform, *, opening: Opening = door_of, actor: Actor = SYSTEM) -> Outcome:
    """Ask the platform's program for its orders and take them over. Raises LineProblem where the line fails.

    What is refused stands in the count of the exchange and comes again with the next asking.
    """
    started = clock.now()
    since = f"{clock.local(platform.asked_at):%Y-%m-%dT%H:%M:%S}" if platform.asked_at else ""
    path = platform.orders_path.replace("{since}", since)
    items = doors.listed(opening(platform).fetch(path), platform.orders_at)
    outcome = take_over_orders(
        platform, layout.read_items(platform, items[: policy.UPPER_MOST_ITEMS]), way=Way.API, actor=actor
    )
    if not outcome.faults:
        Platform.objects.filter(pk=platform.pk).update(asked_at=started)
    return outcome


@transaction.atomic
def queue_replies(platform: Platform, *, actor: Actor = SYSTEM) -> int:
    """Put every answer that the platform's program has not got yet on its way; return how many."""
    del actor  # sending is written down, waiting is not
    now, waiting = clock.now(), []
    for order in readings.answered(UpperOrder.objects.filter(platform=platform)).prefetch_related("replies"):
        digest = digest_of(readings.reply_row(order))
        if digest not in {reply.digest for reply in order.replies.all()}:
            waiting.append(UpperReply(upper_order=order, digest=digest, next_at=now))
    UpperReply.objects.bulk_create(waiting, ignore_conflicts=True)
    return len(waiting)


@transaction.atomic
def send_reply(reply: UpperReply, *, opening: Opening = door_of, actor: Actor = SYSTEM) -> UpperReply:
    """Hand one reply to the platform's program and keep the receipt; a fault of the line waits for the next try.

    A reply that was written anew meanwhile is given up for the newer one.
    """
    rows = UpperReply.objects.select_for_update(of=("self",), skip_locked=True)
    locked = rows.filter(pk=reply.pk, state=DeliveryState.WAITING).first()
    if locked is None:
        return reply
    order = readings.answered(UpperOrder.objects.filter(pk=locked.upper_order_id)).first()
    if order is None or digest_of(row := readings.reply_row(order)) != locked.digest:
        locked.delete()
        return locked
    platform = order.platform
    body = layout.payload(layout.columns_of(platform, Direction.OUT), row)
    locked.tries += 1
    try:
        answer = opening(platform).send(platform.reply_path.replace("{number}", order.number), body, str(locked.pk))
    except doors.LineProblem as problem:
        return _try_later(locked, str(problem))
    locked.state, locked.sent_at, locked.problem = DeliveryState.SENT, clock.now(), ""
    locked.receipt = str(layout.dig(answer, platform.receipt_at) or "")[:120] if platform.receipt_at else ""
    locked.save()
    _note(platform, Direction.OUT, Way.API, actor, made=1)
    return locked


@transaction.atomic
def send_again(reply: UpperReply, *, actor: Actor) -> UpperReply:
    """Put a reply that was given up on its way once more."""
    require(actor, rules.EXCHANGE, reply.upper_order.platform.body)
    locked = UpperReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    if locked.state == DeliveryState.FAILED:
        locked.state, locked.tries, locked.next_at = DeliveryState.WAITING, 0, clock.now()
        locked.save()
        record("complaints.send_again", locked.upper_order.complaint, actor=actor)
    return locked


def _try_later(reply: UpperReply, problem: str) -> UpperReply:
    reply.problem = problem[:300]
    if reply.tries >= policy.UPPER_TRIES:
        reply.state = DeliveryState.FAILED
    else:
        reply.next_at = clock.now() + policy.UPPER_WAIT * 2 ** (reply.tries - 1)
    reply.save()
    return reply


def _note(
    platform: Platform, direction: Direction, way: Way, actor: Actor, *,
    made: int = 0, changed: int = 0, same: int = 0, refused: int = 0,
) -> Exchange:  # fmt: skip
    """Keep what was exchanged, where anything was."""
    exchange = Exchange(
        platform=platform, direction=direction, way=way, at=clock.now(), by=actor.label[:200],
        made=made, changed=changed, same=same, refused=refused,
    )  # fmt: skip
    if way == Way.EXCEL or made or changed or refused:
        exchange.save(force_insert=True)
        record(f"complaints.exchange_{direction.value}", platform, actor=actor)
    return exchange
