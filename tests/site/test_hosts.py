"""Which host names are answered: never any name by default, except while the demonstration is shown."""

import pytest

from zhengyou.site import environment
from zhengyou.site.checkup import host
from zhengyou.site.console import Stop
from zhengyou.site.launcher.serve import warn_of_hosts


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    monkeypatch.setenv("ZHENGYOU_VAR", str(tmp_path))
    for name in ("ZHENGYOU_HOSTS", "ZHENGYOU_DEBUG", "ZHENGYOU_TLS", "RATING_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_a_word_only_this_machine_is_answered(capsys):
    assert environment.hosts() == environment.HERE
    for loopback in ("127.0.0.1", "::1", "localhost"):
        warn_of_hosts(loopback)
    assert capsys.readouterr().out == ""


def test_serving_others_without_naming_the_hosts_is_refused(monkeypatch):
    with pytest.raises(Stop, match="ZHENGYOU_HOSTS"):
        warn_of_hosts("0.0.0.0")
    monkeypatch.setenv("ZHENGYOU_TLS", "1")
    with pytest.raises(Stop, match="ZHENGYOU_HOSTS"):
        warn_of_hosts("127.0.0.1")
    monkeypatch.setenv("ZHENGYOU_HOSTS", "a.example.org, b.example.org")
    assert environment.hosts() == ["a.example.org", "b.example.org"]
    warn_of_hosts("0.0.0.0")


def test_the_demonstration_answers_any_name_and_says_so_in_one_line(bare, capsys):
    (bare / environment.DEMONSTRATION_MARK).touch()
    assert environment.hosts() == ["*"]
    warn_of_hosts("0.0.0.0")
    told = capsys.readouterr()
    assert len((told.out + told.err).strip().splitlines()) == 1
    finding = host.settings()
    assert finding.level == "warn"
    assert "any host name" in finding.seen


def test_the_doctor_warns_of_printed_codes_without_an_address_of_their_own(monkeypatch):
    assert "RATING_BASE_URL" in host.settings().seen
    monkeypatch.setenv("RATING_BASE_URL", "https://r.example.org")
    assert host.settings().level == "ok"
