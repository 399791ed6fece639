"""Runs ministack, an in-memory AWS, on a free loopback port until standard input closes.

The first line on standard output is `listening on http://127.0.0.1:PORT`.
"""

import sys

from child_server import free_ports, run, spawn


def start(folder):
    """Starts ministack. Returns its process and port."""
    [port] = free_ports(1)
    environment = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "MINISTACK_HOST": "127.0.0.1",
        # These two would listen on fixed ports of all addresses.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    return spawn([sys.executable, "-m", "ministack"], folder, environment), port


if __name__ == "__main__":
    run("ministack", start, "/_ministack/health")
