"""Checks that both programs do the same job: they send the same requests and decode the same values."""

import contextlib
import http.server
import json
import os
import re
import subprocess
import threading

RESPONSE = {
    "statusCode": "200",
    "selectionPattern": "2\\d{2}",
    "responseParameters": {"method.response.header.A": "integration.response.header.B"},
    "responseTemplates": {"application/json": '{"name": "$input.path(\'$.pet\')"}'},
    "contentHandling": "CONVERT_TO_TEXT",
}
INTEGRATION = {
    "type": "HTTP_PROXY",
    "httpMethod": "POST",
    "uri": "https://example.com/{pet}",
    "connectionType": "VPC_LINK",
    "connectionId": "link",
    "credentials": "role",
    "requestParameters": {"to": "from"},
    "requestTemplates": {"application/json": "{}"},
    "passthroughBehavior": "NEVER",
    "contentHandling": "CONVERT_TO_BINARY",
    "timeoutInMillis": 29000,
    "cacheNamespace": "space",
    "cacheKeyParameters": ["pet"],
    "integrationResponses": {"200": RESPONSE},
    "tlsConfig": {"insecureSkipVerification": True},
}
METHOD = {
    "httpMethod": "GET",
    "authorizationType": "NONE",
    "authorizerId": "auth",
    "apiKeyRequired": True,
    "requestValidatorId": "valid",
    "operationName": "pet",
    "requestParameters": {"method.request.path.pet": True},
    "requestModels": {"application/json": "Pet"},
    "methodResponses": {
        "200": {
            "statusCode": "200",
            "responseParameters": {"method.response.header.A": False},
            "responseModels": {"application/json": "Pet"},
        },
    },
    "methodIntegration": INTEGRATION,
    "authorizationScopes": ["pets"],
}
RESOURCE = {
    "id": "r1", "parentId": "r0", "pathPart": "{pet}", "path": "/{pet}",
    "resourceMethods": {"GET": METHOD},
}
API = {
    "id": "a1",
    "name": "pets",
    "description": "dogs and cats",
    "createdDate": 1700000000,
    "version": "1",
    "warnings": ["none"],
    "binaryMediaTypes": ["image/png"],
    "minimumCompressionSize": 1024,
    "apiKeySource": "NEW_SOURCE",
    "endpointConfiguration": {
        "types": ["PRIVATE", "NEW_TYPE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"],
    },
    "policy": "{}",
    "tags": {"team": "blue"},
    "disableExecuteApiEndpoint": True,
    "rootResourceId": "r0",
}
DEPLOYMENT = {
    "id": "d1",
    "description": "first",
    "createdDate": 1700000000.25,
    "apiSummary": {"/": {"GET": {"authorizationType": "NONE", "apiKeyRequired": True}}},
}
NEW_API = {
    "name": "pets",
    "description": "dogs and cats",
    "version": "1",
    "cloneFrom": "a0",
    "binaryMediaTypes": ["image/png"],
    "minimumCompressionSize": 1024,
    "apiKeySource": "HEADER",
    "endpointConfiguration": {
        "types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"],
    },
    "policy": "{}",
    "tags": {"team": "blue"},
    "disableExecuteApiEndpoint": True,
}
PATCH = {
    "patchOperations": [{"op": "replace", "path": "/name", "value": "animals", "from": "/old"}],
}
NEW_INTEGRATION = {
    name: value for name, value in INTEGRATION.items() if name != "integrationResponses"
} | {"contentHandling": "CONVERT_TO_TEXT"}
NEW_DEPLOYMENT = {
    "stageName": "test",
    "stageDescription": "for tests",
    "description": "first",
    "cacheClusterEnabled": True,
    "cacheClusterSize": "0.5",
    "variables": {"level": "debug"},
    "canarySettings": {
        "percentTraffic": 12.5, "stageVariableOverrides": {"level": "trace"}, "useStageCache": True,
    },
    "tracingEnabled": True,
}
GET = "/restapis/a1/resources/r1/methods/GET"

# What a program asks in this order, and what it is told.
CALLS = (
    (("GET", "/restapis?position=a%26b%20c&limit=25", None), 200, {"item": [API], "position": "b"}),
    (("GET", "/restapis/a%2F1", None), 200, API),
    (("POST", "/restapis", NEW_API), 201, API),
    (("PATCH", "/restapis/a1", PATCH), 200, API),
    (("DELETE", "/restapis/a1", None), 202, None),
    (
        ("GET", "/restapis/a1/resources?position=next&limit=500&embed=methods&embed=more", None),
        200, {"item": [RESOURCE]},
    ),
    (("GET", GET, None), 200, METHOD),
    (("PUT", f"{GET}/integration", NEW_INTEGRATION), 201, INTEGRATION),
    (("GET", f"{GET}/integration/responses/200", None), 200, RESPONSE),
    (("POST", "/restapis/a1/deployments", NEW_DEPLOYMENT), 201, DEPLOYMENT),
    (("GET", "/restapis/none", None), 404, {"message": "there is none"}),
)


class Different(Exception):
    """The programs do different jobs. The message says what differs."""


def check(programs):
    """Checks that each program makes all calls, and that all print the same."""
    printed = {program.stem: ask(program) for program in programs}
    (first, expected), *others = printed.items()
    for other, lines in others:
        for one, another in zip(expected, lines, strict=True):
            if one != another:
                raise Different(f"{first} read\n{one}\nand {other}\n{another}")


def ask(program):
    with server() as running:
        endpoint = f"http://127.0.0.1:{running.server_port}"
        done = subprocess.run(
            [program], env=environment(endpoint), capture_output=True, text=True, timeout=60
        )
        asked = running.asked
    for one, (expected, _, _) in zip(asked, CALLS):
        if one != expected:
            raise Different(f"{program.stem} asked\n{one}\ninstead of\n{expected}")
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != len(CALLS):
        raise Different(f"{program.stem} failed after {len(asked)} calls:\n{done.stderr}")
    # The one thing that they print in words of their own.
    return [re.sub(r"created_date: Some\(.*?\)", "created_date: some", line) for line in lines]


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
        running.asked = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            yield running
        finally:
            running.shutdown()


class Handler(http.server.BaseHTTPRequestHandler):
    """An API Gateway that expects the calls in this order."""

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = self.server.asked
        asked.append((self.command, self.path, json.loads(body) if body else None))
        _, status, answer = CALLS[min(len(asked), len(CALLS)) - 1]
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 404:
            self.send_header("x-amzn-ErrorType", "NotFoundException")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass
