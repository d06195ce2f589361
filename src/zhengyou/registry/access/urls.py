"""Addresses of access."""

from django.urls import path

from zhengyou.registry.access.web import grants, hats, ledger, people, roles

app_name = "access"
desk_urlpatterns = [
    path("hats/", hats.switch_hat, name="switch-hat"),
    path("people/", people.listing, name="people"),
    path("people/enrol/", people.enrol, name="enrol"),
    path("people/<uuid:person_id>/", people.detail, name="person"),
    path("people/<uuid:person_id>/rename/", people.rename, name="rename"),
    path("people/<uuid:person_id>/phone/", people.change_phone, name="change-phone"),
    path("people/<uuid:person_id>/email/", people.change_email, name="change-email"),
    path("people/<uuid:person_id>/leave/", people.leave, name="leave"),
    path("people/<uuid:person_id>/account/", people.open_account, name="open-account"),
    path("people/<uuid:person_id>/account/reset/", people.reset_password, name="reset-password"),
    path("people/<uuid:person_id>/account/close/", people.close_account, name="close-account"),
    path("people/<uuid:person_id>/account/reopen/", people.reopen_account, name="reopen-account"),
    path("people/<uuid:person_id>/account/unlock/", people.unlock_account, name="unlock-account"),
    path("people/<uuid:person_id>/account/second-factor/", people.reset_second_factor, name="reset-second-factor"),
    path("people/<uuid:person_id>/grant/", grants.new, name="grant"),
    path("grants/", grants.listing, name="grants"),
    path("grants/<uuid:grant_id>/revoke/", grants.revoke, name="revoke"),
    path("roles/", roles.listing, name="roles"),
    path("roles/new/", roles.new, name="add-role"),
    path("roles/<slug:code>/", roles.change, name="change-role"),
    path("roles/<slug:code>/restore/", roles.restore, name="restore-role"),
    path("matrix/", roles.matrix, name="matrix"),
    path("who/", roles.who, name="who"),
    path("personal-data/", roles.personal_data, name="personal-data"),
    path("ledger/", ledger.listing, name="ledger"),
]
