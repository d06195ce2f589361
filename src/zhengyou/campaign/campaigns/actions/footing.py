"""What the verbs of a running campaign stand on: who leads it, whose unit it is, and whom to tell."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import roster


def led(campaign: Campaign, actor: Actor) -> Campaign:
    """Return ``campaign``, locked and under way, for who leads it; raise Forbidden or Conflict otherwise."""
    require(actor, rules.LAUNCH, campaign.body, campaign_scope=campaign.scope_id)
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("body").get(pk=campaign.pk)
    if locked.state != State.RUNNING:
        raise Conflict(_("The campaign is not under way."))
    return locked


def in_it(campaign: Campaign, body: Body, actor: Actor, function: str) -> Campaign:
    """Return the running ``campaign`` for who may do ``function`` for ``body``, a unit in it."""
    require(actor, function, body, campaign_scope=campaign.scope_id)
    if campaign.state != State.RUNNING:
        raise Conflict(_("The campaign is not under way."))
    if body.pk != campaign.body_id and not campaign.units.filter(pk=body.pk).exists():
        raise Refused(_("This unit does not take part in the campaign."))
    return campaign


def given(text: str, field: str, sentence: Sentence, most: int = 300) -> str:
    """Return ``text`` trimmed, or raise Invalid with ``sentence`` at ``field`` where nothing was said."""
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()[:most]


def tell(
    bodies: Iterable[Body], text: Sentence, campaign: Campaign, *, actor: Actor, source: str, route: str = "detail"
) -> int:
    """Tell whoever acts as liaison officer of each unit today; ``text`` may name ``%(campaign)s``."""
    units = list(bodies)
    today = roster(units, clock.today())
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        words = str(text) % {"campaign": campaign.title}
    told = [
        notices.Recipient(str(found.person.pk), f"{found.person.name} · {found.appointment}")
        for unit in units
        if (found := today.responsible(unit, Duty.LIAISON)) is not None
    ]
    url = reverse(f"campaigns:{route}", args=[campaign.pk])
    return len(notices.tell(told, words, url, actor=actor, source=source))
