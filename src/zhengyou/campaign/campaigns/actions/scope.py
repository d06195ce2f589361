"""Verbs of a campaign's scope: the register of sectors, rules that take units in, and classes of participants."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.footing import given, led
from zhengyou.campaign.campaigns.actions.leading import add_units
from zhengyou.campaign.campaigns.models import Campaign, ParticipantClass, ScopeRule, Sector
from zhengyou.campaign.campaigns.queries.scope import Terms, candidates, preview
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def keep_sector(
    body: Body, *, name: str, words: str = "", members: Iterable[Body] | None = None, actor: Actor
) -> Sector:
    """Keep a sector on the register of ``body`` with its units; without ``members`` the words in their names choose."""
    require(actor, rules.LAUNCH, body)
    name = given(name, "name", _("Say how the sector is called."), 60)
    sector, _new = Sector.objects.update_or_create(
        body=body, name=name, defaults={"words": words.strip()[:200], "order_number": body.sectors.count() + 1}
    )
    chosen = list(members) if members is not None else list(candidates(sector))
    if any(not unit.path.startswith(body.path) for unit in chosen):
        raise Invalid({"members": _("Only units below the body that keeps the register.")})
    sector.members.set(chosen)
    record("campaigns.keep_sector", sector, actor=actor, fields=["members"])
    return sector


@transaction.atomic
def add_rule(campaign: Campaign, *, terms: Terms, actor: Actor) -> ScopeRule:
    """Add a rule to a campaign's scope; it takes nobody in by itself, `take_in` does."""
    campaign = led(campaign, actor)
    if not (terms.sector or terms.kinds or terms.level or terms.under or terms.relation):
        raise Invalid({"sector": _("Say at least one thing by which units are chosen.")})
    if bool(terms.relation) != bool(terms.related):
        raise Invalid({"related": _("Line or place needs the body to which units stand in it.")})
    rule = ScopeRule.objects.create(
        campaign=campaign, sector=terms.sector, kinds=list(terms.kinds), level=terms.level, under=terms.under,
        relation=terms.relation, related=terms.related, leaves_out=terms.leaves_out,
        order_number=campaign.scope_rules.count() + 1,
    )  # fmt: skip
    record("campaigns.add_rule", rule, actor=actor)
    return rule


@transaction.atomic
def drop_rule(rule: ScopeRule, *, actor: Actor) -> None:
    """Drop a rule; units that take part go on taking part."""
    led(rule.campaign, actor)
    record("campaigns.drop_rule", rule, actor=actor)
    rule.delete()


@transaction.atomic
def take_in(campaign: Campaign, *, actor: Actor) -> list[Body]:
    """Take in every unit that the rules name and that does not take part yet; return them."""
    campaign = led(campaign, actor)
    fitting = [unit for unit in preview(campaign).to_take_in if may(actor, rules.LAUNCH, unit)]
    if not fitting:
        raise Refused(_("The rules name no unit that does not take part already."))
    add_units(campaign, units=fitting, actor=actor)
    return fitting


@transaction.atomic
def define_class(
    campaign: Campaign, *, name: str, duties: Sequence[str] = (), title_words: str = "", is_extension: bool = False,
    actor: Actor,
) -> ParticipantClass:  # fmt: skip
    """Say by their posts who takes part; the roster of the day says who that is."""
    campaign = led(campaign, actor)
    name = given(name, "name", _("Say how these participants are called."), 60)
    if campaign.participant_classes.filter(name=name).exists():
        raise Conflict(_("There is a class of this name already."), field="name")
    made = ParticipantClass.objects.create(
        campaign=campaign, name=name, duties=list(duties), title_words=title_words.strip()[:200],
        is_extension=is_extension, order_number=campaign.participant_classes.count() + 1,
    )  # fmt: skip
    record("campaigns.define_class", made, actor=actor)
    return made


@transaction.atomic
def drop_class(participants: ParticipantClass, *, actor: Actor) -> None:
    """Drop a class of participants."""
    led(participants.campaign, actor)
    record("campaigns.drop_class", participants, actor=actor)
    participants.delete()
