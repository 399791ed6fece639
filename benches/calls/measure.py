#!/usr/bin/env python3
"""Measures the cost of a whole call: encode, sign, send, receive, decode.

Three programs make the same call repeatedly, GetIntegrationResponse of API Gateway:

    floor   written by hand, unsigned: reqwest and serde
    ours    declared with aws-operation; it signs
    sdk     aws-sdk-apigateway (only with --sdk: it takes minutes to build); it signs

    python3 calls/measure.py                    a quick check
    python3 calls/measure.py --runs 15 --sdk    the figures to publish
    python3 calls/measure.py --check            exit code 1 if a budget is exceeded
    python3 calls/measure.py --json             for other programs

The server is a separate process on a loopback port, which responds immediately and counts signed
requests. The programs use plain HTTP/1.1 and keep their connections open. Each program first makes
one call at a time, and then 32 calls at a time on one thread.

time          The time of one call: the time of all calls, divided by their number.
processor     Processor time of the calling program.
user          Processor time in its own code, without the kernel. Linux separates the two by
              sampling, a few hundred times a second, so it is exact only for many calls.
memory        The maximum resident memory of the program.
allocations   Allocations and reallocations of one call, and the sum of their bytes. Counted once,
              by programs that differ only in the allocator.

The programs run in turns. Every run is a new process, and connections are opened before the
measurement begins. The script prints the median of the runs. On Linux with several processors,
caller and server are pinned to one each (--no-pin disables this). Credentials are static, without
a session token.

Needs Python 3.9, a Unix, and Cargo. If other programs use the machine, the times and their ratios
are invalid; on Linux the script detects and reports this.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys

BENCHES = pathlib.Path(__file__).resolve().parent.parent
TARGET = BENCHES / "target"
sys.path.append(str(BENCHES / "budget"))

import answers  # noqa: E402
import report  # noqa: E402
from report import FLOOR, OURS, SDK  # noqa: E402

AT_ONCE = [1, 32]
ASK = ["a1b2c3d4e5", "x9y8z7", answers.KNOWN, "200"]

# What a person may have set for their own builds.
FOREIGN = ("RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_INCREMENTAL", "CARGO_TARGET_DIR")
FOREIGN_PREFIXES = ("CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_")


def main():
    arguments = parse_arguments()
    programs = [FLOOR, OURS] + [SDK] * arguments.sdk
    try:
        build(programs)
        for program in programs:
            answers.check(executable(program))
        processors = Processors(arguments.pin)
        with Server(processors) as server:
            caller = Caller(server, processors, arguments)
            figures = {
                at_once: measure(caller, programs, at_once, arguments.runs) for at_once in AT_ONCE
            }
            for at_once, by_program in figures.items():
                for program in programs:
                    by_program[program].update(caller.allocations(program, at_once))
    except (Broken, answers.Different) as error:
        sys.exit(f"measure.py: {error}")

    verdicts = list(report.judge(figures))
    if arguments.json:
        print(json.dumps(report.as_json(figures, verdicts, arguments, caller), indent=2))
    else:
        print(environment(arguments, processors), end="\n\n")
        report.print_table(figures, programs)
        report.print_verdicts(verdicts)
    if caller.company() > 0.1:
        say(
            f"\nThe machine was not quiet: other work took {caller.company():.0%} of a processor "
            "during the measurements. Measure again when it is."
        )
    if arguments.check and not all(holds for *_, holds in verdicts):
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=positive, default=5, help="processes of each (5)")
    parser.add_argument("--calls", type=positive, default=50_000, help="calls in each run (50000)")
    parser.add_argument("--sdk", action="store_true", help="measure the AWS SDK too")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a budget is broken")
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument(
        "--no-pin", dest="pin", action="store_false", help="let programs change processors"
    )
    if os.name != "posix":
        parser.error("it needs a Unix")
    return parser.parse_args()


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


class Broken(Exception):
    """Nothing can be measured. The message says why."""


# Building


def build(programs):
    packages = ["calls_server", *(f"calls_{program}" for program in programs)]
    # One at a time, so that no program has features that another asked for.
    for package in packages:
        run([
            "cargo", "build", "--release", "--package", package, "--target-dir", str(TARGET),
            "--locked", "--quiet",
        ])
        say(f"{package}: release build done")


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
        raise Broken(f"`{' '.join(command)}` failed:\n{error.stderr}") from None


def clean_environment():
    return {
        name: value for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }


def executable(program, suffix=""):
    return TARGET / "release" / f"calls_{program}{suffix}"


# Calling


class Processors:
    """The processors that the caller and the server may use."""

    def __init__(self, pin):
        self.caller = self.server = None
        if pin and hasattr(os, "sched_setaffinity"):
            free = sorted(os.sched_getaffinity(0))
            if len(free) > 1:
                self.caller, self.server = {free[0]}, {free[-1]}

    @staticmethod
    def keep_to(processors):
        """A function for `preexec_fn`."""
        return processors and (lambda: os.sched_setaffinity(0, processors))


class Server:
    """The server that all programs call. It counts signed and unsigned requests."""

    def __init__(self, processors):
        self.process = subprocess.Popen(
            [TARGET / "release" / "calls_server", answers.PATH.format(answers.KNOWN),
             json.dumps(answers.RESPONSE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            preexec_fn=processors.keep_to(processors.server),
        )
        self.endpoint = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def tally(self):
        """The numbers of signed and unsigned requests since the last call of this function."""
        print(file=self.process.stdin, flush=True)
        return tuple(map(int, self.process.stdout.readline().split()))

    def seconds(self):
        """Processor time so far, or None if the system does not report it."""
        try:
            stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return None
        # After the name in parentheses the third field comes; those of time are 14 and 15.
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Caller:
    """Runs the programs, and measures the load by other programs."""

    def __init__(self, server, processors, arguments):
        self.server, self.processors, self.arguments = server, processors, arguments
        self.seconds = self.other_seconds = 0

    def run(self, program, at_once, suffix=""):
        calls, warm_up = self.arguments.calls, max(1000, self.arguments.calls // 10)
        command = [
            str(executable(program, suffix)), *ASK, str(calls), str(at_once), str(warm_up)
        ]
        self.server.tally()
        with self.watched():
            done = subprocess.run(
                command, env=answers.environment(self.server.endpoint), capture_output=True,
                text=True, preexec_fn=self.processors.keep_to(self.processors.caller),
            )
        if done.returncode != 0:
            raise Broken(f"`{' '.join(command)}` failed:\n{done.stderr}")
        due = (0, calls + warm_up) if program == FLOOR else (calls + warm_up, 0)
        if (counted := self.server.tally()) != due:
            raise Broken(f"{program} made other requests than told, signed and not: {counted}")
        return json.loads(done.stdout)

    @contextlib.contextmanager
    def watched(self):
        before = self.busy()
        yield
        after = self.busy()
        if None not in (before, after):
            self.seconds += after[0] - before[0]
            self.other_seconds += after[1] - before[1]

    def busy(self):
        """Seconds since the start, and the processor time of other programs since then."""
        machine, server, own = machine_seconds(), self.server.seconds(), os.times()
        if machine is None or server is None:
            return None
        return own.elapsed, machine - server - sum(own[:4])

    def company(self):
        """The fraction of a processor that other programs used."""
        return max(0, self.other_seconds) / self.seconds if self.seconds else 0

    def allocations(self, program, at_once):
        took = self.run(program, at_once, "_counted")
        return {name: took[name] / took["calls"] for name in ("allocations", "allocated_bytes")}


def machine_seconds():
    """Processor time of the whole machine, or None if the system does not report it."""
    try:
        first = pathlib.Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return None
    # user nice system idle iowait irq softirq steal; what guests use is part of the first two.
    ticks = [int(field) for field in first.split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def measure(caller, programs, at_once, runs):
    """For each program: the medians, and the time of every run."""
    taken = {program: [] for program in programs}
    for turn in range(runs):
        # Each goes first in its turn.
        first = turn % len(programs)
        for program in programs[first:] + programs[:first]:
            taken[program].append(caller.run(program, at_once))
        say(f"{report.words(at_once)}: run {turn + 1} of {runs} done")
    return {program: medians(took) for program, took in taken.items()}


def medians(runs):
    def a_call(*names):
        seconds = (sum(took[name] for name in names) / took["calls"] for took in runs)
        return statistics.median(seconds) * 1e6

    return {
        "microseconds": a_call("seconds"),
        "processor_microseconds": a_call("user_seconds", "system_seconds"),
        "user_microseconds": a_call("user_seconds"),
        "peak_bytes": statistics.median(took["peak_bytes"] for took in runs),
        "runs": [took["seconds"] / took["calls"] * 1e6 for took in runs],
    }


def environment(arguments, processors):
    pinned = "one each for caller and server" if processors.caller else "shared"
    return (
        f"{run(['rustc', '--version']).strip()}; {os.cpu_count()} processors, {pinned}\n"
        f"median of {arguments.runs} runs of {arguments.calls} calls; {', '.join(report.versions())}"
    )


def say(progress):
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
