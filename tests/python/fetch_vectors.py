#!/usr/bin/env python3
"""Assembles the folder of official test vectors and models that the tests read.

    fetch_vectors.py DESTINATION [--git SOURCE=DIRECTORY]… [--smithy COMMAND]

DESTINATION gets the folders `vectors` and `models`. `tests/vectors.json` lists each file with its
SHA-256, and the repositories on GitHub with the revisions that the files are made from. Files that
have the right hash are not fetched again, also if their source has another revision now. Files with
another hash are removed first. A new file with another hash is an error and is not written; the
others are. Files that the table does not list stay as they are.

--git reads a source of the table from a local Git directory instead of GitHub. --smithy names an
installed Smithy CLI; without it, the release in the table is downloaded.
"""

import argparse
import json
import os
import pathlib
import shlex
import sys
import tempfile

from vector_forms import FORMS, digest
from vector_sources import Failure, Smithy, Source, inputs

TABLE = pathlib.Path(__file__).resolve().parent.parent / "vectors.json"


class WrongHash(Failure):
    """A file was made, but its hash is not that of the table."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("destination", type=pathlib.Path)
    parser.add_argument("--git", action="append", default=[], metavar="SOURCE=DIRECTORY")
    parser.add_argument("--smithy", type=shlex.split, metavar="COMMAND")
    return parser.parse_args()


def local_directories(options, sources):
    """The directories of `--git`, by source."""
    directories = {}
    for option in options:
        name, _, directory = option.partition("=")
        if name not in sources or not directory:
            names = ", ".join(sources)
            raise Failure(f"--git {option}: write SOURCE=DIRECTORY; the sources are {names}")
        directories[name] = directory
    return directories


def is_right(path, entry):
    """Whether the file exists with the hash of the table. A file with another hash is removed."""
    if not path.is_file():
        return False
    if digest(entry.get("form"), path.read_bytes()) == entry["sha256"]:
        return True
    path.unlink()
    return False


def write(path, content, temporary):
    """Writes a file in one step, so that an interrupted run leaves no incomplete file."""
    part = temporary / "part"
    part.write_bytes(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(part, path)


def read_sources(table, missing, directories):
    """Reads what the missing files are made from. Returns the content by source and path."""
    wanted = {}
    for entry in missing.values():
        needs_definitions = entry.get("form") == "smithy"
        definitions = table["smithy"]["definitions"] if needs_definitions else []
        for source, path in inputs(entry["from"] + definitions):
            wanted.setdefault(source, set()).add(path)
    contents = {}
    for name, paths in sorted(wanted.items()):
        source = Source(**table["sources"][name], directory=directories.get(name))
        contents[name] = source.read(paths)
        print(f"{source}: {len(contents[name])} files read", flush=True)
    return contents


def make(table, name, entry, contents, smithy):
    """The content of a file. Its hash is checked."""
    form = entry.get("form")
    given = inputs(entry["from"])
    urls = {source: Source(**table["sources"][source]).url for source, _ in given}
    places = "".join(f"\n  {path} in {urls[source]}" for source, path in given)
    try:
        content = FORMS[form](given, contents, smithy)
    except (KeyError, ValueError) as error:
        raise Failure(f"{name}: cannot be made from{places}\n{error!r}") from error
    found = digest(form, content)
    if found != entry["sha256"]:
        expected = f"expected SHA-256 {entry['sha256']}, found {found}"
        raise WrongHash(f"{name}: {expected}; made from{places}")
    return content


def main():
    options = arguments()
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    directories = local_directories(options.git, table["sources"])
    files = table["files"]
    place = options.destination
    missing = {name: entry for name, entry in files.items() if not is_right(place / name, entry)}
    print(f"{place}: {len(files) - len(missing)} of {len(files)} files are there", flush=True)
    contents = read_sources(table, missing, directories)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".fetch-") as temporary:
        temporary = pathlib.Path(temporary).resolve()
        smithy = Smithy(table["smithy"], options.smithy, temporary)
        wrong = []
        for name, entry in missing.items():
            try:
                write(place / name, make(table, name, entry, contents, smithy), temporary)
            except WrongHash as error:
                wrong.append(str(error))
    print(f"{place}: {len(missing) - len(wrong)} files written", flush=True)
    if wrong:
        raise Failure("\n".join([f"{len(wrong)} files with a wrong hash", *wrong]))


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as failure:
        sys.exit(f"fetch_vectors.py: {failure}")
