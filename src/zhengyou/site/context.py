"""What every page knows: the menu, the hats, whether this is a demonstration."""

from typing import Any

from django.http import HttpRequest

from zhengyou.site import menus


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the words of the frame around a page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "hats": getattr(request, "hats", ()),
        "menus": menus.menu_for(request, actor) if actor else (),
    }
