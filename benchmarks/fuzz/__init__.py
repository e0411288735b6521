"""Hostile records on every topic of a running worker."""
