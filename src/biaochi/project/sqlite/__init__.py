"""Django's SQLite backend with what this house asks of it."""
