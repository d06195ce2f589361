"""Verbs that decide what is put right first: hot issues, monthly themes, the lowest scores."""

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.enums import Sector
from zhengyou.instruments.complaints.machine import ISSUE, PROPOSAL
from zhengyou.instruments.complaints.models import Category, HotIssue, PriorityProposal, PriorityRule
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Kind as OrderKind
from zhengyou.mechanisms.scoring import catalogue
from zhengyou.mechanisms.scoring.enums import State as RunState
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def list_issue(
    *,
    body: Body,
    sector: str,
    title: str,
    text: str = "",
    category: Category | None = None,
    month: dt.date | None = None,
    actor: Actor,
) -> HotIssue:
    """List an issue that people raise again and again; with ``month`` it is the theme of that month (每月一题)."""
    require(actor, rules.OPINIONS, body)
    wrong: dict[str, Sentence] = {}
    if sector not in Sector.values:
        wrong["sector"] = gettext_lazy("Choose a field.")
    if not title.strip():
        wrong["title"] = gettext_lazy("Name the issue.")
    first = month.replace(day=1) if month else None
    if first and HotIssue.objects.filter(body=body, month=first).exists():
        wrong["month"] = gettext_lazy("This month has its theme already.")
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            issue = HotIssue.objects.create(
                body=body, sector=sector, title=title.strip()[:120], text=text.strip(), category=category, month=first,
                listed_on=clock.today(),
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"month": gettext_lazy("This month has its theme already.")}) from None
    record("complaints.list_issue", issue, actor=actor, target=issue.state)
    return issue


@transaction.atomic
def tackle(issue: HotIssue, *, lead: Body, measures: str, due_on: dt.date | None, actor: Actor) -> HotIssue:
    """Say who tackles an issue, how and by when."""
    require(actor, rules.OPINIONS, issue.body)
    wrong: dict[str, Sentence] = {}
    if not measures.strip():
        wrong["measures"] = gettext_lazy("Say what will be done.")
    if due_on is None or due_on < clock.today():
        wrong["due_on"] = gettext_lazy("Say by which day.")
    if wrong:
        raise Invalid(wrong)
    return move(issue, "tackle", ISSUE, actor=actor, lead=lead, measures=measures.strip(), due_on=due_on)


@transaction.atomic
def settle_issue(issue: HotIssue, *, result: str, actor: Actor) -> HotIssue:
    """Write down what came of an issue."""
    require(actor, rules.OPINIONS, issue.body)
    if not result.strip():
        raise Invalid({"result": gettext_lazy("Say what came of it.")})
    return move(issue, "settle_issue", ISSUE, actor=actor, result=result.strip(), settled_on=clock.today())


@transaction.atomic
def save_rule(
    *, body: Body, title: str, indicator: str, days: int = 90, at_least: int = 10, most: int = 3, actor: Actor
) -> PriorityRule:
    """Enter a rule by which the lowest are found."""
    require(actor, rules.OPINIONS, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = gettext_lazy("Name the rule.")
    if indicator not in catalogue.offered():
        wrong["indicator"] = gettext_lazy("Choose what is compared.")
    if days < 1 or at_least < 1 or most < 1:
        wrong["days"] = gettext_lazy("At least one.")
    if wrong:
        raise Invalid(wrong)
    rule = PriorityRule.objects.create(
        body=body, title=title.strip()[:120], indicator=indicator, days=days, at_least=at_least, most=most
    )
    record("complaints.save_rule", rule, actor=actor)
    return rule


@transaction.atomic
def propose(rule: PriorityRule, *, actor: Actor = SYSTEM) -> list[PriorityProposal]:
    """Propose to put the lowest right first (从最不满意的问题改起): of the newest comparison, with enough cases.

    Safe to repeat: each unit is proposed once for a period.
    """
    require(actor, rules.OPINIONS, rule.body)
    run = newest_run(rule)
    if run is None:
        return []
    lowest = Score.objects.filter(run=run, window__isnull=True, n__gte=rule.at_least).select_related("body")
    made = []
    for rank, score in enumerate(lowest.order_by("score", "id")[: rule.most], start=1):
        proposal, new = PriorityProposal.objects.get_or_create(
            rule=rule,
            body=score.body,
            starts_on=run.starts_on,
            defaults={
                "ends_on": run.ends_on,
                "score": _rounded(score.score),
                "low": _rounded(score.low),
                "high": _rounded(score.high),
                "cases": score.n,
                "rank": rank,
                "proposed_on": clock.today(),
            },
        )
        if new:
            record("complaints.propose", proposal, actor=actor, target=proposal.state)
            made.append(proposal)
    return made


WITH_SCORES = (RunState.COMPUTED, RunState.PREVIEW, RunState.APPROVING, RunState.PUBLISHED)
"""States of a comparison whose scores stand: neither still computed, nor dropped, nor corrected by a later one."""


def newest_run(rule: PriorityRule) -> Run | None:
    """Return the newest comparison of units that the rule may look at."""
    since = clock.today() - dt.timedelta(days=rule.days)
    return (
        Run.objects.filter(body=rule.body, subject=Subject.UNIT, indicator=rule.indicator, ends_on__gt=since)
        .filter(state__in=WITH_SCORES)
        .order_by("-ends_on", "-computed_at")
        .first()
    )


@transaction.atomic
def accept_proposal(proposal: PriorityProposal, *, actor: Actor) -> PriorityProposal:
    """Have it put right: the unit gets an order under supervision."""
    require(actor, rules.OPINIONS, proposal.rule.body)
    locked = (
        PriorityProposal.objects.select_for_update(of=("self",))
        .select_related("rule__body", "body")
        .get(pk=proposal.pk)
    )
    title = _("Put right first: %(title)s") % {"title": locked.rule.title}
    text = _(
        "Score %(score)s (interval %(low)s to %(high)s, %(cases)d cases) from %(starts)s: rank %(rank)d from the bottom."
    ) % {
        "score": locked.score, "low": locked.low, "high": locked.high, "cases": locked.cases,
        "starts": locked.starts_on, "rank": locked.rank,
    }  # fmt: skip
    order = orders.open_order(
        kind=OrderKind.MATTER,
        body=locked.body,
        title=title[:120],
        text=text,
        source_kind=kind_of(locked),
        source_id=str(locked.pk),
        verifier=locked.rule.body if locked.rule.body != locked.body else None,
        is_public=False,
        actor=actor,
    )
    return move(locked, "accept_proposal", PROPOSAL, actor=actor, order=order, decided_on=clock.today())


@transaction.atomic
def decline_proposal(proposal: PriorityProposal, *, reason: str, actor: Actor) -> PriorityProposal:
    """Leave it, with the reason."""
    require(actor, rules.OPINIONS, proposal.rule.body)
    if not reason.strip():
        raise Refused(gettext_lazy("Say why it is left."), field="reason")
    return move(proposal, "decline_proposal", PROPOSAL, actor=actor, reason=reason.strip(), decided_on=clock.today())


def _rounded(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
