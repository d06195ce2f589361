"""Verbs of approvals; upper rooms use ``submit`` and hear of the outcome through ``hooks``."""

from zhengyou.registry.approvals.actions.asking import (
    add_signer,
    copy_to,
    hand_over,
    remind,
    replace,
    replace_departed,
)
from zhengyou.registry.approvals.actions.deciding import approve, reject, return_to, sign_for, submit, withdraw
from zhengyou.registry.approvals.actions.extending import request_extension

__all__ = [
    "add_signer",
    "approve",
    "copy_to",
    "hand_over",
    "reject",
    "remind",
    "replace",
    "replace_departed",
    "request_extension",
    "return_to",
    "sign_for",
    "submit",
    "withdraw",
]
