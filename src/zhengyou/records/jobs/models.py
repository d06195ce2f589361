"""What is kept of jobs: where a failed attempt broke, never what it worked on; when the clock's tasks last ran."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import ids


class Failure(models.Model):
    """One attempt at a job broke: the kind of error and the place in the program, no message and no argument.

    Messages of errors quote values, which may be personal; the kind and the place are what an operator needs.
    """

    unscoped: ClassVar[str] = "the queue belongs to the installation; read by the system administrator"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    job = models.BigIntegerField()
    """The queue's own number of the job."""
    task = models.CharField(max_length=128)
    error = models.CharField(max_length=200)
    spot = models.CharField(max_length=300, blank=True)
    """The last place in our own program: module, function and line."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["job", "-at"], name="failure_of_job")]

    def __str__(self) -> str:
        return f"{self.task} {self.error}"


class LastRun(models.Model):
    """When a task that runs by the clock was last carried out; the queue itself forgets jobs that went well."""

    unscoped: ClassVar[str] = "the queue belongs to the installation; read by the system administrator"

    task = models.CharField(max_length=128, primary_key=True)
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["task"]

    def __str__(self) -> str:
        return self.task
