"""Values that the API of several rooms takes and gives."""

import datetime as dt
from typing import Annotated

from django.db.models import TextChoices
from ninja import Header
from pydantic import AfterValidator, AwareDatetime, StringConstraints, WithJsonSchema


def _sane(moment: dt.datetime) -> dt.datetime:
    if not 2000 <= moment.year < 2100:
        raise ValueError("year")
    return moment


Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line of text."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
"""Text of any number of lines."""
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[!-~]+$")]
"""What makes a repeated write the same write."""
Moment = Annotated[AwareDatetime, AfterValidator(_sane)]
"""A moment with its offset, in this century."""


def choice_of(kind: type[TextChoices]) -> WithJsonSchema:
    """Return the description of a choice, written where it is used.

    Two rooms may call their choices the same (``State``); as shared parts of one description they would overwrite each
    other.
    """
    return WithJsonSchema({"type": "string", "enum": list(kind.values)})
