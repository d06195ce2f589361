"""Desk pages of posts: define, appoint, hand over, leave."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.actions import posts
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.offices import AppointForm, EndForm, HandOverForm, LeaveForm, PostForm
from zhengyou.registry.bodies.models import Appointment, Body, Leave, Post
from zhengyou.registry.bodies.web import asking, showing
from zhengyou.registry.people.actions import enrol
from zhengyou.registry.people.desk import desk_view


def _post(request: HttpRequest, public_id: uuid.UUID) -> Post:
    rows = Post.objects.select_related("body").filter(body__in=_readable(request))
    return get_object_or_404(rows, public_id=public_id)


def _appointment(request: HttpRequest, public_id: uuid.UUID) -> Appointment:
    rows = Appointment.objects.select_related("post__body", "person").filter(post__body__in=_readable(request))
    return get_object_or_404(rows, public_id=public_id)


def _readable(request: HttpRequest) -> Any:
    return queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))


@desk_view(rules.MANAGE)
def define(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Set up a post of a body."""
    body = asking.visible_body(request, public_id)
    return asking.ask(
        request,
        asking.bound(request, PostForm),
        lambda given: posts.define_post(body, actor=actor_of(request), **given),
        title=_("New post at %(body)s") % {"body": body.name},
        back=showing.url(body, "posts"),
        done=_("The post was set up. Now appoint somebody."),
    )


@desk_view(rules.MANAGE)
def amend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change what a post is called, is for and answers for."""
    post = _post(request, public_id)
    first = {name: getattr(post, name) for name in ("title", "duty", "responsibilities", "order_number")}

    def do(given: Mapping[str, Any]) -> object:
        number = given["order_number"] if given["order_number"] is not None else post.order_number
        return posts.amend_post(post, actor=actor_of(request), **{**given, "order_number": number})

    return asking.ask(
        request,
        asking.bound(request, PostForm, **first),
        do,
        title=_("Post %(post)s") % {"post": post.title},
        back=showing.url(post.body, "posts"),
        done=_("Saved."),
    )


@desk_view(rules.MANAGE)
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Abolish a post."""
    post = _post(request, public_id)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: posts.close_post(post, on=given["on"], actor=actor_of(request)),
        title=_("Abolish the post %(post)s") % {"post": post.title},
        back=showing.url(post.body, "posts"),
        submit=_("Abolish"),
        danger=True,
        done=_("The post was abolished."),
    )


@desk_view(rules.MANAGE)
def appoint(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Appoint a person to a post; a newcomer is put on the list of persons first."""
    post = _post(request, public_id)

    def do(given: Mapping[str, Any]) -> object:
        rest = {name: given[name] for name in ("seat", "starts_on", "ends_on", "seconded_from")}
        person = given["person"]
        if isinstance(person, str):
            person = enrol(person, phone=given["phone"], actor=actor_of(request))
        return posts.appoint(person, post=post, actor=actor_of(request), **rest)

    return asking.ask(
        request,
        asking.bound(request, AppointForm),
        atomic(do),
        title=_("Appoint to %(post)s of %(body)s") % {"post": post.title, "body": post.body.name},
        back=showing.url(post.body, "posts"),
        submit=_("Appoint"),
        done=_("The appointment was written down."),
    )


@desk_view(rules.MANAGE)
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End an appointment."""
    appointment = _appointment(request, public_id)
    told = {"person": appointment.person.name, "post": appointment.post.title}
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: posts.end_appointment(appointment, on=given["on"], actor=actor_of(request)),
        title=_("%(person)s no longer holds %(post)s") % told,
        lead=_("The rights given to this post end with it."),
        back=showing.url(appointment.post.body, "posts"),
        submit=_("End the appointment"),
        danger=True,
        done=_("The appointment ends on that day."),
    )


@desk_view(rules.MANAGE)
def hand_over(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Pass a post to the next holder."""
    appointment = _appointment(request, public_id)
    told = {"person": appointment.person.name, "post": appointment.post.title}
    return asking.ask(
        request,
        asking.bound(request, HandOverForm),
        lambda given: posts.hand_over(appointment, actor=actor_of(request), **given),
        title=_("%(person)s hands over %(post)s") % told,
        back=showing.url(appointment.post.body, "posts"),
        submit=_("Hand over the post"),
        done=_("The post was handed over."),
    )


@desk_view()
def leave(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down that the holder of a post is away, and who stands in; one may do it for oneself."""
    appointment = _appointment(request, public_id)

    def do(given: Mapping[str, Any]) -> object:
        rest = {name: given[name] for name in ("kind", "starts_on", "ends_on", "handed_over")}
        stand_ins = {appointment.pk: given["stand_in"]}
        return posts.take_leave(appointment.person, stand_ins=stand_ins, actor=actor_of(request), **rest)

    return asking.ask(
        request,
        asking.bound(request, LeaveForm),
        do,
        title=_("%(person)s is away") % {"person": appointment.person.name},
        lead=_("Deadlines go on: what is due meanwhile goes to the stand-in."),
        back=showing.url(appointment.post.body, "posts"),
        done=_("The absence was written down."),
    )


@desk_view()
def back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down that somebody is back before the leave ends."""
    rows = Leave.objects.select_related("appointment__post__body", "appointment__person")
    leave = get_object_or_404(rows.filter(appointment__post__body__in=_readable(request)), pk=pk)
    appointment = leave.appointment
    form = EndForm(request.POST) if request.method == "POST" else EndForm(initial={"on": clock.today()})
    form.fields["on"].label = _("First day back")
    return asking.ask(
        request,
        form,
        lambda given: posts.return_early(leave, on=given["on"], actor=actor_of(request)),
        title=_("%(person)s is back") % {"person": appointment.person.name},
        back=showing.url(appointment.post.body, "posts"),
        done=_("Written down."),
    )
