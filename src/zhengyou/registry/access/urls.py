"""Addresses of access."""

from django.urls import path

from zhengyou.registry.access.web import hats

app_name = "access"
desk_urlpatterns = [
    path("hats/", hats.switch_hat, name="switch-hat"),
]
