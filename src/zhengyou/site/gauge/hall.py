"""A whole hall at once: two hundred identity cards, printed as work cards, desk plates and rating codes.

`python -m zhengyou.site.gauge.hall 200` writes them into the database it is pointed at, prints them and tells in JSON
how long it took; it is meant for a stand, never for an installation in use.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import transaction  # noqa: E402 -- models can be imported only now
from django.test import RequestFactory  # noqa: E402

from zhengyou.instruments.display import paper  # noqa: E402
from zhengyou.instruments.display.enums import State  # noqa: E402
from zhengyou.instruments.display.models import Card  # noqa: E402
from zhengyou.records.documents import QrCard, Rendered, qr_sheet_pdf  # noqa: E402
from zhengyou.registry.bodies.models import Appointment, Body, Post  # noqa: E402
from zhengyou.registry.people.models import Person  # noqa: E402
from zhengyou.registry.services.addresses import window_address  # noqa: E402
from zhengyou.registry.services.models import Window  # noqa: E402
from zhengyou.site.gauge.filling import _bodies  # noqa: E402

SINCE = dt.date(2024, 1, 2)
DUTIES = "一次性告知办事材料\n承诺时限内办结\n首问负责，帮办代办"
MOTTO = "多一份耐心，少跑一趟路"


@transaction.atomic
def fill(number: int) -> list[Card]:
    """Write a hall with so many windows, each with a clerk and a card on show; return the cards."""
    (hall,) = _bodies(Body.objects.filter(parent=None).first(), ["县政务服务中心大厅"])
    windows = Window.objects.bulk_create(
        Window(body=hall, number=f"A{place:03d}", name="综合受理窗口", opened_on=SINCE) for place in range(number)
    )
    people = Person.objects.bulk_create(Person(name=f"示例{place:03d}", sort_key="shili") for place in range(number))
    posts = Post.objects.bulk_create(
        Post(body=hall, title="综合受理岗", responsibilities=DUTIES, order_number=place) for place in range(number)
    )
    held = Appointment.objects.bulk_create(
        Appointment(person=person, post=post, starts_on=SINCE) for person, post in zip(people, posts, strict=True)
    )
    Card.objects.bulk_create(
        Card(appointment=one, window=window, motto=MOTTO, state=State.SHOWN)
        for one, window in zip(held, windows, strict=True)
    )
    cards = Card.objects.filter(window__body=hall)
    return list(cards.select_related("appointment__person", "appointment__post__body", "window__body"))


def timed(draw: Callable[[], Rendered]) -> float:
    """Return how many seconds ``draw`` takes."""
    begun = time.monotonic()
    draw()
    return time.monotonic() - begun


def main(number: int) -> None:
    """Fill, print, tell."""
    cards, request = fill(number), RequestFactory().get("/", headers={"host": "localhost"})
    codes = [
        QrCard(window_address(card.window, request), card.window.body.name, str(card.window), card.window.code)
        for card in cards
        if card.window is not None
    ]
    told = {
        "cards": len(cards),
        "work_cards": timed(lambda: paper.work_cards(cards, request)),
        "desk_plates": timed(lambda: paper.desk_plates(cards, request)),
        "rating_codes": timed(lambda: qr_sheet_pdf(codes)),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
