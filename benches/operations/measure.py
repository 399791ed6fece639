#!/usr/bin/env python3
"""Measures the build time of many operations of one service.

The operations are those of API Gateway. `aws-operation generate --docs full` generates them from the
model, which is not part of the repository:

    operations_N    N generated operations
    calls_N         the same, with a function for each that sends it. This also compiles all generic
                    code, which is otherwise compiled in the programs that call the crate
    by_hand         ten of the operations written by hand with reqwest, serde and percent-encoding,
                    unsigned, with a function for each; compare it with calls_10
    ..._0           nothing, with the same dependencies: the fixed cost of such a crate
    the SDK         aws-sdk-apigateway (only with --sdk: its dependencies take minutes)

    python3 operations/measure.py                     a quick check
    python3 operations/measure.py --runs 5 --sdk      the figures to publish
    python3 operations/measure.py --phases            also the time of each compiler phase
    python3 operations/measure.py --check             exit code 1 if the budget is exceeded

What is measured:

build      Seconds of `cargo build` of only this crate. Its dependencies are already built. Its own
           build output, including the incremental cache, is removed first. The crates are built
           in turns. The script checks that Cargo compiled only this crate.
operation  The build time minus that of the empty crate, divided by the number of operations.
lines      Lines of Rust, without blank lines and lines with only a comment.
change     Seconds of `cargo check` and `cargo build` of a program that calls ten operations of
           the crate with all operations, after a number in the program has changed.

The ten operations are those of by_hand. The fifty are these and the first forty others in
alphabetical order.

First, two programs call the ten operations, generated and written by hand, on a server at a loopback
port. Both must send the expected requests and print the same. Cargo settings in the environment are
removed, and versions come from benches/Cargo.lock. Ours and by_hand are local crates, so Cargo keeps
an incremental cache for them, as for a user's own crates. The SDK comes from the registry, so it has
none.

Needs Python 3.9, Cargo, and on the first run the network. If other programs use the machine, the
seconds are invalid; on Linux the script detects and reports this.
"""

import argparse
import itertools
import json
import os
import pathlib
import statistics
import sys

import answers
import builds
import crates
import phases
import report

TARGET = crates.BENCHES / "target"
MODEL = "api-gateway-"
ADVICE = "name API Gateway's model with --model; it is one of github.com/aws/api-models-aws"
SDK = "aws-sdk-apigateway"
MOST_SECONDS = 7.5


def main():
    arguments = parse_arguments()
    try:
        measured = measure(arguments)
    except (builds.Broken, answers.Different) as error:
        sys.exit(f"measure.py: {error}")
    if arguments.json:
        print(json.dumps(measured, indent=2))
    else:
        print(report.text(measured))
    for warning in measured["warnings"]:
        builds.say(warning)
    if arguments.check and not all(budget["holds"] for budget in measured["budgets"]):
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default=MODEL, help="API Gateway's model, Smithy JSON AST")
    parser.add_argument("--runs", type=positive, default=3, help="builds of each (3)")
    parser.add_argument("--sdk", action="store_true", help="measure the AWS SDK too")
    parser.add_argument("--phases", action="store_true", help="the compiler's phases, once each")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a budget is broken")
    parser.add_argument(
        "--target", type=pathlib.Path, default=TARGET, help="where to build (benches/target)"
    )
    return parser.parse_args()


def positive(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def measure(arguments):
    made = crates.Crates(crates.find_model(arguments.model, ADVICE), arguments.target.resolve())
    agree(made)
    measured = {"environment": environment(made)}
    packages = [
        (made.place, name)
        for name in (
            crates.NOTHING, *map(crates.operations, made.counts), *map(crates.calls, made.counts),
            crates.NOTHING_BY_HAND, crates.BY_HAND,
        )
    ]
    if arguments.sdk:
        sdk = builds.Place(crates.BENCHES, made.place.target)
        sdk.cargo("fetch", "--quiet", "--locked")
        packages.append((sdk, SDK))
    taken = take_turns(packages, arguments.runs)
    measured["builds"] = [row(made, name, taken) for _, name in packages]
    measured["changes"] = changes(made, arguments.runs)
    measured["declared_lines"] = made.declared
    measured["budgets"] = budgets(made, measured["builds"])
    measured["phases"] = {}
    if arguments.phases:
        for name in (crates.operations(made.all), crates.calls(made.all)):
            measured["phases"][name] = phases.of(made.place, name)
            builds.say(f"{name}: phases done")
    measured["warnings"] = list(company(taken))
    return measured


def agree(made):
    programs = (crates.PROGRAM, crates.PROGRAM_BY_HAND)
    for program in programs:
        made.place.build(program)
    answers.check([made.place.executable(program) for program in programs])
    builds.say("the programs agree")


def environment(made):
    """The environment that the figures depend on."""
    rustc = builds.run(["rustc", "-vV"], made.place.root).splitlines()
    return {
        "host": next(line.split()[1] for line in rustc if line.startswith("host:")),
        "processors": os.cpu_count(),
        "rustc": rustc[0],
        "cargo": made.place.cargo("--version").strip(),
        "model": f"{made.tool.model.name}, {made.tool.service()}",
        "aws-operation": made.version("aws-operation"),
        "by hand": {
            name: made.version(name)
            for name in ("reqwest", "serde", "serde_json", "percent-encoding")
        },
        SDK: crates.version_in(crates.BENCHES / "Cargo.lock", SDK),
    }


def take_turns(packages, runs):
    """The builds of each package. They run in turns, so that temporary load affects all packages."""
    for place, name in packages:
        place.build(name)
        builds.say(f"{name}: dependencies built")
    taken = {name: [] for _, name in packages}
    for turn in range(runs):
        for place, name in packages if turn % 2 else reversed(packages):
            build = builds.clean_build(place, name)
            builds.say(f"{name}: clean build {turn + 1} took {build.seconds:.2f} s")
            taken[name].append(build)
    return taken


def row(made, name, taken):
    if name == SDK:
        count, nothing, lines = made.all, None, sdk_lines(made)
    else:
        by_hand = name in (crates.BY_HAND, crates.NOTHING_BY_HAND)
        nothing = crates.NOTHING_BY_HAND if by_hand else crates.NOTHING
        count = len(crates.TEN) if name == crates.BY_HAND else int(name.rpartition("_")[2] or 0)
        lines = made.lines(name)
    result = {"crate": name, "operations": count, "lines": lines} | spread(taken[name])
    if count:
        fixed = statistics.median(it.seconds for it in taken[nothing]) if nothing else 0
        result["per_operation"] = (result["median"] - fixed) / count
    return result


def spread(many):
    seconds = [build.seconds for build in many]
    result = {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds)}
    if all(build.processor_seconds is not None for build in many):
        result["processor"] = statistics.median(build.processor_seconds for build in many)
    return result


def sdk_lines(made):
    metadata = json.loads(
        builds.run(
            ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"], crates.BENCHES
        )
    )
    manifest = next(it["manifest_path"] for it in metadata["packages"] if it["name"] == SDK)
    return crates.code_lines_below(pathlib.Path(manifest).parent)


def changes(made, runs):
    """Measures builds after a changed number in a program that uses the crate with all operations."""
    result = []
    turns = itertools.count(1)
    for verb in ("check", "build"):
        made.place.run(verb, crates.PROGRAM)
        many = []
        for _ in range(runs):
            made.turn(next(turns))
            many.append(builds.Build(made.place, verb, crates.PROGRAM))
        builds.say(f"{crates.PROGRAM}: cargo {verb} after a change done")
        result.append({"verb": verb} | spread(many))
    return result


def budgets(made, rows):
    medians = {row["crate"]: row["median"] for row in rows}
    names = (crates.operations(made.all), crates.calls(made.all))
    return [
        {"crate": name, "seconds": medians[name], "most": MOST_SECONDS,
         "holds": medians[name] <= MOST_SECONDS}
        for name in names
    ]


def company(taken):
    for name, many in taken.items():
        other = sum(build.other_seconds or 0 for build in many)
        if other > sum(build.seconds for build in many) / 10:
            yield (
                f"{name} was not alone: other work took {other:.1f} s of the processors during "
                "its builds. Measure again when the machine is quiet."
            )


if __name__ == "__main__":
    main()
