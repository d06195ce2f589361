"""What the verbs of a running campaign share: its check, whom to tell, and a duty for single units."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.actions.handing import days_of_duties, write_sheets
from zhengyou.campaign.campaigns.enums import Role, State
from zhengyou.campaign.campaigns.models import Campaign, Duty, DutyShare
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.enums import Duty as PostDuty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import roster

MOST_TOLD = 500
"""So many units at most are told at once; more read it on their desks."""


def running(campaign: Campaign, function: str, body: Body, actor: Actor) -> Campaign:
    """Return ``campaign`` locked, if ``actor`` may do ``function`` for ``body`` and it is under way."""
    require(actor, function, body, campaign_scope=campaign.scope_id)
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("body").get(pk=campaign.pk)
    if locked.state != State.RUNNING:
        raise Conflict(_("The campaign is not under way."))
    return locked


def needed(**texts: tuple[str, Sentence]) -> None:
    """Raise Invalid for every text that is empty, with its sentence."""
    wrong = {field: sentence for field, (text, sentence) in texts.items() if not text.strip()}
    if wrong:
        raise Invalid(wrong)


def tell(bodies: Iterable[Body], text: Sentence, url: str, /, *, actor: Actor, source: str, **values: object) -> None:
    """Tell the liaison officers of ``bodies`` in the language of the house; of one ``source`` once only."""
    told = list(bodies)[:MOST_TOLD]
    acting = roster(told, clock.today())
    people = [one for body in told if (one := acting.responsible(body, PostDuty.LIAISON)) is not None]
    with translation.override(settings.LANGUAGE_CODE):
        words = str(text) % values
    recipients = [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in people]
    notices.tell(recipients, words, url, actor=actor, source=source)


def duty_for(campaign: Campaign, *, name: str, source: str, body: Body, due_on: dt.date) -> Duty:
    """Make a duty that only ``body`` has, with its task sheet."""
    duty = Duty.objects.create(
        campaign=campaign, name=name.strip()[:200], source=source, due_on=due_on,
        order_number=campaign.duties.count() + 1,
    )  # fmt: skip
    give_to(duty, [body.pk])
    return duty


def give_to(duty: Duty, bodies: Sequence[int]) -> None:
    """Let only these bodies owe ``duty``, and hand them their sheets."""
    DutyShare.objects.bulk_create(DutyShare(duty=duty, body_id=key, role=Role.LEAD) for key in bodies)
    write_sheets(days_of_duties(duty.campaign, [duty]), bodies)
