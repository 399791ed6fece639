"""The time that rustc spends in each phase on one crate (-Z time-passes)."""

import json
import re
import shlex
import subprocess
import tempfile

import builds

# One after another; what a pass holds of the others is taken off below.
PHASES = (
    ("parsing and macro expansion", ("parse_crate", "macro_expand_crate")),
    ("name resolution", ("resolve_crate",)),
    ("type check", ("type_check_crate",)),
    ("borrow check", ("MIR_borrow_checking",)),
    ("lints and other checks", ("misc_checking_1", "misc_checking_3")),
    ("choice of what to compile", (
        "monomorphization_collector_root_collections", "monomorphization_collector_graph_walk",
        "partition_and_assert_distinct_symbols",
    )),
    ("metadata", ("generate_crate_metadata",)),
    ("code generation", ("codegen_crate",)),
    ("the incremental cache", ("serialize_dep_graph",)),
    ("archive", ("link",)),
)
# The first of each pair runs inside the second.
INSIDE = {"choice of what to compile": "metadata"}
LLVM, TOTAL = "LLVM, beside code generation", "total"


def of(place, package):
    """Seconds of each phase in one clean build."""
    place.clean(package)
    command = place.command("build", package)
    command[command.index("--quiet")] = "--verbose"
    with tempfile.TemporaryDirectory(prefix="phases-", dir=place.target) as folder:
        rustc = elsewhere(command_of(place, command, package), folder)
        passes = run(rustc, place)
    return summary(passes)


def command_of(place, command, package):
    """The command line with which Cargo compiled the crate."""
    done = subprocess.run(
        command, cwd=place.root, env=builds.clean_environment(), capture_output=True, text=True
    )
    for line in re.findall(r"Running `(.*)`$", done.stderr, re.MULTILINE):
        words = shlex.split(line)
        if "--crate-name" in words and words[words.index("--crate-name") + 1] == package:
            return words[next(i for i, word in enumerate(words) if "=" not in word):]
    raise builds.Broken(f"Cargo does not say how it compiled {package}:\n{done.stderr}")


def elsewhere(rustc, folder):
    """The same command with another output folder, so that Cargo's output is unchanged."""
    rustc = [re.sub("^incremental=.*", f"incremental={folder}/incremental", it) for it in rustc]
    rustc[rustc.index("--out-dir") + 1] = folder
    return [*rustc, "-Ztime-passes", "-Ztime-passes-format=json"]


def run(rustc, place):
    """Seconds of each pass, by rustc's name of the pass."""
    environment = builds.clean_environment() | {"RUSTC_BOOTSTRAP": "1"}
    done = subprocess.run(rustc, cwd=place.root, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise builds.Broken(f"rustc does not tell its phases:\n{done.stderr}")
    passes = {}
    for line in done.stderr.splitlines():
        if line.startswith("time: {"):
            record = json.loads(line.removeprefix("time: "))
            passes[record["pass"]] = passes.get(record["pass"], 0) + record["time"]
    return passes


def summary(passes):
    phases = {name: sum(passes.get(it, 0) for it in names) for name, names in PHASES}
    for inner, outer in INSIDE.items():
        phases[outer] = max(0, phases[outer] - phases[inner])
    total = passes.get("total", 0)
    phases["the rest"] = max(0, total - sum(phases.values()))
    return phases | {TOTAL: total, LLVM: passes.get("LLVM_passes", 0)}
