"""What other rooms' pages lead to here: the slip of a case, the appeal against the bad rating of an order."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import rectification, rules
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.rules import may
from zhengyou.registry.services.models import Case


def slip(case: Case) -> tuple[str, str]:
    """Return label and address of the slip with the rating code; no address while the case has none."""
    return _("Slip for the visitor"), reverse("ratings:slip", args=[case.pk]) if case.invitations.exists() else ""


def appeal(order: Order, actor: Actor) -> tuple[Sentence, str] | None:
    """Return label and address of the appeal that the unit may file against the rating of ``order``."""
    if order.source_kind != rectification.SOURCE or order.state in ENDED or not may(actor, rules.APPEAL, order.body):
        return None
    return _("Appeal against the bad rating"), reverse("ratings:appeal-new", args=[order.number])
