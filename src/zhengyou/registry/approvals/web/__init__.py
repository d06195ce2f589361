"""Doors of approvals: what waits, one approval with its verbs, and the procedures."""
