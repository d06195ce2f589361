"""All the product's addresses, and `/soak/` which writes one event to the ledger and answers 201 once it is durable.

`/soak/slow/` defers the slow job. `/soak/overdue/` opens overdue orders, `/soak/climb/` lets them climb the ladder.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.records import jobs
from zhengyou.records.ledger.actions import record
from zhengyou.records.ledger.actors import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.registry.bodies.models import Appointment, Body, Post
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines import ladder
from zhengyou.registry.deadlines.models import Clock, Standing
from zhengyou.registry.people.models import Person
from zhengyou.site.urls import handler500
from zhengyou.site.urls import urlpatterns as product

__all__ = ["handler500", "urlpatterns"]


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    thing: Any = Event()
    thing.ledger_label = request.body.decode()
    with transaction.atomic():
        record("soak.write", thing, actor=SYSTEM)
    return HttpResponse(request.body, status=201)


@csrf_exempt
def defer(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        jobs.defer("soak.slow", word=request.body.decode())
    return HttpResponse(request.body, status=201)


@csrf_exempt
def open_overdue(request: HttpRequest) -> HttpResponse:
    """Open so many orders a month ago, to a unit whose liaison officer and head are told of each rung."""
    with transaction.atomic():
        county, unit = (_body("县政府"), _body("县住建局"))
        unit.parent = county
        unit.path, unit.sort_path = f"{county.path}{unit.pk}.", f"{county.sort_path}{unit.pk}."
        unit.save()
        for duty in ("liaison", "head"):
            person = Person.objects.create(name=f"soak {duty}")
            post = Post.objects.create(body=unit, title=duty, duty=duty)
            Appointment.objects.create(person=person, post=post, starts_on=dt.date(2020, 1, 1))
        started = clock.now() - dt.timedelta(days=45)
        for _number in range(int(request.body)):
            with clock.pretend(started):
                order = orders.open_order(kind=Kind.COMMENT, body=unit, title="逾期事项", actor=SYSTEM)
                order = orders.sign(order, actor=SYSTEM)  # only putting right is late
            deadlines.breach(Clock.objects.get(subject_id=str(order.pk), stage="handling"))
            Standing.objects.filter(clock__subject_id=str(order.pk)).delete()
    return HttpResponse(status=201)


def _body(name: str) -> Body:
    body = Body.objects.create(name=name)
    body.path, body.sort_path = f"{body.pk}.", f"{body.pk}."
    body.save()
    return body


@csrf_exempt
def climb(request: HttpRequest) -> HttpResponse:
    """Let every rung be due at once and defer a job for each clock that is to climb, as the sweep does."""
    with transaction.atomic():
        Standing.objects.filter(next_at__isnull=False).update(next_at=clock.now())
        waiting = list(ladder.to_climb().values_list("pk", flat=True))
        for pk in waiting:
            jobs.defer("deadlines.climb_one", once=f"deadlines.climb:{pk}", clock=str(pk))
    return HttpResponse(str(len(waiting)).encode(), status=201)


urlpatterns = [
    *product,
    path("soak/", write),
    path("soak/slow/", defer),
    path("soak/overdue/", open_overdue),
    path("soak/climb/", climb),
]
