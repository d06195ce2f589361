"""All the product's addresses, and `/soak/` which writes one event to the ledger and answers 201 once it is durable.

`/soak/slow/` defers the slow job.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from zhengyou.records import jobs
from zhengyou.records.ledger.actions import record
from zhengyou.records.ledger.actors import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.site.urls import urlpatterns as product


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


urlpatterns = [*product, path("soak/", write), path("soak/slow/", defer)]
