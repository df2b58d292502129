"""`provrepo serve`: the same pages, on this computer alone, whatever somebody sends."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import provrepo
from provrepo.cli import serve
from provrepo.cli.serve import MOST, _Server
from provrepo.formats import writers
from provrepo.formats.exported import ExportedVersion
from provrepo.publish.frame import SEARCH
from provrepo.publish.searching.shards import MANIFEST
from provrepo.reading.site.files import SiteFiles
from provrepo.reading.site.searching import live
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
        parts = []
        with suppress(OSError):  # it may be closed before all is sent
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
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


def test_only_what_is_asked_for_is_made(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads the last page of a document waits for no file of a word processor."""
    made: list[str] = []
    write = writers.data

    def noted(version: ExportedVersion, form: str) -> bytes:
        made.append(form)
        return write(version, form)

    monkeypatch.setattr(writers, "data", noted)
    for path in ("index.html", "styles.js", "translation.en/v1-v2/index.html"):
        assert ask(server, f"/cable/{path}")[0] == 200
    assert made == []
    assert ask(server, "/cable/translation.en/v1/text.docx")[1][:2] == b"PK"
    assert made == ["docx"]


def test_a_search_waits_for_no_index(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the index of a large repository is made, its page is told to ask again."""
    begun, may_end = threading.Event(), threading.Event()
    make = live.index_of

    def slow(files: SiteFiles) -> dict[str, bytes]:
        begun.set()
        assert may_end.wait(60)
        return make(files)

    monkeypatch.setattr(live, "index_of", slow)
    monkeypatch.setattr(serve, "PATIENCE", 0.01)
    assert ask(server, f"/{SEARCH}")[0] == 200
    assert begun.wait(20)  # with the page itself, before anybody has written a word
    assert ask(server, f"/{MANIFEST}") == (200, b"provrepo.searched(null);\n")
    assert ask(server, "/cable/index.html")[0] == 200
    monkeypatch.setattr(serve, "PATIENCE", 60.0)
    may_end.set()
    assert ask(server, f"/{MANIFEST}")[1].startswith(b"provrepo.searched([{")


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
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
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
    assert answer == b"" or re.match(rb"HTTP/1\.0 [45]\d\d ", answer)
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


def test_a_hundred_who_say_nothing_keep_nobody_waiting(server: _Server) -> None:
    """A browser opens connections for what it may need: none takes the place of a request."""
    silent = [
        socket.create_connection(("127.0.0.1", server.server_port), timeout=20) for _ in range(100)
    ]
    for path in ("/", "/cable/"):
        assert ask(server, path)[0] == 200
    host = f"127.0.0.1:{server.server_port}".encode()
    silent[0].sendall(b"GET / HTTP/1.0\r\nHost: " + host + b"\r\n\r\n")
    assert silent[0].recv(12) == b"HTTP/1.0 200"
    for connection in silent:
        connection.close()


def test_who_is_silent_for_longest_makes_room(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no more connections are let in: who says something later is answered none the less."""
    monkeypatch.setattr(serve, "OPEN", 3)
    fill(repository)
    with _Server(repository.location, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            here = ("127.0.0.1", running.server_port)
            silent = [socket.create_connection(here, timeout=20) for _ in range(3)]
            assert ask(running, "/")[0] == 200
            assert silent[0].recv(1) == b""  # closed
            silent[1].sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n" % here[1])
            assert silent[1].recv(12) == b"HTTP/1.0 200"
            for connection in silent:
                connection.close()
        finally:
            running.shutdown()
            thread.join()


def test_more_requests_than_are_answered_at_once_wait(
    server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While as many pages are made as are at once, the next request waits for its turn."""
    begun, may_end = threading.Semaphore(0), threading.Event()
    make = server.made

    def slow(name: str) -> bytes | None:
        begun.release()
        assert may_end.wait(60)
        return make(name)

    monkeypatch.setattr(server, "made", slow)
    asked = []
    for number in range(MOST + 4):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
        connection.request("GET", "/cable/")
        asked.append(connection)
        if number < MOST:
            assert begun.acquire(timeout=60)
    may_end.set()
    assert [connection.getresponse().status for connection in asked] == [200] * (MOST + 4)
    for connection in asked:
        connection.close()


def test_who_is_slow_is_cut_off(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One who never ends a request: the connection is closed, and no thread stays with it."""
    with (
        monkeypatch.context() as patched,
        socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as slow,
    ):
        patched.setattr("provrepo.cli.serve.LONGEST", 0.5)
        slow.sendall(b"GET / HTTP/1.1\r\nX: ")
        while slow.recv(65536):
            pass
    for thread in threading.enumerate():
        if "process_request" in thread.name:
            thread.join(20)
            assert not thread.is_alive()
    assert ask(server, "/")[0] == 200


HOSTILE = (
    *(b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % host for host in (
        b"evil.example", b"127.0.0.1.evil.example", b"127.0.0.1@evil.example", b"[::1]", b"0.0.0.0",
        b"localhost:1", b"", b"127.0.0.1\tlocalhost", b"LOCALHOST\x00", b"\xff\xfe",
    )),
    *(b"GET %s HTTP/1.1\r\nHost: HERE\r\n\r\n" % path for path in (
        b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/..%2f..%2fetc%2fpasswd",
        b"/%252e%252e/x", b"/....//x", b"\\\\evil\\share", b"file:///etc/passwd",
        b"/provrepo.db", b"/_/files.json/../../x", b"/cable/\xc0\xae\xc0\xae/x", b"/%00",
        b"/" + b"a/" * 20_000,
    )),
    *(b"%s / HTTP/1.1\r\nHost: HERE\r\nContent-Length: 5\r\n\r\nhello" % method for method in (
        b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"PROPFIND", b"get",
    )),
    b"POST / HTTP/1.1\r\nHost: HERE\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
    *(b"GET %s HTTP/1.1\r\nHost: HERE\r\n\r\n" % address for address in (
        b"http://evil.example/", b"http://HERE@evil.example/", b"https://evil.example/cable/",
        b"http:///cable/index.html", b"evil.example:80", b"HERE",
    )),
    b"GET / HTTP/1.1\r\nHost: HERE\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: HERE\r\nContent-Length: 99\r\n\r\nGET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: HERE\r\nHost: HERE\r\n\r\n",
    b"GET /\r\nSet-Cookie: x HTTP/1.1\r\nHost: HERE\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)  # fmt: skip
"""Requests by other names, out of the site, by other methods, in two meanings, without an end."""


@pytest.mark.slow
def test_a_real_server_refuses_them_all_and_ends(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """The program itself: each is refused, no thread stays, and Ctrl-C leaves nothing behind."""
    fill(repository)
    repository.copy_to(tmp_path / "served.db")
    command = [sys.executable, "-m", "provrepo", "--repo", str(tmp_path / "served.db"), "serve"]
    program = subprocess.Popen(
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell's job in the background ignores Ctrl-C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert program.stdout
        address = program.stdout.readline().decode().strip()
        here = address.removeprefix("http://").strip("/").encode()
        port = int(here.rpartition(b":")[2])
        assert len(HOSTILE) > 30
        for request in HOSTILE:
            answer = said(port, request.replace(b"HERE", here))
            assert b" 200 " not in answer.split(b"\r\n")[0], request[:60]
            assert b"Fishing" not in answer, request[:60]
            assert b"Traceback" not in answer
        for target in (b"/", b"http://%s/" % here):
            request = b"GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" % (target, here)
            assert b"Fishing" in said(port, request)
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=60)
    finally:
        program.kill()
        program.wait()
    assert program.returncode in (0, 130)
    assert b"Traceback" not in errors
    with pytest.raises(OSError, match="refused"):
        said(port, b"")


def said(port: int, data: bytes) -> bytes:
    """Return what a server answers to some bytes, however it ends the connection."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(data)
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionError:
            pass
    return b"".join(parts)


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
