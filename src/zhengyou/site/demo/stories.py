"""What becomes of a bad rating: signed for, answered, verified; sometimes sent back, late, withdrawn or left lying."""

import datetime as dt
import random

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Finding
from zhengyou.site.demo import comments
from zhengyou.site.demo.calendars import Days, office_moment
from zhengyou.site.demo.visits import Opinion, Step

LEFT_LYING = dt.timedelta(days=30)
"""Orders of the last weeks that nobody answers, so that some are overdue today."""


def story(opinion: Opinion, days: Days, now: dt.datetime, chance: random.Random) -> list[Step]:
    """Return the steps up to now of the order that a bad rating opens on the next day."""
    opened = opinion.day + dt.timedelta(days=1)
    first = days.from_(opened)
    if chance.random() < 0.015:
        at = office_moment(first, chance, clock.SHANGHAI)
        return _until(now, [Step(at, "withdraw", reason=chance.choice(comments.WITHDRAWALS))])
    slow = chance.random() < 0.06
    day = days.after(first, 2) if slow else first
    signed = office_moment(day, chance, clock.SHANGHAI)
    steps = [Step(signed, "sign")]
    recent = clock.midnight(opened) > now - LEFT_LYING
    if recent and chance.random() < 0.14:
        return _until(now, steps if chance.random() < 0.7 else [])
    taken = chance.randint(6, 10) if chance.random() < 0.05 else chance.choices((1, 2, 3, 4), (35, 30, 22, 13))[0]
    day = days.after(first, max(taken, 3 if slow else 1))
    steps.append(_reply(day, chance))
    if chance.random() < 0.08:
        day = days.after(day, chance.randint(1, 2))
        steps.append(Step(_at(day, chance), "send_back", reason=chance.choice(comments.RETURNS)))
        day = days.after(day, chance.randint(1, 3))
        steps.append(_reply(day, chance))
    day = days.after(day, chance.randint(1, 3))
    steps.append(Step(_at(day, chance), "verify"))
    return _until(now, steps)


def _at(day: dt.date, chance: random.Random) -> dt.datetime:
    return office_moment(day, chance, clock.SHANGHAI)


def _reply(day: dt.date, chance: random.Random) -> Step:
    finding = chance.choices((Finding.TRUE, Finding.MISTAKEN, Finding.GROUNDLESS, Finding.MALICIOUS), (82, 9, 7, 2))[0]
    answers = {
        Finding.TRUE: comments.ANSWERS,
        Finding.MISTAKEN: comments.MISTAKEN,
        Finding.GROUNDLESS: comments.GROUNDLESS,
        Finding.MALICIOUS: comments.MALICIOUS,
    }[finding]
    return Step(_at(day, chance), "reply", finding, chance.choice(comments.REASONS), chance.choice(answers))


def _until(now: dt.datetime, steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.at < now]
