"""A proxy of an AWS endpoint. It forwards only requests that botocore would sign in the same way.

Usage: gate.py UPSTREAM [--session-token TOKEN] [--unsigned-session-token]

UPSTREAM is `http://HOST:PORT`, or `-` to return each accepted request as JSON. The accepted access key
and its secret come from GATE_ACCESS_KEY and GATE_SECRET_KEY. The first line on standard output is
`listening on http://127.0.0.1:PORT`. The gate ends when standard input closes. `GET
/__gate__/requests` lists all requests and their responses, and `GET /__gate__/clock?shift=N` sets the
gate's clock N seconds ahead of the machine's. A response with events is forwarded as it arrives, and is
listed when it ends or the client closes the connection.
"""

import argparse
import base64
import contextlib
import datetime
import http
import http.client
import json
import os
import re
import socket
import socketserver
import sys
import threading
import uuid
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import urlsplit

from gate_events import EventResponse, has_events
from gate_request import Refused, read_request
from gate_signature import Account, verify

HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
REQUEST_LOG = "/__gate__/requests"
CLOCK = re.compile(r"/__gate__/clock\?shift=(-?[0-9]{1,9})")


class Answer(NamedTuple):
    """A response to the client: a body, and all headers except its length.

    If there are `events`, they are the body. `complete` says whether the client received all of it.
    """

    status: int
    headers: list
    body: bytes
    events: EventResponse | None = None
    complete: bool = True


def answer(request, account, upstream, now):
    """The upstream's response (or the echo) to an accepted request, and an error of AWS otherwise."""
    try:
        verify(request, account, now)
        result = (
            json_answer(200, request.seen()) if upstream is None else forward(request, upstream)
        )
    except Refused as refused:
        return refusal(refused)
    return result._replace(headers=[*result.headers, ("x-gate-verified", "botocore")])


def forward(request, upstream):
    """Sends the received bytes unchanged, and reads the response."""
    events = None
    try:
        with contextlib.ExitStack() as stack:
            connection = stack.enter_context(socket.create_connection(upstream, timeout=60))
            connection.sendall(request.raw)
            response = http.client.HTTPResponse(connection, method=request.method)
            response.begin()
            if has_events(response):
                events = EventResponse(connection, response)
                stack.pop_all()
            body = b"" if events else response.read()
    except (OSError, http.client.HTTPException) as error:
        return json_answer(502, {"message": f"no response from the upstream: {error!r}"})
    headers = [
        (name, value)
        for name, value in response.getheaders()
        if name.lower() not in HOP_BY_HOP
        and (name.lower() != "content-length" or request.method == "HEAD")
    ]
    return Answer(response.status, headers, body, events)


def refusal(refused):
    """The error that AWS would return."""
    result = json_answer(refused.status, {"message": refused.message})
    return result._replace(
        headers=[
            *result.headers,
            ("Date", formatdate(usegmt=True)),
            ("x-amzn-RequestId", str(uuid.uuid4())),
            ("x-amzn-ErrorType", refused.code),
        ]
    )


def json_answer(status, document):
    """A response with a JSON document."""
    return Answer(status, [("Content-Type", "application/json")], json.dumps(document).encode())


def encode(method, answer):
    """The answer as bytes."""
    reason = http.client.responses.get(answer.status, "")
    lines = [f"HTTP/1.1 {answer.status} {reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    bodiless = answer.status in (204, 304)
    if answer.events:
        lines.append("Transfer-Encoding: chunked")
    elif not bodiless and not any(name.lower() == "content-length" for name, _ in answer.headers):
        lines.append(f"Content-Length: {len(answer.body)}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if bodiless or method == "HEAD" else head + answer.body


class Connection(socketserver.StreamRequestHandler):
    """A connection of a client: requests and responses in turn, until a side closes it."""

    disable_nagle_algorithm = True

    def handle(self):
        try:
            while self.exchange():
                pass
        except ConnectionError:
            pass

    def exchange(self):
        """Handles one request. Returns whether another one can follow."""
        try:
            request = read_request(self.rfile, self.wfile.write)
        except Refused as refused:
            self.wfile.write(encode("GET", refusal(refused)))
            return False
        if request is None:
            return False
        if request.target == REQUEST_LOG:
            result = json_answer(200, list(self.server.log))
        elif shift := CLOCK.fullmatch(request.target):
            self.server.shift = datetime.timedelta(seconds=int(shift[1]))
            result = json_answer(200, {"shift": int(shift[1])})
        else:
            server = self.server
            result = answer(request, server.account, server.upstream, server.now())
            if result.events:
                self.wfile.write(encode(request.method, result))
                body, complete = result.events.pass_on(self.connection, self.wfile.write)
                result = result._replace(body=body, complete=complete)
            self.server.log.append({**request.seen(), "answer": seen(result)})
        if not result.events:
            self.wfile.write(encode(request.method, result))
        closes = any("close" in value.lower() for value in request.values("connection"))
        return result.complete and not closes


def seen(result):
    """A response as JSON."""
    return {
        "status": result.status,
        "headers": result.headers,
        "body_base64": base64.b64encode(result.body).decode(),
        "complete": result.complete,
    }


class Gate(socketserver.ThreadingTCPServer):
    """The listening socket, and the state that all connections share."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, account, upstream):
        super().__init__(("127.0.0.1", 0), Connection)
        self.account = account
        self.upstream = upstream
        self.log = []
        self.shift = datetime.timedelta()

    def now(self):
        """The time by the gate's clock."""
        return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + self.shift


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("upstream")
    parser.add_argument(
        "--session-token", help="refuse every request without this x-amz-security-token"
    )
    parser.add_argument(
        "--unsigned-session-token",
        action="store_true",
        help="accept an x-amz-security-token that is not among the signed headers",
    )
    arguments = parser.parse_args()
    account = Account(
        os.environ["GATE_ACCESS_KEY"],
        os.environ["GATE_SECRET_KEY"],
        arguments.session_token,
        arguments.unsigned_session_token,
    )
    upstream = None
    if arguments.upstream != "-":
        parts = urlsplit(arguments.upstream)
        upstream = (parts.hostname, parts.port)

    gate = Gate(account, upstream)
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    print(f"listening on http://127.0.0.1:{gate.server_address[1]}", flush=True)

    # Standard input closes when the parent process ends.
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
