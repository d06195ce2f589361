"""Refusals that a person should read, in the language of the person who asked."""

from collections.abc import Mapping
from typing import Protocol


class Sentence(Protocol):
    """A text that may be translated when it is shown: a string or a lazy translation."""

    def __str__(self) -> str: ...


class Refused(Exception):
    """A verb was refused.

    ``reason`` is shown to the person who asked and says what to do; ``field`` names the input it belongs to, if one;
    ``code`` is a stable word for programs.
    """

    def __init__(self, reason: Sentence, *, field: str = "", code: str = "refused") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.code = code

    def __str__(self) -> str:
        return str(self.reason)


class Invalid(Refused):
    """Several inputs were wrong; ``errors`` maps each field to its sentence."""

    def __init__(self, errors: Mapping[str, Sentence], *, code: str = "invalid") -> None:
        super().__init__("; ".join(str(sentence) for sentence in errors.values()), code=code)
        self.errors = dict(errors)


class Forbidden(Refused):
    """The person may not do this; the reason says who may."""

    def __init__(self, reason: Sentence, *, code: str = "forbidden") -> None:
        super().__init__(reason, code=code)


class Conflict(Refused):
    """The thing has changed meanwhile or is not in a state for this verb."""

    def __init__(self, reason: Sentence, *, code: str = "conflict") -> None:
        super().__init__(reason, code=code)


class TooMany(Refused):
    """The door was knocked at too often; it opens again later."""

    def __init__(self, reason: Sentence, *, code: str = "too_many") -> None:
        super().__init__(reason, code=code)
