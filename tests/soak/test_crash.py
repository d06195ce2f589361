"""Whatever is killed while people submit: what was acknowledged is there, and the product answers again."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.soak.conftest import Product, Writers
from zhengyou.site.console import say
from zhengyou.site.launcher.supervisor import members

pytestmark = pytest.mark.soak


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], bool], seconds: float = 35) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_acknowledged_writes_survive_killed_parts(product: Product) -> None:
    waits = {}
    with Writers(product.url) as writers:
        writers.wait_for_more(200)

        web, worker = product.groups()
        kill(next(pid for pid in members(web) if pid != web))
        waits["one process of the web server"] = writers.wait_for_more()

        kill(web)
        until(lambda: product.groups()[0] != web)  # its processes go on answering until the supervisor sees it
        waits["the web server"] = writers.wait_for_more()

        kill(worker)
        waits["the worker"] = writers.wait_for_more()

        postmaster = product.cluster.pid()
        assert postmaster is not None
        kill(postmaster)
        waits["the database"] = writers.wait_for_more()
        assert product.cluster.pid() != postmaster
        writers.wait_for_more(200)
    lost = writers.acknowledged - product.written()
    assert not lost, f"{len(lost)} of {len(writers.acknowledged)} acknowledged writes are lost"
    say(f"{len(writers.acknowledged)} acknowledged, none lost; seconds until 50 more: {waits}")
    assert product.stop() == 0
    assert product.cluster.pid() is None


def test_start_after_everything_was_killed(product: Product) -> None:
    with Writers(product.url, seconds=20) as writers:
        writers.wait_for_more(100)
        web, worker = product.groups()
        postmaster = product.cluster.pid()
        assert product.process is not None
        assert postmaster is not None
        for pid in [product.process.pid, *members(web), *members(worker), postmaster]:
            kill(pid)
        product.process.wait()
    assert not members(web)
    assert not members(worker)
    assert product.start() < 60
    assert not writers.acknowledged - product.written()


def test_killed_supervisor_takes_its_children_along(product: Product) -> None:
    web, worker = product.groups()
    assert product.process is not None
    product.process.kill()
    product.process.wait()
    until(lambda: not members(web) and not members(worker))
    assert product.start() < 30
    assert product.stop() == 0
    assert "Traceback" not in product.said()
