"""Doors of campaigns."""
