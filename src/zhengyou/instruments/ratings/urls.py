"""Addresses of ratings. Those under ``/r/`` and ``/t/`` are printed on paper: they never change."""

from django.urls import path

from zhengyou.instruments.ratings.web import desk, log, public

app_name = "ratings"

public_urlpatterns = [
    path("r/", public.enter, name="enter"),
    path("r/w/<str:code>", public.rate_window, name="rate-window"),
    path("r/<str:code>", public.rate, name="rate"),
    path("said/<uuid:public_id>/", public.said, name="said"),
    path("log/", log.heads, name="log"),
    path("log/heads.json", log.heads_json, name="log-heads"),
    path("log/check/", log.check, name="log-check"),
    path("t/", public.track, name="track-enter"),
    path("t/<str:receipt>", public.track, name="track"),
]
desk_urlpatterns = [
    path("", desk.summary, name="summary"),
    path("comments/", desk.comments, name="comments"),
    path("review/", desk.review, name="review"),
    path("review/<uuid:pk>/", desk.decide, name="decide"),
    path("bad/", desk.bad, name="bad"),
    path("bad/<uuid:pk>/dispatch/", desk.dispatch, name="dispatch"),
    path("bad/<uuid:pk>/contact/", desk.contact, name="contact"),
    path("erase/", desk.erase, name="erase"),
    path("reports/", desk.reports, name="reports"),
    path("reports/<uuid:pk>/read/", desk.read_report, name="read-report"),
    path("enter/", desk.enter, name="enter-desk"),
    path("slip/<uuid:pk>/", desk.slip, name="slip"),
]
