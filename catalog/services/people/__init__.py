"""Accounts, signing in, sessions and tokens."""
