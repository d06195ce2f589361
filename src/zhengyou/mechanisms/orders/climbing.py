"""What orders do when one of their clocks climbs the ladder: who is told, which paper goes out, what is proposed.

All of it happens in the transaction of the climb and hangs on the climb's own key, so it comes once or not at all.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, policy, rules
from zhengyou.mechanisms.orders.enums import MeasureKind, Shade, Sheet
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.documents.numerals import official_date
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.queries import holders
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import responsible_for
from zhengyou.registry.deadlines.enums import Grade, Told
from zhengyou.registry.deadlines.models import Climb, Clock

SHEETS = {Grade.RED: Sheet.REMINDER, Grade.SUPERVISE: Sheet.SUPERVISION}
"""The papers that go out by themselves."""
MEASURES = {Grade.TALK: MeasureKind.TALK, Grade.CIRCULAR: MeasureKind.CIRCULAR}
"""What is only proposed."""


def lock_order(running: Clock) -> None:
    """Lock the order of a clock, which comes before the clock wherever both are changed."""
    Order.objects.select_for_update(of=("self",)).filter(pk=running.subject_id).first()


def heed(rung: Climb) -> None:
    """Send, propose and tell what the rung asks for; an order that has ended is left in peace."""
    order = (
        Order.objects.select_related("body", "verifier", "parent__verifier").filter(pk=rung.clock.subject_id).first()
    )
    if order is None or order.state in ENDED:
        return
    actions.point(order)
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        _act(order, rung)


def _act(order: Order, rung: Climb) -> None:
    unit, grade = rung.clock.body, Grade(rung.grade)
    above = _above(order) if unit.pk == order.body_id else (unit.parent or unit)
    if unit.pk != above.pk:
        if sheet := SHEETS.get(grade):
            actions.write_out(
                sheet, unit, above, text_of(order, rung, sheet), order=order, source=f"climb:{rung.pk}", actor=SYSTEM
            )
        if kind := MEASURES.get(grade):
            actions.propose_measure(
                kind, unit, above, facts=facts_of(order, rung), order=order, source=f"climb:{rung.pk}", actor=SYSTEM
            )
    words = _("Order %(number)s (%(unit)s, due %(due)s) is overdue: %(rung)s.") % {
        "number": order.number,
        "unit": unit.name,
        "due": _minute(rung.due_at),
        "rung": grade.label,
    }
    told = recipients(rung.told, unit, above)
    notices.tell(told, words, reverse("orders:detail", args=[order.pk]), actor=SYSTEM, source=f"climb:{rung.pk}")


def _above(order: Order) -> Body:
    """Return the body that presses for ``order``: a lead unit verifies its assistants, but who dispatched presses both."""
    return order.parent.verifier if order.parent and order.parent.verifier_id != order.body_id else order.verifier


def text_of(order: Order, rung: Climb, sheet: Sheet) -> actions.Text:
    """Return what a paper of the ladder says."""
    demand = {
        Sheet.REMINDER: _("Please finish the matter at once and reply through the platform."),
        Sheet.SUPERVISION: _(
            "The matter is under supervision. Finish it by the day named, say why it is late, and report the result."
        ),
    }[sheet]
    day = actions.working_day(order.verifier, clock.local(rung.at).date(), policy.WRIT_DAYS)
    return actions.Text(
        shade=Shade.RED,
        title=order.title,
        facts=facts_of(order, rung),
        demand=demand,
        due_on=day,
        basis=rung.rule[:300],
    )


def facts_of(order: Order, rung: Climb) -> str:
    """Return the plain facts: which order, since when with the unit, due when, overdue by how many days."""
    days = max(1, -((rung.due_at - rung.at) // dt.timedelta(days=1)))
    words = _(
        "Order %(number)s “%(title)s” was given to %(unit)s on %(opened)s; “%(stage)s” was due on %(due)s and is overdue"
        " by %(days)d day(s) as of %(at)s."
    )
    return words % {
        "number": order.number,
        "title": order.title.replace("“", "‘").replace("”", "’"),  # it stands within quotation marks itself
        "unit": rung.clock.body.name,
        "opened": official_date(order.opened_on),
        "stage": rung.clock.rule_title,
        "due": _official(rung.due_at),
        "days": days,
        "at": _official(rung.at),
    }


def recipients(told: list[str], unit: Body, above: Body) -> list[notices.Recipient]:
    """Return who acts today for each of these words at ``unit`` and at the body above it."""
    duties = {
        Told.LIAISON: (unit, Duty.LIAISON),
        Told.LEADER: (unit, Duty.LEADER),
        Told.HEAD: (unit, Duty.HEAD),
        Told.ABOVE_LIAISON: (above, Duty.LIAISON),
        Told.ABOVE_HEAD: (above, Duty.HEAD),
    }
    found = []
    for word in told:
        if word == Told.SUPERVISION:
            found += supervisors(above)
        elif one := responsible_for(*duties[Told(word)]):
            found.append(notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}"))
    return found


def supervisors(body: Body) -> list[notices.Recipient]:
    """Return who supervises at ``body``: of all who may, those whose scope is the narrowest around it."""
    grants = list(holders(rules.SUPERVISE, body))
    nearest = max((len(grant.scope.body.path) for grant in grants if grant.scope.body), default=0)
    people = [
        grant.appointment for grant in grants if grant.scope.body is not None and len(grant.scope.body.path) == nearest
    ]
    return [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one}") for one in people]


def _official(moment: dt.datetime) -> str:
    """Return a moment as an official paper writes it: 2026年11月3日17:30."""
    local = clock.local(moment)
    return f"{official_date(local.date())}{local:%H:%M}"


def _minute(moment: dt.datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
