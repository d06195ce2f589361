"""What orders hear from the rooms below: a leader's instruction becomes an order; a clock that presses tells the unit."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, climbing, queries
from zhengyou.mechanisms.orders.enums import Kind, Stage, State
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.queries import kind_of
from zhengyou.records.notices import actions as notices
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import responsible_for
from zhengyou.registry.deadlines import ladder
from zhengyou.registry.deadlines.enums import Colour, Grade
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.papers import actions as papers
from zhengyou.registry.papers.hooks import Issue
from zhengyou.registry.papers.models import Instruction


def issue_named(typed: str, actor: Actor) -> Issue | None:
    """Return the order that bears the number typed as the reason of an amended regulation, if ``actor`` may read it."""
    order = queries.seen_by(actor).filter(number=typed.strip().upper()).first()
    if order is None:
        return None
    label = f"{order.number} {order.get_kind_display()}"
    return Issue(kind_of(order), str(order.pk), label, reverse("orders:detail", args=[order.pk]))


@transaction.atomic
def open_for(instruction: Instruction) -> Order:
    """Open the order that an instruction (批示) gives its unit; the body that received the paper verifies it.

    It stays inside the house: neither the instruction nor the reply is for the public.
    """
    order = actions.open_order(
        kind=Kind.COMMENT,
        body=instruction.body,
        verifier=instruction.incoming.body,
        title=instruction.incoming.title[:120],
        text=instruction.text,
        source_kind=kind_of(instruction),
        source_id=str(instruction.pk),
        is_public=False,
        actor=SYSTEM,
    )
    text = _("A leader has instructed your unit: order %(number)s. Please sign for it and carry it out.")
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        words = str(text) % {"number": order.number}
    _tell(order, words, f"instruction:{instruction.pk}", Duty.LIAISON)
    return order


def answer_instruction(order: Order) -> None:
    """Note on the handling sheet that an instruction was carried out, when its order is closed."""
    if order.source_kind != kind_of(Instruction):
        return
    instruction = Instruction.objects.filter(pk=order.source_id).first()
    if instruction is not None:
        papers.answer(instruction, text=order.reply, actor=SYSTEM)


def settle(order: Order) -> None:
    """Let what hung on a closed order follow it: its problem is solved, what was only proposed lapses."""
    actions.solve_with(order)
    actions.lapse_with(order)


def follow(order: Order, verb: str) -> None:
    """Let what hung on a withdrawn order follow it: its problem is open again, what was only proposed lapses."""
    if verb == "withdraw":
        actions.reopen_problem(order)
        actions.lapse_with(order)


def measure_signed(instance: Instance, actor: Actor) -> None:
    """Hear that a leader signed a talk or a circular."""
    actions.signed(instance, actor=actor)


def measure_unsigned(instance: Instance, actor: Actor) -> None:
    """Hear that a talk or a circular was refused or taken back."""
    actions.unsigned(instance, actor=actor)


@transaction.atomic
def tell_pressed(running: Clock) -> None:
    """Tell whom the ladder of the place names that an order's clock presses, once for each light of each clock.

    Where no ladder holds for the limit, the unit's liaison officer and head are told.
    """
    order = Order.objects.filter(pk=running.subject_id).select_related("body").first()
    if order is None or order.state in ENDED | {State.MERGED}:
        return
    if running.stage == Stage.SIGNING and order.signed_at is not None:
        return
    breached = running.breached_at is not None
    grade = Grade.RED if breached else Grade.YELLOW if running.warned == Colour.YELLOW else Grade.BLUE
    words_told = ladder.told_at(running, grade)
    if breached and words_told:
        return  # the rung itself tells, with the paper that goes out
    text = (
        _("Order %(number)s is overdue (due %(due)s). Please reply at once.")
        if breached
        else _("Order %(number)s is due on %(due)s. Please reply in time.")
    )
    with translation.override(settings.LANGUAGE_CODE):
        words = str(text) % {"number": order.number, "due": f"{clock.local(running.due_at):%Y-%m-%d %H:%M}"}
    light = "breached" if breached else str(running.warned)
    source = f"clock:{running.pk}:{light}"
    if not words_told:
        _tell(order, words, source, Duty.LIAISON, Duty.HEAD, body=running.body)
        return
    told = climbing.recipients(words_told, running.body, order.verifier)
    notices.tell(told, words, reverse("orders:detail", args=[order.pk]), actor=SYSTEM, source=source)


def _tell(order: Order, text: str, source: str, *duties: Duty, body: Body | None = None) -> None:
    """Tell whoever acts for these duties today at ``body``, the responsible unit unless another is named."""
    found = [responsible_for(body or order.body, duty) for duty in duties]
    told = [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in found if one]
    notices.tell(told, text, reverse("orders:detail", args=[order.pk]), actor=SYSTEM, source=source)
