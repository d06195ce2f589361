"""What scoring may read from promises: how often what a unit promised was kept, by the records that measure it."""

import copy
import datetime as dt
from urllib.parse import urlencode

import numpy as np
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import keeping
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.models import Commitment
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring.catalogue import Cells, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body


def read(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    """Return for the units below ``body`` on how many occasions in [starts, ends) a shown promise was not kept, and kept.

    An occasion is one record of the promise's measure: a case that came due, a rating, an order. Promises that nothing
    measures do not count. Raises Refused for windows and persons.
    """
    if subject != Subject.UNIT:
        raise Refused(_("Promises are compared between units."))
    last = ends - dt.timedelta(days=1)
    shown = (
        Commitment.objects.filter(
            body__path__startswith=body.path, state__in=[State.SHOWN, State.WITHDRAWN], starts_on__lte=last
        )
        .filter(Q(ends_on__gte=starts) | Q(ends_on__isnull=True, state=State.SHOWN))
        .exclude(measure=Measure.NONE)
        .filter(pledge__appointment__isnull=True)
        .order_by("body_id", "order_number", "pk")
    )
    within = [_within(commitment, starts, last) for commitment in shown]
    records = {key: kept.record for key, kept in keeping.judge(within, last).items() if kept.record}
    counted = [(commitment, records[commitment.pk]) for commitment in within if commitment.pk in records]
    keys = sorted({commitment.body_id for commitment, record in counted if record.all})
    cases = sorted({str(commitment.measure) for commitment, record in counted if record.all})
    table = np.zeros((len(keys), len(cases), 2), dtype=np.int64)
    for commitment, record in counted:
        if record.all:
            place = (keys.index(commitment.body_id), cases.index(str(commitment.measure)))
            table[place] += (record.all - record.good, record.good)
    return Cells(tuple(keys), tuple(keys), tuple(cases), table)


def _within(commitment: Commitment, starts: dt.date, last: dt.date) -> Commitment:
    """Return the promise as if it held only within the period; nothing is saved."""
    cut = copy.copy(commitment)
    cut.starts_on = max(commitment.starts_on, starts)
    cut.ends_on = min(commitment.ends_on or last, last)
    return cut


def case_label(case: str) -> str:
    """Return the name of a measure."""
    return str(Measure(case).label) if case in Measure.values else case


def drill(body: Body, first: dt.date, last: dt.date) -> str:
    """Return the list of the promises of ``body``."""
    del first, last  # the list has no days to ask for
    return f"{reverse('display:commitments')}?{urlencode({'body': str(body.public_id)})}"


def drill_case(body: Body, case: str, first: dt.date, last: dt.date) -> str:
    """Return the list of the promises of ``body`` of one measure."""
    return f"{drill(body, first, last)}&{urlencode({'measure': case})}"


COMMITMENTS = Indicator(
    name="commitments",
    label=_("Promises kept"),
    unit=_("points"),
    definition=_(
        "Of all occasions on which a shown, measured promise of the unit was at stake in the period (a case that came due,"
        " a rating, an order), the share on which it was kept, in per cent; shrunk towards the peers where occasions are few."
        " What nothing measures is never counted as kept."
    ),
    denominator=_("Occasions in the period on which a measured promise was at stake"),
    read=read,
    case_label=case_label,
    drill=drill,
    drill_case=drill_case,
)
