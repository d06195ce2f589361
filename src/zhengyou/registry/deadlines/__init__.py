"""Deadlines 时限: the working-day calendar, versioned rule packs and clocks, one row per stage."""
