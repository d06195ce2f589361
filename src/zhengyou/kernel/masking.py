"""Masking of names, telephone numbers, addresses and identity numbers for public pages and lists."""

import re

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[ -]?(\d{3,4})(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{11,14}([\dXx]{1,4})(?![\dXx])")
_EMAIL = re.compile(r"([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")
# The two-character family names that are still met; everybody else's family name is the first character.
_DOUBLE = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "宇文",
        "长孙",
        "夏侯",
        "轩辕",
        "端木",
        "百里",
        "南宫",
        "独孤",
    ]
)


def mask_name(name: str) -> str:
    """Return a person's name with all but the family name hidden: 张*, 欧阳**; a Latin name keeps its first letter."""
    name = name.strip()
    if not name:
        return ""
    kept = 2 if name[:2] in _DOUBLE and len(name) > 2 else 1
    return name[:kept] + "*" * max(1, len(name) - kept)


def mask_phone(number: str) -> str:
    """Return a telephone number as 138****1234; shorter ones keep their last two digits."""
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 7:
        return digits[:3] + "****" + digits[-4:] if len(digits) >= 11 else digits[:2] + "****" + digits[-2:]
    return "*" * max(0, len(digits) - 2) + digits[-2:] if digits else ""


def mask_identity(number: str) -> str:
    """Return an identity number with its first three and last two characters."""
    number = number.strip()
    return number[:3] + "*" * (len(number) - 5) + number[-2:] if len(number) > 6 else "*" * len(number)


def mask_email(address: str) -> str:
    """Return a mail address with its first letter and its host: h***@example.org."""
    name, at, host = address.strip().rpartition("@")
    return f"{name[:1]}***{at}{host}" if name else "***" if host else ""


def mask_text(text: str) -> str:
    """Return free text with every telephone, identity and card number and mail address hidden.

    Names cannot be found by a rule; free text that goes public is read by a person as well (先审后发).
    """
    text = _IDENTITY.sub(lambda m: m[1] + "*" * 13 + m[2][-2:], text)
    text = _CARD.sub(lambda m: m[1] + "*" * 8 + m[2], text)
    text = _MOBILE.sub(lambda m: m[1] + "****" + m[3], text)
    text = _LANDLINE.sub(lambda m: m[1] + "-****" + m[3][-2:], text)
    return _EMAIL.sub(lambda m: m[1] + "***@" + m[2], text)
