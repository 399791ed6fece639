"""How files of vectors are made from the files of their sources."""

import hashlib
import json
import re

import ec2_model
from vector_sources import is_within


def compact(value, sort_keys=False):
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=sort_keys)
    return text.encode()


def digest(form, content):
    """The SHA-256 of a file. In the output of the Smithy CLI, the order of keys does not matter."""
    if form == "smithy":
        try:
            content = compact(json.loads(content), sort_keys=True)
        except ValueError:
            pass  # A damaged file: its hash differs anyway.
    return hashlib.sha256(content).hexdigest()


def input_files(given, contents):
    """The content of each input, which is a file."""
    return [contents[source][path] for source, path in given]


def copy(given, contents, _smithy):
    (content,) = input_files(given, contents)
    return content


def endpoints(given, contents, _smithy):
    """The endpoint rules and cases of a service, from its description, its rules and its cases."""
    service, rules, tests = map(json.loads, input_files(given, contents))
    metadata = service["metadata"]
    return compact({
        "serviceId": metadata["serviceId"],
        "signingName": metadata.get("signingName", metadata["endpointPrefix"]),
        "endpointPrefix": metadata["endpointPrefix"],
        "ruleSet": rules,
        "testCases": tests["testCases"],
    })


def ec2(given, contents, _smithy):
    service, paginators = map(json.loads, input_files(given, contents))
    return compact(ec2_model.convert(service, paginators))


def smithy(given, contents, cli):
    """The JSON AST of models, without the shapes of the trait definitions that the models need."""
    models = files_in_folders(given, contents)
    definitions = files_in_folders(cli.definitions, contents)
    namespaces = {
        namespace.decode()
        for content in definitions.values()
        for namespace in re.findall(rb"^namespace (\S+)", content, re.MULTILINE)
    }
    model = json.loads(cli.ast({**models, **definitions}))
    model["shapes"] = {
        name: shape
        for name, shape in model["shapes"].items()
        if name.partition("#")[0] not in namespaces
    }
    return compact(model)


def files_in_folders(given, contents):
    """The files of the inputs, which can be folders: the content by path, in a fixed order."""
    return {
        path: content
        for source, place in given
        for path, content in sorted(contents[source].items())
        if is_within(path, place)
    }


FORMS = {None: copy, "ec2": ec2, "endpoints": endpoints, "smithy": smithy}
