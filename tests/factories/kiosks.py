"""Rating terminals, made by the verbs."""

from django.test import Client

from tests.factories import ratings, services
from zhengyou.instruments.ratings import actions, terminals
from zhengyou.instruments.ratings.models import Kiosk
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services.models import Window

PIN = "2468"


def kiosk(window: Window | None = None, **facts) -> Kiosk:
    """Return a terminal that no device is bound to yet."""
    ratings.tag_set()
    return actions.set_up_kiosk(
        window or services.window(), **({"name": "3号窗口评价终端", "pin": PIN} | facts), actor=SYSTEM
    )


def device(one: Kiosk) -> Client:
    """Return a device bound to the terminal."""
    bound = Client()
    answer = bound.post("/k/pair", {"code": actions.ask_to_pair(one, actor=SYSTEM)})
    assert answer.status_code == 302
    assert bound.cookies[terminals.COOKIE].value
    return bound
