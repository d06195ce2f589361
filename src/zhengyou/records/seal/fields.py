"""The model field for sealed text, its lookups by blind index, and the index that makes them quick."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from zhengyou.records.seal import cipher, personal
from zhengyou.records.seal.values import MASKS, Sealed


class _SealedAttribute(DeferredAttribute):
    """Turns whatever is assigned into a `Sealed`, so that an attribute never holds the bare text."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedTextField(models.Field[Any, Sealed]):
    """A text that the database sees only encrypted; an empty text stays empty.

    ``mask`` names how lists show it (`MASKS`), ``index`` the domain within which equal values can be found
    (`cipher.NORMAL`; fields of one domain can be compared with each other), ``label`` the name under which values
    are authenticated where the field was renamed since.
    """

    descriptor_class = _SealedAttribute
    empty_strings_allowed = True

    def __init__(self, *args: Any, mask: str = "hidden", index: str = "", label: str = "", **kwargs: Any) -> None:
        if mask not in MASKS or (index and index not in cipher.NORMAL):
            raise ValueError(f"Unknown mask or domain: {mask} {index}")
        self.mask, self.index, self.own_label = mask, index, label
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def label(self) -> str:
        """Return the name with which each value of this field is authenticated."""
        return self.own_label or f"{self.model._meta.label_lower}.{self.name}"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return what a migration writes down."""
        name, path, args, kwargs = super().deconstruct()
        for key, value, default in [
            ("mask", self.mask, "hidden"),
            ("index", self.index, ""),
            ("label", self.own_label, ""),
        ]:
            if value != default:
                kwargs[key] = value
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Report a sealed field without purpose, term and erasure."""
        errors = list(super().check(**kwargs))
        declared = personal.declared(self.model).get(self.name)
        if declared is None:
            errors.append(
                checks.Error(f"{self.label} is sealed but not declared in `personal`.", obj=self, id="seal.E1")
            )
        elif declared.erase not in {"blank", "row"}:
            errors.append(checks.Error(f"{self.label} is sealed: erase it by blank or row.", obj=self, id="seal.E2"))
        return errors

    def get_internal_type(self) -> str:
        """Return the name of the column's kind: bytes."""
        return "BinaryField"

    def to_python(self, value: object) -> Sealed:
        """Return ``value`` as a sealed one; a string is text that was just given."""
        if isinstance(value, Sealed):
            return value
        if isinstance(value, (bytes, memoryview)):
            return Sealed(label=self.label, mask=self.mask, token=bytes(value))
        if value is None or isinstance(value, str):
            return Sealed(label=self.label, mask=self.mask, fresh=value or "")
        raise TypeError(f"{self.label} takes text.")

    def from_db_value(self, value: bytes | None, _expression: object, _connection: object) -> Sealed:
        """Return the column's value."""
        return Sealed(label=self.label, mask=self.mask, token=bytes(value or b""))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the token that is stored."""
        if hasattr(value, "as_sql"):
            return value
        del connection, prepared
        return self.to_python(value)._sealed(self.index)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Return the lookup; sealed values can be compared for equality, nothing else."""
        return {"exact": Equals, "in": EqualsAny}.get(lookup_name)

    def get_transform(self, lookup_name: str) -> None:
        """Return nothing: a sealed value has no parts."""
        del lookup_name

    def value_from_object(self, obj: models.Model) -> Any:
        """Return what a form starts with: nothing, since what is sealed is not handed out to be edited."""
        del obj
        return ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return the token for a dump; it opens only with the keys of this installation."""
        sealed: Sealed = getattr(obj, self.attname)
        return base64.b64encode(sealed._sealed(self.index)).decode()

    def formfield(self, **kwargs: Any) -> Any:
        """Return a plain text field."""
        return super().formfield(**{"form_class": forms.CharField, "max_length": self.max_length, **kwargs})


class Blind(Func):
    """The blind index of a sealed field, for ``annotate``, ``Index`` and ``UniqueConstraint``."""

    function = "substring"
    template = f"%(function)s(%(expressions)s from {cipher.HEAD + 1} for {cipher.INDEX})"

    def __init__(self, expression: Any, **extra: Any) -> None:
        extra.setdefault("output_field", models.BinaryField())
        super().__init__(expression, **extra)


def blind_index(table: str, field: str) -> models.Index:
    """Return the database index for looking up a sealed ``field``; ``table`` is the table's word in its name."""
    return models.Index(Blind(field), name=f"{table}_{field}_blind")


class Equals(Lookup[Any]):
    """``phone="138 0000 0000"``: equal by blind index. Looking for the empty text needs none."""

    lookup_name = "exact"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return nothing yet; `as_sql` binds the index."""
        del connection
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison as SQL."""
        column, params = self.process_lhs(compiler, connection)
        sought, values = _sought(self.lhs.output_field, [self.rhs], column)
        return sought, (*params, *values)


class EqualsAny(Equals):
    """``phone__in=[…]``: equal to one of them by blind index."""

    lookup_name = "in"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison as SQL."""
        column, params = self.process_lhs(compiler, connection)
        if not (wanted := list(self.rhs)):
            return "FALSE", ()
        sought, values = _sought(self.lhs.output_field, wanted, column)
        return sought, (*params, *values)


def _sought(field: Any, wanted: Iterable[Any], column: str) -> tuple[str, list[bytes]]:
    """Return SQL that is true where ``column`` holds one of ``wanted``, and its parameters."""
    texts = [text._text() if isinstance(text, Sealed) else str(text) for text in wanted]
    filled = [text for text in texts if text]
    parts = [f"{column} = ''::bytea"] if len(filled) < len(texts) else []
    if filled:
        if not field.index:
            raise FieldError(f"{field.label} has no blind index: it cannot be searched.")
        marks = ", ".join(["%s"] * len(filled))
        parts.append(f"substring({column} from {cipher.HEAD + 1} for {cipher.INDEX}) IN ({marks})")
    return "(" + " OR ".join(parts) + ")", [cipher.blind(text, field.index) for text in filled]
