"""Reads an event stream with botocore several times, and prints how long each run took.

Standard input has a line with the lengths of the chunks, the chunks, and then a line for each run. For each run, the
program prints a line: the numbers of events, payload bytes and header bytes, and nanoseconds of processor time.
"""

import json
import sys
import time

from botocore.eventstream import EventStreamBuffer

HEADERS = (":message-type", ":event-type", ":content-type")


def read(chunks):
    events = payload_bytes = header_bytes = 0
    stream = EventStreamBuffer()
    for chunk in chunks:
        stream.add_data(chunk)
        for event in stream:
            events += 1
            payload_bytes += len(event.payload)
            header_bytes += sum(len(event.headers[name]) for name in HEADERS)
    return events, payload_bytes, header_bytes


def main():
    lines = sys.stdin.buffer
    chunks = [lines.read(length) for length in json.loads(lines.readline())]
    while lines.readline():
        start = time.process_time_ns()
        seen = read(chunks)
        took = time.process_time_ns() - start
        print(json.dumps([*seen, took]), flush=True)


main()
