"""Persons, their accounts, and what belongs to signing in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock, ids
from zhengyou.records.seal.fields import SealedTextField, blind_index
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.people.enums import VisitEnd


class Person(models.Model):
    """One human being who works for, or is chosen by, some body. Kept to the least that work needs."""

    unscoped: ClassVar[str] = "reached through appointments, which have a body"
    personal: ClassVar[PersonalFields] = {
        "name": Personal(purpose=_("Show who did the work"), term_days=3650, since="left_on", erase="mask"),
        "sort_key": Personal(purpose=_("Sort lists by name"), term_days=3650, since="left_on"),
        "phone": Personal(purpose=_("Reach the person about work"), term_days=180, since="left_on"),
        "email": Personal(purpose=_("Send notices about work by mail"), term_days=30, since="left_on"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120, blank=True)
    """The name in pinyin, by which lists of persons are sorted."""
    phone = SealedTextField(mask="phone", index="phone", max_length=30)
    email = SealedTextField(mask="email", max_length=120)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    """Since when notices go to the address: its owner gave the code sent there, or the administration answers for it."""
    left_on = models.DateField(null=True, blank=True)
    """Since when the person no longer works for any body here."""

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [blind_index("person", "phone")]

    def __str__(self) -> str:
        return self.name


class EmailProof(models.Model):
    """A code on its way to the address that a person gave; whoever reads the mail there can give it back."""

    unscoped: ClassVar[str] = "belongs to a person"

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="email_proof")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    failed_attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.person)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of this user name; capital and small letters are the same."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person's way to sign in."""

    unscoped: ClassVar[str] = "administered through the appointments of its person"
    personal: ClassVar[PersonalFields] = {
        "username": Personal(purpose=_("Sign in"), term_days=1095, since="closed_at", erase="token"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="account_username_any_case")]

    def __str__(self) -> str:
        return self.username

    @property
    def is_locked(self) -> bool:
        """Return whether too many failed attempts keep the account shut at this moment."""
        return self.locked_until is not None and self.locked_until > clock.now()


class OldPassword(models.Model):
    """A password that was used before, as its hash, so that it is not used again too soon."""

    unscoped: ClassVar[str] = "belongs to an account"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.account} {self.replaced_at:%Y-%m-%d}"


class SecondFactor(models.Model):
    """The code generator on a person's phone (TOTP, RFC 6238)."""

    unscoped: ClassVar[str] = "belongs to an account"
    personal: ClassVar[PersonalFields] = {
        "secret": Personal(purpose=_("Check the codes of the second factor"), term_days=1, since="account__closed_at"),
    }

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="second_factor")
    secret = SealedTextField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """Empty until the first right code has shown that the phone has it."""
    last_step = models.BigIntegerField(default=0)
    """The time step of the last code that was used; none before or at it is taken again."""

    def __str__(self) -> str:
        return str(self.account)


class RecoveryCode(models.Model):
    """One of the codes on paper that stand in for a lost phone, as its keyed hash; each works once."""

    unscoped: ClassVar[str] = "belongs to an account"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.account)


class Visit(models.Model):
    """One stay of an account at the desk, from signing in to its end. Keeps the kind of device, never an address."""

    unscoped: ClassVar[str] = "belongs to an account"
    personal: ClassVar[PersonalFields] = {
        "device": Personal(
            purpose=_("Let people recognise their own sign-ins"), term_days=400, since="started_at", erase="row"
        ),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="visits")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=16, choices=VisitEnd, blank=True)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["account", "-started_at"], name="visit_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end="") | models.Q(ended_at__isnull=False, end__in=VisitEnd),
                name="visit_end_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.device}"
