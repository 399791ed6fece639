"""Runs a server as a child process until standard input closes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

# Another process may take a free port before the server uses it.
ATTEMPTS = 5
START_SECONDS = 60


def run(name, start, health):
    """Prints `listening on URL` when the server responds to the path `health`.

    `start(folder)` returns the server's process and port. The server may write to the file `log` in
    `folder`, which is removed at the end.
    """
    # Standard input closes when the parent process ends. A signal to the process group must not end this
    # process before it has ended the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = tempfile.mkdtemp(prefix=f"aws-operation-tests-{name}-")
    try:
        child, port = start_ready(name, start, health, folder)
        with ended(child):
            print(f"listening on http://127.0.0.1:{port}", flush=True)
            # Waits until the parent closes standard input, or the server ends.
            closed = threading.Thread(target=sys.stdin.buffer.read, daemon=True)
            closed.start()
            while closed.is_alive():
                closed.join(timeout=0.2)
                if child.poll() is not None:
                    sys.exit(f"{name} ended unexpectedly with {child.returncode}\n{end_of_log(folder)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start_ready(name, start, health, folder):
    """The process and port of a server that responds."""
    for _ in range(ATTEMPTS):
        child, port = start(folder)
        if is_ready(child, f"http://127.0.0.1:{port}{health}"):
            return child, port
        with ended(child):
            pass
    sys.exit(f"{name} does not start\n{end_of_log(folder)}")


def is_ready(child, url):
    """Waits until the server responds. Returns False if it ends before that, or takes too long."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(url, timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
    return False


@contextlib.contextmanager
def ended(child):
    """Kills the process at the end, because its data is not needed, and waits for it."""
    try:
        yield
    finally:
        child.kill()
        child.wait()


def spawn(command, folder, environment):
    """Starts a program in the folder, without the caller's AWS configuration, and with a log."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with open(os.path.join(folder, "log"), "ab") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**kept, "HOME": folder, "TMPDIR": folder, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def end_of_log(folder):
    """The last lines that the server wrote."""
    with open(os.path.join(folder, "log"), encoding="utf-8", errors="replace") as log:
        return log.read()[-4000:]


def free_ports(count):
    """Ports that are free now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
