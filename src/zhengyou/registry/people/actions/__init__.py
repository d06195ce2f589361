"""Verbs of people: keep the list of persons, open and close accounts, sign in and out, the second factor."""

from zhengyou.registry.people.actions.accounts import (
    Opened,
    change_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    unlock_account,
)
from zhengyou.registry.people.actions.emails import change_email, confirm_email, repeat_email_code, send_email_code
from zhengyou.registry.people.actions.factors import (
    confirm_second_factor,
    drop_second_factor,
    prepare_second_factor,
    reset_second_factor,
)
from zhengyou.registry.people.actions.persons import change_phone, enrol, leave, rename
from zhengyou.registry.people.actions.signing import (
    authenticate,
    begin_visit,
    end_visit,
    revoke_visit,
    verify_code,
)

__all__ = [
    "Opened",
    "authenticate",
    "begin_visit",
    "change_email",
    "change_password",
    "change_phone",
    "close_account",
    "confirm_email",
    "confirm_second_factor",
    "drop_second_factor",
    "end_visit",
    "enrol",
    "leave",
    "open_account",
    "prepare_second_factor",
    "rename",
    "reopen_account",
    "repeat_email_code",
    "reset_password",
    "reset_second_factor",
    "revoke_visit",
    "send_email_code",
    "unlock_account",
    "verify_code",
]
