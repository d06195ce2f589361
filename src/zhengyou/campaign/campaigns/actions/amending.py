"""Change orders on a running campaign: each makes a new version, and what units did before stays as it is."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.amending_purposes import PURPOSES
from zhengyou.campaign.campaigns.actions.footing import given, in_it, led, tell
from zhengyou.campaign.campaigns.actions.handing import days_of_duties, hand_out
from zhengyou.campaign.campaigns.actions.wishes import WAITING, Wish, cancel, leave
from zhengyou.campaign.campaigns.enums import BasisKind, Change, Part, SheetState
from zhengyou.campaign.campaigns.models import (
    AmendedPart,
    Amendment,
    Basis,
    Campaign,
    Dimension,
    Duty,
    Item,
    Phase,
    VersionReceipt,
)
from zhengyou.campaign.campaigns.queries.versions import version_of
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.models import Paper


@transaction.atomic
def amend(
    campaign: Campaign, *, cause: str, reason: str, wishes: Sequence[Wish], origin: str = "", actor: Actor
) -> Amendment:
    """Amend the plan of a running campaign; its units are told and confirm that they have read the new version.

    Sheets that were handed in or accepted are never touched: open ones move to the new day or are cancelled.
    """
    campaign = led(campaign, actor)
    reason = given(reason, "reason", _("Say why the plan is amended."), 500)
    if not wishes:
        raise Invalid({"reason": _("Say what changes.")})
    last = campaign.amendments.aggregate(last=Max("number"))["last"] or 1
    amendment = Amendment.objects.create(
        campaign=campaign, number=last + 1, cause=cause, origin=origin.strip()[:200], reason=reason,
        made_at=clock.now(), made_by=" ".join(filter(None, [actor.label, actor.hat_label]))[:200],
    )  # fmt: skip
    for wish in wishes:
        try:
            verb = _VERBS[wish.part, wish.change]
        except KeyError:
            raise Invalid({"change": _("This part cannot be changed in this way.")}) from None
        part = verb(campaign, wish, actor)
        part.amendment, part.part, part.change = amendment, wish.part, wish.change
        part.save()
    record("campaigns.amend", amendment, actor=actor, fields=["parts"])
    tell(
        campaign.units.all(), _("%(campaign)s: the plan was amended; please read and confirm."), campaign,
        actor=actor, source=f"amend:{amendment.pk}", route="versions",
    )  # fmt: skip
    return amendment


def _add_duty(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say what is to be handed in."), 200)
    if wish.day is None:
        raise Invalid({"day": _("Set the day by which it is due.")})
    place = (campaign.duties.aggregate(last=Max("order_number"))["last"] or 0) + 1
    duty = Duty.objects.create(campaign=campaign, name=name, due_on=wish.day, rhythm=wish.rhythm, order_number=place)
    hand_out(campaign, [duty], campaign.units.all(), since=clock.today())
    return AmendedPart(duty=duty, name=name, after=f"{wish.day:%Y-%m-%d}")


def _duty(campaign: Campaign, wish: Wish) -> Duty:
    if not isinstance(wish.thing, Duty) or wish.thing.campaign_id != campaign.pk:
        raise Invalid({"duty": _("Choose the duty that changes.")})
    if wish.thing.withdrawn_on is not None:
        raise Conflict(_("This duty was withdrawn before."), field="duty")
    return wish.thing


def _move_duty(campaign: Campaign, wish: Wish, actor: Actor) -> AmendedPart:
    duty = _duty(campaign, wish)
    if wish.day is None:
        raise Invalid({"day": _("Set the day by which it is due.")})
    before, duty.due_on = duty.due_on, wish.day
    duty.save(update_fields=["due_on"])
    kept = duty.sheets.exclude(state__in=(*WAITING, SheetState.CANCELLED)).count()
    days = days_of_duties(campaign, [duty])
    if duty.rhythm == Rhythm.ONCE:
        _one, named, due = days[0]
        duty.sheets.filter(state__in=WAITING).update(named_on=named, due_on=due)
    else:
        stays = {named for _one, named, _due in days}
        gone = duty.sheets.filter(state__in=WAITING, named_on__gte=clock.today()).exclude(named_on__in=stays)
        cancel(gone.order_by("pk"), actor)
        hand_out(campaign, [duty], campaign.units.all(), since=clock.today())
    return AmendedPart(
        duty=duty,
        name=duty.name,
        kept=kept,
        before=f"{before:%Y-%m-%d}" if before else "",
        after=f"{wish.day:%Y-%m-%d}",
    )


def _withdraw_duty(campaign: Campaign, wish: Wish, actor: Actor) -> AmendedPart:
    duty = _duty(campaign, wish)
    duty.withdrawn_on = clock.today()
    duty.save(update_fields=["withdrawn_on"])
    kept = duty.sheets.exclude(state__in=(*WAITING, SheetState.CANCELLED)).count()
    cancel(duty.sheets.filter(state__in=WAITING).order_by("pk"), actor)
    return AmendedPart(duty=duty, name=duty.name, kept=kept)


def _rename_duty(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    duty = _duty(campaign, wish)
    before, duty.name = duty.name, given(wish.name, "name", _("Say what is to be handed in."), 200)
    duty.save(update_fields=["name"])
    return AmendedPart(duty=duty, name=duty.name, before=before, after=duty.name)


def _add_phase(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say how the phase is called."), 200)
    _ordered(wish)
    place = (campaign.phases.aggregate(last=Max("order_number"))["last"] or 0) + 1
    above = campaign.phases.filter(name=wish.under, withdrawn_on=None).last() if wish.under else None
    phase = Phase.objects.create(
        campaign=campaign, parent=above, name=name, starts_on=wish.starts, ends_on=wish.day, order_number=place
    )
    return AmendedPart(name=name, after=_days(phase))


def _phase(campaign: Campaign, wish: Wish) -> Phase:
    if not isinstance(wish.thing, Phase) or wish.thing.campaign_id != campaign.pk:
        raise Invalid({"phase": _("Choose the phase that changes.")})
    return wish.thing


def _move_phase(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    phase = _phase(campaign, wish)
    _ordered(wish)
    before = _days(phase)
    phase.starts_on, phase.ends_on = wish.starts or phase.starts_on, wish.day or phase.ends_on
    if phase.starts_on and phase.ends_on and phase.ends_on < phase.starts_on:
        raise Invalid({"day": _("The last day must not lie before the first.")})
    phase.save(update_fields=["starts_on", "ends_on"])
    if campaign.ends_on and phase.ends_on and phase.ends_on > campaign.ends_on:
        campaign.ends_on = phase.ends_on
        campaign.save(update_fields=["ends_on"])
    return AmendedPart(name=phase.name, before=before, after=_days(phase))


def _withdraw_phase(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    phase = _phase(campaign, wish)
    phase.withdrawn_on = clock.today()
    phase.save(update_fields=["withdrawn_on"])
    return AmendedPart(name=phase.name, before=_days(phase))


def _ordered(wish: Wish) -> None:
    if wish.starts and wish.day and wish.day < wish.starts:
        raise Invalid({"day": _("The last day must not lie before the first.")})


def _days(phase: Phase) -> str:
    return " – ".join(f"{day:%Y-%m-%d}" for day in (phase.starts_on, phase.ends_on) if day)


def _add_dimension(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say how it is called."), 200)
    place = (campaign.dimensions.aggregate(last=Max("order_number"))["last"] or 0) + 1
    Dimension.objects.create(campaign=campaign, name=name, order_number=place)
    return AmendedPart(name=name)


def _add_item(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    name = given(wish.name, "name", _("Say how it is called."), 200)
    above = wish.thing or campaign.dimensions.filter(name=wish.under).last()
    if not isinstance(above, Dimension) or above.campaign_id != campaign.pk:
        raise Invalid({"dimension": _("Choose the dimension to which it belongs.")})
    place = (above.items.aggregate(last=Max("order_number"))["last"] or 0) + 1
    Item.objects.create(dimension=above, name=name, capability=wish.capability, order_number=place)
    return AmendedPart(name=name, after=above.name)


def _rename_content(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    thing = wish.thing
    owner = thing.dimension if isinstance(thing, Item) else thing
    if not isinstance(thing, Dimension | Item | Phase) or getattr(owner, "campaign_id", None) != campaign.pk:
        raise Invalid({"change": _("This part cannot be changed in this way.")})
    before, thing.name = thing.name, given(wish.name, "name", _("Say how it is called."), 200)
    thing.save(update_fields=["name"])
    return AmendedPart(name=thing.name, before=before, after=thing.name)


def _withdraw_item(campaign: Campaign, wish: Wish, _actor: Actor) -> AmendedPart:
    if not isinstance(wish.thing, Item) or wish.thing.dimension.campaign_id != campaign.pk:
        raise Invalid({"item": _("Choose the item that is withdrawn.")})
    wish.thing.withdrawn_on = clock.today()
    wish.thing.save(update_fields=["withdrawn_on"])
    return AmendedPart(
        name=wish.thing.name,
        before=wish.thing.dimension.name,
        kept=wish.thing.records.filter(withdrawn_on=None).count(),
    )


def _withdraw_unit(campaign: Campaign, wish: Wish, actor: Actor) -> AmendedPart:
    if not isinstance(wish.thing, Body) or not campaign.units.filter(pk=wish.thing.pk).exists():
        raise Invalid({"unit": _("Choose a unit that takes part.")})
    return AmendedPart(name=wish.thing.name, kept=leave(campaign, wish.thing, actor))


_VERBS: dict[tuple[str, str], Callable[[Campaign, Wish, Actor], AmendedPart]] = {
    (Part.DUTY, Change.ADD): _add_duty,
    (Part.DUTY, Change.MOVE): _move_duty,
    (Part.DUTY, Change.WITHDRAW): _withdraw_duty,
    (Part.DUTY, Change.RENAME): _rename_duty,
    (Part.PHASE, Change.ADD): _add_phase,
    (Part.PHASE, Change.MOVE): _move_phase,
    (Part.PHASE, Change.WITHDRAW): _withdraw_phase,
    (Part.DIMENSION, Change.ADD): _add_dimension,
    (Part.ITEM, Change.ADD): _add_item,
    (Part.ITEM, Change.WITHDRAW): _withdraw_item,
    (Part.PHASE, Change.RENAME): _rename_content,
    (Part.DIMENSION, Change.RENAME): _rename_content,
    (Part.ITEM, Change.RENAME): _rename_content,
    (Part.UNIT, Change.WITHDRAW): _withdraw_unit,
    **PURPOSES,
}


@transaction.atomic
def confirm_version(campaign: Campaign, *, body: Body, actor: Actor) -> VersionReceipt:
    """Confirm for a unit that the present version of the plan was read there; safe to repeat."""
    in_it(campaign, body, actor, rules.SUBMIT)
    receipt, new = VersionReceipt.objects.get_or_create(
        campaign=campaign, body=body, version=version_of(campaign),
        defaults={"confirmed_at": clock.now(), "confirmed_by": f"{actor.label} {actor.hat_label}".strip()[:200]},
    )  # fmt: skip
    if new:
        record("campaigns.confirm_version", receipt, actor=actor)
    return receipt


@transaction.atomic
def rest_on(
    campaign: Campaign, *, kind: str = BasisKind.UPWARD, paper: Paper | None = None, number_text: str = "",
    title: str = "", actor: Actor,
) -> Basis:  # fmt: skip
    """Name a document behind a campaign; a campaign has one paper that issues its plan."""
    campaign = led(campaign, actor)
    if paper is not None:
        number_text, title = paper.number_text, paper.title
    if not (number_text.strip() or title.strip()):
        raise Invalid({"title": _("Name the document by its number or its title.")})
    if kind == BasisKind.ISSUED and campaign.bases.filter(kind=kind).exists():
        raise Conflict(_("The paper that issues the plan is named already."), field="kind")
    basis = Basis.objects.create(
        campaign=campaign, kind=kind, paper=paper, number_text=number_text.strip()[:60], title=title.strip()[:200],
        order_number=campaign.bases.count() + 1,
    )  # fmt: skip
    record("campaigns.rest_on", basis, actor=actor)
    return basis
