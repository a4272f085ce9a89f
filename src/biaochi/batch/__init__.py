"""Runs plans over facts: small ones in Python, larger ones in a database."""
