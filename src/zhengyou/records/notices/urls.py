"""Addresses of notices."""

from django.urls import path

from zhengyou.records.notices.web import desk

app_name = "notices"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("read/", desk.read_all, name="read-all"),
    path("channels/", desk.choose_channels, name="channels"),
    path("<uuid:pk>/", desk.open_notice, name="open"),
]
