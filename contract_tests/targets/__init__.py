"""Whom the tests ask: a mock in this process, a server at a URL, or one in a container."""
