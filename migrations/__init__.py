"""The history of the tables: one line, from nothing to now, on SQLite and PostgreSQL."""
