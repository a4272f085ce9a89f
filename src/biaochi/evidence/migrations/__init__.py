"""Numbered, named, never edited once released."""
