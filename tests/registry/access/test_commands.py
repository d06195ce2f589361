import re

import pytest
from django.core.management import CommandError, call_command

from zhengyou.records.ledger.models import Event
from zhengyou.registry.access.models import Grant
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.people import actions
from zhengyou.registry.people.models import Account

pytestmark = pytest.mark.django_db


def test_empty_installation_gets_three_administrators_kept_apart(capsys):
    call_command("first_accounts", "青禾县", "--names", "甲某", "乙某", "丙某")

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines() if "\t" in line]
    assert [line[1] for line in lines] == ["system.admin", "security.admin", "auditor"]
    for _role, username, password in lines:
        assert actions.authenticate(username, password).must_change_password
    assert Grant.objects.count() == Account.objects.count() == 3
    assert set(Grant.objects.values_list("scope__body__name", flat=True)) == {"青禾县"}
    told = str(list(Event.objects.values()))
    assert not any(password in told for _role, _username, password in lines)


def test_command_for_an_empty_installation_does_nothing_to_another():
    call_command("first_accounts", "青禾县")

    with pytest.raises(CommandError):
        call_command("first_accounts", "青禾县")
    assert Body.objects.count() == 1


def test_keys_are_looked_at_and_renewed_from_the_command_line(capsys, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal.key"
    settings.SEAL_KEY_FILE.write_text("one")
    from tests.factories.people import PersonFactory

    PersonFactory(phone="13800001111")
    for what in ("status", "rotate", "renew-master", "status"):
        call_command("seal", what)

    told = capsys.readouterr().out
    assert "1 values were sealed anew" in told
    assert re.search(r"people.person.phone: 0 values sealed with old keys", told)
    assert "13800001111" not in told
    settings.SEAL_KEY_FILE.unlink()
    with pytest.raises(CommandError, match="missing or empty"):
        call_command("seal", "status")
