"""Requests made from a contract: valid ones, and ones that break a single rule of it."""
