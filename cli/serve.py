"""`provrepo serve`: the pages of the site on this computer alone, made as they are asked for."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from mimetypes import types_map
from threading import BoundedSemaphore, Lock, Thread
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlsplit

import typer

from provrepo.cli import output
from provrepo.cli.command import Session, command
from provrepo.cli.connections import Connections, Heard
from provrepo.cli.options import find_repository
from provrepo.cli.publish import PAGES, site_options
from provrepo.errors import InputError, ProvrepoError
from provrepo.publish.frame import SEARCH
from provrepo.publish.searching.shards import FOLDER, MANIFEST, not_yet
from provrepo.publish.searching.texts import is_piece

app = typer.Typer(add_completion=False, rich_markup_mode=None)

HOST = "127.0.0.1"
PORT = 8261
LONGEST = 30.0
"""Seconds after which a request has to be whole, whoever is slow."""
PATIENCE = 5.0
"""Seconds for which the search of a page waits for its index; then it is told to ask again."""
MOST = 16
"""Pages that are made at once; whoever asks for another one waits."""
OPEN = 256
"""Connections that are open at once; then those that say nothing make room for others."""

_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8", ".json": "application/json",
    ".jsonld": "application/ld+json", ".link": "application/link-format",
    ".ris": "application/x-research-info-systems", ".bib": "application/x-bibtex; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@command(app, examples=["provrepo serve", "provrepo serve --port 9000 --open"])
def serve(
    session: Session,
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="N", min=0, max=65535, help="From 1 to 65535; 0 for any that is free."
        ),
    ] = PORT,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Show the first page in the browser.")
    ] = False,
    pages: Annotated[str | None, PAGES] = None,
) -> None:
    """Show the pages of the site on this computer alone.

    They are made from the repository as it is now, and nobody else can reach them: it listens on
    127.0.0.1 alone. Ctrl-C ends it.
    """
    session.open().close()  # fails now, where there is none, and not at each page
    if pages is not None:
        site_options(pages=pages)
    try:
        server = _Server(find_repository(session.repo), port, pages)
    except OSError as error:
        rule = f"cannot be listened on: {error.strerror}; name another one"
        raise InputError(f"port {port}", rule) from None
    address = f"http://{HOST}:{server.server_port}/"
    output.line(address)
    session.message("Ctrl-C ends it")
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    with server:
        server.serve_forever()


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own, and makes at most `MOST` pages at once."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, repository: str, port: int, pages: str | None = None) -> None:
        self.repository, self.pages = repository, pages
        self.free = BoundedSemaphore(MOST)
        self.connections = Connections(OPEN)
        self._index = Thread()
        self._index_lock = Lock()
        super().__init__((HOST, port), _Handler)

    def made(self, name: str) -> bytes | None:
        """Return a file of the site as it is now, None where there is none."""
        from provrepo.repository import open as open_repository

        try:
            with open_repository(self.repository) as repository:
                # Read each time, so that whoever writes a page sees it.
                return repository.site_file(name, site_options(pages=self.pages))
        except ProvrepoError as error:
            output.message(f"/{name}: {error}")
            return None

    def make_index(self) -> Thread:
        """Make the index of the search as the site is now, in a thread of its own.

        Of a large repository that takes longer than a browser waits. Where it is being made
        already, or is there, this is quick.
        """
        with self._index_lock:
            if not self._index.is_alive():
                self._index = Thread(target=self.made, args=(MANIFEST,), daemon=True)
                self._index.start()
            return self._index

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Answer in a thread of its own, as soon as there is room."""
        self.connections.enter(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """Close a connection, which makes room for another one."""
        self.connections.leave(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that were broken off."""


class _Handler(BaseHTTPRequestHandler):
    """One request: who asks first, then what, then the page."""

    server: _Server
    protocol_version = "HTTP/1.0"
    server_version, sys_version = "provrepo", ""
    timeout = 10

    def setup(self) -> None:
        """Read the request as it comes, and no longer than its time."""
        super().setup()
        self.rfile.close()
        listen = self.server.connections.listen
        self.rfile = BufferedReader(Heard(self.connection, listen, self.timeout, LONGEST))

    def parse_request(self) -> bool:
        """Refuse a request by another name before anything else is looked at."""
        if not super().parse_request():
            return False
        if self.request_version == "HTTP/0.9":
            self.send_error(505)
            return False
        port = self.server.server_port
        names = {f"{name}:{port}" for name in (HOST, "localhost")}
        if port == 80:
            names |= {HOST, "localhost"}
        hosts = [host.strip().lower() for host in self.headers.get_all("Host") or []]
        asked = set(hosts)
        if self.path[:1] not in ("/", "*"):
            # What a whole address names counts before what a header does (RFC 9112, 3.2.2).
            asked.add(self.path.partition("://")[2].partition("/")[0].lower())
        if len(hosts) != 1 or not names.issuperset(asked):
            self._refuse(403, "This site answers to 127.0.0.1 and localhost alone.")
            return False
        if self.command not in ("GET", "HEAD"):
            self._refuse(405, "Pages can be read, and nothing else.", {"Allow": "GET, HEAD"})
            return False
        if "Transfer-Encoding" in self.headers or self.headers.get("Content-Length", "0") != "0":
            self._refuse(400, "Who asks for a page sends nothing along.")
            return False
        return True

    def do_GET(self) -> None:
        """Send a page."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send what a page would have as its head."""
        self._answer()

    def _answer(self) -> None:
        try:
            path = unquote(urlsplit(self.path).path, errors="strict")
        except ValueError:
            self._refuse(400, "This is no address.")
            return
        parts = path.split("/")
        if not path.startswith("/") or "\\" in path or "\0" in path or {"..", "."} & set(parts):
            self._refuse(400, "This is no address.")
            return
        name = path[1:]
        if not name or name.endswith("/"):
            name += "index.html"
        data = self._made(name)
        if data is None and not name.endswith("/index.html") and self._made(f"{name}/index.html"):
            self._send(301, b"", "text/plain", {"Location": quote(f"/{name}/")})
        elif data is None:
            self._refuse(404, "There is no such page.")
        else:
            suffix = f".{name.rpartition('.')[2]}"
            kind = _TYPES.get(suffix) or types_map.get(suffix, "application/octet-stream")
            self._send(200, data, kind)

    def _made(self, name: str) -> bytes | None:
        if name == SEARCH:
            self.server.make_index()
        elif name.startswith(f"{FOLDER}/") and not is_piece(name):
            index = self.server.make_index()
            index.join(PATIENCE)
            if index.is_alive():
                return not_yet() if name == MANIFEST else None
        with self.server.free:
            return self.server.made(name)

    def _refuse(self, status: int, words: str, headers: dict[str, str] | None = None) -> None:
        self._send(status, f"{words}\n".encode(), "text/plain; charset=utf-8", headers)

    def _send(
        self, status: int, data: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in {**_HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, *_: object) -> None:
        """Refuse what is no request of HTTP, without repeating any of it."""
        self.command = getattr(self, "command", None) or "GET"
        # An answer in HTTP/0.9, which is what no version counts as, would have no head.
        self.request_version = self.protocol_version
        self._refuse(code, "This is no request that is answered here.")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing of each request."""
