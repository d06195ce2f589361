"""Jobs whose worker died under them: without this they would stand as running for ever."""

from django.db import IntegrityError, connection, transaction

from zhengyou.records.jobs.queue import RETRY

SILENT_SECONDS = 30
"""A worker tells every ten seconds that it lives; one that has been silent for so long is dead."""

_STALLED = """
    SELECT job.id, job.attempts FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
    ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""


def take_up(*, silent_seconds: float = SILENT_SECONDS) -> int:
    """Put the jobs of dead workers back into the queue and return how many; safe to repeat, and for several workers.

    A job under which worker after worker dies ends among the failures, so that it cannot go on killing. One that was
    deferred anew meanwhile (`defer(once=…)`) ends there as well: the new one does its work.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STALLED, [silent_seconds])
        found = cursor.fetchall()
        for job, attempts in found:
            if attempts + 1 >= (RETRY.max_attempts or 1) or not _put_back(job):
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
    return len(found)


def _put_back(job: int) -> bool:
    """Let the job wait again; say whether it could, since only one with its queueing lock may wait."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job])
    except IntegrityError:
        return False
    return True
