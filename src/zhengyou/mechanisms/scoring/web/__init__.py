"""Doors of scoring."""
