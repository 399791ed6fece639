"""Answers cases of operations with the request that botocore sends, and the result that it returns.

    botocore_peer.py describe            {"service_id": "API Gateway", "version": "2015-07-09"}
    botocore_peer.py run NAME VERSION PROTOCOL
                                         {"operation": ..., "input": {...}, "response": {...}}

Each line of standard input is a case, and each line of standard output the answer to a case.

`describe` answers with botocore's name of the service, the version and the service's description in
botocore's own format.

`run` makes a call, whose response is that of the case (`status`, `headers`, `body` in base64). The
answer has the `request`, and either the `output`, the `error` (`code`, `members`) or the reason why it
`failed`. PROTOCOL has the `protocol`, and the `jsonVersion` and `targetPrefix` that a service needs if
botocore's description does not list the protocol. With rest-json a client makes the call. With all
other protocols only botocore's serializer and parser are used, because clients change requests and
responses of many services beyond their models: buckets in host names, encoded keys, signed URLs as
parameters.

In values, timestamps are seconds since 1970, blobs are base64, and NaN and the infinities are text.
"""

import base64
import datetime
import functools
import json
import math
import sys

from clean_environment import remove_settings

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
        # botocore adds a member of its own in place of an unknown union member.
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
    # The parser of "json" leaves the names of NaN and the infinities as they are.
    if kind in ("float", "double") and not isinstance(value, str):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
    return value


class Body:
    """The body of a response, with the methods of urllib3 that botocore uses."""

    def __init__(self, content):
        self._content = content

    def read(self, *_):
        content, self._content = self._content, b""
        return content

    def stream(self, *_):
        yield self.read()


class Wire:
    """The client's transport: keeps the request and returns the given response."""

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
        result["error"] = error_node(service, error.response)
    except Exception as error:
        result["failed"] = f"{type(error).__name__}: {error}"
    if wire.request is not None:
        result["request"] = as_node(wire.request)
    return result


def error_shape(service, error):
    """The shape of an exception: by its code, or by its name if the code is that of awsQuery."""
    codes = (error.get("Code"), error.get("QueryErrorCode"))
    by_code = [service.shape_for_error_code(code) for code in codes]
    by_name = [shape for shape in service.error_shapes if shape.name in codes]
    return next((shape for shape in by_code + by_name if shape is not None), None)


def error_node(service, response):
    members = dict(response)
    error = members.pop("Error")
    code = error["Code"]
    members.pop("ResponseMetadata", None)
    shape = error_shape(service, error)
    if shape is None:
        return {"code": code, "members": members}
    members = {
        name: to_node(shape.members[name], item)
        for name, item in members.items()
        if name in shape.members
    }
    return {"code": code, "members": members}


class Layers:
    """botocore's serializer and parser of a protocol."""

    def __init__(self, service, protocol):
        from botocore.parsers import create_parser
        from botocore.serialize import create_serializer

        self.service = service
        self.serializer = create_serializer(protocol, include_validation=False)
        self.parser = create_parser(protocol)

    def request(self, operation, given):
        from botocore.awsrequest import create_request_object, prepare_request_dict
        from botocore.config import Config
        from botocore.httpchecksum import apply_request_checksum, resolve_checksum_context

        request = self.serializer.serialize_to_request(given, operation)
        prepare_request_dict(request, "https://example.com")
        # The default of a session.
        config = Config(request_checksum_calculation="when_supported")
        request["context"] = {"client_config": config}
        if operation.http_checksum:
            # A client does this before the signature. With HTTP, the checksum of a stream is in a
            # header; with HTTPS, it would be in a trailer.
            url, request["url"] = request["url"], "http://example.com"
            resolve_checksum_context(request, operation, given)
            apply_request_checksum(request)
            request["url"] = url
        return create_request_object(request).prepare()

    def parsed(self, operation, response):
        """The response, the parser's input, and the parser's result."""
        from botocore.awsrequest import AWSResponse, HeadersDict
        from botocore.endpoint import convert_to_response_dict
        from botocore.handlers import _handle_200_error

        headers = HeadersDict()
        for name, value in response["headers"]:
            headers[name] = value
        body = Body(base64.b64decode(response["body"]))
        answer = AWSResponse("https://example.com", response["status"], headers, body)
        read = convert_to_response_dict(answer, operation)
        if self.service.service_name == "s3":
            _handle_200_error(operation, read)
        return answer, read, self.parser.parse(read, operation.output_shape)

    def output(self, operation, response):
        from botocore.handlers import parse_get_bucket_location

        answer, read, parsed = self.parsed(operation, response)
        if read["status_code"] >= 300:
            shape = error_shape(self.service, parsed.get("Error", {}))
            if shape is not None:
                parsed.update(self.parser.parse(read, shape))
            return {"error": error_node(self.service, parsed)}
        if self.service.service_name == "s3" and operation.name == "GetBucketLocation":
            parse_get_bucket_location(parsed, answer)
            if parsed["LocationConstraint"] is None:
                del parsed["LocationConstraint"]
        parsed.pop("ResponseMetadata", None)
        shape = operation.output_shape
        return {"output": {} if shape is None else to_node(shape, parsed)}

    def answer(self, case):
        operation = self.service.operation_model(case["operation"])
        result = {}
        try:
            given = case["input"]
            if operation.input_shape is not None:
                given = to_python(operation.input_shape, given)
            result["request"] = as_node(self.request(operation, given))
            result.update(self.output(operation, case["response"]))
        except Exception as error:
            result["failed"] = f"{type(error).__name__}: {error}"
        return result


def run(session, name, version, wanted):
    if wanted["protocol"] == "rest-json":
        client, wire = client_of(session, name, version)
        answer_case = functools.partial(answer, client, wire)
    else:
        answer_case = layers_of(session, name, version, wanted).answer
    for line in sys.stdin:
        print(json.dumps(answer_case(json.loads(line))))


def layers_of(session, name, version, wanted):
    from botocore.model import ServiceModel

    loader = session.get_component("data_loader")
    description = loader.load_service_model(name, "service-2", version)
    protocol = wanted["protocol"]
    metadata = description["metadata"]
    listed = metadata.get("protocols", [metadata["protocol"]])
    if protocol not in listed:
        metadata.update({key: value for key, value in wanted.items() if value is not None})
    return Layers(ServiceModel(description, name), protocol)


def client_of(session, name, version):
    import botocore
    from botocore.config import Config

    config = Config(
        signature_version=botocore.UNSIGNED,
        retries={"mode": "standard", "total_max_attempts": 1},
        # The cases have values that the model does not allow, such as texts that are too long.
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
    return client, wire


def describe(session, service_id, version):
    """The service with this id, in this version or, if botocore lacks it, in the newest one."""
    loader = session.get_component("data_loader")

    def plain(name):
        return "".join(letter for letter in name.lower() if letter.isalnum())

    services = loader.list_available_services("service-2")
    # Loading a description takes long, so a service with a similar name is tried first.
    services.sort(key=lambda name: (plain(name) != plain(service_id), name))
    for name in services:
        versions = loader.list_api_versions(name, "service-2")
        found = version if version in versions else versions[-1]
        description = loader.load_service_model(name, "service-2", found)
        if description["metadata"].get("serviceId") == service_id:
            return {"name": name, "version": found, "description": description}
    return {}


def session_of_its_own():
    """A session without the settings of the machine."""
    remove_settings()

    import botocore.session

    return botocore.session.get_session()


def main():
    session = session_of_its_own()
    if sys.argv[1] == "run":
        name, version, wanted = sys.argv[2:]
        run(session, name, version, json.loads(wanted))
        return
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(describe(session, question["service_id"], question["version"])))


if __name__ == "__main__":
    main()
