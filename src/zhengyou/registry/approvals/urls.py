"""Addresses of approvals."""

from django.urls import path

from zhengyou.registry.approvals.web import definitions, desk, verbs

app_name = "approvals"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/withdraw/", verbs.withdraw, name="withdraw"),
    path("<uuid:pk>/remind/", verbs.remind, name="remind"),
    path("<uuid:pk>/copy/", verbs.copy_to, name="copy"),
    path("tasks/<uuid:pk>/approve/", verbs.approve, name="approve"),
    path("tasks/<uuid:pk>/reject/", verbs.reject, name="reject"),
    path("tasks/<uuid:pk>/return/", verbs.return_to, name="return"),
    path("tasks/<uuid:pk>/add-signer/", verbs.add_signer, name="add-signer"),
    path("tasks/<uuid:pk>/hand-over/", verbs.hand_over, name="hand-over"),
    path("tasks/<uuid:pk>/sign-for/", verbs.sign_for, name="sign-for"),
    path("tasks/<uuid:pk>/replace/", verbs.replace, name="replace"),
    path("extend/<uuid:pk>/", verbs.extend, name="extend"),
    path("procedures/", definitions.listing, name="definitions"),
    path("procedures/new/", definitions.draft, name="new-definition"),
    path("procedures/<uuid:pk>/", definitions.detail, name="definition"),
    path("procedures/<uuid:pk>/change/", definitions.change, name="change-definition"),
    path("procedures/<uuid:pk>/step/", definitions.set_step, name="set-step"),
    path("procedures/<uuid:pk>/step/<uuid:step>/drop/", definitions.drop_step, name="drop-step"),
    path("procedures/<uuid:pk>/publish/", definitions.move, {"verb": "publish"}, name="publish-definition"),
    path("procedures/<uuid:pk>/revise/", definitions.move, {"verb": "revise"}, name="revise-definition"),
    path("procedures/<uuid:pk>/retire/", definitions.move, {"verb": "retire"}, name="retire-definition"),
]
