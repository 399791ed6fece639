"""Runs SeaweedFS, which verifies S3's signatures, on free loopback ports until standard input closes.

The first line on standard output is `listening on http://127.0.0.1:PORT`, the address of its S3 API.
The one account has the keys SEAWEEDFS_ACCESS_KEY and SEAWEEDFS_SECRET_KEY. All data is in a temporary
folder, which is removed at the end.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import urllib.error
import urllib.request

PORTS = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port")
PORTS += ("filer.port.grpc", "s3.port", "s3.port.grpc")
# Another process may take a port between our look at it and SeaweedFS's use of it.
ATTEMPTS = 5
START_SECONDS = 60


def main():
    # The parent's end, however it ends, closes standard input. A signal must not end this process
    # before it has ended SeaweedFS.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = tempfile.mkdtemp(prefix="aws-operation-tests-seaweedfs-")
    child = None
    try:
        for _ in range(ATTEMPTS):
            child, port = start(folder)
            if is_ready(child, port):
                break
            end(child)
        else:
            with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
                sys.exit(f"SeaweedFS does not start; the end of its log:\n{log.read()[-4000:]}")
        print(f"listening on http://127.0.0.1:{port}", flush=True)
        # Whatever happens first: the parent closes standard input, or SeaweedFS ends.
        closed = threading.Thread(target=sys.stdin.buffer.read, daemon=True)
        closed.start()
        while closed.is_alive():
            closed.join(timeout=0.2)
            if child.poll() is not None:
                sys.exit(f"SeaweedFS ended by itself with {child.returncode}")
    finally:
        if child is not None:
            end(child)
        shutil.rmtree(folder, ignore_errors=True)


def start(folder):
    """Starts SeaweedFS in an empty folder; returns its process and the port of its S3 API."""
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
        "s3.port.iceberg": "0",
        "s3.port.lance": "0",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": "64",
        "volume.max": "20",
    }
    weed = os.path.join(sysconfig.get_path("scripts"), "weed")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with open(os.path.join(folder, "log"), "ab") as log:
        child = subprocess.Popen(
            [weed, "server", *(f"-{name}={value}" for name, value in options.items())],
            cwd=data,
            env={**environment, "HOME": data},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    return child, ports["s3.port"]


def account():
    """The account, in the format of SeaweedFS."""
    keys = {
        "accessKey": os.environ["SEAWEEDFS_ACCESS_KEY"],
        "secretKey": os.environ["SEAWEEDFS_SECRET_KEY"],
    }
    return {"name": "tests", "credentials": [keys], "actions": ["Admin", "Read", "Write", "List"]}


def free_ports(count):
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def is_ready(child, port):
    """Waits until the S3 API answers; False if SeaweedFS ends before, or takes too long."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    return False


def end(child):
    """Ends the process, and waits for it."""
    child.terminate()
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


if __name__ == "__main__":
    main()
