"""The tabs above the registers of a window: they belong together and share one entry of the menu."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def registers(active: str) -> list[dict[str, Any]]:
    """Return the tabs of the registers, with the one in sight."""
    found = (
        ("contacts", _("First contacts")),
        ("slips", _("One-time notices")),
        ("undertakings", _("Written promises")),
        ("distrusts", _("Bad credit records")),
        ("mandates", _("Mandates")),
    )
    return [{"label": label, "url": reverse(f"services:{name}"), "active": name == active} for name, label in found]


def times(active: str) -> list[dict[str, Any]]:
    """Return the tabs of appointments and duty, with the one in sight."""
    found = (
        ("bookings", _("Appointments")),
        ("queue", _("Call desk")),
        ("slots", _("Slots")),
        ("shifts", _("Duty roster")),
        ("after", _("After-hours services")),
    )
    return [{"label": label, "url": reverse(f"services:{name}"), "active": name == active} for name, label in found]
