"""Addresses of what is shown."""

from django.urls import path

from zhengyou.instruments.display.web import cards, commitments, printing

app_name = "display"
desk_urlpatterns = [
    path("", commitments.listing, name="commitments"),
    path("commitments/new/", commitments.draft, name="draft-commitment"),
    path("commitments/<uuid:pk>/", commitments.detail, name="commitment"),
    path("commitments/<uuid:pk>/amend/", commitments.amend, name="amend-commitment"),
    path("commitments/<uuid:pk>/<slug:verb>/", commitments.act, name="act-commitment"),
    path("cards/", cards.listing, name="cards"),
    path("cards/new/", cards.draft, name="draft-card"),
    path("cards/<uuid:pk>/", cards.detail, name="card"),
    path("cards/<uuid:pk>/print/", cards.plate, name="plate"),
    path("cards/<uuid:pk>/<slug:verb>/", cards.act, name="act-card"),
    path("printing/", printing.listing, name="printing"),
    path("printing/sheet.pdf", printing.sheet, name="sheet"),
]
