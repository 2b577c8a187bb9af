"""A real server over a real socket, for long, and one that does not start."""

from __future__ import annotations

import http.client

import pytest

from understudy.contract_tests.serving import StartError, served

HEADERS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}
REQUESTS = 2_000


def test_a_connection_lasts() -> None:
    """Limits on the head of a request are for each request, not for all of a connection."""
    with served("thinkific", "--records", "50") as server:
        connection = http.client.HTTPConnection(server.host, server.port)
        for _ in range(REQUESTS):
            connection.request("GET", "/api/public/v1/courses/1", headers=HEADERS)
            response = connection.getresponse()
            assert response.status == 200, response.read()
            response.read()
        connection.close()


def test_what_a_server_says_that_does_not_start() -> None:
    with pytest.raises(StartError, match="nowhere"), served("thinkific", "--locale", "nowhere"):
        pass
