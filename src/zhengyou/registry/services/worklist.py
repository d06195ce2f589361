"""What waits at the windows: open cases with a promised time."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy

from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor as LedgerActor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.deadlines.queries import colour_of
from zhengyou.registry.services import queries, rules

MOST = 100
"""So many of the most urgent cases stand in the work queue."""


def waiting(actor: LedgerActor) -> Iterable[Todo]:
    """Return the open cases that this hat handles, or that came to a window it serves; the most urgent first."""
    if not isinstance(actor, Actor) or not actor.hat_id or not actor.holds(rules.REGISTER):
        return
    own = Appointment.objects.filter(public_id=actor.hat_id).first()
    now = clock.now()
    for case in queries.waiting_for(own)[:MOST] if own else ():
        running = case.clock
        if running is not None:
            yield Todo(
                title=f"{case.item.name} {case.number}",
                kind=gettext_lazy("Case to be finished"),
                url=reverse("services:case", args=[case.pk]),
                due=running.due_at,
                colour=colour_of(running, now).value,
                body=case.body.name,
            )


def promised(actor: LedgerActor) -> Iterable[Todo]:
    """Return what this hat was asked first, what was led to its unit, and the written promises that have run out."""
    if not isinstance(actor, Actor) or not actor.holds(rules.REGISTER):
        return
    own, now = queries.post_of(actor), clock.now()
    for contact in queries.contacts_waiting(own)[:MOST] if own else ():
        yield Todo(
            title=contact.matter,
            kind=gettext_lazy("Visitor waits for an answer"),
            url=queries.contact_page(contact),
            due=contact.clock.due_at if contact.clock else None,
            colour=colour_of(contact.clock, now).value if contact.clock else "",
            body=contact.body.name,
        )
    for made in queries.undertakings_due(actor)[:MOST]:
        yield Todo(
            title=f"{made.case.item.name} {made.number}",
            kind=gettext_lazy("Written promise to be checked"),
            url=reverse("services:undertaking", args=[made.pk]),
            due=made.clock.due_at if made.clock else None,
            colour="red",
            body=made.body.name,
        )
