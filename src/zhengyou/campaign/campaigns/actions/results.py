"""Verbs of results: the inventory, information submitted upward, and benchmarks to catch up with."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, in_it
from zhengyou.campaign.campaigns.enums import AlignmentState, ResultKind
from zhengyou.campaign.campaigns.machine import ALIGNMENT, INFORMATION
from zhengyou.campaign.campaigns.models import (
    Alignment,
    AlignmentReading,
    Benchmark,
    Campaign,
    Information,
    Item,
    Result,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a campaign at a unit: how it was, how it is, by which document, since when."""

    kind: str
    name: str
    after: str
    before: str = ""
    steps_before: int | None = None
    steps_after: int | None = None
    document: str = ""
    in_force_on: dt.date | None = None
    item: Item | None = None


@transaction.atomic
def enter_result(campaign: Campaign, *, body: Body, found: Found, actor: Actor) -> Result:
    """Enter a practice, regulation, revised process or measure into the inventory."""
    in_it(campaign, body, actor, rules.SUBMIT)
    wrong: dict[str, Sentence] = {}
    if not found.name.strip():
        wrong["name"] = _("Say how it is called.")
    if not found.after.strip():
        wrong["after"] = _("Say how it is now.")
    if found.kind == ResultKind.PROCESS:
        if not found.before.strip():
            wrong["before"] = _("Say how it was before.")
        if found.steps_before is None or found.steps_after is None:
            wrong["steps_after"] = _("Give the number of steps before and now.")
    if found.kind == ResultKind.REGULATION and not found.document.strip():
        wrong["document"] = _("Name the document that sets it.")
    if found.item is not None and found.item.dimension.campaign_id != campaign.pk:
        wrong["item"] = _("Choose an item of this campaign.")
    if wrong:
        raise Invalid(wrong)
    made = Result.objects.create(
        campaign=campaign, body=body, kind=found.kind, item=found.item, name=found.name.strip()[:200],
        before=found.before.strip(), after=found.after.strip(), steps_before=found.steps_before,
        steps_after=found.steps_after, document=found.document.strip()[:200],
        in_force_on=found.in_force_on or clock.today(),
    )  # fmt: skip
    record("campaigns.enter_result", made, actor=actor)
    return made


@transaction.atomic
def end_result(result: Result, *, actor: Actor) -> Result:
    """Note that a result holds no longer; it stays on file."""
    in_it(result.campaign, result.body, actor, rules.SUBMIT)
    result = Result.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if result.ended_on is not None:
        raise Conflict(_("This result was ended before."))
    result.ended_on = max(clock.today(), result.in_force_on)
    result.save(update_fields=["ended_on"])
    record("campaigns.end_result", result, actor=actor, fields=["ended_on"])
    return result


@transaction.atomic
def inform(campaign: Campaign, *, body: Body, title: str, text: str, actor: Actor) -> Information:
    """Submit a piece of information to the campaign office."""
    in_it(campaign, body, actor, rules.SUBMIT)
    title = given(title, "title", _("Give a title."), 200)
    text = given(text, "text", _("Write the text."), 10_000)
    made = Information.objects.create(campaign=campaign, body=body, title=title, text=text, submitted_at=clock.now())
    record("campaigns.inform", made, actor=actor)
    return made


@transaction.atomic
def adopt(information: Information, *, outlet: str, actor: Actor) -> Information:
    """Adopt a piece of information, and say where it was used."""
    _check(information, actor)
    outlet = given(outlet, "outlet", _("Say where it was used."), 200)
    return move(information, "adopt", INFORMATION, actor=actor, outlet=outlet, decided_at=clock.now())


@transaction.atomic
def decline(information: Information, *, reason: str, actor: Actor) -> Information:
    """Leave a piece of information unused, with the reason."""
    _check(information, actor)
    reason = given(reason, "reason", _("Say why."))
    return move(information, "decline", INFORMATION, actor=actor, reason=reason, decided_at=clock.now())


def _check(information: Information, actor: Actor) -> None:
    campaign = information.campaign
    require(actor, rules.CHECK, campaign.body, campaign_scope=campaign.scope_id)


@transaction.atomic
def keep_benchmark(
    body: Body, *, name: str, practice: str, indicator: str, value: Decimal, unit: str = "", source: str = "",
    lower_is_better: bool = False, actor: Actor,
) -> Benchmark:  # fmt: skip
    """Keep a model in the library of ``body``, with the figure by which one compares."""
    require(actor, rules.LAUNCH, body)
    name = given(name, "name", _("Name the model."), 120)
    indicator = given(indicator, "indicator", _("Name the figure by which one compares."), 100)
    practice = given(practice, "practice", _("Say what it does better."), 4000)
    made, _new = Benchmark.objects.update_or_create(
        body=body, name=name, indicator=indicator,
        defaults={
            "practice": practice, "value": value, "unit": unit.strip()[:20], "source": source.strip()[:200],
            "lower_is_better": lower_is_better, "retired_on": None,
        },
    )  # fmt: skip
    record("campaigns.keep_benchmark", made, actor=actor)
    return made


@transaction.atomic
def align(
    campaign: Campaign, *, body: Body, benchmark: Benchmark, value: Decimal, gap: str, commitment: str, due_on: dt.date,
    actor: Actor,
) -> Alignment:  # fmt: skip
    """Measure a unit against a benchmark: where it stands, what it lacks, what it commits itself to by when."""
    in_it(campaign, body, actor, rules.SUBMIT)
    gap = given(gap, "gap", _("Say what your unit lacks."), 4000)
    commitment = given(commitment, "commitment", _("Say to what your unit commits itself."), 4000)
    if campaign.alignments.filter(body=body, benchmark=benchmark).exists():
        raise Conflict(_("Your unit has chosen this benchmark already."), field="benchmark")
    made = Alignment.objects.create(
        campaign=campaign, body=body, benchmark=benchmark, gap=gap, commitment=commitment, due_on=due_on,
        started_with=value,
    )  # fmt: skip
    AlignmentReading.objects.create(alignment=made, on=clock.today(), value=value)
    record("campaigns.align", made, actor=actor)
    return made


@transaction.atomic
def take_reading(alignment: Alignment, *, value: Decimal, note: str = "", actor: Actor) -> AlignmentReading:
    """Enter the unit's figure of today; it reaches the benchmark, or falls behind it again."""
    in_it(alignment.campaign, alignment.body, actor, rules.SUBMIT)
    alignment = Alignment.objects.select_for_update(of=("self",)).select_related("benchmark").get(pk=alignment.pk)
    reading, _new = AlignmentReading.objects.update_or_create(
        alignment=alignment, on=clock.today(), defaults={"value": value, "note": note.strip()[:300]}
    )
    mark = alignment.benchmark
    reached = value <= mark.value if mark.lower_is_better else value >= mark.value
    if reached and alignment.state == AlignmentState.OPEN:
        move(alignment, "reach", ALIGNMENT, actor=actor)
    elif not reached and alignment.state == AlignmentState.REACHED:
        move(alignment, "fall_back", ALIGNMENT, actor=actor)
    else:
        record("campaigns.take_reading", alignment, actor=actor, fields=["readings"])
    return reading
