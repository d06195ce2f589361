"""Doors of bodies."""
