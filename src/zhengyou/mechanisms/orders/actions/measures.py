"""Verbs of proposed measures: propose, let a leader sign, take up, carry out, or leave it.

A talk and a circular are proposed by the ladder, by a rule or by an officer, and never more: a leader signs. Who signs
and who closes the order at the same moment are heard one after the other, since both lock the order first.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.actions.opening import open_order
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.actions.writs import Text, write_out
from zhengyou.mechanisms.orders.enums import Kind, MeasureKind, MeasureState, Shade, Sheet
from zhengyou.mechanisms.orders.machine import ENDED, MEASURE
from zhengyou.mechanisms.orders.models import Measure, Order, Trigger
from zhengyou.records import jobs, ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import actions as papers
from zhengyou.registry.papers.enums import Kind as PaperKind
from zhengyou.registry.papers.models import Organ, Paper
from zhengyou.registry.papers.wording import secrecy_objection


@transaction.atomic
def propose_measure(
    kind: MeasureKind | str,
    body: Body,
    issuer: Body,
    *,
    facts: str,
    actor: ledger.Actor,
    order: Order | None = None,
    trigger: Trigger | None = None,
    source: str = "",
) -> Measure:
    """Propose that ``issuer`` takes a measure towards ``body``; of one ``source`` there is one proposal."""
    if actor.kind != "system":
        require(actor, rules.SUPERVISE, issuer)
    _check(facts, kind=str(kind))
    if body.pk == issuer.pk:
        raise Refused(_("A body takes no measure against itself; the one above it does."), field="body")
    if actor.kind != "system" and not body.stands_under(issuer):
        raise Refused(_("Choose a unit below your own body."), field="body")
    fields = {
        "kind": kind,
        "body": body,
        "issuer": issuer,
        "order": order,
        "trigger": trigger,
        "facts": facts.strip(),
        "proposed_at": clock.now(),
        "proposed_by": "" if actor.kind == "system" else name_of(actor),
    }
    if source:
        measure, made = Measure.objects.get_or_create(source=source, defaults=fields)
    else:
        measure, made = Measure.objects.create(**fields), True
    if made:
        record("orders.propose_measure", measure, actor=actor, target=measure.state)
    return measure


@transaction.atomic
def submit_measure(measure: Measure, *, facts: str, demand: str, actor: ledger.Actor) -> Instance:
    """Submit a talk or a circular for the signature of a leader, with the facts as they were verified."""
    require(actor, rules.SUPERVISE, measure.issuer)
    _check(facts, demand=demand)
    if measure.kind == MeasureKind.CIRCULAR:
        organ_of(measure.issuer)
    _lock_order(measure)
    moved = move(measure, "submit_measure", MEASURE, actor=actor, facts=facts.strip(), demand=demand.strip())
    return approvals.submit(
        policy.MEASURE_PROCEDURE,
        moved,
        title=f"{moved.get_kind_display()} · {moved.body.name}",
        body=moved.issuer,
        actor=actor,
        opinion=facts.strip(),
    )


@transaction.atomic
def signed(instance: Instance, *, actor: ledger.Actor) -> None:
    """Hear that a leader has signed: the notice of the talk goes out, or the circular waits to be issued."""
    measure = Measure.objects.select_related("issuer", "body").get(pk=instance.subject_id)
    order = _lock_order(measure)
    locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if locked.state != MeasureState.PENDING or (order is not None and order.state in ENDED):
        raise Conflict(_("The order was closed meanwhile; the proposal has lapsed with it."), code="lapsed")
    last = instance.tasks.filter(done_at__isnull=False).order_by("-done_at", "-step").first()
    by = last.signed_by if last and last.signed_by else name_of(actor)
    paper = _circular(locked, by) if locked.kind == MeasureKind.CIRCULAR else None
    moved = move(locked, "sign_measure", MEASURE, actor=actor, signed_at=clock.now(), signed_by=by, paper=paper)
    if moved.kind == MeasureKind.TALK:
        _call_to_talk(moved, order)


@transaction.atomic
def unsigned(instance: Instance, *, actor: ledger.Actor) -> None:
    """Hear that the leader refused, or that it was taken back: the officer may mend it or leave it."""
    measure = Measure.objects.get(pk=instance.subject_id)
    if measure.state == MeasureState.PENDING:
        move(measure, "return_measure", MEASURE, actor=actor)


@transaction.atomic
def accept_measure(measure: Measure, *, demand: str, due_on: dt.date, actor: ledger.Actor) -> Measure:
    """Take up a proposed supervision or meeting: an order is opened and its notice sent, or the meeting is called."""
    require(actor, rules.SUPERVISE, measure.issuer)
    _check(measure.facts, demand=demand)
    if due_on < clock.today():
        raise Refused(_("The day has passed already."), field="due_on")
    moved = move(measure, "accept_measure", MEASURE, actor=actor, demand=demand.strip(), held_on=due_on)
    if moved.kind == MeasureKind.MEETING:
        return moved
    order = moved.order or open_order(
        kind=Kind.MATTER,
        body=moved.body,
        verifier=moved.issuer,
        title=_title(moved),
        text=moved.facts,
        source_kind=kind_of(moved),
        source_id=str(moved.pk),
        is_public=False,
        actor=ledger.SYSTEM,
    )
    write_out(
        Sheet.SUPERVISION,
        moved.body,
        moved.issuer,
        Text(shade=Shade.YELLOW, title=_title(moved), facts=moved.facts, demand=demand, due_on=due_on),
        order=order,
        measure=moved,
        actor=actor,
    )
    return move(moved, "carry_out", MEASURE, actor=actor, order=order, record=gettext("Notice sent"))


@transaction.atomic
def carry_out(measure: Measure, *, held_on: dt.date, words: str, actor: ledger.Actor) -> Measure:
    """Note that the talk or meeting was held, or the circular issued, and what was promised."""
    require(actor, rules.SUPERVISE, measure.issuer)
    wrong: dict[str, Sentence] = {}
    if not words.strip():
        wrong["words"] = _("Write down what was said and promised.")
    if held_on > clock.today():
        wrong["held_on"] = _("The day has not come yet.")
    if wrong:
        raise Invalid(wrong)
    return move(measure, "carry_out", MEASURE, actor=actor, held_on=held_on, record=words.strip())


@transaction.atomic
def drop_measure(measure: Measure, *, reason: str, actor: ledger.Actor) -> Measure:
    """Leave a proposed measure, with the reason; a leader's task that still waits for it ends too."""
    if actor.kind != "system":
        require(actor, rules.SUPERVISE, measure.issuer)
    if not reason.strip():
        raise Refused(_("Say why it is not pursued."), field="reason")
    pending = measure.state == MeasureState.PENDING
    dropped = move(measure, "drop_measure", MEASURE, actor=actor, end_reason=reason.strip()[:300])
    if pending:
        # A job: who signs locks the approval first and then the measure, so the verb here must not wait for both.
        jobs.defer("orders.end_signing", measure=str(dropped.pk))
    return dropped


@transaction.atomic
def lapse_with(order: Order, *, actor: ledger.Actor = ledger.SYSTEM) -> int:
    """Let what was only proposed lapse with a finished order; return how many proposals did."""
    open_ones = order.proposed_measures.filter(state__in=[MeasureState.PROPOSED, MeasureState.PENDING])
    found = list(open_ones.order_by("pk"))
    for measure in found:
        drop_measure(measure, reason=gettext("The order was finished before anybody signed."), actor=actor)
    return len(found)


def organ_of(body: Body) -> Organ:
    """Return the organ by which ``body`` issues papers: its own or the nearest above; raises Refused where none is."""
    above = [int(key) for key in body.path.split(".") if key]
    organs = {organ.body_id: organ for organ in Organ.objects.filter(body__in=above).order_by("-pk")}
    for key in reversed(above):
        if key in organs:
            return organs[key]
    raise Refused(_("Enter the organ that issues papers for this body first (papers, organs)."), code="organ")


def _check(facts: str, *, demand: str | None = None, kind: str | None = None) -> None:
    wrong: dict[str, Sentence] = {}
    if kind is not None and kind not in MeasureKind.values:
        wrong["kind"] = _("Choose a measure.")
    if not facts.strip():
        wrong["facts"] = _("State what happened.")
    if demand is not None and not demand.strip():
        wrong["demand"] = _("State what the unit must do.")
    if objection := secrecy_objection(facts, demand or ""):
        wrong["facts"] = objection
    if wrong:
        raise Invalid(wrong)


def _lock_order(measure: Measure) -> Order | None:
    """Lock the order of a measure, which comes before the measure itself wherever both are changed."""
    if measure.order_id is None:
        return None
    return Order.objects.select_for_update(of=("self",)).get(pk=measure.order_id)


def _title(measure: Measure) -> str:
    if measure.order is not None:
        return measure.order.title
    return measure.trigger.title if measure.trigger else str(measure.get_kind_display())


def _call_to_talk(measure: Measure, order: Order | None) -> None:
    day = clock.today() + dt.timedelta(days=policy.WRIT_DAYS)
    text = Text(
        shade=Shade.RED,
        title=_title(measure),
        facts=measure.facts,
        demand=measure.demand,
        due_on=day,
    )
    write_out(Sheet.TALK, measure.body, measure.issuer, text, order=order, measure=measure, actor=ledger.SYSTEM)


def _circular(measure: Measure, by: str) -> Paper:
    """Make the circular that was signed: facts and demand as its text, the unit and its siblings as recipients."""
    name = measure.body.name
    text = f"{measure.facts}\n{measure.demand}"
    siblings = list(Body.objects.filter(parent=measure.body.parent, dissolved_on__isnull=True).order_by("sort_path"))
    content = papers.Draft(
        kind=PaperKind.CIRCULAR,
        title=f"关于{name}有关事项办理情况的通报",
        text=text,
        bodies=siblings or [measure.body],
    )
    return papers.draft_signed(organ_of(measure.issuer), content, signed_by=by, actor=ledger.SYSTEM)
