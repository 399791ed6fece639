"""Forwards a response with events while the upstream is still writing it."""

import contextlib
import http.client
import socket
import threading

CONTENT_TYPE = "application/vnd.amazon.eventstream"


def has_events(response):
    """Whether the response is an event stream without a length."""
    return response.chunked and response.getheader("content-type") == CONTENT_TYPE


class EventResponse:
    """The body of a response with events, and the connection that it comes from."""

    def __init__(self, connection, response):
        self.connection = connection
        self.response = response

    def pass_on(self, client, write):
        """Writes the events as chunks. Returns them, and whether the client received all of them.

        When the client closes its connection, the connection to the upstream is closed too.
        """
        received = bytearray()
        watcher = threading.Thread(target=self.close_with, args=[client], daemon=True)
        watcher.start()
        try:
            while data := self.response.read1(65536):
                received += data
                write(b"%x\r\n%b\r\n" % (len(data), data))
            write(b"0\r\n\r\n")
        except (OSError, http.client.HTTPException):
            return bytes(received), False
        finally:
            self.response.close()
            self.connection.close()
        return bytes(received), True

    def close_with(self, client):
        """Waits until the client sends a request or closes. Ends the response if it closes."""
        with contextlib.suppress(OSError):
            if client.recv(1, socket.MSG_PEEK):
                return
        # This wakes the thread that reads. It fails if the response has already ended.
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
