"""Forms of the pages of what is shown."""
