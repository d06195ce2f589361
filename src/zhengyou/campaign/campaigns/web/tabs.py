"""The tabs above every page of one campaign."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import State
from zhengyou.campaign.campaigns.models import Campaign
from zhengyou.kernel.errors import Sentence

TONES = {State.PREPARING: "warning", State.RUNNING: "success", State.CLOSED: "neutral", State.WITHDRAWN: "neutral"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a campaign: a word for programs, its label, and the route that takes the campaign's id."""

    key: str
    label: Sentence
    route: str


TABS: tuple[Tab, ...] = (
    Tab("overview", _("Overview"), "campaigns:detail"),
    Tab("content", _("Content and means"), "campaigns:content"),
    Tab("duties", _("Duties"), "campaigns:duties"),
    Tab("scope", _("Who takes part"), "campaigns:scope"),
    Tab("goals", _("Goals"), "campaigns:goals"),
    Tab("organisation", _("Organisation"), "campaigns:organisation"),
    Tab("plans", _("Sub-plans"), "campaigns:plans"),
    Tab("versions", _("Documents and versions"), "campaigns:versions"),
    Tab("results", _("Results and information"), "campaigns:results"),
    Tab("benchmarks", _("Benchmarks"), "campaigns:benchmarks"),
    Tab("startup", _("Start-up"), "campaigns:startup"),
    Tab("gantt", _("Chart of days"), "campaigns:gantt"),
    Tab("coverage", _("Coverage"), "campaigns:coverage"),
    Tab("meetings", _("Meetings"), "campaigns:meetings"),
    Tab("activities", _("Activities"), "campaigns:activities"),
    Tab("contacts", _("Contacts and pairs"), "campaigns:contacts"),
    Tab("points", _("Demonstration points"), "campaigns:points"),
    Tab("projects", _("Projects"), "campaigns:projects"),
    Tab("reports", _("Reports"), "campaigns:reports"),
)


def page_of(campaign: Campaign, active: str) -> dict[str, Any]:
    """Return what ``campaigns/campaign.html`` needs of ``campaign``, with the tab ``active`` marked."""
    return {
        "campaign": campaign,
        "tone": TONES[State(campaign.state)],
        "tabs": [
            {"label": tab.label, "url": reverse(tab.route, args=[campaign.pk]), "active": tab.key == active}
            for tab in TABS
        ],
    }
