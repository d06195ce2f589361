"""Verbs of papers: organs and numbers, drafting, issuing, receipts, incoming papers, decisions and regulations."""

from zhengyou.registry.papers.actions.drafting import Draft, draft, draft_signed, mend, revise, submit
from zhengyou.registry.papers.actions.incoming import answer, confirm, file, instruct, register
from zhengyou.registry.papers.actions.issuing import issue, remind, send_back, signed, unsigned, void, withdraw
from zhengyou.registry.papers.actions.numbers import found_organ, take_number, void_number
from zhengyou.registry.papers.actions.regulating import adopt, amend, repeal, resolve, revoke, write_regulation

__all__ = [
    "Draft",
    "adopt",
    "amend",
    "answer",
    "confirm",
    "draft",
    "draft_signed",
    "file",
    "found_organ",
    "instruct",
    "issue",
    "mend",
    "register",
    "remind",
    "repeal",
    "resolve",
    "revise",
    "revoke",
    "send_back",
    "signed",
    "submit",
    "take_number",
    "unsigned",
    "void",
    "void_number",
    "withdraw",
    "write_regulation",
]
