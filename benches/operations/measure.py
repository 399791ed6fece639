#!/usr/bin/env python3
"""Measures what many operations of one service cost to build.

The operations are those of API Gateway, made by `aws-operation generate --docs full` from the
model, which is not part of the repository:

    operations_N    N operations as they are generated
    calls_N         the same, and a function for each that sends it: all that is generic is
                    compiled too, which a library alone leaves to the programs that call it
    by_hand         ten of them by hand, unsigned, with reqwest, serde and percent-encoding, a
                    function each; to be held against calls_10
    ..._0           nothing, with the same dependencies: what any crate of them costs
    the SDK         aws-sdk-apigateway (only with --sdk: its dependencies take minutes)

    python3 operations/measure.py                     the quick look
    python3 operations/measure.py --runs 5 --sdk      the figures to publish
    python3 operations/measure.py --phases            where the compiler's time goes, too
    python3 operations/measure.py --check             exit with 1 when the budget is broken

What is measured:

build      Seconds of `cargo build` of the crate alone: its dependencies are built, and what was
           built of itself, the incremental cache too, is removed before. Crates take turns. The
           script makes sure that Cargo compiled this crate and no other.
operation  What is left of that when the crate with nothing in it is taken off, divided by the
           number of operations.
lines      Lines of Rust that are neither blank nor comments alone.
change     Seconds of `cargo check` and `cargo build` of a program that calls ten operations of
           the crate of all, after a number in the program has changed.

The ten are those of by_hand; the fifty are these and the first forty others in alphabetical order.

First two programs call the ten, generated and by hand, at a server on a loopback port: both must
ask what is expected, and print the same. Settings of Cargo in the environment are taken out, and
versions come from benches/Cargo.lock. Ours and by_hand are crates on this disk, for which Cargo
keeps an incremental cache, as it does for a person's own; for the SDK, which comes from the
registry, it keeps none.

Needs Python 3.9, Cargo, and on the first run the network. Other work on the machine makes the
seconds worthless; on Linux the script notices, and says so.
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
MODEL = "api-gateway-*.json"
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
    parser.add_argument("--model", type=pathlib.Path, help="API Gateway's model, Smithy JSON AST")
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
    made = crates.Crates(model(arguments.model), arguments.target.resolve())
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


def model(path):
    """The model to read: the one that is named, else one beside the vectors or the repository."""
    if path:
        if path.is_file():
            return path.resolve()
        raise builds.Broken(f"there is no {path}; name API Gateway's model")
    vectors = os.environ.get("AWS_OPERATION_VECTORS")
    folder = (
        pathlib.Path(vectors).resolve().parent / "models"
        if vectors else crates.REPOSITORY.parent / "shared" / "models"
    )
    found = sorted(folder.glob(MODEL))
    if not found:
        raise builds.Broken(
            f"no {MODEL} in {folder}; name the model with --model, it is one of "
            "github.com/aws/api-models-aws"
        )
    return found[-1]


def agree(made):
    programs = (crates.PROGRAM, crates.PROGRAM_BY_HAND)
    for program in programs:
        made.place.build(program)
    answers.check([made.place.executable(program) for program in programs])
    builds.say("the programs agree")


def environment(made):
    """What the figures depend on."""
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
    """All builds by package. What disturbs the machine for a while disturbs all."""
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
    """A changed number in a program beside the crate of all operations."""
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
