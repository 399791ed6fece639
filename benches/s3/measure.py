#!/usr/bin/env python3
"""Measures uploads and downloads of S3 objects with ours and with other clients.

    floor         reqwest, unsigned
    ours          declared with aws-operation; signed, with CRC-32 of every body
    ours_plain    the same without checksums (`when_required`)
    object_store  the crate object_store; signed; a large upload is in parts
    rusty         rusty-s3, which signs URLs, and reqwest; bodies are not signed
    sdk           aws-sdk-s3; signed, with CRC-32 of every body (takes minutes to build)

    python3 s3/measure.py                    a quick check, without the SDK
    python3 s3/measure.py --runs 5 --sdk     the figures to publish
    python3 s3/measure.py --check            exit code 1 if a goal is missed
    python3 s3/measure.py --tls              over TLS, where streams are not hashed for the signature
    python3 s3/measure.py --json             for other programs

The server is a separate process on a loopback port. It reads and discards uploads, and returns objects
of zeros. It checks nothing, so that it takes little time. The programs use HTTP/1.1, without TLS unless
--tls is given, and one thread each. The large upload is read from a file.

time        Seconds for one object of 1 GiB, or for 10,000 objects of 4 KiB with 64 in flight.
processor   Processor time of the client.
memory      The maximum resident memory of the client.

The programs run in turns; the script prints the medians, and their ratio to the median of the floor. On
Linux with several processors, client and server are pinned to one each.

Needs Python 3.9, a Unix, Cargo, and 1 GiB in the temporary directory.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

BENCHES = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCHES / "operations"))

import builds  # noqa: E402: the line before says where it is

TARGET = BENCHES / "target"
FLOOR, OURS, PLAIN, SDK = "floor", "ours", "ours_plain", "sdk"
PEERS = ["object_store", "rusty"]
MOST_TIMES_FLOOR = 1.05
AT_ONCE = 64
WITHOUT_CHECKSUMS = {
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
}
FIGURES = [
    ("seconds", "time", lambda value: f"{value:.2f} s"),
    ("processor_seconds", "processor", lambda value: f"{value:.2f} s"),
    ("peak_bytes", "memory", lambda value: f"{value / 1e6:.1f} MB"),
]


def main():
    arguments = parse_arguments()
    programs = [FLOOR, PLAIN, OURS, *PEERS] + [SDK] * arguments.sdk
    try:
        build(programs)
        with tempfile.TemporaryDirectory() as folder:
            path = large_file(pathlib.Path(folder), arguments.bytes)
            figures = measure(programs, path, arguments)
    except builds.Broken as error:
        sys.exit(f"measure.py: {error}")
    goals = list(judge(figures, programs))
    if arguments.json:
        print(json.dumps({"figures": figures, "goals": goals}, indent=2))
    else:
        print_tables(figures, programs)
        for goal in goals:
            print(f"{'holds' if goal['holds'] else 'MISSED':6}  {goal['what']}")
    if arguments.check and not all(goal["holds"] for goal in goals):
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3, help="processes of each (3)")
    parser.add_argument("--bytes", type=int, default=1 << 30, help="the large object (1 GiB)")
    parser.add_argument("--objects", type=int, default=10_000, help="small objects (10000)")
    parser.add_argument("--sdk", action="store_true", help="measure the AWS SDK too")
    parser.add_argument("--tls", action="store_true", help="over TLS")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--json", action="store_true", help="for other programs")
    return parser.parse_args()


def build(programs):
    packages = ["server", *(program for program in programs if program != PLAIN)]
    # One at a time, because Cargo unifies the features of packages that it builds together.
    for package in packages:
        builds.run(
            ["cargo", "build", "--release", "--package", f"s3_{package}", "--target-dir",
             str(TARGET), "--locked", "--quiet"],
            BENCHES,
        )
        builds.say(f"s3_{package}: release build done")


def large_file(folder, size):
    path = folder / "large.bin"
    with path.open("wb") as file:
        block = os.urandom(1 << 20)
        while size > 0:
            file.write(block[:size])
            size -= len(block)
    return path


def measure(programs, path, arguments):
    client, server_processors = processors()
    jobs = {
        "1 object up": ["put-large", str(path)],
        "1 object down": ["get-large", str(arguments.bytes)],
        "many up": ["put-small", str(arguments.objects), str(AT_ONCE)],
        "many down": ["get-small", str(arguments.objects), str(AT_ONCE)],
    }
    certificate = path.with_name("certificate.pem")
    server = subprocess.Popen(
        [TARGET / "release" / "s3_server", str(arguments.bytes)]
        + [str(certificate)] * arguments.tls,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=pinned(server_processors),
    )
    port = int(server.stdout.readline())
    environment = {"HOME": "/nonexistent", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    if arguments.tls:
        environment |= {
            "AWS_ENDPOINT_URL": f"https://localhost:{port}", "SSL_CERT_FILE": str(certificate),
        }
    try:
        return {
            name: in_turns(programs, job, environment, client, arguments.runs)
            for name, job in jobs.items()
        }
    finally:
        server.stdin.close()
        server.wait()
        server.stdout.close()


def processors():
    """The processors of the client and of the server; `None` if they are shared."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    free = sorted(os.sched_getaffinity(0))
    return ({free[0]}, {free[-1]}) if len(free) > 1 else (None, None)


def pinned(allowed):
    return allowed and (lambda: os.sched_setaffinity(0, allowed))


def in_turns(programs, job, environment, allowed, runs):
    results = {program: [] for program in programs}
    for turn in range(runs):
        # Each turn begins with another program.
        first = turn % len(programs)
        for program in programs[first:] + programs[:first]:
            results[program].append(run(program, job, environment, allowed))
    builds.say(f"{job[0]}: done")
    return {
        program: {name: statistics.median(it[name] for it in many) for name, *_ in FIGURES}
        for program, many in results.items()
    }


def run(program, job, environment, allowed):
    environment = environment | (WITHOUT_CHECKSUMS if program == PLAIN else {})
    executable = TARGET / "release" / f"s3_{OURS if program == PLAIN else program}"
    done = subprocess.run(
        [executable, *job], env=environment, capture_output=True, text=True,
        preexec_fn=pinned(allowed),
    )
    if done.returncode != 0:
        raise builds.Broken(f"{program} {' '.join(job)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def judge(figures, programs):
    """The goals: without checksums close to the floor, with checksums faster than every peer."""
    for job, by_program in figures.items():
        ratio = by_program[PLAIN]["seconds"] / by_program[FLOOR]["seconds"]
        words = f"{job}: without checksums {ratio:.2f} x floor, goal at most {MOST_TIMES_FLOOR}"
        yield {"what": words, "holds": ratio <= MOST_TIMES_FLOOR}
        for peer in programs:
            if peer in (FLOOR, OURS, PLAIN):
                continue
            ratio = by_program[OURS]["seconds"] / by_program[peer]["seconds"]
            words = f"{job}: with checksums {ratio:.2f} x {peer}, goal below 1"
            yield {"what": words, "holds": ratio < 1}


def print_tables(figures, programs):
    table = [["", *programs]]
    for job, by_program in figures.items():
        for name, title, text in FIGURES:
            floor = by_program[FLOOR][name]
            table.append([
                f"{job}: {title}",
                *(
                    text(by_program[it][name]) + ("" if it == FLOOR else
                    f" ({by_program[it][name] / floor:.2f} x)") for it in programs
                ),
            ])
    widths = [max(map(len, column)) for column in zip(*table)]
    for number, (title, *cells) in enumerate(table):
        cells = [cell.rjust(width) for cell, width in zip(cells, widths[1:])]
        print("| " + " | ".join([title.ljust(widths[0]), *cells]) + " |")
        if number == 0:
            print("| --- |" + " ---: |" * len(cells))
    print()


if __name__ == "__main__":
    main()
