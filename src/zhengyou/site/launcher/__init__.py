"""Starts and stops the installation: the embedded PostgreSQL, the web server, the worker, and all of them together."""
