"""Readings of the upper platform."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhengyou.instruments.complaints.enums import DeliveryState, Level, State, UpperField
from zhengyou.instruments.complaints.models import Category, Platform, UpperOrder, UpperReply


def category_named(name: str) -> Category | None:
    """Return the class that the platform names by its code, its name or its whole path (城乡建设/物业管理)."""
    last = name.replace("／", "/").replace(">", "/").split("/")[-1].strip()
    if not last:
        return None
    found = Category.objects.filter(Q(code=last) | Q(name=last), is_active=True).order_by("level", "code")
    above = name.replace("／", "/").replace(">", "/").split("/")[0].strip()
    return next((one for one in found if above in {last, _top(one)}), None)


def _top(category: Category) -> str:
    top = Category.objects.filter(code=category.code[:2]).first()
    return top.name if top else ""


def with_columns(platforms: QuerySet[Platform]) -> QuerySet[Platform]:
    """Return ``platforms`` with their columns and how many orders wait there for an answer."""
    return (
        platforms.select_related("body")
        .prefetch_related("fields")
        .annotate(
            orders_in_all=Count("orders", distinct=True),
            orders_open=Count(
                "orders",
                filter=Q(orders__complaint__state__in=(State.RECEIVED, State.HANDLING)),
                distinct=True,
            ),
        )
    )


def with_program() -> QuerySet[Platform]:
    """Return the platforms in use whose program takes replies and gives orders."""
    return Platform.objects.filter(is_open=True).exclude(Q(address="") | Q(orders_path="") | Q(reply_path=""))


def answered(orders: QuerySet[UpperOrder]) -> QuerySet[UpperOrder]:
    """Return the ``orders`` whose matter has an answer that may be told."""
    return orders.exclude(complaint__answer="").filter(
        complaint__state__in=(State.ANSWERED, State.INFORMED, State.CLOSED)
    ).select_related(
        "platform", "complaint__answered_by", "complaint__order__body", "complaint__body"
    )  # fmt: skip


def reply_row(order: UpperOrder) -> dict[str, Any]:
    """Return what the platform is told of a matter, by the meaning of the columns."""
    complaint, handled = order.complaint, order.complaint.order
    unit = complaint.answered_by or (handled.body if handled else complaint.body)
    solved = {True: "solved", False: "not_solved", None: ""}[complaint.solved]
    return {
        UpperField.NUMBER.value: order.number,
        UpperField.TITLE.value: complaint.title,
        UpperField.OUR_NUMBER.value: complaint.number,
        UpperField.OUR_UNIT.value: unit.name,
        UpperField.OUR_STATE.value: str(State(complaint.state).label),
        UpperField.CONTACTED_AT.value: handled.contacted_at if handled else None,
        UpperField.REPLIED_AT.value: complaint.answered_at,
        UpperField.REPLY.value: complaint.answer,
        UpperField.SOLVED.value: solved,
        UpperField.SATISFACTION.value: str(Level(complaint.level).label) if complaint.level else "",
    }


def pressing(orders: QuerySet[UpperOrder], now: dt.datetime) -> QuerySet[UpperOrder]:
    """Return the open orders, those whose limit at the platform is nearest first."""
    del now
    return (
        orders.filter(complaint__state__in=(State.RECEIVED, State.HANDLING))
        .select_related("complaint__order__body", "complaint__category", "platform")
        .order_by("due_at", "number")
    )


def failed(replies: QuerySet[UpperReply]) -> QuerySet[UpperReply]:
    """Return the replies that were given up and wait for a person."""
    return replies.filter(state=DeliveryState.FAILED).select_related("upper_order__platform", "upper_order__complaint")


def waiting_replies(now: dt.datetime) -> QuerySet[UpperReply]:
    """Return the replies whose next try is due, the longest waiting first."""
    return (
        UpperReply.objects.filter(state=DeliveryState.WAITING, next_at__lte=now, upper_order__platform__is_open=True)
        .select_related("upper_order__platform")
        .order_by("next_at")
    )
