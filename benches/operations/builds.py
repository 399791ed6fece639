"""Runs Cargo, and measures clean builds of one crate."""

import json
import os
import pathlib
import subprocess
import sys
import time

# What a person may have set for their own builds, and would not be told apart from a cost.
FOREIGN = (
    "RUSTC", "RUSTFLAGS", "RUSTC_BOOTSTRAP", "CARGO_ENCODED_RUSTFLAGS", "CARGO_INCREMENTAL",
    "CARGO_TARGET_DIR",
)
FOREIGN_PREFIXES = ("CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_")


class Broken(Exception):
    """Nothing can be measured. The message says why."""


class Place:
    """A workspace, and its target directory."""

    def __init__(self, root, target):
        self.root, self.target = root, target

    def cargo(self, *arguments):
        """Runs Cargo, and returns its standard output. Prints its messages only if it fails."""
        return run(["cargo", *arguments], self.root)

    def command(self, verb, package, *options):
        return [
            "cargo", verb, "--package", package, "--target-dir", str(self.target), "--locked",
            "--offline", "--quiet", *options,
        ]

    def run(self, verb, package):
        run(self.command(verb, package), self.root)

    def build(self, package):
        self.run("build", package)

    def clean(self, package):
        """Removes the build output of the package, but not of its dependencies."""
        command = ["cargo", "clean", "--package", package, "--target-dir", str(self.target)]
        run([*command, "--locked", "--offline", "--quiet"], self.root)

    def executable(self, name):
        return self.target / "debug" / (name + (".exe" if os.name == "nt" else ""))


class Build:
    """The time of one run of Cargo that compiles only this crate."""

    def __init__(self, place, verb, package):
        command = place.command(verb, package, "--message-format", "json")
        busy, start = busy_seconds(), time.perf_counter()
        with subprocess.Popen(
            command, cwd=place.root, env=clean_environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:
            output = process.stdout.read()
            self.wait(process)
        self.seconds = time.perf_counter() - start
        self.other_seconds = None
        if busy is not None and self.processor_seconds is not None:
            self.other_seconds = max(0, busy_seconds() - busy - self.processor_seconds)
        if process.returncode != 0:
            raise Broken(f"`{' '.join(command)}` failed:\n{rendered(output)}")
        built = compiled(output)
        if built != [package.replace("-", "_")]:
            raise Broken(f"`{' '.join(command)}` was to compile {package} alone, and did {built}")

    def wait(self, process):
        self.processor_seconds = self.peak_bytes = None
        if not hasattr(os, "wait4"):
            process.wait()
            return
        # Usage counts the compilers that Cargo has waited for.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.processor_seconds = usage.ru_utime + usage.ru_stime
        self.peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def clean_build(place, package):
    """Builds one crate whose dependencies are already built."""
    place.clean(package)
    return Build(place, "build", package)


def compiled(output):
    """The crates that Cargo compiled, according to its messages."""
    artifacts = (m for m in messages(output) if m.get("reason") == "compiler-artifact")
    return [artifact["target"]["name"] for artifact in artifacts if not artifact["fresh"]]


def rendered(output):
    """The text of compiler messages, and of lines that are not JSON."""
    lines = [line for line in output.splitlines() if not line.startswith("{")]
    compiler = [m["message"]["rendered"] for m in messages(output) if "message" in m]
    return "\n".join([*compiler, *lines])


def messages(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def run(command, root, **environment):
    try:
        return subprocess.run(
            command, cwd=root, env=clean_environment() | environment, check=True,
            capture_output=True, text=True,
        ).stdout
    except FileNotFoundError:
        raise Broken(f"{command[0]} is not installed") from None
    except subprocess.CalledProcessError as error:
        words = " ".join(map(str, command))
        raise Broken(f"`{words}` failed:\n{error.stderr}") from None


def clean_environment():
    kept = {
        name: value for name, value in os.environ.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }
    # Empty, these also undo what a configuration file says.
    return kept | {"RUSTC_WRAPPER": "", "RUSTC_WORKSPACE_WRAPPER": ""}


def busy_seconds():
    """Processor time of the whole machine, or None if the system does not report it."""
    try:
        first = pathlib.Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return None
    # user nice system idle iowait irq softirq steal; what guests use is part of the first two.
    ticks = [int(field) for field in first.split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def say(progress):
    print(progress, file=sys.stderr, flush=True)
