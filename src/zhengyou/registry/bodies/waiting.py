"""What of this room waits in the work queue 待办: changes that could not be made, supervisors who wait for an answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.enums import ChangeState
from zhengyou.registry.bodies.models import Body, SupervisorReport

MOST = 50


def todos(actor: ledger.Actor) -> Iterator[Todo]:
    """Yield what waits for whoever manages bodies."""
    managed = rules.paths(actor, rules.MANAGE)
    if not managed:
        return
    bodies = queries.at_paths(Body.objects.all(), managed)
    for planned in queries.planned().filter(state=ChangeState.FAILED, body__in=bodies)[:MOST]:
        yield Todo(
            title=f"{planned.body.name}：{planned.get_kind_display()}（{planned.on:%Y-%m-%d}）",
            kind=_("Planned change could not be made"),
            url=reverse("bodies:detail", args=[planned.body.public_id]) + "?tab=history",
            due=clock.midnight(planned.on),
            colour="red",
            body=planned.body.name,
        )
    waiting = SupervisorReport.objects.filter(answer="", about__in=bodies).select_related("about", "supervisor__person")
    for report in waiting.order_by("on", "pk")[:MOST]:
        yield Todo(
            title=f"{report.about.name}：{report.text[:40]}",
            kind=_("Report of an invited supervisor"),
            url=reverse("bodies:supervisor", args=[report.supervisor_id]),
            body=report.about.name,
        )
