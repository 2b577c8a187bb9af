"""Requests that a server must survive, as data, and what sends and judges them. See docs/hostile-requests.md."""
