"""Answers cases of operations with what botocore sends, and what it makes of a response.

    botocore_peer.py describe            {"service_id": "API Gateway", "version": "2015-07-09"}
    botocore_peer.py run NAME VERSION    {"operation": ..., "input": {...}, "response": {...}}

Standard input has a case on each line, standard output an answer on each. `describe` answers with
botocore's name of the service, the version and the service's description in botocore's own format.
`run` makes the call with a client whose transport answers with the case's response (`status`,
`headers`, `body` in base64); its answer has the `request` and one of `output`, `error` (`code`,
`members`) and `failed`, a text. In values a timestamp is seconds since 1970, a blob base64, and NaN
and the infinities are text.
"""

import base64
import datetime
import json
import math
import os
import sys

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
SECOND = datetime.timedelta(seconds=1)
MICROSECOND = datetime.timedelta(microseconds=1)


def to_python(shape, value):
    """The Python value that a node describes."""
    if value is None or getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if kind == "structure":
        return {name: to_python(shape.members[name], item) for name, item in value.items()}
    if kind == "list":
        return [to_python(shape.member, item) for item in value]
    if kind == "map":
        return {key: to_python(shape.value, item) for key, item in value.items()}
    if kind == "timestamp":
        return EPOCH + datetime.timedelta(milliseconds=round(value * 1000))
    if kind == "blob":
        return base64.b64decode(value)
    if kind in ("float", "double"):
        return float(value)
    return value


def to_node(shape, value):
    """The node that describes a Python value."""
    if value is None or getattr(shape, "is_document_type", False):
        return value
    kind = shape.type_name
    if hasattr(value, "_raw_stream"):
        return base64.b64encode(value._raw_stream.read()).decode()
    if kind == "structure":
        # A member that the shape lacks is botocore's own sign of one that it does not know.
        return {
            name: to_node(shape.members[name], item) if name in shape.members else item
            for name, item in value.items()
        }
    if kind == "list":
        return [to_node(shape.member, item) for item in value]
    if kind == "map":
        return {key: to_node(shape.value, item) for key, item in value.items()}
    if kind == "timestamp":
        microseconds = (value - EPOCH) // MICROSECOND
        whole, rest = divmod(microseconds, 1_000_000)
        return whole if rest == 0 else microseconds / 1_000_000
    if kind == "blob":
        if hasattr(value, "read"):
            value = value.read()
        return base64.b64encode(value).decode()
    if kind in ("float", "double"):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
    return value


class Body:
    """The bytes of a response, as urllib3 has them."""

    def __init__(self, content):
        self._content = content

    def read(self, *_):
        content, self._content = self._content, b""
        return content

    def stream(self, *_):
        yield self.read()


class Wire:
    """The client's transport: keeps the request and answers with the given response."""

    def __init__(self):
        self.request = None
        self.response = None

    def send(self, request, **_):
        from botocore.awsrequest import AWSResponse, HeadersDict

        self.request = request
        headers = HeadersDict()
        for name, value in self.response["headers"]:
            headers[name] = value
        body = base64.b64decode(self.response["body"])
        return AWSResponse(request.url, self.response["status"], headers, Body(body))


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def as_node(request):
    body = request.body
    if body is None:
        body = b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    return {
        "method": request.method,
        "url": request.url,
        "headers": [[name, text(value)] for name, value in request.headers.items()],
        "body": base64.b64encode(body).decode(),
    }


def answer(client, wire, case):
    from botocore.exceptions import ClientError

    service = client.meta.service_model
    operation = service.operation_model(case["operation"])
    wire.request, wire.response = None, case["response"]
    result = {}
    try:
        given = case["input"]
        if operation.input_shape is not None:
            given = to_python(operation.input_shape, given)
        output = client._make_api_call(case["operation"], given)
        output.pop("ResponseMetadata", None)
        shape = operation.output_shape
        result["output"] = {} if shape is None else to_node(shape, output)
    except ClientError as error:
        members = dict(error.response)
        code = members.pop("Error")["Code"]
        members.pop("ResponseMetadata", None)
        shape = service.shape_for_error_code(code)
        if shape is not None:
            members = {
                name: to_node(shape.members[name], item)
                for name, item in members.items()
                if name in shape.members
            }
        result["error"] = {"code": code, "members": members}
    except Exception as error:
        result["failed"] = f"{type(error).__name__}: {error}"
    if wire.request is not None:
        result["request"] = as_node(wire.request)
    return result


def run(session, name, version):
    import botocore
    from botocore.config import Config

    config = Config(
        signature_version=botocore.UNSIGNED,
        retries={"mode": "standard", "total_max_attempts": 1},
        # What the service checks, it may check: the extremes of every type are tried.
        parameter_validation=False,
    )
    client = session.create_client(
        name,
        api_version=version,
        region_name="us-east-1",
        endpoint_url="https://example.com",
        config=config,
    )
    wire = Wire()
    client.meta.events.register("before-send", wire.send)
    for line in sys.stdin:
        print(json.dumps(answer(client, wire, json.loads(line))))


def describe(session, service_id, version):
    """The service of an `sdkId`, and of botocore's versions of it the wanted or the newest."""
    loader = session.get_component("data_loader")

    def plain(name):
        return "".join(letter for letter in name.lower() if letter.isalnum())

    services = loader.list_available_services("service-2")
    # One whose name looks right is tried before all others.
    services.sort(key=lambda name: (plain(name) != plain(service_id), name))
    for name in services:
        versions = loader.list_api_versions(name, "service-2")
        found = version if version in versions else versions[-1]
        description = loader.load_service_model(name, "service-2", found)
        if description["metadata"].get("serviceId") == service_id:
            return {"name": name, "version": found, "description": description}
    return {}


def main():
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

    import botocore.session

    session = botocore.session.get_session()
    if sys.argv[1] == "run":
        run(session, *sys.argv[2:])
        return
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(describe(session, question["service_id"], question["version"])))


if __name__ == "__main__":
    main()
