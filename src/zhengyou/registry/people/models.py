"""Persons and accounts."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from zhengyou.kernel import ids


class Person(models.Model):
    """One human being who works for, or is chosen by, some body. Kept to the least that work needs."""

    unscoped: ClassVar[str] = "reached through appointments, which have a body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, blank=True)
    """The name in pinyin, by which lists of persons are sorted."""

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of this user name; capital and small letters are the same."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person's way to sign in."""

    unscoped: ClassVar[str] = "administered through the appointments of its person"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("username"), name="account_username_any_case")]

    def __str__(self) -> str:
        return self.username
