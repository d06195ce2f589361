"""Looks at the database: version, migrations, the application role and its rights, clocks, the queue."""

import time
from collections.abc import Callable, Sequence

from django.db import Error, connection

from zhengyou.records.ledger import roles
from zhengyou.site.console import Stop
from zhengyou.site.doctor import Finding, judge
from zhengyou.site.launcher.migrate import OLDEST, pending

SKEW = 2.0
"""Seconds by which the clocks of this machine and of the database may differ."""

WAITING = 10
"""Minutes after which a due job that nobody took means that no worker runs."""


def reach() -> None:
    """Connect.

    Raises:
        Stop: the database does not answer.
    """
    try:
        connection.ensure_connection()
    except Error as error:
        raise Stop(str(error).strip().splitlines()[-1]) from error


def version() -> Finding:
    """The server's version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version')")
        major, name = cursor.fetchone()
    return judge("版本 version", f"PostgreSQL {name}", fails=major < OLDEST, remedy=f"upgrade it to {OLDEST} or newer")


def migrations() -> Finding:
    """Migrations that are still to be applied."""
    count = pending()
    return judge("结构 migrations", f"{count} pending", fails=count > 0, remedy="zhengyou migrate")


def role() -> Finding:
    """The role that web and worker act as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, superuser = cursor.fetchone()
    wrong = name != roles.APP_ROLE or superuser
    remedy = f"let web and worker connect as {roles.APP_ROLE}: DATABASE_APP_URL"
    return judge("角色 role", f"web and worker act as {name}", fails=wrong, remedy=remedy)


def ledger() -> Finding:
    """The ledger, to which the application may only add."""
    too_much = []
    with connection.cursor() as cursor:
        for table in roles.append_only():
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [roles.APP_ROLE, table, right])
                if cursor.fetchone()[0]:
                    too_much.append(f"{right} on {table}")
    seen = f"{roles.APP_ROLE} has {', '.join(too_much)}" if too_much else "can be added to, never changed"
    return judge("业务日志 ledger", seen, fails=bool(too_much), remedy="zhengyou migrate renews the grants")


def grants() -> Finding:
    """Tables that the application cannot read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT has_table_privilege(%s, oid, 'SELECT') ORDER BY 1",
            [roles.APP_ROLE],
        )
        hidden = [row[0] for row in cursor.fetchall()]
    seen = f"{len(hidden)} tables are out of reach: {', '.join(hidden[:3])}" if hidden else "all tables can be read"
    return judge("授权 grants", seen, fails=bool(hidden), remedy="zhengyou migrate renews the grants")


def clocks() -> Finding:
    """The clocks of this machine and of the database."""
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        there = cursor.fetchone()[0]
    skew = abs(there - (before + time.time()) / 2)
    remedy = "let both machines follow the same time server (chrony)"
    return judge("时钟 clocks", f"differ by {skew:.2f} s", warns=skew > SKEW, remedy=remedy)


def future() -> Finding:
    """Events that carry a time still to come, as after a clock was set back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event WHERE at > clock_timestamp() + interval '1 minute'")
        count = cursor.fetchone()[0]
    seen = f"{count} events lie in the future"
    return judge(
        "日志时间 event times", seen, warns=count > 0, remedy="the clock was set back, or a rehearsal wrote them"
    )


def queue() -> Finding:
    """Jobs that wait or have failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now())),"
            " count(*) FILTER (WHERE status = 'failed'),"
            " count(*) FILTER (WHERE status = 'todo' AND scheduled_at < now() - make_interval(mins => %s))"
            " FROM procrastinate_jobs",
            [WAITING],
        )
        due, failed, late = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'")
        workers = cursor.fetchone()[0]
    seen = f"{due} due, {failed} failed, {late} late, {workers} workers alive"
    idle = due > 0 and workers == 0
    remedy = "start a worker (zhengyou worker)" if idle or late else "look at the failures on the jobs page"
    return judge("任务 queue", seen, warns=bool(failed or late or idle), remedy=remedy)


CHECKS: Sequence[Callable[[], Finding]] = (version, migrations, role, ledger, grants, clocks, future, queue)
