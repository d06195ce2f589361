"""What waits for a hat among the orders."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import ProposalState, State
from zhengyou.mechanisms.orders.models import CallBack, Order, Proposal
from zhengyou.mechanisms.orders.queries import colour, desk_of, with_due
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50
WORDS: dict[str, Sentence] = {
    State.DISPATCHED: _("Sign for it, put right and reply"),
    State.SIGNED: _("Contact whoever raised it"),
    State.HANDLING: _("Put right and reply"),
}
"""What the responsible unit has to do in each state."""


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what ``actor`` must dispatch, handle, decide, verify or ask, the nearest day first."""
    desk = desk_of(actor)
    groups: tuple[tuple[QuerySet[Order], Sentence], ...] = (
        (desk.to_dispatch, _("Dispatch it")),
        (desk.to_handle, ""),
        (desk.to_decide, _("Decide the return")),
        (desk.to_verify, _("Verify the reply")),
        (desk.to_call, _("Call back")),
    )
    now = clock.now()
    for orders, kind in groups:
        for order in with_due(orders).only("title", "state", "opened_on", "body__name")[:MOST]:
            yield Todo(
                title=order.title,
                kind=kind or WORDS[order.state],
                url=reverse("orders:detail", args=[order.pk]),
                due=getattr(order, "due_at", None),
                colour=colour(order, now),
                body=order.body.name,
            )
    yield from _checks(actor)
    yield from _proposals(actor)


def _checks(actor: Actor) -> Iterable[Todo]:
    due = within(CallBack.objects.filter(outcome="", sample__isnull=False), actor, rules.CHECK)
    for title, number, sample in _counted(due):
        yield Todo(
            title=f"{title} ({number})", kind=_("Check closed orders"), url=reverse("orders:sample", args=[sample])
        )


def _counted(due: QuerySet[CallBack]) -> list[tuple[str, int, object]]:
    found: dict[object, tuple[str, int]] = {}
    for sample, title in due.order_by("sample_id").values_list("sample_id", "sample__title")[: 20 * MOST]:
        found[sample] = (title, found.get(sample, (title, 0))[1] + 1)
    return [(title, number, sample) for sample, (title, number) in found.items()]


def _proposals(actor: Actor) -> Iterable[Todo]:
    submitted = Proposal.objects.filter(state=ProposalState.SUBMITTED).select_related("body")
    for proposal in within(submitted, actor, rules.DECIDE)[:MOST]:
        yield Todo(
            title=proposal.title,
            kind=_("Decide the proposal"),
            url=reverse("orders:proposal", args=[proposal.pk]),
            body=proposal.body.name,
        )
