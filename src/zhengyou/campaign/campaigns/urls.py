"""Addresses of campaigns."""

from django.urls import path

from zhengyou.campaign.campaigns.web import desk, sheets
from zhengyou.campaign.campaigns.web.routes import ENGINE

app_name = "campaigns"
desk_urlpatterns = [
    path("", desk.listing, name="list"),
    path("launch/<uuid:plan>/", desk.launch, name="launch"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/handing/", desk.handing, name="handing"),
    path("<uuid:pk>/duties/new/", desk.add_duty, name="add-duty"),
    path("<uuid:pk>/conclude/", desk.conclude, name="conclude"),
    path("sheets/", sheets.listing, name="sheets"),
    path("sheets/<uuid:pk>/", sheets.detail, name="sheet"),
    path("sheets/<uuid:pk>/submit/", sheets.submit, name="submit"),
    path("sheets/<uuid:pk>/take-back/", sheets.take_back, name="take-back"),
    path("sheets/<uuid:pk>/accept/", sheets.accept, name="accept"),
    path("sheets/<uuid:pk>/return/", sheets.return_sheet, name="return"),
]
desk_urlpatterns += ENGINE
