"""What this room offers to the page of an order that it opened: the promise that was broken."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.models import Judgement, PracticalMatter
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.hooks import Page
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import within


def offer_promise(order: Order, actor: Actor) -> Page | None:
    """Return the page of the promise or practical matter from which ``order`` arose, for who may read it."""
    if order.kind != Kind.COMMITMENT:
        return None
    judged = within(Judgement.objects.filter(order=order), actor, rules.READ).first()
    if judged is not None:
        return _("The promise"), reverse("display:commitment", args=[judged.commitment_id])
    late = within(PracticalMatter.objects.filter(late_order=order), actor, rules.READ).first()
    return (_("The practical matter"), reverse("display:practical-matter", args=[late.pk])) if late else None
