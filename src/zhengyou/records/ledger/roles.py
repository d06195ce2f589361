"""The two database roles: the owner migrates, the application can add to the ledger but never change it."""

from django.apps import apps
from django.db import connection

APP_ROLE = "zhengyou_app"


def append_only() -> list[str]:
    """Return the tables whose models say that rows are added and never changed."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant() -> None:
    """Make the application role if it is missing and give it exactly its rights; safe to repeat after each migration.

    Runs as the owner. The role may sign in only where the server trusts its local socket; on other servers the
    operator sets its password, or the owner's connection takes the role on.
    """
    tables = ", ".join(append_only())
    with connection.cursor() as cursor:
        # Roles belong to the whole server: two databases may be migrated at the same moment.
        cursor.execute(
            f"DO $$ BEGIN CREATE ROLE {APP_ROLE} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        cursor.execute("SELECT pg_has_role(%s, 'MEMBER')", [APP_ROLE])
        if cursor.fetchone() != (True,):
            cursor.execute(f"GRANT {APP_ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {APP_ROLE}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE}")
