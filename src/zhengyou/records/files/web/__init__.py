"""Doors of attachments: the desk's uploads and downloads, and the public download."""
