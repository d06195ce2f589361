"""What units and windows show: commitments and identity cards, reviewed by somebody other than their drafter."""

import datetime as dt

from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.events import Book
from zhengyou.site.demo.identities import dice
from zhengyou.site.demo.staff import SHOWN, Staff
from zhengyou.site.demo.windows import Counter

PROMISES = (
    ("群众评价满意率不低于95%，差评件件核实、件件回复。", Measure.SATISFACTION, 95),
    ("承诺事项在承诺时限内办结，按时办结率不低于90%。", Measure.TIMELINESS, 90),
    ("差评自派发之日起五个工作日内整改反馈，整改率不低于95%。", Measure.RECTIFICATION, 95),
    ("首问负责、一次性告知，不让群众跑冤枉路。", Measure.NONE, None),
    ("老年人、残疾人、孕产妇优先办理，提供帮办代办。", Measure.NONE, None),
)
MOTTOES = (
    "多一份耐心，少跑一趟路",
    "把方便留给群众",
    "件件有回音，事事有着落",
    "微笑服务，从心开始",
    "您的满意，我的追求",
    "用心办好每一件小事",
)


def show_all(counters: list[Counter], bodies: dict[str, Body], staff: Staff, *, at: dt.datetime) -> None:
    """Let every unit that serves the public make its promises and show the cards of its clerks."""
    book, chance = Book(chance=dice("showing")), dice("cards")
    promised, cards = [], []
    for key in dict.fromkeys(counter.unit.key for counter in counters):
        drafter, reviewer = _pair(staff, key)
        for number, (text, measure, target) in enumerate(PROMISES[: 3 + len(key) % 3], 1):
            promise = Commitment(
                body=bodies[key],
                text=text,
                measure=measure,
                target=target,
                starts_on=at.date(),
                state=State.SHOWN,
                order_number=number,
                drafted_by=drafter.id,
            )
            promised.append(promise)
            _note(promise, drafter, reviewer, book, at)
    for counter in counters:
        drafter, reviewer = _pair(staff, counter.unit.key)
        badge = chance.choices(("", "共产党员", "工会会员"), (60, 22, 18))[0]
        card = Card(
            appointment=counter.clerk.appointment,
            window=counter.window,
            motto=chance.choice(MOTTOES),
            badge=badge,
            consented_on=at.date() if badge else None,
            state=State.SHOWN,
            drafted_by=drafter.id,
        )
        cards.append(card)
        _note(card, drafter, reviewer, book, at)
    waiting = _waiting(bodies[SHOWN], _pair(staff, SHOWN)[0], book)
    Commitment.objects.bulk_create([*promised, waiting])
    Card.objects.bulk_create(cards)
    book.save()


def _pair(staff: Staff, key: str) -> tuple[Actor, Actor]:
    """Return who drafts and who reviews for a unit."""
    leading = staff.of(key, Duty.HEAD) or staff.of(key, Duty.CLERK)
    return staff.of(key, Duty.LIAISON)[0].actor, leading[0].actor


def _note(thing: Commitment | Card, drafter: Actor, reviewer: Actor, book: Book, at: dt.datetime) -> None:
    submitted, shown = at + dt.timedelta(minutes=5), at + dt.timedelta(days=1, minutes=40)
    moved = {"fields": ["state"]}
    book.write("display.draft", thing, actor=drafter, at=at)
    book.write(
        "display.submit", thing, actor=drafter, at=submitted, source=State.DRAFT, target=State.SUBMITTED, **moved
    )
    book.write("display.show", thing, actor=reviewer, at=shown, source=State.SUBMITTED, target=State.SHOWN, **moved)


def _waiting(body: Body, drafter: Actor, book: Book) -> Commitment:
    """Return a new promise that still waits for its review."""
    at = clock.now() - dt.timedelta(hours=26)
    promise = Commitment(
        body=body,
        text="延时服务到晚上七点，周六上午不打烊。",
        starts_on=clock.today(),
        state=State.SUBMITTED,
        order_number=9,
        drafted_by=drafter.id,
    )
    book.write("display.draft", promise, actor=drafter, at=at)
    book.write(
        "display.submit", promise, actor=drafter, at=at, fields=["state"], source=State.DRAFT, target=State.SUBMITTED
    )
    return promise
