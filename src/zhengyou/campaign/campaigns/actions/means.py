"""Verbs of means: sets of means as presets, their use in a campaign, and records of items."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, in_it, led
from zhengyou.campaign.campaigns.capabilities import counts
from zhengyou.campaign.campaigns.enums import Capability
from zhengyou.campaign.campaigns.models import Campaign, Dimension, Item, ItemRecord, Preset, PresetStep
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def keep_preset(body: Body, *, name: str, steps: Sequence[tuple[str, str]], actor: Actor) -> Preset:
    """Keep a set of means in their order: (name of the step, capability); an older one of this name is replaced."""
    require(actor, rules.LAUNCH, body)
    name = given(name, "name", _("Say how the set of means is called."), 60)
    if not steps:
        raise Invalid({"steps": _("Name at least one step.")})
    if any(capability not in Capability.values or not step.strip() for step, capability in steps):
        raise Invalid({"steps": _("Each step needs its name and its means.")})
    preset, _new = Preset.objects.get_or_create(body=body, name=name)
    preset.steps.all().delete()
    PresetStep.objects.bulk_create(
        PresetStep(preset=preset, number=number, name=step.strip()[:60], capability=capability)
        for number, (step, capability) in enumerate(steps, 1)
    )
    record("campaigns.keep_preset", preset, actor=actor, fields=["steps"])
    return preset


@transaction.atomic
def use_preset(campaign: Campaign, *, preset: Preset, actor: Actor) -> Dimension:
    """Take a set of means into a campaign as a dimension whose items follow each other."""
    campaign = led(campaign, actor)
    if campaign.dimensions.filter(name=preset.name).exists():
        raise Conflict(_("The campaign has a dimension of this name already."), field="preset")
    place = (campaign.dimensions.aggregate(last=Max("order_number"))["last"] or 0) + 1
    dimension = Dimension.objects.create(campaign=campaign, name=preset.name, order_number=place)
    Item.objects.bulk_create(
        Item(
            dimension=dimension, name=step.name, capability=step.capability, step=step.number, order_number=step.number
        )
        for step in preset.steps.all()
    )
    record("campaigns.use_preset", dimension, actor=actor)
    return dimension


@transaction.atomic
def record_item(item: Item, *, body: Body, text: str, on: dt.date | None = None, actor: Actor) -> ItemRecord:
    """Write down what a unit did for an item; the steps of a pipeline follow each other."""
    campaign = in_it(item.dimension.campaign, body, actor, rules.SUBMIT)
    text = given(text, "text", _("Say in a few words what was done."), 4000)
    day = on or clock.today()
    if day > clock.today() or (campaign.starts_on and day < campaign.starts_on):
        raise Invalid({"on": _("The day lies in the campaign and not in the future.")})
    if item.withdrawn_on is not None:
        raise Conflict(_("This item was withdrawn."))
    if item.step > 1:
        before = item.dimension.items.filter(step=item.step - 1, withdrawn_on=None).first()
        if before is not None and not _done(campaign, before, body):
            raise Invalid({"text": _("The step before comes first: %(step)s.") % {"step": before.name}})
    made = ItemRecord.objects.create(item=item, body=body, on=day, text=text, recorded_at=clock.now())
    record("campaigns.record_item", made, actor=actor)
    return made


def _done(campaign: Campaign, item: Item, body: Body) -> bool:
    return bool(counts(campaign, item).get(body.pk))


@transaction.atomic
def withdraw_record(made: ItemRecord, *, actor: Actor) -> ItemRecord:
    """Withdraw a record that was written in error; it stays on file but does not count."""
    in_it(made.item.dimension.campaign, made.body, actor, rules.SUBMIT)
    made = ItemRecord.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.withdrawn_on is not None:
        raise Conflict(_("The record was withdrawn before."))
    made.withdrawn_on = clock.today()
    made.save(update_fields=["withdrawn_on"])
    record("campaigns.withdraw_record", made, actor=actor, fields=["withdrawn_on"])
    return made
