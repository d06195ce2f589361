"""Seal 加密封存: personal data is encrypted with keys kept outside the database, masked in lists, and logged when read."""
