"""The tabs that the pages of roles and grants share."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    label: str
    url: str
    active: bool


def tabs(active: str) -> list[Tab]:
    """Return the tabs with the one named ``active`` chosen."""
    labels = {
        "grants": _("Grants"),
        "roles": _("Roles"),
        "matrix": _("Roles and functions"),
        "who": _("Who may what"),
        "personal-data": _("Register of personal data"),
    }
    return [Tab(label, reverse(f"access:{name}"), name == active) for name, label in labels.items()]
