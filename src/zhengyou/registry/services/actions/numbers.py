"""Verbs of the queue in the hall: who has no appointment takes a number, and numbers are called to their window."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices import screens
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import queries, queues, rules
from zhengyou.registry.services.actions.cases import register_case
from zhengyou.registry.services.machine import BOOKING, WALK_IN
from zhengyou.registry.services.models import Booking, ServiceItem, WalkIn, Window
from zhengyou.registry.services.queues import Waiter


@transaction.atomic
def take_number(window: Window, *, item: ServiceItem, actor: Actor) -> WalkIn:
    """Give the next number of today at ``window`` to a visitor without an appointment; nothing is asked of the visitor."""
    require(actor, rules.REGISTER, window.body)
    locked = Window.objects.select_for_update(of=("self",)).get(pk=window.pk)  # numbers are given one after the other
    if not queries.open_windows().filter(pk=locked.pk).exists():
        raise Conflict(_("This window is closed."), field="window")
    if not locked.items.filter(pk=item.pk, closed_on__isnull=True).exists():
        raise Refused(_("This window does not offer this item."), field="item")
    today = clock.today()
    last = WalkIn.objects.filter(window=locked, day=today).aggregate(last=Max("ticket"))["last"] or 0
    tell_screens(window)
    taken = WalkIn.objects.create(window=window, item=item, day=today, ticket=last + 1, present_at=clock.now())
    record("services.take_number", taken, actor=actor)
    return taken


@transaction.atomic
def call_next(window: Window, *, actor: Actor) -> Waiter:
    """Call the next number of today to ``window``; of several clerks who call at once each gets another number.

    Raises Conflict where nobody waits.
    """
    require(actor, rules.REGISTER, window.body)
    Window.objects.select_for_update(of=("self",)).get(pk=window.pk)  # numbers are called one after the other
    waiting = queues.waiting_at(window)
    if not waiting:
        raise Conflict(_("Nobody waits at this window."), code="nobody")
    tell_screens(window)
    now = clock.now()
    first, machine = waiting[0], BOOKING if isinstance(waiting[0], Booking) else WALK_IN
    return move(first, "call", machine, actor=actor, first_called_at=now, called_at=now, calls=1)


@transaction.atomic
def call_again(one: Waiter, *, actor: Actor) -> Waiter:
    """Call a number again: the visitor has not come yet, or came back after the number had been passed over today."""
    window = one.window
    require(actor, rules.REGISTER, window.body)
    locked: Waiter = type(one)._default_manager.select_for_update(of=("self",)).get(pk=one.pk)
    if not locked.calls or locked.called_at is None or locked.called_at < clock.midnight(clock.today()):
        raise Conflict(_("Only a number that was called today is called again."), code="state")
    tell_screens(window)
    machine = BOOKING if isinstance(one, Booking) else WALK_IN
    calls = locked.calls + 1
    return move(locked, "call_again", machine, actor=actor, called_at=clock.now(), calls=calls, ended_at=None)


@transaction.atomic
def serve_number(one: WalkIn, *, actor: Actor) -> WalkIn:
    """Take the case of whoever came to the window with this number."""
    require(actor, rules.REGISTER, one.window.body)
    locked = WalkIn.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if locked.ended_at is not None:
        raise Conflict(_("This number was served or passed over already."), code="state")
    tell_screens(one.window)
    case = register_case(window=one.window, item=one.item, actor=actor, handler=queries.post_of(actor))
    return move(one, "serve_number", WALK_IN, actor=actor, ended_at=clock.now(), case=case)


@transaction.atomic
def pass_number(one: WalkIn, *, actor: Actor) -> WalkIn:
    """Pass a number over whose visitor did not come to the window, or has left."""
    require(actor, rules.REGISTER, one.window.body)
    tell_screens(one.window)
    return move(one, "pass_number", WALK_IN, actor=actor, ended_at=clock.now())


def tell_screens(window: Window) -> None:
    """Tell the call screens of the body and of all above it: a hall shows the windows of all who serve in it."""
    for body in Body.objects.filter(pk__in=[int(key) for key in window.body.path.split(".") if key]):
        screens.tell(str(body.public_id))
