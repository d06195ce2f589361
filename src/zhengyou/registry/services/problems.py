"""What the API answers when it cannot do what was asked (RFC 9457)."""

from ninja import Schema


class FieldError(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Schema):
    """Why a request was not answered (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: list[FieldError] = []


PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((400, 401, 403, 422, 429), Problem)
"""What every operation may answer."""
