"""Refusals that a person should read, in the language of the person who asked."""

from collections.abc import Mapping
from typing import Any, Protocol


class Sentence(Protocol):
    """A text that may be translated when it is shown: a string or a lazy translation."""

    def __str__(self) -> str: ...


class Form(Protocol):
    """What a refusal needs of a form: its fields by name, and a way to put a sentence beside one of them."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields by name."""

    def add_error(self, field: str | None, error: Any, /) -> None:
        """Put a sentence beside ``field``, or above the form."""


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

    def place_on(self, form: Form) -> None:
        """Show the sentence beside the field it belongs to, or above the form where the form has no such field."""
        form.add_error(self.field if self.field in form.fields else None, str(self))


class Invalid(Refused):
    """Several inputs were wrong; ``errors`` maps each field to its sentence."""

    def __init__(self, errors: Mapping[str, Sentence], *, code: str = "invalid") -> None:
        super().__init__("; ".join(str(sentence) for sentence in errors.values()), code=code)
        self.errors = dict(errors)

    def place_on(self, form: Form) -> None:
        """Show each sentence beside its field."""
        for field, sentence in self.errors.items():
            form.add_error(field if field in form.fields else None, str(sentence))


class Forbidden(Refused):
    """The person may not do this; the reason says who may."""

    def __init__(self, reason: Sentence, *, code: str = "forbidden") -> None:
        super().__init__(reason, code=code)


class Conflict(Refused):
    """The thing has changed meanwhile or is not in a state for this verb."""

    def __init__(self, reason: Sentence, *, field: str = "", code: str = "conflict") -> None:
        super().__init__(reason, field=field, code=code)


class TooMany(Refused):
    """The door was knocked at too often; it opens again later."""

    def __init__(self, reason: Sentence, *, code: str = "too_many") -> None:
        super().__init__(reason, code=code)
