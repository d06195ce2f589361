"""Addresses of services."""

from django.urls import path, re_path

from zhengyou.registry.services.web import cases, catalogue, public, systems, windows

app_name = "services"

public_urlpatterns = [
    path("s/<uuid:public_id>/", public.guide, name="guide"),
    path("progress/", public.progress, name="progress"),
]
desk_urlpatterns = [
    path("cases/", cases.listing, name="cases"),
    path("cases/<uuid:pk>/", cases.detail, name="case"),
    re_path(r"^cases/(?P<pk>[0-9a-f-]{36})/(?P<verb>handle|close|withdraw|resume)/$", cases.act, name="case-act"),
    path("cases/<uuid:pk>/pause/", cases.pause, name="case-pause"),
    path("register/", cases.register, name="register"),
    path("import/", cases.load, name="import"),
    path("import/form.xlsx", cases.template, name="import-form"),
    path("items/", catalogue.listing, name="items"),
    path("items/new/", catalogue.add, name="item-add"),
    path("items/<uuid:public_id>/", catalogue.detail, name="item"),
    path("items/<uuid:public_id>/amend/", catalogue.amend, name="item-amend"),
    path("items/<uuid:public_id>/retire/", catalogue.retire, name="item-retire"),
    path("windows/", windows.listing, name="windows"),
    path("windows/new/", windows.add, name="window-add"),
    path("windows/codes.pdf", windows.codes, name="window-codes"),
    path("windows/<uuid:public_id>/", windows.detail, name="window"),
    path("windows/<uuid:public_id>/poster.pdf", windows.poster, name="window-poster"),
    path("windows/<uuid:public_id>/amend/", windows.amend, name="window-amend"),
    path("windows/<uuid:public_id>/close/", windows.close, name="window-close"),
    path("windows/<uuid:public_id>/staff/", windows.staff, name="window-staff"),
    path("duty/<uuid:public_id>/relieve/", windows.relieve, name="relieve"),
    path("systems/", systems.listing, name="integrations"),
    path("systems/new/", systems.issue, name="integration-issue"),
    path("systems/<uuid:public_id>/revoke/", systems.revoke, name="integration-revoke"),
]
