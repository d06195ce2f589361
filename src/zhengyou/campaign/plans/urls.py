"""Addresses of the plan desk."""

from django.urls import path

from zhengyou.campaign.plans.web import desk

app_name = "plans"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("new/", desk.take_in, name="take-in"),
    path("<uuid:pk>/", desk.bench, name="bench"),
    path("<uuid:pk>/add/<slug:kind>/", desk.add, name="add"),
    path("<uuid:pk>/confirm/", desk.confirm, name="confirm"),
    path("<uuid:pk>/reopen/", desk.reopen, name="reopen"),
    path("<uuid:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("elements/<uuid:pk>/", desk.correct, name="correct"),
    path("elements/<uuid:pk>/remove/", desk.remove, name="remove"),
    path("elements/<uuid:pk>/restore/", desk.restore, name="restore"),
    path("remarks/<uuid:pk>/", desk.answer, name="answer"),
]
