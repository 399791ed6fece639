"""Checks that a program does the job that measure.py compares: it sends the request and prints the answer."""

import contextlib
import http.server
import json
import os
import subprocess
import threading

PATH = "/restapis/a1b2c3d4e5/resources/x9y8z7/methods/{}/integration/responses/200"
KNOWN, UNKNOWN = "GET", "PUT"
RESPONSE = {
    "statusCode": "200",
    "selectionPattern": "2\\d{2}",
    "responseParameters": {"method.response.header.A": "integration.response.header.B"},
    "responseTemplates": {"application/json": '{"name": "$input.path(\'$.pet\')"}'},
    "contentHandling": "CONVERT_TO_TEXT",
}
REASON = "Invalid Method identifier specified"


class Different(Exception):
    """The program does not do the job. The message says what differs."""


def check(program):
    """Checks that the program prints the status code, or fails with the server's error if there is none."""
    with server() as endpoint:
        for method, expected in [(KNOWN, (0, "200\n")), (UNKNOWN, (1, ""))]:
            call = [program, "a1b2c3d4e5", "x9y8z7", method, "200"]
            done = subprocess.run(
                call, env=environment(endpoint), capture_output=True, text=True, timeout=60
            )
            explained = method == KNOWN or REASON in done.stderr
            if (done.returncode, done.stdout) != expected or not explained:
                raise Different(
                    f"{program.stem} does another job: {method} ended with "
                    f"{done.returncode} and printed {done.stdout!r}\n{done.stderr}"
                )


def environment(endpoint):
    def is_foreign(name):
        return name.startswith("AWS_") or name.lower().endswith("_proxy")

    kept = {name: value for name, value in os.environ.items() if not is_foreign(name)}
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }


@contextlib.contextmanager
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()


class Handler(http.server.BaseHTTPRequestHandler):
    """An API Gateway with one integration response."""

    def do_GET(self):
        known = self.path == PATH.format(KNOWN)
        body = json.dumps(RESPONSE if known else {"message": REASON}).encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if not known:
            self.send_header("x-amzn-ErrorType", "NotFoundException")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
