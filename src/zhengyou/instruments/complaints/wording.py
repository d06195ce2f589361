"""What is kept of the words of a matter, and what citizens of the six special classes are told."""

import re

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import Special
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.masking import mask_text

TOLD: dict[str, Sentence] = {
    Special.EMERGENCY: _(
        "Your matter is urgent. It was passed on at once to 110, 119, 120 or the duty office in charge; in danger please "
        "call them directly."
    ),
    Special.STATUTORY: _(
        "This matter has a channel of its own by law: litigation, arbitration, administrative review or disciplinary "
        "report. Please take it there; the address and what to bring are:"
    ),
    Special.REPEATED: _(
        "This matter was handled and answered before, and there are no new facts. It stands as follows:"
    ),
    Special.SECRET: _(
        "This matter touches state secrets, trade secrets or the privacy of others. The law does not allow an answer "
        "here; we ask for your understanding."
    ),
    Special.OUTSIDE: _("This matter does not belong to the work of this government. Please turn to:"),
    Special.UNLAWFUL: _(
        "What you ask is against the law or good order and is not handled. We ask you to raise lawful wishes in a "
        "lawful way."
    ),
}
"""The text that an officer starts from; what was told in the end stands in the matter's answer."""

RATE_WORDS: dict[str, Sentence] = {
    "response": _("Rate of response"),
    "resolution": _("Rate of resolution"),
    "satisfaction": _("Rate of satisfaction"),
}
"""The three in common use; another rate of a place is shown by its own name."""

TITLE_CUT = 30

_HALF_HIDDEN = re.compile(r"\d{2,4}-?\*{4,}[\dXx]{0,4}|\w\*{3}@[\w.-]+")
HIDDEN = "***"


def numberless(text: str) -> str:
    """Return ``text`` with telephone, identity and card numbers and mail addresses wholly hidden: for units.

    Half a number, as public pages show it, would tell a small unit whose it is.
    """
    return _HALF_HIDDEN.sub(HIDDEN, mask_text(text))


def unnamed(text: str, name: str = "", phone: str = "") -> str:
    """Return ``text`` without the complainant's own name and telephone number; other numbers are hidden as well.

    Not even the family name stays: in a small unit it would tell who it was.
    """
    name = name.strip()
    if len(name) >= 2:
        text = text.replace(name, HIDDEN)
    digits = re.sub(r"\D", "", phone)
    if len(digits) >= 7:
        text = text.replace(phone.strip(), HIDDEN).replace(digits, HIDDEN)
    return numberless(text)


def rate_word(name: str) -> str:
    """Return what a rate is called on pages and in workbooks."""
    return str(RATE_WORDS.get(name, name))


def title_of(title: str, text: str) -> str:
    """Return the title given, or the beginning of the text where none was."""
    title = " ".join(title.split())
    if title:
        return title
    words = " ".join(text.split())
    first = re.split(r"[。！？!?；;\n]", words, maxsplit=1)[0]
    return first[:TITLE_CUT] + ("…" if len(first) > TITLE_CUT else "")
