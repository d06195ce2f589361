"""Addresses of ratings. Those under ``/r/`` and ``/t/`` are printed on paper: they never change."""

from django.urls import path

from zhengyou.instruments.ratings.web import appeals, desk, log, loop, outward, public, published, raters

app_name = "ratings"

public_urlpatterns = [
    path("r/", public.enter, name="enter"),
    path("r/w/<str:code>", public.rate_window, name="rate-window"),
    path("r/<str:code>", public.rate, name="rate"),
    path("said/<uuid:public_id>/", public.said, name="said"),
    path("ratings/", published.start, name="published-start"),
    path("ratings/<uuid:public_id>/", published.of_body, name="published"),
    path("ratings/<uuid:public_id>/bad/", published.bad, name="published-bad"),
    path("ratings/<uuid:public_id>/open-data.csv", published.open_data, name="open-data"),
    path("log/", log.heads, name="log"),
    path("log/heads.json", log.heads_json, name="log-heads"),
    path("log/check/", log.check, name="log-check"),
    path("t/", public.track, name="track-enter"),
    path("t/<str:receipt>/again", raters.again, name="again"),
    path("t/<str:receipt>/retaliation", raters.retaliation, name="retaliation"),
    path("t/<str:receipt>", public.track, name="track"),
]
desk_urlpatterns = [
    path("", desk.summary, name="summary"),
    path("comments/", desk.comments, name="comments"),
    path("review/", desk.review, name="review"),
    path("review/<uuid:pk>/", desk.decide, name="decide"),
    path("bad/", loop.bad, name="bad"),
    path("bad/<uuid:pk>/", loop.one, name="bad-one"),
    path("bad/<uuid:pk>/dispatch/", desk.dispatch, name="dispatch"),
    *(path(f"bad/<uuid:pk>/{verb}/", loop.do, {"verb": verb}, name=f"bad-{verb}") for verb in loop.BY_VERB),
    path("calls/", loop.calls, name="calls"),
    path("calls/<str:number>/open/", loop.call, {"verb": "open"}, name="call-open"),
    path("calls/<str:number>/note/", loop.call, {"verb": "note"}, name="call-note"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/new/<str:number>/", appeals.file, name="appeal-new"),
    path("appeals/<str:number>/", appeals.decide, name="appeal"),
    path("retaliation/", appeals.retaliations, name="retaliations"),
    path("retaliation/<uuid:pk>/take-up/", appeals.take_up, name="retaliation-take-up"),
    path("retaliation/<uuid:pk>/answer/", appeals.answer, name="retaliation-answer"),
    path("outward/", outward.listing, name="outward"),
    path("outward/new/", outward.platform, name="platform-new"),
    path("outward/<uuid:pk>/", outward.platform, name="platform"),
    path("outward/<uuid:pk>/reconcile/", outward.reconcile, name="platform-reconcile"),
    path("outward/pushes/<uuid:pk>/again/", outward.again, name="push-again"),
    path("outward/webhooks/new/", outward.hook, name="webhook-new"),
    path("loop/", appeals.loop, name="loop"),
    path("loop/<uuid:pk>/", appeals.change, name="loop-change"),
    path("loop/callers/<uuid:public_id>/", appeals.caller, name="caller"),
    path("erase/", desk.erase, name="erase"),
    path("reports/", desk.reports, name="reports"),
    path("reports/<uuid:pk>/read/", desk.read_report, name="read-report"),
    path("enter/", desk.enter, name="enter-desk"),
    path("slip/<uuid:pk>/", desk.slip, name="slip"),
]
