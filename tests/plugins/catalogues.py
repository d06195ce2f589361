"""Compiles the Chinese catalogues before a run, so that pages and refusals speak as they do in the product."""

import pytest

from zhengyou.site import messages


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        for room in messages.rooms():
            messages.compile_room(room)
