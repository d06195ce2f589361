"""What a form asks for: typed fields, and the template that holds them together."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from zhengyou.kernel.errors import Sentence

Value = str | int | Decimal | dt.date | bool | None
"""What a field may turn out to hold; None is an empty optional cell."""


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    """Free text; blanks around it go, full-width letters and digits become ordinary ones."""

    CODE = "code"
    """A number that is no quantity (telephone, code): leading zeros stay, blanks and hyphen variants go."""

    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    """Day and time of day, told in Shanghai; a day without a time is its midnight."""

    CHOICE = "choice"
    """One of `choices`, by its label in any language of the interface or by its stored word."""

    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a form.

    ``title`` is the heading (translated; headings of both languages are understood, and so are ``aliases``).
    ``choices`` are pairs of stored word and label. ``check`` looks at a read value and returns a sentence when it is
    wrong. ``unique`` refuses a value that stands twice in the file.
    """

    key: str
    title: Sentence
    kind: Kind = Kind.TEXT
    required: bool = False
    help: Sentence = ""
    example: Sentence = ""
    choices: tuple[tuple[str, Sentence], ...] = ()
    aliases: tuple[str, ...] = ()
    longest: int = 200
    least: int | Decimal | dt.date | None = None
    most: int | Decimal | dt.date | None = None
    unique: bool = False
    width: float = 0
    check: Callable[[Value], Sentence | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A form to be filled in: its stable name, its title and its fields; ``advice`` stands above the instructions."""

    name: str
    title: Sentence
    fields: tuple[Field, ...]
    advice: tuple[Sentence, ...] = ()
    most_rows: int = field(default=20_000)

    def __post_init__(self) -> None:
        keys = [column.key for column in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"The fields of {self.name} have keys that stand twice.")
        for column in self.fields:
            if (column.kind == Kind.CHOICE) != bool(column.choices):
                raise ValueError(f"{column.key}: choices belong to fields of the kind choice, and to each of them.")
