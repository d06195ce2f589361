"""Jobs 后台任务: work that happens after the answer, deferred by name in the transaction of the verb.

A job commits or vanishes with the rows it belongs to. Each job can be repeated safely: it reads what is still to be
done and does only that.
"""

from zhengyou.records.jobs.queue import defer, defer_each, task

__all__ = ["defer", "defer_each", "task"]
