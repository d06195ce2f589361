"""Tools to walk the whole site: its addresses from the URL table, something to open each with, and a reader of pages."""
