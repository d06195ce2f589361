"""Addresses of papers."""

from django.urls import path

from zhengyou.registry.papers.web import desk, drafts, incoming, registers, regulations, resolutions

app_name = "papers"
desk_urlpatterns = [
    path("outgoing/", desk.listing, name="list"),
    path("outgoing/new/", drafts.new, name="new"),
    path("outgoing/<uuid:pk>/", desk.detail, name="detail"),
    path("outgoing/<uuid:pk>/edit/", drafts.edit, name="edit"),
    path("outgoing/<uuid:pk>/mend/", drafts.mend, name="mend"),
    path("outgoing/<uuid:pk>/submit/", drafts.submit, name="submit"),
    path("outgoing/<uuid:pk>/issue/", desk.issue, name="issue"),
    path("outgoing/<uuid:pk>/remind/", desk.remind, name="remind"),
    path("outgoing/<uuid:pk>/send-back/", desk.send_back, name="send-back"),
    path("outgoing/<uuid:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("outgoing/<uuid:pk>/void/", desk.void, name="void"),
    path("outgoing/<uuid:pk>/paper.<str:extension>", desk.download, name="download"),
    path("outgoing/numbers/", registers.numbers, name="numbers"),
    path("outgoing/organs/", registers.organs, name="organs"),
    path("outgoing/organs/new/", registers.new_organ, name="new-organ"),
    path("receipts/", registers.receipts, name="receipts"),
    path("receipts/<uuid:pk>/confirm/", registers.confirm, name="confirm"),
    path("incoming/", incoming.listing, name="incoming"),
    path("incoming/new/", incoming.new, name="register"),
    path("incoming/<uuid:pk>/", incoming.detail, name="incoming-detail"),
    path("incoming/<uuid:pk>/sheet/", incoming.sheet, name="sheet"),
    path("incoming/<uuid:pk>/instruct/", incoming.instruct, name="instruct"),
    path("incoming/<uuid:pk>/file/", incoming.file, name="file"),
    path("resolutions/", resolutions.listing, name="resolutions"),
    path("resolutions/new/", resolutions.new, name="resolve"),
    path("resolutions/<uuid:pk>/", resolutions.detail, name="resolution"),
    path("resolutions/<uuid:pk>/revoke/", resolutions.revoke, name="revoke"),
    path("regulations/", regulations.listing, name="regulations"),
    path("regulations/new/", regulations.new, name="new-regulation"),
    path("regulations/<uuid:pk>/", regulations.detail, name="regulation"),
    path("regulations/<uuid:pk>/amend/", regulations.amend, name="amend"),
    path("regulations/<uuid:pk>/adopt/", regulations.adopt, name="adopt"),
    path("regulations/<uuid:pk>/repeal/", regulations.repeal, name="repeal"),
    path("instructions/<uuid:pk>/answer/", incoming.answer, name="answer"),
]
