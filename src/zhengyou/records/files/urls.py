"""Addresses of attachments."""

from django.urls import path

from zhengyou.records.files.web import desk, public

app_name = "files"
desk_urlpatterns = [
    path("attach/", desk.attach, name="attach"),
    path("begin/", desk.begin, name="begin"),
    path("<uuid:key>/append/", desk.append, name="append"),
    path("<uuid:key>/finish/", desk.finish, name="finish"),
    path("<uuid:key>/status/", desk.status, name="status"),
    path("<uuid:key>/withdraw/", desk.withdraw, name="withdraw"),
    path("<uuid:key>/", desk.open_file, name="open"),
]
public_urlpatterns = [path("files/<uuid:key>/", public.open_file, name="open-public")]
