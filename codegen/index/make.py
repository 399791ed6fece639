#!/usr/bin/env python3
"""Makes the index of models that the tool downloads: the names and the checksum of each model.

    make.py FOLDER [--source URL] > models.json

FOLDER is a checkout of github.com/aws/api-models-aws, or another folder of models. URL is where the
files of the folder are published; the default is the checkout's commit on GitHub. A server that
`aws-operation --models URL` reads needs the output as `index.json` in the folder of the models.

A checkout can lack large files, for example in a partial clone. Then their checksum is Git's, which
is that of the blob instead of the file.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

RAW = "https://raw.githubusercontent.com/aws/api-models-aws/"


def line(path, service_id, version, endpoint_prefix, **checksum):
    """The facts of a model. What the tool can derive is left out."""
    name = service_id.lower().replace(" ", "-")
    is_derived = path == f"{name}/service/{version}/{name}-{version}.json"
    facts = {
        "service_id": service_id,
        "endpoint_prefix": endpoint_prefix,
        "version": version,
        "path": "" if is_derived else path,
        **checksum,
    }
    return {key: value for key, value in facts.items() if value}


def entry(folder, path):
    """The facts of the model in a file; None if the file is not a model of a service."""
    content = path.read_bytes()
    try:
        model = json.loads(content)
    except ValueError:
        return None
    shapes = model.get("shapes") if isinstance(model, dict) else None
    services = [s for s in (shapes or {}).values() if s.get("type") == "service"]
    if not services:
        return None
    service = services[0]
    trait = service.get("traits", {}).get("aws.api#service", {})
    return line(
        path.relative_to(folder).as_posix(),
        trait.get("sdkId", ""),
        service.get("version", ""),
        trait.get("endpointPrefix", ""),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def git(folder, *arguments):
    """The output of a Git command in a checkout."""
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def missing(folder):
    """The facts of the models that the commit has and the checkout lacks."""
    for row in git(folder, "ls-tree", "-r", "HEAD").splitlines():
        blob, path = row.split()[2], row.split("\t")[1]
        parts = path.split("/")
        if len(parts) == 4 and parts[1] == "service" and not (folder / path).exists():
            yield line(path, parts[0], parts[2], "", git_blob=blob)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--source", help="the URL of the published folder")
    arguments = parser.parse_args()
    folder = arguments.folder
    source = arguments.source
    absent = []
    if source is None:
        source = f"{RAW}{git(folder, 'rev-parse', 'HEAD')}/"
        absent = list(missing(folder))
    paths = sorted(path for path in folder.rglob("*.json") if path.is_file())
    visible = (p for p in paths if not any(s.startswith(".") for s in p.relative_to(folder).parts))
    entries = [facts for facts in (entry(folder, path) for path in visible) if facts] + absent
    entries.sort(key=lambda facts: (facts["service_id"].lower(), facts["version"]))
    if not entries:
        sys.exit(f"{folder} has no models")
    print(f'{{"source": {json.dumps(source)}, "models": [')
    print(",\n".join(json.dumps(facts) for facts in entries))
    print("]}")


if __name__ == "__main__":
    main()
