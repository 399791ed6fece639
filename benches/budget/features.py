#!/usr/bin/env python3
"""Measures what each optional feature of aws-operation costs.

Builds the program `ours` of measure.py with one additional feature at a time:

    python3 budget/features.py                          all features, takes several minutes
    python3 budget/features.py --runs 3                 the fastest of three builds
    python3 budget/features.py --alone                  without the dependencies, more exactly
    python3 budget/features.py --release                also the size of the program
    python3 budget/features.py --feature sso --json     one feature, for other programs

crates    Crates that the feature adds to `cargo tree -e normal`.
debug     Seconds that it adds to a clean debug build, and processor seconds, which other programs
          on the machine affect less. Differences below two seconds are noise.
alone     With --alone, instead of crates and debug: seconds that it adds to a debug build of
          aws-operation and the program if all other crates are already built, the fastest of three.
          This is exact. For a feature that adds no crates, it is the whole cost.
release   With --release: bytes that it adds to the stripped program. The program does not call the
          feature. Code that Config::load uses is included; code that only a program's own calls
          use is not.

The requirements are those of measure.py.
"""

import argparse
import json
import sys
import time

import measure

FEATURES = [
    "chain", "profile", "sts", "sso", "imds", "container", "process", "http2", "gzip", "md5",
    "crc", "xxhash", "s3", "sigv4a", "aws-credential-types",
]


def main():
    arguments = parse_arguments()
    try:
        measure.cargo("fetch", "--locked", "--target", measure.host())
        costs = {name: cost(name, arguments) for name in ["", *arguments.features]}
    except measure.Broken as error:
        sys.exit(f"features.py: {error}")
    base = costs.pop("")
    if arguments.json:
        print(json.dumps({"without": base, "with": costs}, indent=2))
        return
    print(measure.environment(), end="\n\n")
    size = " stripped release binary |" if arguments.release else ""
    seconds = "clean debug build | processor time of it"
    if arguments.alone:
        seconds = "debug build of aws-operation"
    print(f"| feature | crates | {seconds} |" + size)
    print("| --- |" + " ---: |" * len(base))
    print(row("none", base, ""))
    for name, it in costs.items():
        print(row(f"`{name}`", {key: it[key] - base[key] for key in base}, "+"))


def row(name, it, sign):
    cells = [f"{it['crates']:{sign}}"]
    cells += [f"{it[key]:{sign}.1f} s" for key in ["alone", "seconds", "processor"] if key in it]
    if "bytes" in it:
        cells.append(f"{it['bytes'] / 1000:{sign},.0f} kB")
    return f"| {name} | {' | '.join(cells)} |"


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=measure.positive, default=1, help="builds of each (1)")
    parser.add_argument(
        "--feature", dest="features", action="append", choices=FEATURES, metavar="NAME",
        help="only this one; may be given again",
    )
    parser.add_argument("--alone", action="store_true", help="of aws-operation alone")
    parser.add_argument("--release", action="store_true", help="build release programs too")
    parser.add_argument("--json", action="store_true", help="for other programs")
    arguments = parser.parse_args()
    arguments.features = arguments.features or FEATURES
    return arguments


def cost(feature, arguments):
    options = [f"--features={feature}"] if feature else []
    figures = {"crates": measure.count_crates(measure.OURS, options)}
    if arguments.alone:
        figures["alone"] = alone(options)
    else:
        builds = [measure.Build(measure.OURS, options) for _ in range(arguments.runs)]
        fastest = min(builds, key=lambda build: build.seconds)
        figures["seconds"], figures["processor"] = fastest.seconds, fastest.processor_seconds
    if arguments.release:
        figures["bytes"] = measure.release_size(measure.OURS, options)
    took = figures.get("alone") or figures["seconds"]
    measure.say(f"{feature or 'none'}: debug build took {took:.1f} s")
    return figures


def alone(options):
    """Seconds to build aws-operation and the program if all other crates are already built."""
    target = measure.TARGET / "features"
    build = measure.build_command(measure.OURS, target, *options)
    measure.run(build)
    fastest = float("inf")
    for _ in range(3):
        measure.cargo("clean", "--target-dir", str(target), "-p", "aws-operation", "-p", measure.OURS)
        start = time.perf_counter()
        measure.run(build)
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


if __name__ == "__main__":
    main()
