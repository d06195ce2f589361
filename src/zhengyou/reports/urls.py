"""Addresses of the public pages and the overviews."""

from django.urls import path

from zhengyou.reports.web import desk, public

app_name = "reports"
public_urlpatterns = [
    path("", public.home, name="home"),
    path("units/", public.units, name="units"),
    path("units/<uuid:public_id>/", public.one_unit, name="unit"),
    path("units/<uuid:public_id>/items/", public.items, name="items"),
    path("units/<uuid:public_id>/rectifications/", public.rectifications, name="rectifications"),
    path("windows/<str:code>.svg", public.window_code, name="window-code"),
    path("stars/", public.how, name="how"),
    path("campaigns/<uuid:pk>/", public.campaign, name="campaign"),
]
desk_urlpatterns = [
    path("", desk.county, name="county"),
    path("unit/", desk.own, name="own"),
]
