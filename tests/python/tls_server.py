"""Responds `{}` over TLS on a free loopback port until standard input closes.

`tls_server.py AUTHORITY` writes the certificate of its authority to the file AUTHORITY. The first line on
standard output is `listening on https://localhost:PORT`.
"""

import datetime
import http.server
import os
import ssl
import sys
import tempfile
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM


def certificate(name, issuer=None, others=()):
    """A certificate for `name` and others, and its key. Without an issuer, it is an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_certificate, issuer_key = issuer or (None, key)
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer:
        names = x509.SubjectAlternativeName([x509.DNSName(it) for it in (name, *others)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key, hashes.SHA256()), key


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def main():
    authority = certificate("Authority of a test")
    with open(sys.argv[1], "wb") as file:
        file.write(authority[0].public_bytes(PEM))
    # Clients do not use a proxy for `localhost`. Tests of proxies use the other name.
    own, key = certificate("localhost", authority, ["through.example.com"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(own.public_bytes(PEM))
        private = serialization.PrivateFormat.PKCS8
        file.write(key.private_bytes(PEM, private, serialization.NoEncryption()))
        file.flush()
        context.load_cert_chain(file.name)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # clients that do not trust the authority close
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"listening on https://localhost:{server.server_address[1]}", flush=True)

    # Standard input closes when the parent process ends.
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
