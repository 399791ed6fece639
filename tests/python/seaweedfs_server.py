"""Runs SeaweedFS, which verifies S3's signatures, on free loopback ports until standard input closes.

The first line on standard output is `listening on http://127.0.0.1:PORT`, the address of its S3 API.
Its only account has the keys SEAWEEDFS_ACCESS_KEY and SEAWEEDFS_SECRET_KEY.
"""

import json
import os
import shutil
import sys
import sysconfig
import tempfile

from child_server import free_ports, run, spawn

PORTS = [
    *("master.port", "master.port.grpc", "volume.port", "volume.port.grpc"),
    *("filer.port", "filer.port.grpc", "s3.port", "s3.port.grpc"),
]


def start(folder):
    """Starts SeaweedFS. Returns its process and the port of its S3 API."""
    data = tempfile.mkdtemp(dir=folder)
    accounts = os.path.join(data, "accounts.json")
    with open(accounts, "w", encoding="utf-8") as file:
        json.dump({"identities": [account()]}, file)
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    options = {
        **ports,
        "dir": data,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "filer": "true",
        "filer.localSocket": os.path.join(data, "filer.sock"),
        "s3": "true",
        "s3.config": accounts,
        "s3.localSocket": os.path.join(data, "s3.sock"),
        # 0 turns off two more APIs, which would listen on fixed ports.
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": "64",
        # Every bucket uses several volumes.
        "volume.max": "1000",
        # The default is a percentage, which is too much on a large disk.
        "volume.minFreeSpace": "64MiB",
    }
    command = [program(), "server", *(f"-{name}={value}" for name, value in options.items())]
    return spawn(command, folder, {}), ports["s3.port"]


def program():
    """The program of the package: beside this interpreter, or below the folder of the packages."""
    folders = [sysconfig.get_path("scripts")]
    folders += [os.path.join(path, "bin") for path in sys.path]
    found = shutil.which("weed", path=os.pathsep.join(folders))
    if found is None:
        sys.exit(f"`weed` is not in {folders}")
    return found


def account():
    """The account, in SeaweedFS's format."""
    keys = {
        "accessKey": os.environ["SEAWEEDFS_ACCESS_KEY"],
        "secretKey": os.environ["SEAWEEDFS_SECRET_KEY"],
    }
    return {"name": "tests", "credentials": [keys], "actions": ["Admin", "Read", "Write", "List"]}


if __name__ == "__main__":
    run("seaweedfs", start, "/healthz")
