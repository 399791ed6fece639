"""Describes the event streams of botocore's services, and parses event streams with botocore.

    botocore_streams.py models       prints, for each service with event streams, a line with its `service`
                                     and a Smithy model of its operations with event streams
    botocore_streams.py parse        reads cases, and prints a line with the answer to each

A model also has, for each union of events, an operation `Send<union>` whose input is a stream of them,
and an operation `Receive<union>` whose output is. All shapes have botocore's names.

A case of `parse` is a line with the `service`, the `protocol`, the `union`, and the messages of the
stream in base64 as `body`. The answer has a list of `events`. An exception is an object with its `code`
and `message`. If the script fails, `failed` has the reason.
"""

import base64
import functools
import json
import sys

from botocore.eventstream import EventStream
from botocore.exceptions import EventStreamError
from botocore.parsers import create_parser
from botocore.session import Session

import botocore_peer as peer
from clean_environment import remove_settings

remove_settings()
SESSION = Session()
PROTOCOLS = {
    "rest-json": "aws.protocols#restJson1",
    "rest-xml": "aws.protocols#restXml",
    "json": "aws.protocols#awsJson1_1",
    "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
}
FORMATS = {"iso8601": "date-time", "unixTimestamp": "epoch-seconds", "rfc822": "http-date"}
SIMPLE = {"boolean", "blob", "timestamp", "integer", "long", "float", "double", "string"}


@functools.cache
def service_model(name):
    return SESSION.get_service_model(name)


def streams(service):
    """The operations with event streams, and their unions."""
    operations, unions = [], {}
    for name in service.operation_names:
        operation = service.operation_model(name)
        found = [operation.get_event_stream_input(), operation.get_event_stream_output()]
        found = [union for union in found if union is not None]
        if found:
            operations.append(operation)
            unions.update((union.name, union) for union in found)
    return operations, unions


class Model:
    """A Smithy model, made from a model of botocore."""

    def __init__(self, service):
        self.service = service
        self.namespace = "botocore." + service.service_name.replace("-", "")
        self.protocol = service.metadata["protocol"]
        self.shapes = {}

    def id(self, name):
        return f"{self.namespace}#{name}"

    def target(self, shape):
        """A reference to a shape, which is added to the model."""
        if shape.name not in self.shapes:
            self.shapes[shape.name] = {}
            self.shapes[shape.name] = self.shape(shape)
        return {"target": self.id(shape.name)}

    def shape(self, shape):
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return {"type": "document"}
        if kind == "structure":
            is_stream = bool(shape.serialization.get("eventstream"))
            traits = {"smithy.api#streaming": {}} if is_stream else {}
            if shape.metadata.get("exception"):
                traits["smithy.api#error"] = "client"
            if "name" in shape.serialization:
                traits["smithy.api#xmlName"] = shape.serialization["name"]
            members = {
                name: self.member(shape, name, member) for name, member in shape.members.items()
            }
            is_union = is_stream or getattr(shape, "is_tagged_union", False)
            kind = "union" if is_union else "structure"
            return {"type": kind, "members": members, "traits": traits}
        if kind == "list":
            return {"type": "list", "member": self.item(shape.member)}
        if kind == "map":
            return {
                "type": "map",
                "key": self.item(shape.key),
                "value": self.item(shape.value),
            }
        traits = {}
        if getattr(shape, "enum", None):
            traits["smithy.api#enum"] = [{"value": value} for value in shape.enum]
        if shape.serialization.get("streaming"):
            traits["smithy.api#streaming"] = {}
        if kind not in SIMPLE:
            raise ValueError(f"{shape.name} is a {kind}")
        return {"type": kind, "traits": traits}

    def item(self, shape):
        """The member of a list, or the key or value of a map."""
        reference = self.target(shape)
        traits = self.format(shape)
        if self.protocol == "rest-xml" and "name" in shape.serialization:
            traits["smithy.api#xmlName"] = shape.serialization["name"]
        return {**reference, "traits": traits}

    def format(self, shape):
        given = shape.serialization.get("timestampFormat")
        return {"smithy.api#timestampFormat": FORMATS[given]} if given else {}

    def member(self, structure, name, shape):
        serialization = shape.serialization
        wire = serialization.get("name", name)
        traits = self.format(shape)
        location = serialization.get("location") if self.protocol.startswith("rest") else None
        if name in structure.required_members:
            traits["smithy.api#required"] = {}
        if serialization.get("eventpayload"):
            traits["smithy.api#eventPayload"] = {}
        elif serialization.get("eventheader"):
            traits["smithy.api#eventHeader"] = {}
        elif structure.serialization.get("payload") == name:
            traits["smithy.api#httpPayload"] = {}
        elif location == "uri":
            traits.update({"smithy.api#httpLabel": {}, "smithy.api#required": {}})
        elif location == "querystring" and shape.type_name == "map":
            traits["smithy.api#httpQueryParams"] = {}
        elif location == "querystring":
            traits["smithy.api#httpQuery"] = wire
        elif location == "header":
            traits["smithy.api#httpHeader"] = wire
        elif location == "headers":
            traits["smithy.api#httpPrefixHeaders"] = wire
        elif location == "statusCode":
            traits["smithy.api#httpResponseCode"] = {}
        elif self.protocol == "rest-xml":
            traits.update(self.xml(shape, name, wire))
        elif wire != name:
            traits["smithy.api#jsonName"] = wire
        if serialization.get("idempotencyToken") or shape.metadata.get("idempotencyToken"):
            traits["smithy.api#idempotencyToken"] = {}
        if serialization.get("jsonvalue"):
            traits["smithy.api#mediaType"] = "application/json"
        return {**self.target(shape), "traits": traits}

    @staticmethod
    def xml(shape, name, wire):
        serialization = shape.serialization
        traits = {"smithy.api#xmlName": wire} if wire != name else {}
        for key, trait in [("flattened", "xmlFlattened"), ("xmlAttribute", "xmlAttribute")]:
            if serialization.get(key):
                traits[f"smithy.api#{trait}"] = {}
        return traits

    def operation(self, name, given, output, uri, method="POST"):
        traits = {"smithy.api#http": {"method": method, "uri": uri}}
        operation = {"type": "operation", "traits": traits}
        for key, value in [("input", given), ("output", output)]:
            if value is not None:
                operation[key] = value
        self.shapes[name] = operation

    def smithy(self):
        operations, unions = streams(self.service)
        for operation in operations:
            shapes = [operation.input_shape, operation.output_shape]
            given, output = [None if shape is None else self.target(shape) for shape in shapes]
            http = operation.http
            self.operation(operation.name, given, output, self.uri(operation), http["method"])
        for name, union in unions.items():
            member = {**self.target(union), "traits": {"smithy.api#httpPayload": {}}}
            stream = {"type": "structure", "members": {"stream": member}}
            for prefix, ends in [("Send", (1, 0)), ("Receive", (0, 1))]:
                self.shapes[f"{prefix}{name}Stream"] = stream
                reference = {"target": self.id(f"{prefix}{name}Stream")}
                given, output = [reference if is_end else None for is_end in ends]
                self.operation(prefix + name, given, output, f"/{prefix}{name}")
        names = [name for name, shape in self.shapes.items() if shape["type"] == "operation"]
        self.shapes["Service"] = {
            "type": "service",
            "version": self.service.api_version,
            "operations": [{"target": self.id(name)} for name in names],
            "traits": {
                PROTOCOLS[self.protocol]: {},
                "aws.auth#sigv4": {"name": self.service.signing_name},
                "aws.api#service": {"sdkId": self.service.service_id},
            },
        }
        shapes = {self.id(name): shape for name, shape in self.shapes.items()}
        return {"smithy": "2.0", "shapes": shapes}

    def uri(self, operation):
        """The path, with the members' names in its labels."""
        uri = operation.http["requestUri"]
        members = operation.input_shape.members if operation.input_shape is not None else {}
        for name, member in members.items():
            if member.serialization.get("location") == "uri":
                label = member.serialization.get("name", name)
                uri = uri.replace(f"{{{label}}}", f"{{{name}}}")
                uri = uri.replace(f"{{{label}+}}", f"{{{name}+}}")
        return uri


def models():
    for name in SESSION.get_available_services():
        service = service_model(name)
        if streams(service)[0]:
            yield {"service": name, "model": Model(service).smithy()}


def parse(case):
    service = service_model(case["service"])
    union = service.shape_for(case["union"])
    parser = create_parser(case["protocol"])._event_stream_parser
    stream = EventStream(peer.Body(base64.b64decode(case["body"])), union, parser, "Receive")
    events = []
    try:
        for event in stream:
            events.append(peer.to_node(union, event))
    except EventStreamError as error:
        error = error.response["Error"]
        events.append({"code": error["Code"], "message": error["Message"]})
    return {"events": events}


def main():
    if sys.argv[1:] == ["models"]:
        for model in models():
            print(json.dumps(model))
        return
    for line in sys.stdin:
        try:
            answer = parse(json.loads(line))
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
