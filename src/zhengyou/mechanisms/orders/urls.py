"""Addresses of orders."""

from django.urls import path

from zhengyou.mechanisms.orders.web import addresses, desk

app_name = "orders"
public_urlpatterns = addresses.public
desk_urlpatterns = [
    *addresses.desk,
    path("", desk.listing, name="list"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/sign/", desk.sign, name="sign"),
    path("<uuid:pk>/reply/", desk.reply, name="reply"),
    path("<uuid:pk>/verify/", desk.verify, name="verify"),
    path("<uuid:pk>/send-back/", desk.send_back, name="send-back"),
    path("<uuid:pk>/withdraw/", desk.withdraw, name="withdraw"),
]
