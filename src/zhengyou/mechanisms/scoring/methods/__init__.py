"""The statistical methods: pure NumPy and SciPy, no Django, each with its formula and source."""
