"""备份与恢复 backup and restore: database and files in one archive, verified before anything is touched.

The archive is a tar file: `database.dump` (pg_dump's custom format), `files/…`, and last `manifest.json` with versions,
sizes and SHA-256 of everything before it. Keys never enter it: who finds an archive alone cannot open what is sealed.
"""
