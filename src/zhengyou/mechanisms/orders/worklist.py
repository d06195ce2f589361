"""What waits for a hat among the orders."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import colour, with_due
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return the orders that ``actor`` must sign for or answer, and the replies to verify, the nearest day first."""
    owed = within(Order.objects.filter(state__in=AT_WORK), actor, rules.ANSWER)
    replied = Order.objects.filter(state=State.REPLIED)
    to_verify = within(replied, actor, rules.VERIFY)
    now = clock.now()
    words: tuple[tuple[object, Sentence], ...] = ((owed, _("Put right and reply")), (to_verify, _("Verify the reply")))
    for orders, kind in words:
        for order in with_due(orders)[:MOST]:  # type: ignore[arg-type]  # the annotation is not in its type
            yield Todo(
                title=order.title,
                kind=kind,
                url=reverse("orders:detail", args=[order.pk]),
                due=getattr(order, "due_at", None),
                colour=colour(order, now),
                body=order.body.name,
            )
