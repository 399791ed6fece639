#!/usr/bin/env python3
"""Measures the cost of a program with ten operations of S3, DynamoDB, SQS, STS and Lambda.

    floor          one unsigned call written by hand, as in budget/
    services-ours  the ten operations, declared with aws-operation
    services-sdk   the ten operations, with five crates of the AWS SDK (only with --sdk: it takes minutes)

    python3 services/measure.py --sdk         crates, clean debug build, stripped release binary
    python3 services/measure.py --protocols   what each further protocol adds to a program
    python3 services/measure.py --endpoints   what a preset's endpoint rules add to a program

Everything is measured as in budget/measure.py; see there. With --protocols and --endpoints, the bytes are the size
of the stripped release binary. The seconds are those of a debug build of only the program, with all
dependencies already built, the fastest of --runs.
"""

import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "budget"))

import measure  # noqa: E402: the line before says where it is

FLOOR, OURS, SDK = "floor", "services-ours", "services-sdk"
PROTOCOLS = "services-protocols"
FEATURES = ["aws_json_1_0", "aws_query", "ec2_query", "rest_xml", "rpc_v2_cbor"]
ENDPOINTS = "services-endpoints"
PRESETS = ["lambda", "sts", "dynamodb", "s3"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=measure.positive, default=1, help="debug builds of each (1)")
    parser.add_argument("--sdk", action="store_true", help="measure the AWS SDK too")
    parser.add_argument("--protocols", action="store_true", help="measure each protocol instead")
    parser.add_argument("--endpoints", action="store_true", help="measure presets instead")
    arguments = parser.parse_args()
    try:
        measure.cargo("fetch", "--locked", "--target", measure.host())
        if arguments.protocols:
            rows = one_by_one(PROTOCOLS, "restJson1 alone", "and", FEATURES, arguments.runs)
        elif arguments.endpoints:
            rows = one_by_one(ENDPOINTS, "no preset", "preset", PRESETS, arguments.runs)
        else:
            rows = programs(arguments)
    except measure.Broken as error:
        sys.exit(f"measure.py: {error}")
    print(measure.environment(), end="\n\n")
    measure.print_table(rows)


def programs(arguments):
    names = [FLOOR, OURS] + [SDK] * arguments.sdk
    crates = {name: measure.count_crates(name) for name in names}
    sizes = {name: measure.release_size(name) for name in names}
    builds = {name: [] for name in names}
    for turn in range(arguments.runs):
        for name in names if turn % 2 else reversed(names):
            if name != SDK or turn == 0:
                build = measure.Build(name)
                measure.say(f"{name}: clean debug build took {measure.seconds(build.seconds)}")
                builds[name].append(build)
    fastest = {name: min(many, key=lambda it: it.seconds) for name, many in builds.items()}
    measure.warn_of_company(fastest)
    pick = lambda what: {name: what(build) for name, build in fastest.items()}  # noqa: E731
    return [
        ("", *names),
        measure.row(measure.CRATES, crates, str),
        measure.row(measure.DEBUG, pick(lambda it: it.seconds), measure.seconds),
        measure.row("  processor time", pick(lambda it: it.processor_seconds), measure.seconds),
        measure.row("  largest process", pick(lambda it: it.peak_bytes), measure.megabytes),
        measure.row(measure.RELEASE, sizes, measure.megabytes),
    ]


def one_by_one(program, alone, with_feature, features, runs):
    """What each feature of a program adds to it."""
    base_bytes, base_seconds = cost(program, [], runs)
    rows = [
        ("", "release binary", "debug build of the program"),
        (alone, f"{base_bytes:,} bytes", f"{base_seconds:.2f} s"),
    ]
    for feature in features:
        size, taken = cost(program, ["--features", feature], runs)
        more = f"+{(size - base_bytes) / 1000:.1f} kB", f"{taken - base_seconds:+.2f} s"
        rows.append((f"{with_feature} {feature}", *more))
    return rows


def cost(program, options, runs):
    """Bytes of the release binary, and seconds of a debug build with all dependencies already built."""
    size = measure.release_size(program, options)
    main = measure.BENCHES / program.replace("-", "/", 1) / "src" / "main.rs"
    command = measure.build_command(program, measure.TARGET, *options)
    measure.run(command)
    taken = []
    for _ in range(runs):
        main.touch()
        start = time.perf_counter()
        measure.run(command)
        taken.append(time.perf_counter() - start)
    return size, min(taken)


if __name__ == "__main__":
    main()
