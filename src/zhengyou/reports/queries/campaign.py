"""What the public may know of a campaign."""

from typing import Any

from django.db.models import QuerySet

from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import in_official_order

PUBLIC_STATES = (State.RUNNING, State.CLOSED)


def units(campaign: Campaign) -> QuerySet[Body]:
    """Return the units that take part and still stand, in official order."""
    return in_official_order(campaign.units.filter(dissolved_on__isnull=True))


def stages(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the stages of ``campaign`` as steps: over, current or to come, by today's date."""
    today = clock.today()
    steps: list[dict[str, Any]] = []
    for phase in campaign.phases.filter(parent__isnull=True):
        over = phase.ends_on is not None and phase.ends_on < today
        begun = phase.starts_on is not None and phase.starts_on <= today
        days = [f"{day:%Y-%m-%d}" for day in (phase.starts_on, phase.ends_on) if day]
        state = "done" if over else "current" if begun else "todo"
        steps.append({"label": phase.name, "state": state, "note": " — ".join(days)})
    return steps
