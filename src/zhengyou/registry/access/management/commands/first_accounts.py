"""`zhengyou manage first_accounts`: the first three accounts of an empty installation, kept apart from the beginning."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.registry.access.actions import grant
from zhengyou.registry.access.queries import default_role
from zhengyou.registry.bodies.actions import posts, tree
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.people.actions import Opened, enrol, open_account
from zhengyou.registry.people.models import Account

OFFICES = ("system_admin", "security_admin", "auditor")


class Command(BaseCommand):
    """Founds the root body and opens one account each for system, security and audit administration."""

    help = "On an empty installation: found the root body and open the three administrators' accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the root body and, if wanted, the names of the three persons."""
        parser.add_argument("body", help="name of the root body, as 青禾县")
        parser.add_argument(
            "--names", nargs=3, metavar=("SYSTEM", "SECURITY", "AUDIT"), help="who holds the three offices"
        )

    def handle(self, *args: Any, body: str, names: list[str] | None = None, **options: Any) -> None:
        """Open the accounts and print each initial password this once."""
        if Account.objects.exists():
            raise CommandError("There are accounts already: this command is for an empty installation.")
        for opened in first_accounts(body, names):
            role = opened.account.person.appointments.get().grants.get().role
            self.stdout.write(f"{role.label}\t{opened.account.username}\t{opened.password}")
        self.stdout.write("Each password is shown only now and must be changed at the first sign-in.")


@transaction.atomic
def first_accounts(body_name: str, names: list[str] | None) -> list[Opened]:
    """Found the root body and open the three accounts; one of the three cannot be another."""
    system = ledger.SYSTEM
    root = tree.found(Founding(name=body_name), parent=None, on=None, actor=system)
    opened = []
    for place, code in enumerate(OFFICES):
        role = default_role(code)
        post = posts.define_post(root, title=role.label, duty=Duty.OPERATOR, actor=system)
        person = enrol(names[place] if names else role.label, actor=system)
        hat = posts.appoint(person, post=post, starts_on=clock.today(), actor=system)
        opened.append(open_account(person, code.replace("_", "."), actor=system))
        grant(hat, role, root, actor=system)
    return opened
