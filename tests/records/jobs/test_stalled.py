"""Jobs of a worker that died are carried out by another one; none can go on killing workers."""

import pytest
from django.db import connection

from zhengyou.records import jobs
from zhengyou.records.jobs import stalled

pytestmark = pytest.mark.django_db


@jobs.task("tests.stalled")
def nothing() -> None:
    """Do nothing."""


def running(*, silent_seconds: float | None, once: str = "", attempts: int = 0) -> int:
    """Return a job that a worker runs which was last heard of so long ago (None: it is forgotten already)."""
    jobs.defer("tests.stalled", once=once)
    with connection.cursor() as cursor:
        worker = None
        if silent_seconds is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
                " RETURNING id",
                [silent_seconds],
            )
            (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s"
            " WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id",
            [worker, attempts],
        )
        (job,) = cursor.fetchone()
    return job


def state_of(job: int) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()


@pytest.mark.parametrize("silent_seconds", [31, None])
def test_take_up_puts_jobs_of_a_dead_worker_back(silent_seconds):
    job = running(silent_seconds=silent_seconds)
    assert stalled.take_up() == 1
    assert state_of(job) == ("todo", 1)
    assert stalled.take_up() == 0


def test_take_up_leaves_jobs_of_a_living_worker():
    job = running(silent_seconds=9)
    assert stalled.take_up() == 0
    assert state_of(job) == ("doing", 0)


def test_take_up_ends_a_job_that_kills_worker_after_worker():
    job = running(silent_seconds=None, attempts=4)
    stalled.take_up()
    assert state_of(job)[0] == "failed"


def test_take_up_ends_a_job_that_was_deferred_anew():
    job = running(silent_seconds=None, once="tests.once")
    jobs.defer("tests.stalled", once="tests.once")
    stalled.take_up()
    assert state_of(job)[0] == "failed"
