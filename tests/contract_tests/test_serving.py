"""A real server over a real socket, for long."""

from __future__ import annotations

import http.client

from understudy.contract_tests.serving import served

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
