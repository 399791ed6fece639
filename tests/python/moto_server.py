"""Runs moto, an in-memory AWS, on a free loopback port until standard input closes.

The first line on standard output is `listening on http://127.0.0.1:PORT`.
"""

import logging
import os
import sys

from moto.moto_server.threaded_moto_server import ThreadedMotoServer


def main():
    # werkzeug logs every request. Only its errors are kept.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"listening on http://{host}:{port}", flush=True)
    # The parent process reads only the first line of standard output.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    # Standard input closes when the parent process ends.
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
