"""Addresses of papers."""

from django.urls import path

from zhengyou.registry.papers.web import desk, drafts, incoming, registers

app_name = "papers"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("new/", drafts.new, name="new"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/edit/", drafts.edit, name="edit"),
    path("<uuid:pk>/mend/", drafts.mend, name="mend"),
    path("<uuid:pk>/submit/", drafts.submit, name="submit"),
    path("<uuid:pk>/issue/", desk.issue, name="issue"),
    path("<uuid:pk>/remind/", desk.remind, name="remind"),
    path("<uuid:pk>/send-back/", desk.send_back, name="send-back"),
    path("<uuid:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("<uuid:pk>/void/", desk.void, name="void"),
    path("<uuid:pk>/paper.<str:extension>", desk.download, name="download"),
    path("numbers/", registers.numbers, name="numbers"),
    path("organs/", registers.organs, name="organs"),
    path("organs/new/", registers.new_organ, name="new-organ"),
    path("receipts/", registers.receipts, name="receipts"),
    path("receipts/<uuid:pk>/confirm/", registers.confirm, name="confirm"),
    path("incoming/", incoming.listing, name="incoming"),
    path("incoming/new/", incoming.new, name="register"),
    path("incoming/<uuid:pk>/", incoming.detail, name="incoming-detail"),
    path("incoming/<uuid:pk>/sheet/", incoming.sheet, name="sheet"),
    path("incoming/<uuid:pk>/instruct/", incoming.instruct, name="instruct"),
    path("incoming/<uuid:pk>/file/", incoming.file, name="file"),
    path("instructions/<uuid:pk>/answer/", incoming.answer, name="answer"),
]
