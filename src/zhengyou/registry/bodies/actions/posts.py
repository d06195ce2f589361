"""Verbs of posts: define, appoint, end, hand over, leave and return."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.enums import Seat
from zhengyou.registry.bodies.models import Appointment, Body, HandOver, Leave, Post
from zhengyou.registry.people.models import Person


@transaction.atomic
def define_post(
    body: Body,
    *,
    title: str,
    duty: str,
    responsibilities: str = "",
    order_number: int | None = None,
    starts_on: dt.date | None = None,
    actor: ledger.Actor,
) -> Post:
    """Set up a post of ``body`` with what it answers for 设岗定责."""
    rules.require(actor, rules.MANAGE, body)
    if order_number is None:
        order_number = max(body.posts.values_list("order_number", flat=True), default=0) + 10
    post = Post.objects.create(
        body=body,
        title=title,
        duty=duty,
        responsibilities=responsibilities,
        order_number=order_number,
        starts_on=starts_on,
    )
    record("bodies.define_post", body, actor=actor, fields=["title", "duty", "responsibilities"])
    return post


@transaction.atomic
def amend_post(
    post: Post, *, title: str, duty: str, responsibilities: str, order_number: int, actor: ledger.Actor
) -> Post:
    """Change what a post is called, is for, and answers for."""
    rules.require(actor, rules.MANAGE, post.body)
    post = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=post.pk)
    new = {"title": title, "duty": duty, "responsibilities": responsibilities, "order_number": order_number}
    for name, value in new.items():
        setattr(post, name, value)
    post.save(update_fields=[*new])
    record("bodies.amend_post", post.body, actor=actor, fields=[*new])
    return post


@transaction.atomic
def close_post(post: Post, *, on: dt.date, actor: ledger.Actor) -> Post:
    """Abolish a post from ``on``; nobody may hold it then."""
    rules.require(actor, rules.MANAGE, post.body)
    post = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=post.pk)
    if post.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).exists():
        raise Refused(_("Somebody still holds this post: end the appointments first."), code="held")
    post.ends_on = max(on, post.starts_on) if post.starts_on else on
    post.save(update_fields=["ends_on"])
    record("bodies.close_post", post.body, actor=actor, fields=["ends_on"])
    return post


@transaction.atomic
def appoint(
    person: Person,
    *,
    post: Post,
    starts_on: dt.date,
    seat: str = Seat.FULL,
    ends_on: dt.date | None = None,
    seconded_from: Body | None = None,
    actor: ledger.Actor,
) -> Appointment:
    """Let ``person`` hold ``post`` from ``starts_on``; a seconded person comes from a body and for a term."""
    rules.require(actor, rules.MANAGE, post.body)
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The end must lie after the beginning."), field="ends_on")
    if seat == Seat.SECONDED and ends_on is None:
        raise Refused(_("A secondment needs its last day."), field="ends_on")
    if seat == Seat.SECONDED and seconded_from is None:
        raise Refused(_("Name the body that the person comes from."), field="seconded_from")
    post = Post.objects.select_for_update(of=("self",)).select_related("body").get(pk=post.pk)
    if post.ends_on is not None and post.ends_on <= starts_on:
        raise Refused(_("This post has been abolished."), field="post")
    overlapping = post.appointments.filter(person=person).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_on)
    if overlapping.exists():
        raise Refused(_("This person holds the post in that time already."), field="person", code="held")
    appointment = Appointment.objects.create(
        person=person,
        post=post,
        seat=seat,
        seconded_from=seconded_from if seat == Seat.SECONDED else None,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("bodies.appoint", appointment, actor=actor, fields=["person", "post", "seat"])
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: dt.date, actor: ledger.Actor) -> Appointment:
    """Let a person hold a post for the last time on the day before ``on``."""
    appointment = _locked(appointment, actor)
    _require_open(appointment, on)
    appointment.ends_on = max(on, appointment.starts_on)
    appointment.save(update_fields=["ends_on"])
    record("bodies.end_appointment", appointment, actor=actor, fields=["ends_on"])
    return appointment


def end_all(person: Person, on: dt.date, actor: ledger.Actor) -> None:
    """End everything that ``person`` holds on ``on``, within the verb of people by which they leave for good."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    held = Appointment.objects.select_for_update(of=("self",)).filter(still, person=person)
    for appointment in held.select_related("post__body").order_by("pk"):
        appointment.ends_on = max(on, appointment.starts_on)
        appointment.save(update_fields=["ends_on"])
        record("bodies.end_appointment", appointment, actor=actor, fields=["ends_on"])
    for seat in person.group_seats.select_for_update(of=("self",)).filter(still).order_by("pk"):
        seat.ends_on = max(on, seat.starts_on)
        seat.save(update_fields=["ends_on"])


@transaction.atomic
def hand_over(appointment: Appointment, *, to: Person, on: dt.date, matters: str = "", actor: ledger.Actor) -> HandOver:
    """Pass a post from its holder to ``to`` on the day ``on``, with the list of what is handed over 交接."""
    appointment = _locked(appointment, actor)
    _require_open(appointment, on)
    if to.pk == appointment.person_id:
        raise Refused(_("Choose another person."), field="to")
    if on < appointment.starts_on:
        raise Refused(_("The end must lie after the beginning."), field="on")
    left, appointment.ends_on = appointment.ends_on, on
    appointment.save(update_fields=["ends_on"])
    if appointment.post.appointments.filter(person=to).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).exists():
        raise Refused(_("This person holds the post in that time already."), field="to", code="held")
    target = Appointment.objects.create(
        person=to,
        post=appointment.post,
        seat=appointment.seat,
        seconded_from_id=appointment.seconded_from_id,
        starts_on=on,
        ends_on=left if appointment.seat == Seat.SECONDED else None,
    )
    handed = HandOver.objects.create(source=appointment, target=target, on=on, matters=matters)
    record("bodies.hand_over", appointment, actor=actor, fields=["ends_on", "person", "matters"])
    return handed


@transaction.atomic
def take_leave(
    person: Person,
    *,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    stand_ins: Mapping[int, Person | None],
    handed_over: str = "",
    actor: ledger.Actor,
) -> list[Leave]:
    """Write down that ``person`` is away from ``starts_on`` until before ``ends_on``.

    ``stand_ins`` says for each appointment (by its key) who acts meanwhile; None leaves it to the AB post, then to the
    deputies. The person may do this for themselves, others need the right to manage the body.
    """
    if ends_on <= starts_on:
        raise Refused(_("The first day back must lie after the first day away."), field="ends_on")
    held = (
        Appointment.objects.select_for_update(of=("self",))
        .filter(person=person, pk__in=stand_ins.keys())
        .select_related("post__body")
        .order_by("pk")
    )
    appointments = list(held)
    if not appointments:
        raise Refused(_("Choose at least one post that this person holds."), field="appointments")
    if getattr(actor, "person", "") != str(person.pk):
        rules.require(actor, rules.MANAGE, *(one.post.body for one in appointments))
    for stand_in in stand_ins.values():
        if stand_in is not None and stand_in.pk == person.pk:
            raise Refused(_("Nobody stands in for themselves."), field="stand_in")
    try:
        with transaction.atomic():
            leaves = Leave.objects.bulk_create(
                Leave(
                    appointment=one,
                    kind=kind,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    stand_in=stand_ins[one.pk],
                    handed_over=handed_over,
                )
                for one in appointments
            )
    except IntegrityError as error:
        raise Refused(_("This person is away on some of these days already."), field="starts_on") from error
    record("bodies.take_leave", appointments[0], actor=actor, fields=["starts_on", "ends_on", "stand_in"])
    return leaves


@transaction.atomic
def return_early(leave: Leave, *, on: dt.date, actor: ledger.Actor) -> Leave:
    """Let a leave end on ``on``, the first day back; where that is its first day it never was."""
    leave = (
        Leave.objects.select_for_update(of=("self",))
        .select_related("appointment__post__body", "appointment__person")
        .get(pk=leave.pk)
    )
    appointment = leave.appointment
    if getattr(actor, "person", "") != str(appointment.person_id):
        rules.require(actor, rules.MANAGE, appointment.post.body)
    if on >= leave.ends_on:
        raise Refused(_("The leave ends by then anyway."), field="on")
    record("bodies.return_early", appointment, actor=actor, fields=["ends_on"])
    if on <= leave.starts_on:
        leave.delete()
        return leave
    leave.ends_on = on
    leave.save(update_fields=["ends_on"])
    return leave


def _locked(appointment: Appointment, actor: ledger.Actor) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("post__body", "person")
    locked = rows.get(pk=appointment.pk)
    rules.require(actor, rules.MANAGE, locked.post.body)
    return locked


def _require_open(appointment: Appointment, on: dt.date) -> None:
    if appointment.ends_on is not None and appointment.ends_on <= on:
        raise Refused(_("This appointment has ended already."), field="on", code="ended")
