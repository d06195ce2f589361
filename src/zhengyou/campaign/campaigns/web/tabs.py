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


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one sort; its tab leads to the first of them."""

    label: Sentence
    tabs: tuple[Tab, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        _("Overview"),
        (
            Tab("overview", _("Progress"), "campaigns:detail"),
            Tab("startup", _("Start-up"), "campaigns:startup"),
            Tab("gantt", _("Chart of days"), "campaigns:gantt"),
            Tab("coverage", _("Coverage of items"), "campaigns:coverage"),
        ),
    ),
    Group(
        _("What is asked"),
        (
            Tab("content", _("Content and means"), "campaigns:content"),
            Tab("duties", _("Duties"), "campaigns:duties"),
            Tab("goals", _("Goals"), "campaigns:goals"),
            Tab("versions", _("Documents and versions"), "campaigns:versions"),
        ),
    ),
    Group(
        _("Who does it"),
        (
            Tab("organisation", _("Organisation"), "campaigns:organisation"),
            Tab("scope", _("Who takes part"), "campaigns:scope"),
            Tab("plans", _("Sub-plans"), "campaigns:plans"),
        ),
    ),
    Group(
        _("Work under way"),
        (
            Tab("meetings", _("Meetings"), "campaigns:meetings"),
            Tab("activities", _("Activities"), "campaigns:activities"),
            Tab("contacts", _("Contacts and pairs"), "campaigns:contacts"),
            Tab("points", _("Demonstration points"), "campaigns:points"),
            Tab("projects", _("Projects"), "campaigns:projects"),
        ),
    ),
    Group(
        _("What came of it"),
        (
            Tab("results", _("Results and information"), "campaigns:results"),
            Tab("benchmarks", _("Benchmarks"), "campaigns:benchmarks"),
            Tab("reports", _("Reports"), "campaigns:reports"),
        ),
    ),
)


def tabs_of(campaign: Campaign, active: str) -> dict[str, Any]:
    """Return what ``campaigns/tabs.html`` draws: the groups, and the pages of the group in which ``active`` stands."""
    here = next(group for group in GROUPS if any(tab.key == active for tab in group.tabs))
    return {
        "groups": [
            {"label": group.label, "url": reverse(group.tabs[0].route, args=[campaign.pk]), "active": group is here}
            for group in GROUPS
        ],
        "label": here.label,
        "pages": [
            {"label": tab.label, "url": reverse(tab.route, args=[campaign.pk]), "active": tab.key == active}
            for tab in here.tabs
        ],
    }


def page_of(campaign: Campaign, active: str) -> dict[str, Any]:
    """Return what ``campaigns/campaign.html`` needs of ``campaign``, with the tab ``active`` marked."""
    return {"campaign": campaign, "tone": TONES[State(campaign.state)], "tabs": tabs_of(campaign, active)}
