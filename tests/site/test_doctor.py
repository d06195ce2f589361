"""`zhengyou doctor` finds what was broken on purpose, and names the remedy."""

import json

import pytest

from tests.site.conftest import Installation


def look(installation: Installation, *, code: int = 0) -> dict[str, dict[str, str]]:
    lines = installation("doctor", "--json", code=code).splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return {finding["title"].split()[-1]: finding for finding in found}


@pytest.fixture
def broken(installation: Installation) -> Installation:
    """An installation in which somebody changed things by hand."""
    installation("migrate")
    installation.ask("grant update on ledger_event to zhengyou_app")
    installation.ask("create table stray (n int)")
    installation.ask("insert into procrastinate_jobs (queue_name, task_name, status) values ('q', 't', 'failed')")
    (installation.var / "secrets" / "django.key").chmod(0o644)
    return installation


def test_doctor_names_every_fault_and_its_remedy(broken: Installation) -> None:
    found = look(broken, code=1)
    assert found["ledger"]["level"] == "fail"
    assert "UPDATE on ledger_event" in found["ledger"]["seen"]
    assert found["grants"]["level"] == "fail"
    assert "stray" in found["grants"]["seen"]
    assert found["keys"]["level"] == "fail"
    assert "django.key" in found["keys"]["seen"]
    assert found["queue"]["level"] == "warn"
    assert "1 failed" in found["queue"]["seen"]
    assert all(finding["remedy"] for finding in found.values() if finding["level"] != "ok")

    broken.ask("delete from procrastinate_jobs")
    (broken.var / "secrets" / "django.key").chmod(0o600)
    broken("migrate")
    found = look(broken, code=1 if "fail" in {found[name]["level"] for name in ("end", "messages")} else 0)
    for name in ("ledger", "grants", "keys", "queue", "role", "migrations", "version", "clocks", "disk"):
        assert found[name]["level"] == "ok", found[name]


def test_doctor_without_database_still_looks_at_the_machine(installation: Installation) -> None:
    nowhere = Installation(installation.var, "postgresql://zhengyou@/zhengyou?host=/nonexistent")
    found = look(nowhere, code=1)
    assert found["database"]["level"] == "fail"
    assert "disk" in found
    assert "migrations" not in found
