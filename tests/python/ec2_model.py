"""Converts botocore's description of EC2 to a Smithy JSON AST, with what the tests need of it."""

import re

NAMESPACE = "com.amazonaws.ec2#"
SIMPLE = {
    "blob": "Blob",
    "boolean": "Boolean",
    "double": "Double",
    "float": "Float",
    "integer": "Integer",
    "long": "Long",
    "string": "String",
    "timestamp": "Timestamp",
}
# botocore's name of a member's property, and the trait with the same value.
MEMBER_TRAITS = {
    "documentation": "smithy.api#documentation",
    "locationName": "smithy.api#xmlName",
    "queryName": "aws.protocols#ec2QueryName",
}
# botocore's name of a property of paginators, and Smithy's.
PAGINATION = {
    "input_token": "inputToken",
    "output_token": "outputToken",
    "limit_key": "pageSize",
    "result_key": "items",
}


def shape_id(name):
    return NAMESPACE + name[0].upper() + name[1:]


def documented(description):
    """The traits of a shape that has documentation, or no traits."""
    text = description.get("documentation")
    return {"smithy.api#documentation": text} if text else {}


def with_traits(shape, traits):
    return {**shape, "traits": traits} if traits else shape


class Converter:
    def __init__(self, service, paginators):
        self.service = service
        self.shapes = service["shapes"]
        self.paginators = paginators["pagination"]

    def model(self):
        operations = self.service["operations"]
        shapes = {shape_id(name): self.operation(name) for name in operations}
        for name, shape in self.shapes.items():
            if shape["type"] == "structure":
                shapes[shape_id(name)] = self.structure(shape)
            elif shape["type"] == "list":
                member = self.member(shape["member"])
                shapes[shape_id(name)] = {"type": "list", "member": member}
            elif "enum" in shape:
                shapes[shape_id(name)] = self.enum(shape)
        shapes[NAMESPACE + "EC2"] = self.service_shape(operations)
        return {"smithy": "2.0", "shapes": dict(sorted(shapes.items()))}

    def service_shape(self, operations):
        metadata = self.service["metadata"]
        return {
            "type": "service",
            "version": metadata["apiVersion"],
            "operations": [{"target": shape_id(name)} for name in sorted(operations)],
            "traits": {
                "aws.api#service": {
                    "sdkId": metadata["serviceId"],
                    "endpointPrefix": metadata["endpointPrefix"],
                    "arnNamespace": "ec2",
                    "cloudFormationName": "EC2",
                },
                "aws.auth#sigv4": {"name": metadata["endpointPrefix"]},
                "smithy.api#title": metadata["serviceFullName"],
                "smithy.api#xmlNamespace": {"uri": metadata["xmlNamespace"]},
                "aws.protocols#ec2Query": {},
            },
        }

    def operation(self, name):
        description = self.service["operations"][name]
        traits = documented(description)
        if name in self.paginators:
            pages = self.paginators[name]
            # Smithy has no trait for pages with two lists of items.
            traits["smithy.api#paginated"] = {
                trait: pages[key]
                for key, trait in PAGINATION.items()
                if isinstance(pages.get(key), str)
            }
        shape = {"type": "operation"}
        for direction in ("input", "output"):
            target = description.get(direction)
            shape[direction] = {
                "target": shape_id(target["shape"]) if target else "smithy.api#Unit"
            }
        return with_traits(shape, traits)

    def structure(self, shape):
        members = {}
        for name, description in shape["members"].items():
            members[name] = self.member(description, name in shape.get("required", []))
        traits = documented(shape)
        if shape.get("sensitive"):
            traits["smithy.api#sensitive"] = {}
        return with_traits({"type": "structure", "members": members}, traits)

    def member(self, description, is_required=False):
        traits = {
            trait: description[key]
            for key, trait in MEMBER_TRAITS.items()
            if description.get(key)
        }
        if is_required:
            traits["smithy.api#required"] = {}
        if description.get("idempotencyToken"):
            traits["smithy.api#idempotencyToken"] = {}
        return with_traits({"target": self.target(description["shape"])}, traits)

    def target(self, name):
        shape = self.shapes[name]
        if shape["type"] in SIMPLE and "enum" not in shape:
            return "smithy.api#" + SIMPLE[shape["type"]]
        return shape_id(name)

    def enum(self, shape):
        members = {}
        for value in shape["enum"]:
            name = re.sub(r"[^A-Za-z0-9_]", "_", value)
            members[name] = {
                "target": "smithy.api#Unit",
                "traits": {"smithy.api#enumValue": value},
            }
        return with_traits({"type": "enum", "members": members}, documented(shape))


def convert(service, paginators):
    """The model, from the parsed files `service-2.json` and `paginators-1.json`."""
    return Converter(service, paginators).model()
