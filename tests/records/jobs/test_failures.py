import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.concurrency import at_once
from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.permissions import page_matrix
from zhengyou.kernel.errors import Conflict
from zhengyou.records import jobs
from zhengyou.records.jobs import actions, queries
from zhengyou.records.jobs.models import Failure, LastRun
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event

SECRET = "13800000000"
mood = {"breaks": True, "done": 0}


@jobs.task("trial.work", retry=False)
def _work(phone: str) -> None:
    if mood["breaks"]:
        raise ValueError(f"cannot reach {phone}")
    mood["done"] += 1


@jobs.task("trial.clock", title="试运行定时任务", cron="0 0 1 1 *", retry=False)
def _by_the_clock() -> None:
    mood["done"] += 1


def work() -> None:
    """Carry out what is due, as the worker does."""

    async def once(working):
        async with working.open_async():
            await working.run_worker_async(wait=False, concurrency=1, install_signal_handlers=False)

    # in a thread of its own: where a browser test ran before, this one holds Playwright's event loop
    with app.replace_connector(app.connector.get_worker_connector()) as working, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, once(working)).result()


@pytest.fixture(autouse=True)
def _empty_queue(db):
    """Empty the queue: its tables are Procrastinate's, which the tests do not roll back after real workers."""
    mood.update(breaks=True, done=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def the_job() -> ProcrastinateJob:
    """Return the job of the trial; the worker adds those of the clock."""
    return ProcrastinateJob.objects.get(task_name="trial.work")


@pytest.mark.django_db(transaction=True)
def test_a_failed_task_shows_up_and_runs_again(client):
    jobs.defer("trial.work", phone=SECRET)
    assert queries.backlog().due == 1
    work()
    job = the_job()
    assert job.status == "failed"
    failure = Failure.objects.get(job=job.pk)
    assert failure.error == "ValueError"
    assert SECRET not in failure.error + failure.spot

    client.force_login(access.signed_in("jobs.read", "jobs.retry")[0])
    page = client.get(reverse("jobs:list")).content.decode()
    assert "trial.work" in page
    assert "ValueError" in page
    assert "重新执行" in page
    assert SECRET not in page

    mood["breaks"] = False
    for _ in range(2):  # asked twice, it is put into the queue once
        client.post(reverse("jobs:retry", args=[job.pk]))
    assert the_job().status == "todo"
    work()
    assert the_job().status == "succeeded"
    assert mood["done"] == 1
    retried = Event.objects.get(verb="jobs.retry")
    assert SECRET not in retried.object_label
    with pytest.raises(Conflict):
        actions.retry(job.pk, actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_who_retry_at_once_put_it_into_the_queue_once():
    jobs.defer("trial.work", phone="1")
    work()
    key = the_job().pk
    results = at_once(4, lambda _place: actions.retry(key, actor=SYSTEM).status)
    assert results == ["todo"] * 4
    assert Event.objects.filter(verb="jobs.retry").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_task_of_the_clock_tells_when_it_last_ran(client):
    app.configure_task("trial.clock").defer(timestamp=0)
    work()
    assert LastRun.objects.get(task="trial.clock")
    client.force_login(access.signed_in("jobs.read")[0])
    page = client.get(reverse("jobs:periodic")).content.decode()
    assert "试运行定时任务" in page
    assert "0 0 1 1 *" in page


@pytest.mark.django_db
def test_the_pages_are_for_holders(client):
    body = BodyFactory()
    page_matrix(client, reverse("jobs:list"), "jobs.read", body)
    page_matrix(client, reverse("jobs:periodic"), "jobs.read", body)
    client.force_login(access.signed_in("jobs.read", body=body)[0])
    assert client.post(reverse("jobs:retry", args=[1])).status_code == 403


@pytest.mark.django_db
def test_an_unknown_job_is_refused_and_any_query_is_borne(client):
    with pytest.raises(Conflict):
        actions.retry(999_999, actor=SYSTEM)
    client.force_login(access.signed_in("jobs.read")[0])
    for query in ({"state": "nonsense"}, {"state": "", "page": "x"}, {"export": "xlsx"}):
        assert client.get(reverse("jobs:list"), query).status_code == 200


@pytest.mark.django_db
def test_readiness_tells_the_backlog(client):
    jobs.defer("trial.work", phone="1")
    assert client.get(reverse("readyz")).json() == {"ready": True, "backlog": 1, "failed": 0}
