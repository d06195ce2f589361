"""Addresses of deadlines."""

from django.urls import path

from zhengyou.registry.deadlines.web import calendars, clocks, packs

app_name = "deadlines"
desk_urlpatterns = [
    path("", clocks.listing, name="clocks"),
    path("statistics/", clocks.statistics, name="statistics"),
    path("clocks/<uuid:pk>/", clocks.detail, name="clock"),
    path("clocks/<uuid:pk>/pause/", clocks.pause, name="pause"),
    path("clocks/<uuid:pk>/resume/", clocks.resume, name="resume"),
    path("clocks/<uuid:pk>/extend/", clocks.extend, name="extend"),
    path("clocks/<uuid:pk>/void/", clocks.void, name="void"),
    path("calendar/", calendars.year, name="calendar"),
    path("calendar/days/", calendars.state_days, name="state-days"),
    path("calendar/days/<uuid:pk>/drop/", calendars.drop_day, name="drop-day"),
    path("calendar/load/", calendars.load, name="load"),
    path("calendar/<int:number>/confirm/", calendars.confirm_year, name="confirm-year"),
    path("packs/", packs.listing, name="packs"),
    path("packs/new/", packs.draft, name="new-pack"),
    path("packs/compare/", packs.compare, name="compare"),
    path("packs/<uuid:pk>/", packs.detail, name="pack"),
    path("packs/<uuid:pk>/change/", packs.change, name="change-pack"),
    path("packs/<uuid:pk>/rule/", packs.set_rule, name="set-rule"),
    path("packs/<uuid:pk>/rule/<uuid:rule>/drop/", packs.drop_rule, name="drop-rule"),
    path("packs/<uuid:pk>/rung/", packs.set_rung, name="set-rung"),
    path("packs/<uuid:pk>/rung/<uuid:rung>/drop/", packs.drop_rung, name="drop-rung"),
    path("packs/<uuid:pk>/publish/", packs.move, {"verb": "publish"}, name="publish-pack"),
    path("packs/<uuid:pk>/revise/", packs.move, {"verb": "revise"}, name="revise-pack"),
    path("packs/<uuid:pk>/withdraw/", packs.move, {"verb": "withdraw"}, name="withdraw-pack"),
]
