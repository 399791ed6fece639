#!/usr/bin/env python3
"""Measures the debug build of all operations of one service, and of its crate in the AWS SDK.

    python3 operations/whole.py --model dynamodb --sdk aws-sdk-dynamodb --runs 3
    python3 operations/whole.py --model ec2 --runs 3

`aws-operation generate --docs full` generates the operations from the model, which is not part of the
repository. --model is a path, or the beginning of a file name in the folder of models. If several files
match, the last one is used.

build      Seconds of `cargo build` of only this crate, its dependencies already built; the median.
processor  Seconds of processor time of that build.
memory     The maximum resident memory of its compiler process.

With --sends, the script also builds the crate with a function for each operation that sends it. This
includes the generic code, which is otherwise compiled in the programs that call the crate.

As in measure.py, the crates are built in turns. Ours has an incremental cache, like a user's own crate.
With --no-incremental it has none, like a crate from the registry, such as the SDK's.

Needs Python 3.9, a Unix, Cargo, and on the first run the network.
"""

import argparse
import pathlib
import shutil
import statistics
import sys

import builds
import crates

ALL, SENDS, TOOL = "all_operations", "all_operations_sent", "whole.py"
SDK_VERSION = 'version = "1", features = ["behavior-version-latest"]'


def main():
    arguments = parse_arguments()
    try:
        rows = list(measure(arguments))
    except builds.Broken as error:
        sys.exit(f"{TOOL}: {error}")
    print("\n".join(rows))


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True, help="a path, or how the name begins")
    parser.add_argument("--sdk", help="the crate of the SDK to build too, such as aws-sdk-dynamodb")
    parser.add_argument("--runs", type=int, default=3, help="builds of each (3)")
    parser.add_argument("--sends", action="store_true", help="with functions that send, too")
    parser.add_argument("--no-incremental", action="store_true", help="without incremental cache")
    parser.add_argument("--target", type=pathlib.Path, default=crates.BENCHES / "target")
    return parser.parse_args()


def measure(arguments):
    target = arguments.target.resolve()
    tool = crates.Tool(crates.find_model(arguments.model), target)
    names = tool.operations()
    place = builds.Place(target / "whole", target)
    packages = make(place, tool.generate(names, "full"), arguments)
    measured = {name: [] for name in packages}
    # Builds the dependencies; these builds are not measured.
    for name in packages:
        place.build(name)
    for turn in range(arguments.runs):
        for name in packages if turn % 2 else reversed(packages):
            build = builds.clean_build(place, name)
            builds.say(f"{name}: {build.seconds:.1f} s")
            measured[name].append(build)
    yield f"{arguments.model}: {len(names)} operations, median of {arguments.runs}"
    for name, many in measured.items():
        wall, processor = (
            statistics.median(getattr(build, what) for build in many)
            for what in ("seconds", "processor_seconds")
        )
        peak = max(build.peak_bytes for build in many) / 1e9
        yield f"{name:28} {wall:7.1f} s  processor {processor:7.1f} s  memory {peak:.2f} GB"
        other = statistics.median(build.other_seconds or 0 for build in many)
        if other > wall / 10:
            yield f"{'':28} not alone: other work took {other:.1f} s of the processors"


def make(place, text, arguments):
    """Writes the workspace, and returns its packages."""
    shutil.rmtree(place.root, ignore_errors=True)
    structs = crates.structs_of(text)
    files = {"lib": "mod operations;\n\npub use operations::*;\n", "operations": text}
    crate(place, ALL, files)
    members, packages = [ALL], [ALL]
    if arguments.sends:
        files["lib"] = f"pub mod calls;\n{files['lib']}"
        crate(place, SENDS, files | {"calls": crates.each(structs)})
        members.append(SENDS)
        packages.append(SENDS)
    if arguments.sdk:
        manifest = f'[dependencies]\n{arguments.sdk} = {{ {SDK_VERSION} }}\n'
        crate(place, "peer", {"lib": ""}, manifest)
        members.append("peer")
        packages.append(arguments.sdk)
    profile = "[profile.dev]\nincremental = false\n" if arguments.no_incremental else ""
    workspace = f'[workspace]\nresolver = "3"\nmembers = {members}\n\n{profile}'
    crates.write(place.root / "Cargo.toml", workspace)
    shutil.copy(crates.BENCHES / "Cargo.lock", place.root)
    place.cargo("fetch", "--quiet")
    return packages


def crate(place, name, files, manifest=f"[dependencies]\n{crates.AWS_OPERATION}\n"):
    head = f'[package]\nname = "{name}"\nedition = "2024"\n\n'
    crates.write(place.root / name / "Cargo.toml", head + manifest)
    for module, text in files.items():
        docs = "" if text.startswith("//") else f"//! Made by {TOOL}.\n\n"
        crates.write(place.root / name / "src" / f"{module}.rs", docs + text)


if __name__ == "__main__":
    main()
