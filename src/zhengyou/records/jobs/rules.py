"""The functions of the jobs page; the site declares and guards them, since access stands above this room."""

from django.utils.translation import gettext_lazy as _

READ = "jobs.read"
RETRY = "jobs.retry"
FUNCTIONS = {READ: _("See background jobs"), RETRY: _("Run failed jobs again")}
