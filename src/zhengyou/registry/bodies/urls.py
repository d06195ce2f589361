"""Addresses of bodies on the desk."""

from django.urls import path

from zhengyou.registry.bodies.web import changing, contacts, desk, groups, importing, places, posts, relations

app_name = "bodies"
mount = "bodies"

desk_urlpatterns = [
    path("", desk.index, name="list"),
    path("root/", desk.found_root, name="found-root"),
    path("tree/<uuid:public_id>/", desk.tree_children, name="tree-children"),
    path("suggest/bodies/", desk.suggest_bodies, name="suggest-bodies"),
    path("suggest/persons/", desk.suggest_persons, name="suggest-persons"),
    path("planned/", changing.planned, name="planned"),
    path("planned/<uuid:pk>/cancel/", changing.cancel, name="cancel-planned"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("import/<slug:kind>/", importing.upload, name="import"),
    path("import/<slug:kind>/form/", importing.blank, name="import-form"),
    path("import/<slug:kind>/marked/", importing.marked, name="import-marked"),
    path("import/<slug:kind>/apply/", importing.apply, name="import-apply"),
    path("groups/", groups.listing, name="groups"),
    path("groups/new/", groups.form_group, name="form-group"),
    path("groups/<uuid:pk>/", groups.group, name="group"),
    path("groups/<uuid:pk>/end/", groups.end_group, name="end-group"),
    path("groups/<uuid:pk>/seat/", groups.seat, name="seat"),
    path("seats/<uuid:pk>/end/", groups.end_seat, name="end-seat"),
    path("supervisors/", groups.supervisors, name="supervisors"),
    path("supervisors/new/", groups.invite, name="invite"),
    path("supervisors/<uuid:pk>/", groups.supervisor, name="supervisor"),
    path("supervisors/<uuid:pk>/end/", groups.end_supervision, name="end-supervision"),
    path("supervisors/<uuid:pk>/report/", groups.report, name="report"),
    path("reports/<uuid:pk>/answer/", groups.answer, name="answer-report"),
    path("places/", places.listing, name="places"),
    path("places/new/", places.register, name="register-place"),
    path("places/<uuid:pk>/", places.place, name="place"),
    path("places/<uuid:pk>/close/", places.close, name="close-place"),
    path("places/<uuid:pk>/resident/", places.take_in, name="take-in"),
    path("places/<uuid:pk>/activity/", places.hold, name="hold-activity"),
    path("residents/<uuid:pk>/leave/", places.move_out, name="move-out"),
    path("posts/<uuid:public_id>/", posts.amend, name="amend-post"),
    path("posts/<uuid:public_id>/close/", posts.close, name="close-post"),
    path("posts/<uuid:public_id>/appoint/", posts.appoint, name="appoint"),
    path("appointments/<uuid:public_id>/end/", posts.end, name="end-appointment"),
    path("appointments/<uuid:public_id>/hand-over/", posts.hand_over, name="hand-over"),
    path("appointments/<uuid:public_id>/leave/", posts.leave, name="leave"),
    path("leaves/<uuid:pk>/back/", posts.back, name="back"),
    path("relations/<uuid:public_id>/end/", relations.end, name="end-relation"),
    path("<uuid:public_id>/", desk.detail, name="detail"),
    path("<uuid:public_id>/basic/", desk.basic, name="basic"),
    path("<uuid:public_id>/shift/", desk.shift, name="shift"),
    path("<uuid:public_id>/change/<slug:kind>/", changing.change, name="change"),
    path("<uuid:public_id>/post/", posts.define, name="define-post"),
    path("<uuid:public_id>/relation/", relations.relate, name="relate"),
    path("<uuid:public_id>/authority/", relations.authority, name="authority"),
]
