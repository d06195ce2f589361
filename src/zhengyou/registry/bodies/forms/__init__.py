"""Forms of the desk pages of bodies."""
