"""Verbs of what a house gives itself: decisions of its meetings, and regulations with all their wordings."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import hooks, policy, rules, wording
from zhengyou.registry.papers.actions.numbers import take_number
from zhengyou.registry.papers.enums import Aspect, RegulationState, ResolutionState, State
from zhengyou.registry.papers.machine import REGULATION, RESOLUTION
from zhengyou.registry.papers.models import Paper, Regulation, RegulationIssue, RegulationVersion, Resolution
from zhengyou.registry.papers.writing import references


@transaction.atomic
def resolve(
    body: Body,
    *,
    decided_by: str,
    decided_on: dt.date,
    title: str,
    text: str,
    meeting: str = "",
    basis: str = "",
    actor: ledger.Actor,
) -> Resolution:
    """Record what a meeting decided, under the next number of the body's register of that year."""
    require(actor, rules.REGULATE, body)
    wrong = _empty(decided_by=decided_by, title=title, text=text)
    if decided_on > clock.today():
        wrong["decided_on"] = _("A decision is recorded when it has been made.")
    if objection := wording.secrecy_objection(title, text, basis):
        wrong["text"] = objection
    if wrong:
        raise Invalid(wrong)
    number = take_number(body, policy.RESOLUTION_CODE, decided_on.year, title=title.strip(), actor=actor)
    lines = [
        f"{one.title}（{one.number}）" if one.title and one.number else one.title + one.number
        for one in references(basis)
    ]
    resolution = Resolution.objects.create(
        body=body,
        number=number,
        decided_by=decided_by.strip()[:120],
        meeting=meeting.strip()[:120],
        decided_on=decided_on,
        title=title.strip()[:200],
        text=text.strip(),
        basis="\n".join(lines),
    )
    record("papers.resolve", resolution, actor=actor, target=resolution.state)
    return resolution


@transaction.atomic
def revoke(resolution: Resolution, *, reason: str, actor: ledger.Actor) -> Resolution:
    """Revoke a decision, with the reason; what rested on it stays as it is and shows that it was revoked."""
    require(actor, rules.REGULATE, resolution.body)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    return move(resolution, "revoke", RESOLUTION, actor=actor, end_reason=reason.strip()[:300])


@transaction.atomic
def write_regulation(body: Body, *, title: str, aspect: str, text: str, actor: ledger.Actor) -> Regulation:
    """Write the first wording of a regulation; it is in force when it has been adopted."""
    require(actor, rules.REGULATE, body)
    wrong = _empty(title=title, text=text)
    if aspect not in Aspect.values:
        wrong["aspect"] = _("Choose what the regulation is for.")
    if objection := wording.secrecy_objection(title, text):
        wrong["text"] = objection
    if wrong:
        raise Invalid(wrong)
    regulation = Regulation.objects.create(body=body, title=title.strip()[:120], aspect=aspect)
    _word(regulation, 1, text, "", actor)
    record("papers.write_regulation", regulation, actor=actor, target=regulation.state)
    return regulation


@transaction.atomic
def amend(
    regulation: Regulation, *, text: str, changes: str, issues: Iterable[str] = (), actor: ledger.Actor
) -> RegulationVersion:
    """Write the next wording of a regulation, with the problems that led to it; a wording not adopted is replaced.

    Each of ``issues`` is the number of a problem that a room of this system knows and the actor may see, or words.
    """
    require(actor, rules.REGULATE, regulation.body)
    locked = Regulation.objects.select_for_update(of=("self",)).get(pk=regulation.pk)
    if locked.state == RegulationState.REPEALED:
        raise Conflict(_("A repealed regulation is not amended; write a new one."), code="state")
    wrong = _empty(text=text, changes=changes)
    if objection := wording.secrecy_objection(text, changes):
        wrong["text"] = objection
    if wrong:
        raise Invalid(wrong)
    locked.versions.filter(adopted_on__isnull=True).delete()
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version = _word(locked, last + 1, text, changes, actor)
    for line in dict.fromkeys(one.strip() for one in issues if one.strip()):
        found = hooks.issue_named(line, actor)
        named = hooks.Issue("", "", line, "") if found is None else found
        RegulationIssue.objects.create(
            version=version, kind=named.kind, thing=named.thing, label=named.label[:200], address=named.address
        )
    record("papers.amend", locked, actor=actor, fields=["text"])
    return version


@transaction.atomic
def adopt(
    regulation: Regulation,
    *,
    on: dt.date,
    paper: Paper | None = None,
    resolution: Resolution | None = None,
    actor: ledger.Actor,
) -> Regulation:
    """Put the newest wording into force from a day, resting on an issued paper or on a decision that stands."""
    require(actor, rules.REGULATE, regulation.body)
    locked = Regulation.objects.select_for_update(of=("self",)).get(pk=regulation.pk)
    newest = locked.versions.first()
    if newest is None or newest.adopted_on is not None:
        raise Conflict(_("There is no new wording to put into force."), code="state")
    if paper is None and resolution is None:
        raise Refused(_("Name the issued paper or the decision on which it rests."), field="resolution")
    if paper is not None and paper.state != State.ISSUED:
        raise Refused(_("The paper has not been issued, or was recalled."), field="paper")
    if resolution is not None and resolution.state != ResolutionState.STANDING:
        raise Refused(_("This decision has been revoked."), field="resolution")
    newest.adopted_on, newest.paper, newest.resolution = on, paper, resolution
    newest.save(update_fields=["adopted_on", "paper", "resolution"])
    return move(locked, "adopt", REGULATION, actor=actor, current=newest)


@transaction.atomic
def repeal(regulation: Regulation, *, reason: str, actor: ledger.Actor) -> Regulation:
    """Repeal a regulation, with the reason; its wordings stay to be read."""
    require(actor, rules.REGULATE, regulation.body)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    return move(regulation, "repeal", REGULATION, actor=actor, end_reason=reason.strip()[:300])


def _word(regulation: Regulation, number: int, text: str, changes: str, actor: ledger.Actor) -> RegulationVersion:
    return RegulationVersion.objects.create(
        regulation=regulation,
        number=number,
        text=text.strip(),
        changes=changes.strip(),
        written_by=" · ".join(filter(None, [actor.label, actor.hat_label]))[:200],
        written_at=clock.now(),
    )


def _empty(**given: str) -> dict[str, Sentence]:
    return {name: _("This cannot stay empty.") for name, value in given.items() if not value.strip()}
