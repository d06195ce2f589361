"""What waits for a hat among the papers."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within
from zhengyou.registry.papers import queries, rules
from zhengyou.registry.papers.enums import State
from zhengyou.registry.papers.models import Paper

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return the papers that ``actor`` must sign for, and the signed ones to issue."""
    today = clock.today()
    for row in queries.receipts(actor).filter(confirmed_at__isnull=True, paper__state=State.ISSUED)[:MOST]:
        due = row.paper.receipts_due_on
        yield Todo(
            title=row.paper.title,
            kind=_("Sign for the paper"),
            url=reverse("papers:receipts"),
            due=clock.midnight(due) if due else None,
            colour="red" if due and due < today else "",
            body=row.name,
        )
    signed = Paper.objects.filter(state=State.APPROVED).select_related("organ__body")
    for paper in within(signed, actor, rules.ISSUE)[:MOST]:
        yield Todo(
            title=paper.title, kind=_("Issue the signed paper"), url=queries.address(paper), body=paper.organ.name
        )
