#!/usr/bin/env python3
"""Makes the index of models that the tool downloads: the path and the SHA-256 of each model.

    make.py FOLDER [--source URL] > models.json

FOLDER is a checkout of github.com/aws/api-models-aws, or another folder of models. URL is where the
files of the folder are published; the default is the checkout's commit on GitHub. A server that
`aws-operation --models URL` reads needs the output as `index.json` in the folder of the models.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

RAW = "https://raw.githubusercontent.com/aws/api-models-aws/"


def entry(folder, path):
    """The line of a model; None if the file is not a model of a service."""
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
    return {
        "service_id": trait.get("sdkId", ""),
        "endpoint_prefix": trait.get("endpointPrefix", ""),
        "version": service.get("version", ""),
        "path": path.relative_to(folder).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--source", help="the URL of the published folder")
    arguments = parser.parse_args()
    folder = arguments.folder
    source = arguments.source
    if source is None:
        command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
        commit = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        source = f"{RAW}{commit}/"
    paths = sorted(path for path in folder.rglob("*.json") if path.is_file())
    visible = (p for p in paths if not any(s.startswith(".") for s in p.relative_to(folder).parts))
    entries = [line for line in (entry(folder, path) for path in visible) if line]
    if not entries:
        sys.exit(f"{folder} has no models")
    print(f'{{"source": {json.dumps(source)}, "models": [')
    print(",\n".join(json.dumps(line) for line in entries))
    print("]}")


if __name__ == "__main__":
    main()
