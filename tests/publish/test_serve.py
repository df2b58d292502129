"""`provrepo serve`: the same pages, on this computer alone, whatever somebody sends."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo.cli.serve import MOST, _Server
from tests.publish.edition import fill
from tests.publish.site_reader import contents


@pytest.fixture
def engine() -> str:
    """Return the engine: what is served is the same for both."""
    return "sqlite"


@pytest.fixture
def server(repository: provrepo.Repository) -> Iterator[_Server]:
    """Return a server of the small edition."""
    fill(repository)
    with _Server(repository.location, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(server: _Server, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Return the status and the body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def raw(server: _Server, data: bytes) -> bytes:
    """Return what is answered to some bytes, until the connection is closed."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_the_pages_are_those_of_the_site(
    repository: provrepo.Repository, server: _Server, tmp_path: Path
) -> None:
    """To the byte; and a document's address without a slash leads on."""
    repository.publish(tmp_path / "site")
    files = contents(tmp_path / "site")
    del files["_/files.json"]
    for path, data in files.items():
        assert ask(server, f"/{path}") == (200, data), path
    assert ask(server, "/cable/")[1] == files["cable/index.html"]
    assert ask(server, "/cable")[0] == 301
    status, body = ask(server, "/cable/", "HEAD")
    assert (status, body) == (200, b"")


def test_a_new_version_is_shown_at_once(repository: provrepo.Repository, server: _Server) -> None:
    """The repository as it is now, not as it was when the server started."""
    repository.revise("cable/en", provrepo.Changes(fields={"title": "A better title"}))
    assert b"A better title" in ask(server, "/")[1]


@pytest.mark.parametrize(
    "path",
    [
        *("/../provrepo.db", "/%2e%2e/provrepo.db", "/cable/../../x", "/./", "/cable/%00"),
        *("/..%5cprovrepo.db", "/\\..\\x", "/%ff", "/cable/%2e%2e/index.html"),
    ],
)
def test_no_way_leads_out(server: _Server, path: str) -> None:
    """Whatever it is written in."""
    assert ask(server, path)[0] == 400


@pytest.mark.parametrize(
    "path", ["/provrepo.db", "/nothing/", "/cable/v9/", "/_/", "/con/", "/" + "x" * 5000, "//x/"]
)
def test_what_is_not_there(server: _Server, path: str) -> None:
    """Is not there, and no folder is listed."""
    assert ask(server, path)[0] in (400, 404)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"])
def test_another_name_is_refused_before_anything_else(server: _Server, host: str) -> None:
    """A page of somebody else's, under a name that leads here, reads nothing."""
    for method in ("GET", "POST"):
        status, body = ask(server, "/", method, Host=host)
        assert status == 403
        assert b"Fishing" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_pages_are_read_and_no_more(server: _Server, method: str) -> None:
    """No other method does anything."""
    assert ask(server, "/", method)[0] in (405, 501)


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n\r\n",
        b"\x00\xff\xfe\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: localhost\r\n\r\n",
        b"GET " + b"/x" * 60_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_request(server: _Server, data: bytes) -> None:
    """It is refused without a word of it being repeated, and the next one is answered."""
    answer = raw(server, data)
    assert b" 200 " not in answer.split(b"\r\n")[0]
    assert b"Traceback" not in answer
    port = server.server_port
    assert ask(server, "/", Host=f"localhost:{port}")[0] == 200


def test_who_says_nothing_keeps_nobody_waiting(server: _Server) -> None:
    """As many silent connections as are answered at once: theirs are closed, and others go on."""
    silent = [
        socket.create_connection(("127.0.0.1", server.server_port), timeout=20)
        for _ in range(MOST - 1)
    ]
    assert ask(server, "/")[0] == 200
    for connection in silent:
        connection.close()
    assert ask(server, "/cable/")[0] == 200


def test_headers_keep_the_page_to_itself(server: _Server) -> None:
    """No script but the site's own runs, in no frame of another page."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request("GET", "/")
    answer = connection.getresponse()
    policy = answer.headers["Content-Security-Policy"]
    connection.close()
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
