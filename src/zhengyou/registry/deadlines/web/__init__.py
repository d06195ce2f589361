"""Doors of deadlines: clocks, calendar and rule packs on the desk."""
