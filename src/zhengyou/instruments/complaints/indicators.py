"""What scoring may read from matters: the three rates 三率, by class, as counts that can be shrunk and compared.

The case type of a matter is its class of the first level: units with hard fields are compared as such (分级分类), not by
the mix of what they are given.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.db.models import F
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import Level
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.instruments.complaints.queries import rates
from zhengyou.instruments.complaints.queries.tallies import tally
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring.catalogue import Cells, Indicator
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.bodies.models import Body

LEVELS: dict[str, tuple[tuple[str, ...], ...]] = {
    "response": (("late", "never"), ("in_time",)),
    "resolution": (("unresolved",), ("resolved",)),
    "satisfaction": tuple((f"level_{level.value}",) for level in Level),
}
"""Which counts of `tallies.COUNTS` make up each level of an indicator, the worst first; no and yes are two levels."""


def _reading(name: str) -> Callable[[Subject, Body, dt.date, dt.date], Cells]:
    def read(subject: Subject, body: Body, starts: dt.date, ends: dt.date) -> Cells:
        """Return the counts of the units below ``body`` for matters received in [starts, ends)."""
        if subject == Subject.WINDOW:
            raise Refused(_("Matters are compared between units: a matter does not name a window."))
        return _cells(name, body, starts, ends)

    return read


def _cells(name: str, body: Body, starts: dt.date, ends: dt.date) -> Cells:
    matters = rates.counted(
        Complaint.objects.filter(
            body__path__startswith=body.path.split(".")[0],
            received_at__gte=clock.midnight(starts),
            received_at__lt=clock.midnight(ends),
        )
    )
    groups = tally(matters, rates.ruling(body, starts).answer_days, unit=F("unit"), case=Left("category__code", 2))
    below = set(Body.objects.filter(path__startswith=body.path).values_list("pk", flat=True))
    told = [(*one.keys, [sum(one.counts[each] for each in level) for level in LEVELS[name]]) for one in groups]
    told = [(unit, case or "", counts) for unit, case, counts in told if unit in below and any(counts)]
    keys, cases = sorted({unit for unit, _case, _counts in told}), sorted({case for _unit, case, _counts in told})
    table = np.zeros((len(keys), len(cases), len(LEVELS[name])), dtype=np.int64)
    place, column = {key: at for at, key in enumerate(keys)}, {case: at for at, case in enumerate(cases)}
    for unit, case, counts in told:
        table[place[unit], column[case]] += np.array(counts)
    return Cells(keys=tuple(keys), bodies=tuple(keys), cases=tuple(cases), counts=table)


def case_label(case: str) -> str:
    """Return the name of a class of the first level."""
    found = Category.objects.filter(code=case).values_list(F("name"), flat=True).first() if case else None
    return found or str(_("Not classified"))


def drill(body: Body, first: dt.date, last: dt.date) -> str:
    """Return the list of the matters of ``body`` received from the first to the last day."""
    asked = {"body": str(body.public_id), "since": first.isoformat(), "until": last.isoformat(), "show": "all"}
    return f"{reverse('complaints:list')}?{urlencode(asked)}"


def drill_case(body: Body, case: str, first: dt.date, last: dt.date) -> str:
    """Return the list of the matters of ``body`` of one class."""
    return f"{drill(body, first, last)}&{urlencode({'category': case})}"


def _indicator(name: str, label: Any, definition: Any, denominator: Any) -> Indicator:
    return Indicator(
        name=f"matters_{name}", label=label, unit=_("points"), definition=definition, read=_reading(name),
        case_label=case_label, drill=drill, drill_case=drill_case, denominator=denominator,
    )  # fmt: skip


RATES = (
    _indicator(
        "response", _("Matters: response"),
        _("Of the matters that had to be contacted or answered by a day, the share that was, in per cent."),
        _("Matters that had to be contacted or answered in the period"),
    ),
    _indicator(
        "resolution", _("Matters: resolution"),
        _("Of the complainants who said whether it is solved, the share that said yes, in per cent."),
        _("Complainants who said whether it is solved"),
    ),
    _indicator(
        "satisfaction", _("Matters: satisfaction"),
        _("The mean of what complainants thought of the handling, the five levels counting 0, 25, 50, 75 and 100 points."),
        _("Complainants who said how content they are"),
    ),
)  # fmt: skip
