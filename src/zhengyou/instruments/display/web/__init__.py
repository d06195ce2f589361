"""Doors of what is shown."""
