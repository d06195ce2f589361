"""Verbs around a reading by the language model: ask for it, keep what each part brought, end it, stop it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans import model_line, rules
from zhengyou.campaign.plans.actions.taking import elements_of
from zhengyou.campaign.plans.comparing import Difference, differences
from zhengyou.campaign.plans.compiler.draft import PlanDraft, Span
from zhengyou.campaign.plans.compiler.wording import Worded, refusal
from zhengyou.campaign.plans.enums import Kind, ReadingState, State
from zhengyou.campaign.plans.extractor.language_model import ModelExtractor
from zhengyou.campaign.plans.extractor.veil import veil
from zhengyou.campaign.plans.machine import READING_MOVES
from zhengyou.campaign.plans.models import Element, ModelReading, Plan, Proposal
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require

TASK = "plans.read_by_model"


@transaction.atomic
def ask_model(plan: Plan, *, consent: bool, host: str, actor: Actor) -> ModelReading:
    """Send the text of a draft to the language model, in the background; ``host`` is the one that the officer saw.

    Raises Refused where there is no model, where the text bears a mark or is too long, Invalid without consent, Conflict
    where the draft is confirmed, another reading is under way or another model was set up meanwhile.
    """
    require(actor, rules.ASK_MODEL, plan.body)
    endpoint = model_line.require_endpoint()
    if not consent:
        raise Invalid({"consent": _("The text is sent only with your consent.")})
    if host != endpoint.host:
        raise Conflict(Worded("model-changed", {}), code="model-changed")
    plan = Plan.objects.select_for_update(of=("self",)).select_related("body").get(pk=plan.pk)
    if plan.state != State.DRAFT:
        raise Conflict(_("The draft is confirmed. Open it again before you change it."))
    parts = ModelExtractor(endpoint).parts(plan.text, _span(plan))
    if not parts:
        raise Invalid({"consent": _("There is no text to send.")})
    try:
        with transaction.atomic():
            reading = ModelReading.objects.create(
                plan=plan, host=endpoint.host, model_name=endpoint.model[:120], parts=len(parts),
                hidden=veil(plan.excerpt).hidden, asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(_("A language model is reading this text already.")) from error
    record("plans.ask_model", plan, actor=actor, fields=["host", "model_name"])
    jobs.defer(TASK, reading=str(reading.pk))
    return reading


def read_on(reading: ModelReading) -> None:
    """Ask for the parts that are still to be read, one after the other; each is committed before the next is sent.

    Interrupted, it goes on where it was. A draft that was confirmed, withdrawn or stopped meanwhile ends it.
    """
    try:
        reading = _read_parts(reading)
        if reading.parts_unread == reading.parts:
            raise refusal("model-nonsense", host=reading.host)
    except Refused as refused:
        if _goes_on(reading):
            fail_reading(reading, refused, actor=SYSTEM)
    else:
        if _goes_on(reading):
            finish_reading(reading, actor=SYSTEM)


def _read_parts(reading: ModelReading) -> ModelReading:
    endpoint = model_line.require_endpoint()
    if (endpoint.host, endpoint.model[:120]) != (reading.host, reading.model_name):
        raise refusal("model-changed")
    extractor = ModelExtractor(endpoint)
    for part in extractor.parts(reading.plan.text, _span(reading.plan))[reading.parts_read :]:
        if not _goes_on(reading):
            break
        draft = None
        try:
            draft = extractor.read(part)
        except Refused as refused:
            if refused.code != "model-nonsense":
                raise
        reading = keep_part(reading, draft, actor=SYSTEM)
    return reading


def _goes_on(reading: ModelReading) -> bool:
    return ModelReading.objects.filter(
        pk=reading.pk, state=ReadingState.UNDER_WAY, plan__state=State.DRAFT
    ).exists()  # fmt: skip


@transaction.atomic
def keep_part(reading: ModelReading, draft: PlanDraft | None, *, actor: Actor) -> ModelReading:
    """Keep what one part brought beyond the draft as proposals; None where its answer was no sense."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=reading.plan_id)
    reading = ModelReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if reading.state != ReadingState.UNDER_WAY or plan.state != State.DRAFT:
        return reading
    if draft is not None:
        _propose(reading, plan, draft)
    reading.parts_read += 1
    reading.parts_unread += draft is None
    reading.save(update_fields=["parts_read", "parts_unread"])
    record("plans.propose", reading, actor=actor)
    return reading


@transaction.atomic
def finish_reading(reading: ModelReading, *, actor: Actor) -> ModelReading:
    """Say that the model has read all parts."""
    return move(reading, "finish_reading", READING_MOVES, actor=actor, ended_at=clock.now())


@transaction.atomic
def fail_reading(reading: ModelReading, refused: Refused, *, actor: Actor) -> ModelReading:
    """Say why the model gave no result; proposals of earlier parts stand, and so does the draft."""
    words = refused.reason.parameters if isinstance(refused.reason, Worded) else {}
    return move(
        reading, "fail_reading", READING_MOVES, actor=actor, ended_at=clock.now(), failure=refused.code[:60],
        failure_words=words,
    )  # fmt: skip


@transaction.atomic
def stop_reading(reading: ModelReading, *, actor: Actor) -> ModelReading:
    """Stop a reading: no further part leaves the house; what was proposed so far stands to be decided."""
    require(actor, rules.ASK_MODEL, reading.plan.body)
    return move(reading, "stop_reading", READING_MOVES, actor=actor, ended_at=clock.now())


def _span(plan: Plan) -> Span:
    return Span(plan.starts_at, plan.ends_at)


def _propose(reading: ModelReading, plan: Plan, draft: PlanDraft) -> None:
    found = elements_of(plan, draft)
    standing = list(plan.elements.all())
    new = differences(found, standing, plan.proposals.all())
    known = {one.name: one for one in standing if one.kind == Kind.DIMENSION and not one.is_removed}
    last = plan.proposals.count()
    proposed = {
        one.name: one for one in plan.proposals.filter(kind=Kind.DIMENSION, about=None).order_by("-order_number")
    }  # fmt: skip
    items = [one for one in new if one.found.kind == Kind.ITEM]
    rows = [_row(reading, one, last + place) for place, one in enumerate(new) if one.found.kind != Kind.ITEM]
    Proposal.objects.bulk_create(rows)
    proposed |= {one.name: one for one in rows if one.kind == Kind.DIMENSION and one.about is None}
    below = []
    for place, one in enumerate(items):
        row = _row(reading, one, last + len(rows) + place)
        name = one.found.parent.name if one.found.parent is not None else ""
        row.parent, row.under = known.get(name) or _like(name, known), proposed.get(name)
        if row.parent is not None or row.under is not None or row.about is not None:
            below.append(row)
    Proposal.objects.bulk_create(below)


def _like(name: str, known: dict[str, Element]) -> Element | None:
    """Return the dimension that is called a little longer or shorter: “三亮”活动 for 三亮."""
    return next((one for other, one in known.items() if name and (name in other or other in name)), None)


def _row(reading: ModelReading, one: Difference, place: int) -> Proposal:
    found = one.found
    return Proposal(
        plan=reading.plan, reading=reading, about=one.about, order_number=place, kind=found.kind, name=found.name,
        starts_on=found.starts_on, ends_on=found.ends_on, rhythm=found.rhythm, amount=found.amount, unit=found.unit,
        target=found.target, mechanism=found.mechanism, span_start=found.span_start or 0, span_end=found.span_end or 0,
        confidence=found.confidence,
    )  # fmt: skip
