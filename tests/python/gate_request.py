"""Reads the requests of the gate.

A signature covers the bytes that were sent. `http.server` changes them: it rewrites targets that start
with `//`, and splits headers at bytes that are not line ends. So it is not used.
"""

import base64
import re
from typing import NamedTuple

TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class Refused(Exception):
    """AWS would not accept this request."""

    def __init__(self, code, message, status=403):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class Request(NamedTuple):
    """A request. `raw` has its bytes."""

    method: str
    target: str
    headers: list
    body: bytes
    raw: bytes

    def values(self, name):
        """All values of a header, in the order received."""
        return [value for key, value in self.headers if key.lower() == name]

    def value(self, name):
        """The value of a header that may occur once."""
        values = self.values(name)
        if len(values) > 1:
            raise Refused(
                "IncompleteSignatureException", f"header '{name}' occurs {len(values)} times"
            )
        return values[0] if values else None

    def seen(self):
        """The request as JSON."""
        return {
            "method": self.method,
            "target": self.target,
            "headers": self.headers,
            "body_base64": base64.b64encode(self.body).decode(),
        }


class Recorder:
    """Reads from a stream and keeps every byte read."""

    def __init__(self, stream):
        self.stream = stream
        self.kept = bytearray()

    def line(self):
        """One line without its CRLF."""
        line = self.stream.readline(1 << 20)
        self.kept += line
        if not line.endswith(b"\r\n"):
            raise malformed(f"a line does not end in CRLF: {line!r}")
        return line[:-2]

    def exactly(self, length):
        """That many bytes."""
        data = self.stream.read(length)
        self.kept += data
        if len(data) != length:
            raise malformed(f"the body ends after {len(data)} of {length} bytes")
        return data


def malformed(message):
    """The error for a request that is not HTTP/1.1. The connection is closed after it."""
    return Refused("MalformedHttpRequestException", message, status=400)


def text(data):
    """The text of a header or target. It must be UTF-8, because botocore hashes text as UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed(f"not UTF-8: {data!r}") from None


def read_request(stream, write):
    """Reads a request. Returns None if the client has closed the connection."""
    if not stream.peek(1):
        return None
    source = Recorder(stream)
    parts = source.line().split(b" ")
    # Methods are case-sensitive, but botocore signs them in upper case.
    if len(parts) != 3 or not re.fullmatch(rb"[A-Z]+", parts[0]) or parts[2] != b"HTTP/1.1":
        raise malformed(f"not an HTTP/1.1 request line: {parts!r}")
    # `urlsplit` would silently remove other characters before the signature is verified.
    if not re.fullmatch(rb"/[!-~]*", parts[1]) or b"#" in parts[1]:
        raise malformed(f"not a path and query in visible ASCII: {parts[1]!r}")

    headers = []
    while line := source.line():
        name, colon, value = line.partition(b":")
        if not colon or not TOKEN.fullmatch(name) or re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise malformed(f"not a header: {line!r}")
        headers.append((text(name), text(value.strip(b" \t"))))
    method, target = text(parts[0]), text(parts[1])
    head = Request(method, target, headers, b"", b"")

    lengths = head.values("content-length")
    encodings = head.values("transfer-encoding")
    if len(lengths) + len(encodings) > 1:
        raise malformed("more than one header says how long the body is")
    if any(value.lower() == "100-continue" for value in head.values("expect")):
        write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if encodings:
        if encodings[0].lower() != "chunked":
            raise malformed(f"transfer encoding {encodings[0]!r}")
        body = read_chunks(source)
    elif lengths:
        if not re.fullmatch("[0-9]+", lengths[0]):
            raise malformed(f"content length {lengths[0]!r}")
        body = source.exactly(int(lengths[0]))
    else:
        body = b""
    return Request(method, target, headers, body, bytes(source.kept))


def read_chunks(source):
    """Reads a chunked body with its trailers."""
    body = bytearray()
    while True:
        size = source.line().partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]+", size):
            raise malformed(f"chunk size {size!r}")
        if int(size, 16) == 0:
            while source.line():
                pass
            return bytes(body)
        body += source.exactly(int(size, 16))
        if source.line():
            raise malformed("a chunk is longer than its size")
