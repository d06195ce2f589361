"""Addresses of the comparison."""

from django.urls import path

from zhengyou.mechanisms.scoring.web import desk, explaining, findings, league

app_name = "scoring"
desk_urlpatterns = [
    path("", desk.runs, name="runs"),
    path("new/", desk.compute, name="compute"),
    path("mine/", findings.mine, name="mine"),
    path("findings/", findings.listing, name="findings"),
    path("findings/<uuid:pk>/", findings.detail, name="finding"),
    path("findings/<uuid:pk>/decide/", findings.decide, name="decide"),
    path("appeals/<str:kind>/<str:pk>/", findings.appeal, name="appeal"),
    path("appeals/<uuid:pk>/", findings.answer, name="answer"),
    path("<uuid:pk>/", league.league, name="league"),
    path("<uuid:pk>/publish/", league.publish, name="publish"),
    path("<uuid:pk>/freeze/", league.freeze, name="freeze"),
    path("<uuid:pk>/beside/<uuid:other>/", league.compare, name="compare"),
    path("<uuid:pk>/<uuid:unit>/", explaining.explain, name="explain"),
]
