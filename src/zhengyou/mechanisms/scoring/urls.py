"""Addresses of the comparison."""

from django.urls import path

from zhengyou.mechanisms.scoring.web import desk

app_name = "scoring"
desk_urlpatterns = [
    path("", desk.runs, name="runs"),
    path("new/", desk.compute, name="compute"),
    path("<uuid:pk>/", desk.league, name="league"),
    path("<uuid:pk>/publish/", desk.publish, name="publish"),
    path("<uuid:pk>/<uuid:unit>/", desk.explain, name="explain"),
]
