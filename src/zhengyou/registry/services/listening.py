"""What services hear from deadlines: a promise presses or is broken, and whoever handles the case is told."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions as notices
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services import queries
from zhengyou.registry.services.enums import ContactState, UndertakingState
from zhengyou.registry.services.models import Case, FirstContact, Undertaking


@transaction.atomic
def tell_pressed(running: Clock) -> None:
    """Tell the handler, or else who is on duty at the window, that a promise ends soon or is broken: once for each.

    Blue, half of the time gone, shows on the lists only: at a busy counter every case passes it.
    """
    breached = running.breached_at is not None
    case = Case.objects.filter(pk=running.subject_id).select_related("handler__person", "item").first()
    if case is None or case.state not in queries.OPEN_STATES or not (breached or running.warned == Colour.YELLOW):
        return
    text = _("Case %(number)s (%(item)s) is overdue since %(due)s. Please finish it and explain.")
    if not breached:
        text = _("Case %(number)s (%(item)s) is promised by %(due)s. Please finish it in time.")
    due = f"{clock.local(running.due_at):%Y-%m-%d %H:%M}"
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        words = str(text) % {"number": case.number, "item": case.item.name, "due": due}
    told = [notices.Recipient(str(one.person_id), str(one.person)) for one in _in_charge(case)]
    source = f"clock:{running.pk}:{'breached' if breached else running.warned}"
    notices.tell(told, words, reverse("services:case", args=[case.pk]), actor=SYSTEM, source=source)


def _in_charge(case: Case) -> list[Appointment]:
    if case.handler is not None:
        return [case.handler]
    return [one.appointment for one in queries.on_duty(case.window)]


@transaction.atomic
def tell_contact(running: Clock) -> None:
    """Tell whoever was asked first that the visitor's answer is due soon or late: once for each."""
    contact = FirstContact.objects.filter(pk=running.subject_id).select_related("received_by__person").first()
    if contact is None or contact.state == ContactState.ENDED or contact.received_by is None:
        return
    _tell(running, contact.received_by, contact.number, reverse("services:contact", args=[contact.pk]))


@transaction.atomic
def tell_undertaking(running: Clock) -> None:
    """Tell whoever handles the case that a written promise ends soon or has run out: once for each."""
    made = Undertaking.objects.filter(pk=running.subject_id).select_related("case__window").first()
    if made is None or made.state != UndertakingState.OPEN:
        return
    for one in _in_charge(made.case):
        _tell(running, one, made.number, reverse("services:undertaking", args=[made.pk]))


def _tell(running: Clock, to: Appointment, number: str, url: str) -> None:
    breached = running.breached_at is not None
    if not (breached or running.warned == Colour.YELLOW):
        return
    text = _("%(number)s is overdue since %(due)s.") if breached else _("%(number)s is due by %(due)s.")
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        words = str(text) % {"number": number, "due": f"{clock.local(running.due_at):%Y-%m-%d %H:%M}"}
    told = [notices.Recipient(str(to.person_id), str(to.person))]
    source = f"clock:{running.pk}:{'breached' if breached else running.warned}"
    notices.tell(told, words, url, actor=SYSTEM, source=source)
