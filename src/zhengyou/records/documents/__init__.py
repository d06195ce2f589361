"""Documents 文书: rendering of PDF and Word; no tables."""
