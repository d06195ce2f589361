"""Addresses of the plan desk."""

from django.urls import path

from zhengyou.campaign.plans.web import desk, drafting, library, model

app_name = "plans"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("new/", desk.take_in, name="take-in"),
    path("library/", library.shelf, name="library"),
    path("library/<slug:code>/", library.template, name="template"),
    path("<uuid:pk>/", desk.bench, name="bench"),
    path("<uuid:pk>/undo/", drafting.undo, name="undo"),
    path("<uuid:pk>/amended/", desk.take_in_amended, name="amended"),
    path("<uuid:pk>/add/<slug:kind>/", drafting.add, name="add"),
    path("<uuid:pk>/confirm/", desk.confirm, name="confirm"),
    path("<uuid:pk>/reopen/", desk.reopen, name="reopen"),
    path("<uuid:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("<uuid:pk>/model/", model.ask, name="ask-model"),
    path("<uuid:pk>/model/reading/", model.progress, name="reading"),
    path("<uuid:pk>/model/stop/", model.stop, name="stop-reading"),
    path("<uuid:pk>/model/proposals/", model.decide, name="decide"),
    path("elements/<uuid:pk>/", drafting.correct, name="correct"),
    path("elements/<uuid:pk>/remove/", drafting.remove, name="remove"),
    path("elements/<uuid:pk>/restore/", drafting.restore, name="restore"),
    path("elements/<uuid:pk>/merge/", drafting.merge, name="merge"),
    path("remarks/<uuid:pk>/", drafting.answer, name="answer"),
]
