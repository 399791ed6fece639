"""Stands in front of an AWS endpoint and passes on only what botocore finds correctly signed.

Usage: gate.py UPSTREAM [--session-token TOKEN] [--unsigned-session-token]

UPSTREAM is `http://HOST:PORT`, or `-` to answer every accepted request with a JSON echo of what
arrived. The accepted access key and its secret come from GATE_ACCESS_KEY and GATE_SECRET_KEY.
The first line on standard output is `listening on http://127.0.0.1:PORT`; the gate ends when
standard input closes. `GET /__gate__/requests` lists every request so far and its answer.

The requests are read from the socket here rather than by `http.server`, which rewrites targets that
start with `//` and splits headers at bytes that are no line ends: a signature covers the bytes sent.
"""

import argparse
import base64
import datetime
import hashlib
import hmac
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
from urllib.parse import quote, unquote_to_bytes, urlsplit

from botocore.auth import SIGV4_TIMESTAMP, UNSIGNED_PAYLOAD, S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ALLOWED_SKEW = datetime.timedelta(minutes=5)
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
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. "
    "Consult the service documentation for details."
)
REQUEST_LOG = "/__gate__/requests"
TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class Account(NamedTuple):
    """Who may pass the gate."""

    access_key: str
    secret_key: str
    session_token: str | None
    unsigned_session_token: bool


class Refused(Exception):
    """AWS would not accept this request."""

    def __init__(self, code, message, status=403):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class Answer(NamedTuple):
    """What goes back to the client: a body, and all headers but its length."""

    status: int
    headers: list
    body: bytes


# --- the request, as received ---------------------------------------------------------------------


class Request(NamedTuple):
    """One request: what it says, and in `raw` the bytes that said it."""

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
        """The request for a reader of JSON."""
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
    """A request that is not HTTP/1.1; the connection cannot go on after it."""
    return Refused("MalformedHttpRequestException", message, status=400)


def text(data):
    """Header and target bytes as the text whose UTF-8 they are; botocore hashes text as UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed(f"not UTF-8: {data!r}") from None


def read_request(stream, write):
    """Reads one request; None where the client has closed the connection instead."""
    if not stream.peek(1):
        return None
    source = Recorder(stream)
    parts = source.line().split(b" ")
    # Methods are case-sensitive, but botocore signs any as upper case.
    if len(parts) != 3 or not re.fullmatch(rb"[A-Z]+", parts[0]) or parts[2] != b"HTTP/1.1":
        raise malformed(f"not an HTTP/1.1 request line: {parts!r}")
    # What `urlsplit` would silently drop must not get as far as the signature.
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


# --- the signature --------------------------------------------------------------------------------


def verify(request, account):
    """Refuses the request unless botocore, given the same request, writes the same signature."""
    access_key, scope, signed, signature = read_authorization(request)
    if access_key != account.access_key:
        raise Refused(
            "UnrecognizedClientException", "The security token included in the request is invalid."
        )
    check_session_token(request, account)
    check_signed_headers(request, account, signed)
    timestamp = check_date(request, scope)
    check_payload(request)

    _, region, service, _ = scope
    auth_type = S3SigV4Auth if service == "s3" else SigV4Auth
    auth = auth_type(Credentials(account.access_key, account.secret_key), service, region)

    # Nothing but the path and query of this URL is used: `host` is always among the signed headers.
    rebuilt = AWSRequest(
        method=request.method, url=f"http://gate{request.target}", data=request.body
    )
    for name, value in request.headers:
        if name.lower() in signed:
            rebuilt.headers[name] = value
    rebuilt.context["timestamp"] = timestamp
    check_encoding(auth, rebuilt, service)

    listed = auth.signed_headers(auth.headers_to_sign(rebuilt))
    if listed != ";".join(signed):
        raise Refused(
            "InvalidSignatureException",
            f"SignedHeaders is '{';'.join(signed)}'; botocore would sign '{listed}'",
        )
    canonical_request = auth.canonical_request(rebuilt)
    string_to_sign = auth.string_to_sign(rebuilt, canonical_request)
    expected = auth.signature(string_to_sign, rebuilt)
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise Refused(
            "InvalidSignatureException",
            f"{MISMATCH}\n\n"
            f"The Canonical String for this request should have been\n'{canonical_request}'\n\n"
            f"The String-to-Sign should have been\n'{string_to_sign}'\n",
        )


def read_authorization(request):
    """The access key, the rest of the credential scope, the signed header names and the signature."""
    value = request.value("authorization")
    if value is None:
        raise Refused("MissingAuthenticationTokenException", "Missing Authentication Token")
    algorithm, _, rest = value.partition(" ")
    if algorithm != "AWS4-HMAC-SHA256":
        raise Refused(
            "IncompleteSignatureException", f"Unsupported AWS 'algorithm': '{algorithm}'."
        )
    fields = {}
    for field in rest.split(","):
        name, _, content = field.strip().partition("=")
        if name in fields:
            raise Refused("IncompleteSignatureException", f"Authorization header repeats '{name}'.")
        fields[name] = content
    for name in ("Credential", "SignedHeaders", "Signature"):
        if not fields.get(name):
            raise Refused(
                "IncompleteSignatureException", f"Authorization header requires '{name}' parameter."
            )
    credential = fields["Credential"].rsplit("/", 4)
    if len(credential) != 5 or credential[4] != "aws4_request" or not all(credential):
        raise Refused(
            "IncompleteSignatureException",
            "Credential must have exactly 5 slash-delimited elements, "
            f"e.g. keyid/date/region/service/aws4_request, got '{fields['Credential']}'",
        )
    return credential[0], credential[1:], fields["SignedHeaders"].split(";"), fields["Signature"]


def check_session_token(request, account):
    """Temporary credentials pass only with their token."""
    token = request.value("x-amz-security-token")
    if account.session_token is not None and token != account.session_token:
        raise Refused(
            "UnrecognizedClientException", "The security token included in the request is invalid."
        )


def check_signed_headers(request, account, signed):
    """`host`, `x-amz-date` and every `x-amz-*` header that was sent must be signed."""
    required = {"host", "x-amz-date"}
    required.update(
        name.lower() for name, _ in request.headers if name.lower().startswith("x-amz-")
    )
    if account.unsigned_session_token:
        required.discard("x-amz-security-token")
    for name in sorted(required):
        if name not in signed:
            raise Refused(
                "InvalidSignatureException",
                f"'{name}' must be a 'SignedHeader' in the AWS Authorization.",
            )
    for name in signed:
        if not request.values(name):
            raise Refused(
                "InvalidSignatureException", f"SignedHeaders names '{name}', which was not sent"
            )
    for name in ("host", "x-amz-date", "x-amz-content-sha256"):
        request.value(name)


def check_date(request, scope):
    """The time of signing is now, and its day is the scope's."""
    timestamp = request.value("x-amz-date")
    try:
        if not re.fullmatch("[0-9]{8}T[0-9]{6}Z", timestamp):
            raise ValueError
        signed_at = datetime.datetime.strptime(timestamp, SIGV4_TIMESTAMP)
    except ValueError:
        raise Refused(
            "IncompleteSignatureException",
            f"Date must be in ISO-8601 'basic format'. Got '{timestamp}'.",
        ) from None
    if scope[0] != timestamp[:8]:
        raise Refused(
            "InvalidSignatureException",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{scope[0]}' != '{timestamp[:8]}', from '{timestamp}'.",
        )
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    limit = now - ALLOWED_SKEW
    if signed_at < limit:
        raise Refused(
            "InvalidSignatureException",
            f"Signature expired: {timestamp} is now earlier than "
            f"{limit.strftime(SIGV4_TIMESTAMP)} ({now.strftime(SIGV4_TIMESTAMP)} - 5 min.)",
        )
    limit = now + ALLOWED_SKEW
    if signed_at > limit:
        raise Refused(
            "InvalidSignatureException",
            f"Signature not yet current: {timestamp} is still later than "
            f"{limit.strftime(SIGV4_TIMESTAMP)} ({now.strftime(SIGV4_TIMESTAMP)} + 5 min.)",
        )
    return timestamp


def check_payload(request):
    """A declared body hash is the body's; without one botocore hashes the body itself."""
    declared = request.value("x-amz-content-sha256")
    actual = hashlib.sha256(request.body).hexdigest()
    if declared not in (None, actual, UNSIGNED_PAYLOAD):
        raise Refused(
            "InvalidSignatureException",
            f"x-amz-content-sha256 is '{declared}', but the body's hash is '{actual}'",
        )


def check_encoding(auth, rebuilt, service):
    """The query (for S3 also the path) is encoded on the wire as AWS would encode it anew.

    botocore takes both from the URL as they stand; AWS decodes them first and encodes again. Only
    where the two agree does botocore's verdict stand for that of AWS.
    """
    parts = urlsplit(rebuilt.url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")] if parts.query else []
    decoded = [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs]
    encoded = "&".join(
        f"{name}={value}"
        for name, value in sorted(
            (quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in decoded
        )
    )
    written = auth.canonical_query_string(rebuilt)
    if written != encoded:
        raise Refused(
            "InvalidSignatureException",
            f"the query was sent as '{written}'; AWS would sign '{encoded}'",
        )
    if service == "s3":
        segments = parts.path.split("/")
        encoded = "/".join(quote(unquote_to_bytes(segment), safe="-_.~") for segment in segments)
        if parts.path != encoded:
            raise Refused(
                "InvalidSignatureException",
                f"the path was sent as '{parts.path}'; AWS would sign '{encoded}'",
            )


# --- the answer -----------------------------------------------------------------------------------


def answer(request, account, upstream):
    """The upstream's answer (or the echo) to an accepted request, AWS's own to any other."""
    try:
        verify(request, account)
        result = (
            json_answer(200, request.seen()) if upstream is None else forward(request, upstream)
        )
    except Refused as refused:
        return refusal(refused)
    return result._replace(headers=[*result.headers, ("x-gate-verified", "botocore")])


def forward(request, upstream):
    """Sends the very bytes received, and reads the answer."""
    try:
        with socket.create_connection(upstream, timeout=60) as connection:
            connection.sendall(request.raw)
            response = http.client.HTTPResponse(connection, method=request.method)
            response.begin()
            body = response.read()
    except (OSError, http.client.HTTPException) as error:
        return json_answer(502, {"message": f"no answer from the upstream: {error!r}"})
    headers = [
        (name, value)
        for name, value in response.getheaders()
        if name.lower() not in HOP_BY_HOP
        and (name.lower() != "content-length" or request.method == "HEAD")
    ]
    return Answer(response.status, headers, body)


def refusal(refused):
    """A refusal in the words of AWS."""
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
    """An answer of our own."""
    return Answer(status, [("Content-Type", "application/json")], json.dumps(document).encode())


def encode(method, answer):
    """The answer as bytes."""
    reason = http.client.responses.get(answer.status, "")
    lines = [f"HTTP/1.1 {answer.status} {reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    bodiless = answer.status in (204, 304)
    if not bodiless and not any(name.lower() == "content-length" for name, _ in answer.headers):
        lines.append(f"Content-Length: {len(answer.body)}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head if bodiless or method == "HEAD" else head + answer.body


class Connection(socketserver.StreamRequestHandler):
    """One client's connection: requests and answers in turn until either side closes."""

    disable_nagle_algorithm = True

    def handle(self):
        try:
            while self.exchange():
                pass
        except ConnectionError:
            pass

    def exchange(self):
        """One request and its answer; says whether another may follow."""
        try:
            request = read_request(self.rfile, self.wfile.write)
        except Refused as refused:
            self.wfile.write(encode("GET", refusal(refused)))
            return False
        if request is None:
            return False
        if request.target == REQUEST_LOG:
            result = json_answer(200, list(self.server.log))
        else:
            result = answer(request, self.server.account, self.server.upstream)
            self.server.log.append({**request.seen(), "answer": seen(result)})
        self.wfile.write(encode(request.method, result))
        return not any("close" in value.lower() for value in request.values("connection"))


def seen(result):
    """An answer for a reader of JSON."""
    return {
        "status": result.status,
        "headers": result.headers,
        "body_base64": base64.b64encode(result.body).decode(),
    }


class Gate(socketserver.ThreadingTCPServer):
    """The listening socket and what all connections share."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, account, upstream):
        super().__init__(("127.0.0.1", 0), Connection)
        self.account = account
        self.upstream = upstream
        self.log = []


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

    # Closed by the parent's end, however it ends.
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
