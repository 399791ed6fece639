#!/usr/bin/env python3
"""Measures the cost of aws-operation, compared with the minimum for the same job.

Three programs make the same call, API Gateway's GetIntegrationResponse:

    floor   written by hand, unsigned: reqwest, rustls with ring, serde
    ours    declared with aws-operation
    sdk     the AWS SDK for Rust (only with --sdk: it takes minutes)

    python3 budget/measure.py                   a quick check
    python3 budget/measure.py --runs 3 --sdk    the figures to publish
    python3 budget/measure.py --check           exit code 1 if a budget is exceeded

What is measured, in the same way for all programs:

crates    Packages (distinct names and versions) in `cargo tree -e normal` for this machine. The
          program itself and procedural macros are included. Crates that only build scripts need
          are not.
debug     Seconds of a clean `cargo build`, with an empty target directory and downloaded
          dependencies. The programs are built in turns, and each round begins with another one.
          The sdk is built only once. Budgets compare the fastest builds, because noise only adds
          time. Incremental compilation is off: Cargo uses it for path dependencies, as
          aws-operation is here, but not for dependencies from a registry, as it is elsewhere.
release   Bytes of the program after `cargo build --release`, with Cargo's own settings and
          `strip = true`.

With --resources, also for the fastest debug build: seconds of processor time, processor seconds of
other programs at the same time (on Linux), and the maximum resident memory of any of its processes.

Before the debug builds, all programs run against a small server on a loopback port, and must give
the same results. Cargo settings in the environment are removed, and versions come from
benches/Cargo.lock. So the figures depend only on the toolchain, speed and load of the machine.

Needs Python 3.9, Cargo, and on the first run the network. If other programs use the machine, the
seconds and their ratios are invalid; on Linux the script detects and reports this.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import answers

BENCHES = pathlib.Path(__file__).resolve().parent.parent
TARGET = BENCHES / "target"

FLOOR, OURS, SDK = "floor", "ours", "sdk"
CRATES, DEBUG, RELEASE = "crates in the tree", "clean debug build", "stripped release binary"

MOST_CRATES = 97
MOST_TIMES_FLOOR = {DEBUG: 1.15, RELEASE: 1.10}

# What a person may have set for their own builds, and would not be told apart from a cost.
FOREIGN = ("RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_INCREMENTAL", "CARGO_TARGET_DIR")
FOREIGN_PREFIXES = ("CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_")


def main():
    arguments = parse_arguments()
    programs = [FLOOR, OURS] + [SDK] * arguments.sdk
    try:
        cargo("fetch", "--locked", "--target", host())
        crates = {program: count_crates(program) for program in programs}
        sizes = {program: release_size(program) for program in programs}
        for program in programs:
            answers.check(executable(program))
        builds = debug_builds(programs, arguments.runs)
    except (Broken, answers.Different) as error:
        sys.exit(f"measure.py: {error}")

    print(environment(), end="\n\n")
    fastest = each(builds, lambda many: min(many, key=lambda build: build.seconds))
    measured = {CRATES: crates, DEBUG: each(fastest, lambda it: it.seconds), RELEASE: sizes}
    print_table(rows(measured, builds, fastest, arguments))
    holds = judge(measured)
    warn_of_company(fastest)
    if arguments.check and not holds:
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=positive, default=1, help="debug builds of each (1)")
    parser.add_argument("--sdk", action="store_true", help="measure the AWS SDK too")
    parser.add_argument("--resources", action="store_true", help="processor time and memory too")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a budget is broken")
    arguments = parser.parse_args()
    if arguments.resources and not hasattr(os, "wait4"):
        parser.error("--resources needs a Unix")
    return arguments


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


class Broken(Exception):
    """Nothing can be measured. The message says why."""


# Cargo


def cargo(*arguments):
    """Runs Cargo, and returns its standard output. Prints its messages only if it fails."""
    return run(["cargo", *arguments]).stdout


def run(command):
    try:
        return subprocess.run(
            command, cwd=BENCHES, env=clean_environment(), check=True,
            capture_output=True, text=True,
        )
    except FileNotFoundError:
        raise Broken(f"{command[0]} is not installed") from None
    except subprocess.CalledProcessError as error:
        raise Broken(f"`{' '.join(command)}` failed:\n{error.stderr}") from None


def clean_environment():
    kept = {
        name: value for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }
    # Empty, the first two also undo what a configuration file says.
    return kept | {"RUSTC_WRAPPER": "", "RUSTC_WORKSPACE_WRAPPER": "", "CARGO_INCREMENTAL": "0"}


def host():
    lines = run(["rustc", "-vV"]).stdout.splitlines()
    return next(line.split()[1] for line in lines if line.startswith("host:"))


def build_command(program, target, *options):
    return [
        "cargo", "build", "--package", program, "--target-dir", str(target),
        "--locked", "--offline", "--quiet", *options,
    ]


def count_crates(program, options=()):
    tree = cargo(
        "tree", *options, "--package", program, "--edges", "normal", "--prefix", "none",
        "--locked", "--offline",
    )
    # "serde_derive v1.0.228 (proc-macro) (*)": the rest says what it is, not which.
    return len({tuple(line.split()[:2]) for line in tree.splitlines()})


def release_size(program, options=()):
    run(build_command(program, TARGET, "--release", *options))
    say(f"{program}: release build done")
    return executable(program).stat().st_size


def executable(program):
    return TARGET / "release" / (program + (".exe" if os.name == "nt" else ""))


class Build:
    """The time and resources of one clean debug build."""

    def __init__(self, program, options=()):
        TARGET.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="budget-", dir=TARGET) as target:
            command = build_command(program, target, *options)
            busy, start = busy_seconds(), time.perf_counter()
            with subprocess.Popen(
                command, cwd=BENCHES, env=clean_environment(), stderr=subprocess.PIPE, text=True
            ) as process:
                errors = process.stderr.read()
                self.wait(process)
            self.seconds = time.perf_counter() - start
            self.other_seconds = None
            if busy is not None and self.processor_seconds is not None:
                self.other_seconds = max(0, busy_seconds() - busy - self.processor_seconds)
        if process.returncode != 0:
            raise Broken(f"`{' '.join(command)}` failed:\n{errors}")

    def wait(self, process):
        self.processor_seconds = self.peak_bytes = None
        if not hasattr(os, "wait4"):
            process.wait()
            return
        # Usage counts the compilers that Cargo has waited for.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.processor_seconds = usage.ru_utime + usage.ru_stime
        unit = 1 if sys.platform == "darwin" else 1024
        self.peak_bytes = usage.ru_maxrss * unit


def busy_seconds():
    """Processor time of the whole machine, or None if the system does not report it."""
    try:
        first = pathlib.Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return None
    # user nice system idle iowait irq softirq steal; what guests use is part of the first two.
    ticks = [int(field) for field in first.split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def debug_builds(programs, runs):
    builds = {program: [] for program in programs}
    for turn in range(runs):
        order = [program for program in programs if program != SDK or turn == 0]
        # The larger first, then the smaller: what the first one warms up helps the others.
        for program in order if turn % 2 else reversed(order):
            build = Build(program)
            say(f"{program}: clean debug build {turn + 1} took {seconds(build.seconds)}")
            builds[program].append(build)
    return builds


# What is printed


def environment():
    cargo_version = cargo("--version").strip()
    rustc_version = run(["rustc", "--version"]).stdout.strip()
    return f"{host()}, {os.cpu_count()} processors\n{rustc_version}, {cargo_version}"


def rows(measured, builds, fastest, arguments):
    yield "", *measured[CRATES]
    yield row(CRATES, measured[CRATES], str)
    title = f"{DEBUG}, fastest of {arguments.runs}" if arguments.runs > 1 else DEBUG
    yield row(title, measured[DEBUG], seconds)
    if arguments.runs > 1:
        yield row(f"{DEBUG}, median", each(builds, median_seconds), seconds)
    yield row(RELEASE, measured[RELEASE], megabytes)
    if arguments.resources:
        yield row("  processor time", each(fastest, lambda it: it.processor_seconds), seconds)
        if all(build.other_seconds is not None for build in fastest.values()):
            cells = [seconds(build.other_seconds) for build in fastest.values()]
            yield "  other work meanwhile", *cells
        yield row("  largest process", each(fastest, lambda it: it.peak_bytes), megabytes)


def each(by_program, function):
    return {program: function(value) for program, value in by_program.items()}


def median_seconds(builds):
    return statistics.median(build.seconds for build in builds)


def seconds(value):
    return f"{value:.1f} s"


def megabytes(value):
    return f"{value / 1e6:.2f} MB"


def row(title, values, text):
    floor = values[FLOOR]
    cells = [
        text(value) if program == FLOOR else f"{text(value)} ({value / floor:.2f} x)"
        for program, value in values.items()
    ]
    return title, *cells


def print_table(rows):
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows)]
    for title, *cells in rows:
        cells = [cell.rjust(width) for cell, width in zip(cells, widths[1:])]
        print("  ".join([title.ljust(widths[0]), *cells]))


def judge(measured):
    """Prints each budget, and returns whether all are met."""
    budgets = [(CRATES, measured[CRATES][OURS], MOST_CRATES, f"at most {MOST_CRATES}")]
    for what, most in MOST_TIMES_FLOOR.items():
        ratio = measured[what][OURS] / measured[what][FLOOR]
        budgets.append((what, ratio, most, f"at most {most:.2f} x floor"))
    print()
    for what, value, most, words in budgets:
        value_text = str(value) if what == CRATES else f"{value:.3f} x"
        print(f"{'holds' if value <= most else 'BROKEN':6}  {what}: {value_text}, {words}")
    return all(value <= most for _, value, most, _ in budgets)


def warn_of_company(fastest):
    for program, build in fastest.items():
        if (build.other_seconds or 0) > build.seconds / 10:
            print(
                f"\n{program} was not alone: other work took {seconds(build.other_seconds)} of the "
                "processors during its fastest debug build. Measure again when the machine is quiet."
            )


def say(progress):
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
