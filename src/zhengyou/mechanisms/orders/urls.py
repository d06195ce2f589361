"""Addresses of orders."""

from django.urls import path

from zhengyou.mechanisms.orders.web import addresses, asking, checks, desk, keeping, proposals, verbs

app_name = "orders"
public_urlpatterns = addresses.public
desk_urlpatterns = [
    *addresses.desk,
    path("", desk.listing, name="list"),
    path("new/", desk.new, name="new"),
    path("batch/", verbs.batch, name="batch"),
    path("samples/", checks.samples, name="samples"),
    path("samples/draw/", checks.draw, name="draw"),
    path("samples/<uuid:pk>/", checks.sample, name="sample"),
    path("checks/<uuid:pk>/", checks.answer, name="answer-check"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.propose, name="propose"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/revise/", proposals.revise, name="revise-proposal"),
    path("proposals/<uuid:pk>/submit/", proposals.submit, name="submit-proposal"),
    path("proposals/<uuid:pk>/take-back/", proposals.take_back, name="take-back-proposal"),
    path("proposals/<uuid:pk>/accept/", proposals.decide, {"verb": "accept"}, name="accept-proposal"),
    path("proposals/<uuid:pk>/reject/", proposals.decide, {"verb": "reject"}, name="reject-proposal"),
    path("templates/", keeping.templates, name="templates"),
    path("templates/new/", keeping.edit, name="new-template"),
    path("templates/<uuid:pk>/", keeping.edit, name="template"),
    path("templates/<uuid:pk>/drop/", keeping.drop, name="drop-template"),
    path("profiles/new/", keeping.profile, name="profile"),
    path("items/<uuid:pk>/tick/", verbs.tick, name="tick"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/reply/", verbs.reply, name="reply"),
    *(path(f"<uuid:pk>/{verb}/", verbs.do, {"verb": verb}, name=verb) for verb in asking.ASKS),
]
