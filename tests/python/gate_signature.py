"""Verifies signatures in the Authorization header or in the query with botocore."""

import datetime
import hashlib
import hmac
import re
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from botocore.auth import (
    SIGV4_TIMESTAMP,
    UNSIGNED_PAYLOAD,
    S3SigV4Auth,
    S3SigV4QueryAuth,
    SigV4Auth,
    SigV4QueryAuth,
)
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from gate_request import Refused

ALLOWED_SKEW = datetime.timedelta(minutes=5)
LONGEST_LIFE = 604800
# The signature of the head covers these words; the body's chunks have their own signatures, or none.
IN_CHUNKS = {
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
}
SIGNATURE_PARAMETER = "X-Amz-Signature"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method. "
    "Consult the service documentation for details."
)


class Account(NamedTuple):
    """The account whose requests are accepted."""

    access_key: str
    secret_key: str
    session_token: str | None
    unsigned_session_token: bool


def verify(request, account, now):
    """Refuses the request, unless botocore computes the same signature for it."""
    if SIGNATURE_PARAMETER in parameters(request):
        verify_presigned(request, account, now)
        return
    access_key, scope, signed, signature = read_authorization(request)
    check_access_key(access_key, account)
    check_session_token(request.value("x-amz-security-token"), account)
    check_signed_headers(request, account, signed, {"host", "x-amz-date"})
    timestamp = request.value("x-amz-date")
    signed_at = read_date(timestamp, scope)
    check_skew(signed_at, now)
    if signed_at < now - ALLOWED_SKEW:
        raise expired(timestamp, now, now - ALLOWED_SKEW, "5 min.")
    check_payload(request)

    _, region, service, _ = scope
    auth_type = S3SigV4Auth if service == "s3" else SigV4Auth
    auth = auth_type(Credentials(account.access_key, account.secret_key), service, region)
    compare(auth, rebuild(request, request.target, signed, timestamp), service, signed, signature)


def verify_presigned(request, account, now):
    """The same for a signature in the query, which is valid until the time in the query."""
    if request.values("authorization"):
        raise incomplete("there are signatures in the query and in the Authorization header")
    given = parameters(request)
    names = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")
    values = [required_parameter(given, f"X-Amz-{name}") for name in names]
    algorithm, credential, timestamp, expires, signed, signature = values
    check_algorithm(algorithm)
    access_key, scope = read_credential(credential)
    check_access_key(access_key, account)
    signed = signed.split(";")
    tokens = given.get("X-Amz-Security-Token", [])
    check_session_token(tokens[0] if len(tokens) == 1 else None, account)
    check_signed_headers(request, account, signed, {"host"})
    signed_at = read_date(timestamp, scope)
    check_skew(signed_at, now)
    if not re.fullmatch("[0-9]{1,9}", expires) or not 1 <= int(expires) <= LONGEST_LIFE:
        raise incomplete(f"X-Amz-Expires is '{expires}', not 1 to {LONGEST_LIFE}")
    if now >= signed_at + datetime.timedelta(seconds=int(expires)):
        limit = now - datetime.timedelta(seconds=int(expires))
        raise expired(timestamp, now, limit, f"{expires} s")
    check_payload(request)

    _, region, service, _ = scope
    auth_type = S3SigV4QueryAuth if service == "s3" else SigV4QueryAuth
    auth = auth_type(Credentials(account.access_key, account.secret_key), service, region)
    unsigned = [SIGNATURE_PARAMETER]
    if account.unsigned_session_token:
        unsigned.append("X-Amz-Security-Token")
    target = without_parameters(request.target, unsigned)
    compare(auth, rebuild(request, target, signed, timestamp), service, signed, signature)


def rebuild(request, target, signed, timestamp):
    """The request for botocore, with the headers that were signed."""
    # Only the path and query of this URL are used. The host is a signed header.
    rebuilt = AWSRequest(method=request.method, url=f"http://gate{target}", data=request.body)
    for name, value in request.headers:
        if name.lower() in signed:
            rebuilt.headers[name] = value
    rebuilt.context["timestamp"] = timestamp
    return rebuilt


def compare(auth, rebuilt, service, signed, signature):
    """Refuses the signature, unless it is that of botocore."""
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


def parameters(request):
    """The values of each query parameter, decoded."""
    result = {}
    query = request.target.partition("?")[2]
    for pair in query.split("&") if query else []:
        name, _, value = pair.partition("=")
        result.setdefault(unquote(name), []).append(unquote(value))
    return result


def required_parameter(given, name):
    """The value of a parameter that a presigned URL has once."""
    values = given.get(name, [])
    if len(values) != 1 or not values[0]:
        raise incomplete(f"AWS query-string parameters must include '{name}', once.")
    return values[0]


def without_parameters(target, names):
    """The target without some parameters."""
    path, _, query = target.partition("?")
    kept = [pair for pair in query.split("&") if unquote(pair.partition("=")[0]) not in names]
    return f"{path}?{'&'.join(kept)}"


def incomplete(message):
    """The error for an incomplete signature."""
    return Refused("IncompleteSignatureException", message)


def expired(timestamp, now, limit, life):
    """The error for a signature that is too old."""
    return Refused(
        "InvalidSignatureException",
        f"Signature expired: {timestamp} is now earlier than "
        f"{limit.strftime(SIGV4_TIMESTAMP)} ({now.strftime(SIGV4_TIMESTAMP)} - {life})",
    )


def read_authorization(request):
    """The access key, the rest of the credential scope, the signed header names and the signature."""
    value = request.value("authorization")
    if value is None:
        raise Refused("MissingAuthenticationTokenException", "Missing Authentication Token")
    algorithm, _, rest = value.partition(" ")
    check_algorithm(algorithm)
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
    access_key, scope = read_credential(fields["Credential"])
    return access_key, scope, fields["SignedHeaders"].split(";"), fields["Signature"]


def check_algorithm(algorithm):
    """Refuses other algorithms than Signature Version 4."""
    if algorithm != "AWS4-HMAC-SHA256":
        raise incomplete(f"Unsupported AWS 'algorithm': '{algorithm}'.")


def read_credential(text):
    """The access key, and the rest of the credential scope."""
    credential = text.rsplit("/", 4)
    if len(credential) != 5 or credential[4] != "aws4_request" or not all(credential):
        raise incomplete(
            "Credential must have exactly 5 slash-delimited elements, "
            f"e.g. keyid/date/region/service/aws4_request, got '{text}'",
        )
    return credential[0], credential[1:]


def check_access_key(access_key, account):
    """Refuses other access keys than that of the account."""
    if access_key != account.access_key:
        raise Refused(
            "UnrecognizedClientException", "The security token included in the request is invalid."
        )


def check_session_token(token, account):
    """Refuses temporary credentials without their token."""
    if account.session_token is not None and token != account.session_token:
        raise Refused(
            "UnrecognizedClientException", "The security token included in the request is invalid."
        )


def check_signed_headers(request, account, signed, required):
    """Refuses the request if a required header, or an `x-amz-*` header that was sent, is not signed."""
    required = set(required)
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
                "InvalidSignatureException", f"SignedHeaders has '{name}', which was not sent"
            )
    for name in ("host", "x-amz-date", "x-amz-content-sha256"):
        request.value(name)


def read_date(timestamp, scope):
    """The time of signing. Its day must be that of the scope."""
    try:
        if not re.fullmatch("[0-9]{8}T[0-9]{6}Z", timestamp):
            raise ValueError
        signed_at = datetime.datetime.strptime(timestamp, SIGV4_TIMESTAMP)
    except ValueError:
        raise incomplete(
            f"Date must be in ISO-8601 'basic format'. Got '{timestamp}'.",
        ) from None
    if scope[0] != timestamp[:8]:
        raise Refused(
            "InvalidSignatureException",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{scope[0]}' != '{timestamp[:8]}', from '{timestamp}'.",
        )
    return signed_at


def check_skew(signed_at, now):
    """Refuses a time of signing in the future."""
    limit = now + ALLOWED_SKEW
    if signed_at > limit:
        raise Refused(
            "InvalidSignatureException",
            f"Signature not yet current: {signed_at.strftime(SIGV4_TIMESTAMP)} is still later than "
            f"{limit.strftime(SIGV4_TIMESTAMP)} ({now.strftime(SIGV4_TIMESTAMP)} + 5 min.)",
        )


def check_payload(request):
    """Refuses a declared hash that is not that of the body. Without one, botocore hashes the body.

    Signatures of chunks are not verified here.
    """
    declared = request.value("x-amz-content-sha256")
    actual = hashlib.sha256(request.body).hexdigest()
    if declared not in (None, actual, UNSIGNED_PAYLOAD) and declared not in IN_CHUNKS:
        raise Refused(
            "InvalidSignatureException",
            f"x-amz-content-sha256 is '{declared}', but the body's hash is '{actual}'",
        )


def check_encoding(auth, rebuilt, service):
    """Refuses a query (for S3 also a path) that AWS would encode differently.

    botocore signs both as they are in the URL. AWS decodes them first and encodes them again. So
    botocore's result is that of AWS only if this changes nothing.
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
