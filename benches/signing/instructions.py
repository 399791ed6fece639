#!/usr/bin/env python3
"""Counts the instructions of a signature, with valgrind's callgrind.

The requests and peers are those of the program `signing`. Every peer signs each request a few times,
and in a second run more often. The difference is divided by the number of additional signatures, so
that one-time costs are not counted. The cost of copying and dropping the request is subtracted.

    python3 signing/instructions.py                 a few minutes
    python3 signing/instructions.py --case get      only one request
    python3 signing/instructions.py --json          for other programs

The table has two numbers for each peer: instructions outside SHA-256's compression function, and all
instructions. The first number is the signer's own work: the canonical request, encoding, memory, and
the MACs without the compression. Most of the second number is the compression function. It is not
the code that runs on your machine: valgrind has no SHA instructions, so the libraries fall back to
slower code. The fallbacks of ring, and of sha2, which the other peers use, are different.

The numbers include freeing the memory of a signature. The times that `signing` prints do not.

Needs Python 3.9, Cargo and valgrind.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BENCHES = pathlib.Path(__file__).resolve().parent.parent
TARGET = BENCHES / "target"
PROGRAM = TARGET / "counting" / "signing"

PEERS = ["limit", "ours", "aws-sigv4", "reqsign"]
NOBODY = "nobody"
SMALL_COUNTS, LARGE_COUNTS = (50, 150), (1, 3)

# ring's assembly, and sha2's Rust.
COMPRESSION = re.compile(r"_sha256_block_data_order|^sha2::.*compress")

# What a person may have set for their own builds.
FOREIGN = ("RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_INCREMENTAL", "CARGO_TARGET_DIR")
FOREIGN_PREFIXES = ("CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_")


def main():
    arguments = parse_arguments()
    try:
        build()
        jobs = [job for job in listed() if arguments.case in (None, job["case"])]
        if not jobs:
            raise Broken(f"there is no case {arguments.case}; `signing --list` has them")
        counts = count_all(jobs)
    except Broken as error:
        sys.exit(f"instructions.py: {error}")
    figures = [figure(job, counts) for job in jobs if job["peer"] != NOBODY]
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        print(run(["valgrind", "--version"]).strip() + ", " + run(["rustc", "--version"]))
        print_table(figures)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--case", help="only this request")
    parser.add_argument("--json", action="store_true", help="for other programs")
    return parser.parse_args()


class Broken(Exception):
    """Nothing can be counted. The message says why."""


def run(command):
    """Runs a command, and returns its standard output. Prints its messages only if it fails."""
    try:
        return subprocess.run(
            command, cwd=BENCHES, env=clean_environment(), check=True,
            capture_output=True, text=True,
        ).stdout
    except FileNotFoundError:
        raise Broken(f"{command[0]} is not installed") from None
    except subprocess.CalledProcessError as error:
        raise Broken(f"`{' '.join(map(str, command))}` failed:\n{error.stderr}") from None


def clean_environment():
    return {
        name: value for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }


def build():
    run([
        "cargo", "build", "--package", "signing", "--profile", "counting", "--locked", "--quiet",
        "--target-dir", str(TARGET),
    ])


def listed():
    """The list of cases. Fails if two peers make different signatures."""
    return json.loads(run([PROGRAM, "--list"]))


# Counting


def count_all(jobs):
    """For each case, key and peer: instructions per signature, without the compression and in total."""
    keys = list(dict.fromkeys(key_of(job) for job in jobs))
    large = {job["case"]: job["large"] for job in jobs}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = pool.map(lambda key: count_one(*key, large[key[0]]), keys)
        return dict(zip(keys, counts))


def key_of(job):
    """The case, key and peer of a run. A peer that accepts no key has the same run for both keys."""
    return job["case"], job["key"] if job["takes_a_key"] else "fresh", job["peer"]


def count_one(case, key, peer, large):
    few, many = LARGE_COUNTS if large else SMALL_COUNTS
    first, second = (callgrind(case, key, peer, times) for times in (few, many))
    return [(more - less) / (many - few) for less, more in zip(first, second)]


def callgrind(case, key, peer, times):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind.out"
        run([
            "valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}",
            str(PROGRAM), "--count", case, key, peer, str(times),
        ])
        own = own_instructions(out.read_text())
    everything = sum(own.values())
    compression = sum(count for name, count in own.items() if COMPRESSION.search(name))
    return everything - compression, everything


def own_instructions(profile):
    """The instructions of each function's own code. Valgrind's manual describes the format in section 3.2."""
    names, own, function, of_a_call = {}, {}, None, False
    for line in profile.splitlines():
        if found := re.match(r"c?fn=\((\d+)\)(?: (.*))?$", line):
            number, name = found.groups()
            names.setdefault(number, name)
            if line.startswith("fn="):
                function = names[number]
        elif line.startswith("calls="):
            of_a_call = True
        elif re.match(r"[0-9+*-]", line):
            if not of_a_call:
                own[function] = own.get(function, 0) + int(line.split()[1])
            of_a_call = False
    return own


def figure(job, counts):
    nobody = counts[job["case"], "fresh", NOBODY]
    outside, everything = (
        round(count - less) for count, less in zip(counts[key_of(job)], nobody)
    )
    return {
        "case": job["case"], "title": job["title"], "key": job["key"], "peer": job["peer"],
        "derives_key": job["key"] == "fresh" or not job["takes_a_key"],
        "outside_compression": outside, "all": everything,
    }


# What is printed


def print_table(figures):
    rows = {}
    for it in figures:
        rows.setdefault((it["title"], it["key"]), {})[it["peer"]] = it
    table = [["request", "key", *(f"{peer}: outside (all)" for peer in PEERS), "aws-sigv4 ÷ ours"]]
    for (title, key), by_peer in rows.items():
        ratio = by_peer["aws-sigv4"]["outside_compression"] / by_peer["ours"]["outside_compression"]
        cells = [cell(key, by_peer.get(peer)) for peer in PEERS]
        table.append([title, key, *cells, f"{ratio:.1f}"])
    widths = [max(map(len, column)) for column in zip(*table)]
    for number, line in enumerate(table):
        cells = [
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths))
        ]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("| --- | --- |" + " ---: |" * (len(line) - 2))
    print("\n\\* derives the key for every signature; it cannot be handed one.")
    print("The ratio is of the instructions outside SHA-256's compression function.")


def cell(key, it):
    if it is None:
        return "–"
    star = "\\*" if key == "cached" and it["derives_key"] else ""
    return f"{it['outside_compression']:,} ({it['all']:,}){star}"


if __name__ == "__main__":
    main()
