"""What display offers to the items of a campaign: commitments and identity cards on public show."""

import datetime as dt

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import capabilities
from zhengyou.campaign.campaigns.enums import Capability
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment


def commitments(units: list[int], first: dt.date, last: dt.date) -> dict[int, int]:
    """Return how many commitments each unit has on show that were made by ``last``."""
    del first  # a commitment made before the campaign is kept in it too
    rows = Commitment.objects.filter(body__in=units, state=State.SHOWN, starts_on__lte=last).order_by()
    return dict(rows.values_list("body").annotate(n=Count("pk")))


def cards(units: list[int], first: dt.date, last: dt.date) -> dict[int, int]:
    """Return how many identity cards each unit has on show."""
    del first, last  # a card shows who serves today
    rows = Card.objects.filter(appointment__post__body__in=units, state=State.SHOWN).order_by()
    return dict(rows.values_list("appointment__post__body").annotate(n=Count("pk")))


def offer() -> None:
    """Offer both to campaigns."""
    capabilities.offer(Capability.COMMITMENT, commitments, route="display:commitments", label=_("Commitments on show"))
    capabilities.offer(Capability.DISPLAY, cards, route="display:commitments", label=_("Identity cards on show"))
