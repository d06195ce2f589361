"""What scoring may read from orders: whether units put right what bad ratings found."""

import datetime as dt
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.queries import rectified
from zhengyou.mechanisms.scoring.catalogue import Cells, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import subtree


def read(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return for the units below ``body`` the orders opened in [starts, ends): closed, or not: two levels.

    So the raw mean is the share of closed orders in per cent. Raises Refused for windows and persons: an order names its unit only.
    """
    if subject != Subject.UNIT:
        raise Refused(_("Rectification is compared between units: an order does not name a window."))
    found = sorted(rectified(subtree(body), starts, ends).items())
    table = np.zeros((len(found), 1, 2), dtype=np.int64)
    for place, (_unit, (closed, number)) in enumerate(found):
        table[place, 0, 1], table[place, 0, 0] = closed, number - closed
    keys = tuple(unit for unit, _counts in found)
    return Cells(keys=keys, bodies=keys, cases=("order",), counts=table)


def drill(body: Body, first: dt.date, last: dt.date) -> str:
    """Return the list of the orders of ``body`` that arose from ratings."""
    del first, last  # the list has no days to ask for
    return f"{reverse('orders:list')}?{urlencode({'body': str(body.public_id), 'kind': Kind.RATING, 'show': 'all'})}"


RECTIFICATION = Indicator(
    name="rectification",
    label=_("Bad ratings put right"),
    unit=_("points"),
    definition=_(
        "Of the orders that bad ratings opened in the period, the share that is closed, in per cent; shrunk towards the"
        " peers where orders are few. Withdrawn orders do not count."
    ),
    denominator=_("Orders that bad ratings opened in the period, without withdrawn ones"),
    read=read,
    case_label=lambda _case: str(_("Orders from bad ratings")),
    drill=drill,
)
