"""Measures: an installation of its own on a free port, clients that load it, and the CPU time it takes.

Only loopback addresses are loaded, every load is bounded in requests and seconds, and it stops by itself.
"""
