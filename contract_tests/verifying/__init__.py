"""Recorded traffic, held against a contract."""
