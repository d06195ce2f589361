"""Verbs of mandates: given with scope and expiry, carried out step by step, handed over, ended (代办、委托)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services import policy, queries, rules
from zhengyou.registry.services.enums import MandateKind, MandateState
from zhengyou.registry.services.machine import MANDATE
from zhengyou.registry.services.models import Mandate, MandateStep, ServiceItem


@transaction.atomic
def give_mandate(
    *,
    body: Body,
    kind: str,
    principal_name: str,
    items: Iterable[ServiceItem],
    scope: str,
    proof: str,
    expires_on: dt.date,
    actor: Actor,
    principal_phone: str = "",
    agent_name: str = "",
    agent: Appointment | None = None,
) -> Mandate:
    """Register that somebody may act for a principal, in ``items`` only and until ``expires_on``."""
    require(actor, rules.REGISTER, body)
    today = clock.today()
    wanted = list(items)
    if not principal_name.strip():
        raise Refused(_("Name the principal."), field="principal_name")
    if not wanted:
        raise Refused(_("A mandate names the items in which it holds."), field="items")
    if not today < expires_on <= today + dt.timedelta(days=policy.MANDATE_DAYS):
        raise Refused(_("A mandate holds at least a day and at most a year."), field="expires_on")
    if kind == MandateKind.AGENCY and (agent is None or not agent.post.body.path.startswith(body.path)):
        raise Refused(_("Choose who of the unit acts."), field="agent")
    if kind == MandateKind.ENTRUSTED and not agent_name.strip():
        raise Refused(_("Name the person who acts."), field="agent_name")
    mandate = Mandate.objects.create(
        body=body,
        kind=kind,
        principal_name=principal_name.strip(),
        principal_phone=principal_phone.strip(),
        agent_name=agent_name.strip() if kind == MandateKind.ENTRUSTED else "",
        agent=agent if kind == MandateKind.AGENCY else None,
        scope=scope.strip(),
        proof=proof,
        checked_by=queries.post_of(actor),
        created_at=clock.now(),
        starts_on=today,
        expires_on=expires_on,
    )
    mandate.items.set(wanted)
    record("services.give_mandate", mandate, actor=actor)
    return mandate


def require_covers(mandate: Mandate, item: ServiceItem) -> None:
    """Raise Refused unless ``mandate`` holds today and names ``item``."""
    if mandate.state != MandateState.ACTIVE:
        raise Refused(_("This mandate has ended."), field="mandate", code="mandate")
    if not mandate.starts_on <= clock.today() < mandate.expires_on:
        raise Refused(_("This mandate has run out."), field="mandate", code="mandate")
    if not mandate.items.filter(pk=item.pk).exists():
        raise Refused(_("This item lies outside the scope of the mandate."), field="mandate", code="mandate")


@transaction.atomic
def note_step(mandate: Mandate, *, words: str, actor: Actor) -> MandateStep:
    """Write down one step of acting for the principal, who reads it on the progress page."""
    locked = _active(mandate, actor)
    if not words.strip():
        raise Refused(_("Write down what was done."), field="words")
    step = MandateStep.objects.create(mandate=locked, at=clock.now(), words=words.strip(), by=queries.post_of(actor))
    record("services.note_step", locked, actor=actor, fields=["steps"])
    return step


@transaction.atomic
def hand_mandate(mandate: Mandate, *, agent: Appointment, words: str, actor: Actor) -> Mandate:
    """Let another of the unit's staff act from now on; what was done so far stays with who did it."""
    locked = _active(mandate, actor)
    if locked.kind != MandateKind.AGENCY:
        raise Refused(_("Only the principal chooses another person."), field="agent")
    if not agent.post.body.path.startswith(locked.body.path) or agent == locked.agent:
        raise Refused(_("Choose who of the unit acts."), field="agent")
    if not words.strip():
        raise Refused(_("Write down how far it is, for whoever takes over."), field="words")
    locked.agent = agent
    locked.save(update_fields=["agent"])
    MandateStep.objects.create(
        mandate=locked, at=clock.now(), words=words.strip(), by=queries.post_of(actor), agent=agent
    )
    record("services.hand_mandate", locked, actor=actor, fields=["agent", "steps"])
    return locked


@transaction.atomic
def finish_mandate(mandate: Mandate, *, result: str, actor: Actor) -> Mandate:
    """End a mandate that was carried out; its cases must have ended."""
    locked = _active(mandate, actor)
    if not result.strip():
        raise Refused(_("Write down what was handed to the principal."), field="result")
    if locked.cases.filter(state__in=queries.OPEN_STATES).exists():
        raise Conflict(_("A case under this mandate is still open."), code="open_case")
    return move(locked, "finish_mandate", MANDATE, actor=actor, result=result.strip(), ended_at=clock.now())


@transaction.atomic
def revoke_mandate(mandate: Mandate, *, result: str, actor: Actor) -> Mandate:
    """End a mandate at the principal's wish, with the reason; from now on nobody acts under it."""
    locked = _active(mandate, actor)
    if not result.strip():
        raise Refused(_("Give the reason."), field="result")
    return move(locked, "revoke_mandate", MANDATE, actor=actor, result=result.strip(), ended_at=clock.now())


def _active(mandate: Mandate, actor: Actor) -> Mandate:
    require(actor, rules.REGISTER, mandate.body)
    locked = Mandate.objects.select_for_update(of=("self",)).select_related("body", "agent").get(pk=mandate.pk)
    if locked.state != MandateState.ACTIVE:
        raise Conflict(_("This mandate has ended."), code="state")
    return locked
