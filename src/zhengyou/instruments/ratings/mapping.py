"""What is pushed, in our own words, and how it becomes a platform's: its names are rows, never code.

The shipped names are those of the window interface of a Guangdong city and of the national kind (domain survey 1.4); a
place puts its own in their stead. No name, number or telephone of a rater is among them.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from zhengyou.instruments.ratings import spending
from zhengyou.instruments.ratings.enums import Channel, Subject
from zhengyou.instruments.ratings.models import Handling, Invitation, OutsideOrder, Push, Rating, UpperPlatform
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.registry.services.models import Case

NAMES: dict[str, dict[str, str]] = {
    Subject.CASE: {
        "number": "projectNo", "item_code": "taskCode", "item_name": "taskName", "unit": "orgName",
        "window": "deptCode", "accepted": "acceptDate", "done": "resultDate", "state": "proStatus",
    },
    Subject.RATING: {
        "number": "projectNo", "service": "serviceNumber", "level": "satisfaction", "tags": "evalDetail",
        "text": "writingEvaluation", "channel": "pf", "day": "assessTime",
    },
    Subject.RECTIFICATION: {
        "number": "projectNo", "service": "serviceNumber", "verdict": "verifyResult", "reason": "reason",
        "reply": "result", "closed": "resultTime", "call_back": "visitSatisfaction", "excluded": "finalVerdict",
    },
    Subject.REPLY: {
        "order": "orderNo", "verdict": "verifyResult", "reason": "reason", "reply": "result", "closed": "resultTime",
        "call_back": "visitSatisfaction", "excluded": "finalVerdict",
    },
    "incoming": {
        "number": "projectNo", "service": "serviceNumber", "level": "satisfaction", "tags": "evalDetail",
        "text": "writingEvaluation", "day": "assessTime", "window": "deptCode", "order": "orderNo", "due": "deadline",
    },
}  # fmt: skip
PATHS = {
    Subject.CASE: "cases", Subject.RATING: "ratings", Subject.RECTIFICATION: "rectifications", Subject.REPLY: "replies",
    "check": "ratings", "incoming": "evaluations",
}  # fmt: skip
PF = {Channel.CODE: 3, Channel.TERMINAL: 4, Channel.PHONE: 6, Channel.SMS: 7}
"""The national numbers of channels: 1 PC, 2 mobile, 3 QR, 4 hall tablet, 5 other terminal, 6 telephone, 7 SMS."""


def told_of(push: Push) -> dict[str, Any] | None:
    """Return what ``push`` tells in our words, or nothing where there is nothing to tell any more."""
    if push.subject == Subject.CASE:
        case = Case.objects.select_related("item", "body", "window").filter(pk=push.source).first()
        return _case(case) if case else None
    if push.subject == Subject.REPLY:
        return _reply(push)
    invitation = Invitation.objects.select_related("case").filter(pk=push.source).first()
    rating = Rating.objects.select_related("order", "handling").filter(spent=spending.mark(push.source)).first()
    if invitation is None or rating is None:
        return None
    whose = {"number": invitation.case.external_number or invitation.case.number, "service": invitation.service_number}
    if push.subject == Subject.RATING:
        shown = rating.text_state == "shown"
        return whose | {
            "level": rating.level, "tags": ",".join(rating.tags), "text": mask_text(rating.text) if shown else "",
            "channel": PF.get(Channel(rating.channel), 5), "day": f"{rating.day:%Y-%m-%d}",
        }  # fmt: skip
    return whose | _rectification(rating)


def _reply(push: Push) -> dict[str, Any] | None:
    """Return what the unit answered to an order of the platform itself."""
    order = OutsideOrder.objects.filter(pk=push.source).first()
    rating = rating_of(order) if order else None
    return {"order": order.number, **_rectification(rating)} if order and rating else None


def rating_of(order: OutsideOrder) -> Rating | None:
    """Return the rating that an order of a platform above is about; nothing leads there without the key."""
    found = Rating.objects.select_related("order", "handling").filter(spent=spending.mark(order.source))
    return found.first()


def ratings_of(orders: Sequence[OutsideOrder]) -> dict[uuid.UUID, Rating]:
    """Return the rating of each order of a platform above, in one query."""
    marks = {spending.mark(order.source): order.pk for order in orders}
    found = Rating.objects.select_related("order", "handling", "body", "window", "addition").filter(
        spent__in=list(marks)
    )
    return {marks[bytes(rating.spent or b"")]: rating for rating in found}


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.external_number or case.number, "item_code": case.item.code, "item_name": case.item.name,
        "unit": case.body.name, "window": case.window.number, "accepted": _moment(case.accepted_at),
        "done": _moment(case.done_at), "state": 3 if case.done_at else 2,
    }  # fmt: skip


def _rectification(rating: Rating) -> dict[str, Any]:
    handling: Handling | None = getattr(rating, "handling", None)
    order = rating.order if rating.order is not None and rating.order.state == OrderState.CLOSED else None
    last = order.call_backs.exclude(satisfaction="").order_by("asked_at").last() if order else None
    return {
        "verdict": (handling.verdict if handling else "") or "valid",
        "reason": mask_text(handling.reason) if handling else "",
        "reply": mask_text(order.reply) if order else "",
        "closed": _moment(order.closed_at) if order else "",
        "call_back": last.satisfaction if last else "",
        "excluded": bool(handling and handling.state == "excluded"),
    }


def _moment(at: dt.datetime | None) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M:%S}" if at else ""


def payload(platform: UpperPlatform, subject: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told in the platform's names; what has no name there is not told."""
    names = platform.names.get(subject) or NAMES[subject]
    return {names[field]: value for field, value in told.items() if names.get(field)}
