"""Where the language model answers: three words of the environment, and none of them means that there is no model."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from zhengyou.campaign.plans.compiler.wording import refusal

PATIENCE = 120
"""Seconds for one request, unless MODEL_PATIENCE says otherwise."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible service: its address (``https://host/v1``), the model's name, the key, and our patience."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    patience: float = PATIENCE

    @property
    def host(self) -> str:
        """Return the host to which texts go, with its port where the address names one."""
        parts = urlsplit(self.address)
        name = parts.hostname or ""
        return f"{name}:{parts.port}" if parts.port else name

    @property
    def is_encrypted(self) -> bool:
        """Return whether the way there is encrypted."""
        return urlsplit(self.address).scheme == "https"

    @property
    def is_here(self) -> bool:
        """Return whether the address is this machine's own, so that nothing leaves it."""
        name = urlsplit(self.address).hostname or ""
        if name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def questions(self) -> str:
        """Return the address at which questions are asked."""
        address = self.address.rstrip("/")
        return address if address.endswith("/chat/completions") else f"{address}/chat/completions"


def endpoint_of(words: Mapping[str, str]) -> Endpoint | None:
    """Return the endpoint that ``MODEL_ADDRESS``, ``MODEL_NAME`` and ``MODEL_KEY`` name, or None without the first two.

    Raises Refused where the address is no web address or carries a name and password.
    """
    address, model = words.get("MODEL_ADDRESS", "").strip(), words.get("MODEL_NAME", "").strip()
    if not address or not model:
        return None
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
        fits = fits and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits:
        raise refusal("model-address")
    said = words.get("MODEL_PATIENCE", "").strip()
    patience = float(said) if said.isascii() and said.isdigit() and 0 < int(said) <= 3600 else PATIENCE
    return Endpoint(address, model, words.get("MODEL_KEY", "").strip(), patience)
