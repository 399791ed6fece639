"""Signs requests with botocore's signers at given times.

Each line of standard input is a request, and each line of standard output its answer. A request is
`{"method", "url", "headers": [[name, value], ...], "body": hexadecimal, "payload": a word in place of
the body's hash or null, "content_sha256_header": whether to send the hash, "credentials": [access
key, secret, token or null], "region", "service", "time": seconds since 1970, "expires_in": seconds
for a signature in the query or null, "s3": whether the rules of S3 apply}`. An answer has the added
`headers` or `parameters`, the `canonical_request` and the `string_to_sign`.
"""

import datetime
import json
import sys
from urllib.parse import parse_qsl, urlsplit

import botocore.auth
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ADDED = ("authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token")


class Kept:
    """Keeps the canonical request and the string to sign. Can replace the hash of the payload."""

    word = None
    explained = (None, None)

    def payload(self, request):
        return super().payload(request) if self.word is None else self.word

    def string_to_sign(self, request, canonical_request):
        string_to_sign = super().string_to_sign(request, canonical_request)
        self.explained = (canonical_request, string_to_sign)
        return string_to_sign


class KeptSigV4Auth(Kept, SigV4Auth):
    """Signs headers."""


class KeptS3SigV4Auth(Kept, S3SigV4Auth):
    """Signs headers for S3."""


class KeptSigV4QueryAuth(Kept, SigV4QueryAuth):
    """Signs in the query."""


class KeptS3SigV4QueryAuth(Kept, S3SigV4QueryAuth):
    """Signs in the query for S3."""


SIGNERS = {
    (False, False): KeptSigV4Auth,
    (False, True): KeptS3SigV4Auth,
    (True, False): KeptSigV4QueryAuth,
    (True, True): KeptS3SigV4QueryAuth,
}


def sign(case):
    """The answer to a request."""
    is_query = case["expires_in"] is not None
    signer = SIGNERS[is_query, case["s3"]]
    options = {"expires": case["expires_in"]} if is_query else {}
    auth = signer(Credentials(*case["credentials"]), case["service"], case["region"], **options)
    auth.word = case["payload"]

    request = AWSRequest(
        method=case["method"], url=case["url"], data=bytes.fromhex(case["body"])
    )
    for name, value in case["headers"]:
        request.headers[name] = value
    if case["content_sha256_header"] and not is_query:
        request.headers["X-Amz-Content-SHA256"] = auth.payload(request)

    now = datetime.datetime.fromtimestamp(case["time"], datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda *_, **__: now.replace(tzinfo=None)
    if is_query:
        request.context["timestamp"] = now.strftime(botocore.auth.SIGV4_TIMESTAMP)
    auth.add_auth(request)

    headers = {name: request.headers[name] for name in ADDED if name in request.headers}
    query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    names = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires")
    names += ("X-Amz-Security-Token", "X-Amz-Signature", "X-Amz-SignedHeaders")
    canonical_request, string_to_sign = auth.explained
    return {
        "headers": headers,
        "parameters": {name: value for name, value in query if name in names},
        "canonical_request": canonical_request,
        "string_to_sign": string_to_sign,
    }


def main():
    for line in sys.stdin:
        print(json.dumps(sign(json.loads(line))))


if __name__ == "__main__":
    main()
