"""What every page knows: the menu, the hats, the portal that carries the site, whether this is a demonstration."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhengyou.records.notices.queries import unread
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.bodies.models import Appointment
from zhengyou.site import installation, menus


@dataclass(frozen=True, slots=True)
class Hat:
    """An identity that the person may put on, as the switch shows it."""

    id: str
    label: str
    active: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the words of the frame around a page; a page without a signed-in person asks the database nothing."""
    frame: dict[str, Any] = {"portal": installation.portal(), "demo": installation.is_demonstration()}
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor):
        frame |= _desk(request, actor)
    return frame


def _desk(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    worn: list[Appointment] = getattr(request, "hats", [])
    hats = [Hat(str(hat.public_id), str(hat), str(hat.public_id) == actor.hat_id) for hat in worn]
    return {
        "actor": actor,
        "menus": menus.menu_for(request, actor),
        "hats": hats,
        "hat": next((hat for hat in hats if hat.active), None),
        "hat_url": reverse("access:switch-hat"),
        "notices_url": reverse("notices:list"),
        "unread": unread(actor).count(),
        "account_name": actor.label,
        "account_url": reverse("people:account"),
        "logout_url": reverse("people:sign-out"),
    }
