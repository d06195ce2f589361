"""Under load nothing fails, nobody waits long, and memory does not grow without end."""

import json
import os

import pytest

from tests.soak.conftest import Product
from zhengyou.site.console import say
from zhengyou.site.gauge import cpu, load
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import run_module

pytestmark = pytest.mark.soak

GROWTH = 80_000_000
"""Bytes by which the web server may grow between the first and the last round of load."""


def test_load_is_carried_without_failure_or_growth(product: Product) -> None:
    def make(number: int) -> Request:
        return Request("/soak/", "POST", f"load-{number}".encode()) if number % 4 == 0 else Request("/readyz")

    web = product.groups()[0]
    sizes, waits = [], []
    for _ in range(4):
        done = load.run(product.url, make, clients=32, seconds=4, most=20_000)
        assert done.failures == 0, done.statuses
        assert set(done.statuses) <= {200, 201}
        sizes.append(cpu.memory_of_group(web))
        waits.append(done.percentile(0.99))
    assert sizes[-1] - sizes[0] < GROWTH, sizes
    assert sorted(waits)[1] < 2, waits
    say(f"memory {sizes[0] // 1_000_000} → {sizes[-1] // 1_000_000} MB, 99 % of waits below {max(waits):.2f} s")


def test_load_goes_only_to_this_machine() -> None:
    with pytest.raises(ValueError, match="only go to this machine"):
        load.run("http://192.0.2.1", lambda _: Request("/"), clients=1, seconds=1)


def test_measurements_begin_on_a_stand_of_their_own(tmp_path, monkeypatch) -> None:
    """The stand asks of the environment what a started product asks of it."""
    monkeypatch.setenv("ZHENGYOU_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    said = run_module(os.environ, "zhengyou.site.cli", "bench", "--only", "probes", "--seconds", "0.5")
    figures = {row["name"]: row["value"] for row in json.loads((tmp_path / "bench.json").read_text())}
    assert figures["readyz (one query): requests"] > 10, said
