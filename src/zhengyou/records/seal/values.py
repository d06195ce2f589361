"""A sealed value as the code holds it: it shows itself masked and never tells its text by itself."""

from collections.abc import Callable

from zhengyou.kernel import masking
from zhengyou.records.seal import cipher
from zhengyou.records.seal.errors import Broken

HIDDEN = "***"


def _mask_address(text: str) -> str:
    return text[:6] + HIDDEN if len(text) > 8 else HIDDEN


MASKS: dict[str, Callable[[str], str]] = {
    "name": masking.mask_name,
    "phone": masking.mask_phone,
    "email": masking.mask_email,
    "identity": masking.mask_identity,
    "account": masking.mask_identity,
    "address": _mask_address,
    "hidden": lambda _text: HIDDEN,
}
"""How values of a kind look in lists."""


class Sealed:
    """A sealed text: either as it stands in the database or as it was just given and is not saved yet.

    True where there is a text; `str` and templates show it masked. Only `seal.actions.open_for` opens it.
    """

    __slots__ = ("_fresh", "_label", "_mask", "_token")

    def __init__(self, *, label: str, mask: str, token: bytes = b"", fresh: str | None = None) -> None:
        self._label = label
        self._mask = mask
        self._token = token
        self._fresh = fresh

    @property
    def masked(self) -> str:
        """Return the text as lists show it, as 138****1234; a value that cannot be opened is all hidden."""
        try:
            text = self._text()
        except Broken:
            return HIDDEN
        return MASKS[self._mask](text) if text else ""

    def _text(self) -> str:
        return self._fresh if self._fresh is not None else cipher.unseal(self._token, self._label)

    def _sealed(self, domain: str) -> bytes:
        return self._token if self._fresh is None else cipher.seal(self._fresh, self._label, domain)

    def __bool__(self) -> bool:
        return bool(self._token or self._fresh)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self._label == other._label and self._text() == other._text()

    def __hash__(self) -> int:
        return hash((self._label, self._token))
