"""What scoring may read from orders: whether units put right what bad ratings found."""

import datetime as dt

import numpy as np
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders.queries import rectified
from zhengyou.mechanisms.scoring.catalogue import Cells, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import subtree


def read(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return for the units below ``body`` the orders opened in [starts, ends): closed as level 5, others as level 1.

    So the raw mean is the share of closed orders in per cent. Raises Refused for windows and persons: an order names its unit only.
    """
    if subject != Subject.UNIT:
        raise Refused(_("Rectification is compared between units: an order does not name a window."))
    found = sorted(rectified(subtree(body), starts, ends).items())
    table = np.zeros((len(found), 1, 5), dtype=np.int64)
    for place, (_unit, (closed, number)) in enumerate(found):
        table[place, 0, 4], table[place, 0, 0] = closed, number - closed
    keys = tuple(unit for unit, _counts in found)
    return Cells(keys=keys, bodies=keys, cases=("order",), counts=table)


RECTIFICATION = Indicator(
    name="rectification",
    label=_("Bad ratings put right"),
    unit=_("points"),
    definition=_(
        "Of the orders that bad ratings opened in the period, the share that is closed, in per cent; shrunk towards the"
        " peers where orders are few. Withdrawn orders do not count."
    ),
    read=read,
)
