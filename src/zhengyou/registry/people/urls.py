"""Addresses of people."""

from django.urls import path

from zhengyou.registry.people.web import desk, emails, public

app_name = "people"
public_urlpatterns = [
    path("sign-in/", public.sign_in, name="sign-in"),
    path("sign-in/code/", public.second_step, name="second-step"),
    path("sign-out/", public.sign_out, name="sign-out"),
]
desk_urlpatterns = [
    path("account/", desk.account, name="account"),
    path("account/password/", desk.change_password, name="change-password"),
    path("account/phone/", desk.change_phone, name="change-phone"),
    path("account/email/", emails.change_email, name="change-email"),
    path("account/email/code/", emails.confirm_email, name="confirm-email"),
    path("account/email/code/again/", emails.repeat_email_code, name="repeat-email-code"),
    path("account/second-factor/", desk.second_factor, name="second-factor"),
    path("account/second-factor/remove/", desk.drop_second_factor, name="drop-second-factor"),
    path("account/sign-ins/<uuid:visit_id>/end/", desk.revoke_visit, name="revoke-visit"),
]
