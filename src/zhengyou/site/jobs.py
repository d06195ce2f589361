"""The desk's pages of background jobs: the views belong to the room, the guard stands above it."""

from django.urls import path

from zhengyou.records.jobs import rules
from zhengyou.records.jobs.web import desk
from zhengyou.registry.access.web import desk_view

urlpatterns = [
    path("", desk_view(rules.READ)(desk.listing), name="list"),
    path("periodic/", desk_view(rules.READ)(desk.periodic), name="periodic"),
    path("<int:job>/retry/", desk_view(rules.RETRY)(desk.retry), name="retry"),
]
