"""What waits for a hat in supervision: notices to sign for, proposals to take up, corrections to verify, visits to note."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import CaseState, MeasureState, ViolationState, WritState
from zhengyou.mechanisms.orders.models import AccountabilityCase, Measure, Violation, Writ
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what ``actor`` must do in supervision."""
    writs = within(Writ.objects.filter(state=WritState.ISSUED), actor, rules.ANSWER).select_related(
        "body", "number__series"
    )
    for writ in writs[:MOST]:
        yield Todo(
            title=f"{writ.number} {writ.title}",
            kind=_("Sign for the notice"),
            url=reverse("orders:writ", args=[writ.pk]),
            due=clock.midnight(writ.due_on),
            colour=writ.shade,
            body=writ.body.name,
        )
    states = [MeasureState.PROPOSED, MeasureState.SIGNED]
    measures = within(Measure.objects.filter(state__in=states), actor, rules.SUPERVISE).select_related("body")
    for one in measures[:MOST]:
        yield Todo(
            title=f"{one.get_kind_display()} · {one.body.name}",
            kind=_("Decide on the proposal") if one.state == MeasureState.PROPOSED else _("Note the result"),
            url=reverse("orders:measure", args=[one.pk]),
            body=one.body.name,
        )
    answered = within(Violation.objects.filter(state=ViolationState.ANSWERED), actor, rules.VIOLATIONS)
    for violation in answered[:MOST]:
        yield Todo(
            title=violation.title,
            kind=_("Verify the correction"),
            url=reverse("orders:violation", args=[violation.pk]),
            body=violation.unit_name,
        )
    silent = AccountabilityCase.objects.filter(state=CaseState.HEARING, statement_due_on__lt=clock.today())
    for case in within(silent, actor, rules.ACCOUNT).select_related("body")[:MOST]:
        yield Todo(
            title=f"{case.number} {case.body.name}",
            kind=_("Write the statement down"),
            url=reverse("orders:case", args=[case.pk]),
            body=case.body.name,
        )
