"""What waits for a hat among the ratings."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import queries, rules
from zhengyou.instruments.ratings.enums import ReportState
from zhengyou.instruments.ratings.models import Appeal, Retaliation
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 30


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what ``actor`` must sort out, decide or look into."""
    triage = within(queries.waiting_for_rectification(), actor, rules.SUPERVISE)
    for rating in queries.from_above(triage, actor)[:MOST]:
        yield Todo(
            title=str(rating.window), kind=_("Sort out the bad rating"),
            url=reverse("ratings:bad-one", args=[rating.pk]), body=rating.body.name,
        )  # fmt: skip
    undecided = Appeal.objects.filter(decision="").select_related("body", "handling")
    for one in within(undecided, actor, rules.DECIDE_APPEAL)[:MOST]:
        if rules.may_review(actor, one):
            yield Todo(
                title=one.number, kind=_("Decide the appeal"),
                url=reverse("ratings:appeal", args=[one.number]), body=one.body.name,
            )  # fmt: skip
    reports = Retaliation.objects.exclude(state=ReportState.ANSWERED).select_related("body")
    for report in within(reports, actor, rules.PROTECT)[:MOST]:
        own = getattr(actor, "body", None)
        if own is None or not own.path.startswith(report.body.path):
            yield Todo(
                title=report.body.name, kind=_("Look into retaliation"),
                url=reverse("ratings:retaliations"), body=report.body.name,
            )  # fmt: skip
