"""Filling many posts at once: for imports and demonstrations."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.enums import Duty, Seat
from zhengyou.registry.bodies.models import Appointment, Body, Post
from zhengyou.registry.people.actions import change_email
from zhengyou.registry.people.models import Person
from zhengyou.registry.people.pinyin import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHolder:
    """A post and who shall hold it: a known ``person``, a new one by name and number, or nobody (no name).

    New persons with the same word in ``same`` are one and the same person.
    """

    body: Body
    title: str
    starts_on: dt.date
    duty: str = Duty.OTHER
    order_number: int | None = None
    responsibilities: str = ""
    person: Person | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    same: str = ""
    seat: str = Seat.FULL
    ends_on: dt.date | None = None
    seconded_from: Body | None = None


@transaction.atomic
def fill_posts(rows: Sequence[NewHolder], *, below: Body, actor: ledger.Actor) -> list[Appointment]:
    """Set up the posts of ``rows`` where they do not exist and appoint their holders: all or nothing, with one event."""
    rules.require(actor, rules.MANAGE, below, *{row.body.pk: row.body for row in rows}.values())
    Body.objects.select_for_update(no_key=True).get(pk=below.pk)
    posts = _posts(rows)
    people = _people(rows)
    for person, email in {row.person: row.email for row in rows if row.person and row.email}.items():
        change_email(person, email, actor=actor)
    made = Appointment.objects.bulk_create(
        Appointment(
            person=row.person or people[row.same],
            post=posts[row.body.pk, row.title],
            seat=row.seat,
            seconded_from=row.seconded_from if row.seat == Seat.SECONDED else None,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows
        if row.person or row.name
    )
    record("bodies.fill_posts", below, actor=actor, fields=["posts", "appointments", "people"])
    return made


def _posts(rows: Sequence[NewHolder]) -> dict[tuple[int, str], Post]:
    """Return the post of every row, set up where it is missing, by body and title."""
    keys = {row.body.pk for row in rows}
    open_posts = Post.objects.filter(body__in=keys).filter(
        Q(ends_on=None) | Q(ends_on__gt=max(r.starts_on for r in rows))
    )
    found = {(post.body_id, post.title): post for post in open_posts.order_by("-order_number", "-pk")}
    last: dict[int, int] = {}
    for (body, _title), post in found.items():
        last[body] = max(last.get(body, 0), post.order_number)
    new: dict[tuple[int, str], Post] = {}
    for row in rows:
        key = (row.body.pk, row.title)
        if key in found or key in new:
            continue
        number = row.order_number if row.order_number is not None else last.get(row.body.pk, 0) + 10
        last[row.body.pk] = max(last.get(row.body.pk, 0), number)
        new[key] = Post(
            body=row.body,
            title=row.title,
            duty=row.duty,
            responsibilities=row.responsibilities,
            order_number=number,
        )
    Post.objects.bulk_create(new.values())
    return found | new


def _people(rows: Sequence[NewHolder]) -> dict[str, Person]:
    """Return the new persons of ``rows`` by their word."""
    new: dict[str, Person] = {}
    for row in rows:
        if row.name and row.person is None and row.same not in new:
            new[row.same] = Person(name=row.name, phone=row.phone, sort_key=sort_key(row.name))
        if row.email and row.person is None and row.same in new:
            new[row.same].email, new[row.same].email_confirmed_at = row.email, clock.now()
    Person.objects.bulk_create(new.values())
    return new
