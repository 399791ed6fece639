"""The sources of the official test vectors: repositories on GitHub, and the Smithy CLI."""

import hashlib
import http.client
import io
import os
import pathlib
import platform
import subprocess
import tarfile
import time
import urllib.request
import zipfile
import zlib

ATTEMPTS = 3
TIMEOUT = 60  # seconds without data


class Failure(Exception):
    """An error with a message for the user."""


def is_within(path, place):
    """Whether a path is `place`, or is in the folder `place`."""
    return path == place or path.startswith(place + "/")


def download(url):
    """The content at a URL. A failed download is retried."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT) as response:
                return response.read()
        except (OSError, http.client.HTTPException) as error:
            if attempt == ATTEMPTS:
                raise Failure(f"{url}: {error}") from error
            time.sleep(2 * attempt)


def inputs(paths):
    """Pairs of a source and a path in it, from the form `source:path`."""
    return [tuple(path.split(":", 1)) for path in paths]


class Source:
    """A repository on GitHub at one revision: a commit, or `refs/tags/…`."""

    def __init__(self, repository, revision, directory=None):
        self.repository = repository
        self.revision = revision
        self.directory = directory
        self.url = f"https://github.com/{repository}/archive/{revision}.tar.gz"

    def __str__(self):
        place = f" from {self.directory}" if self.directory else ""
        return f"{self.repository} at {self.revision}{place}"

    def read(self, paths):
        """The content of files by path. A path can be a folder: then all files in it are read."""
        archive = self.git_archive(paths) if self.directory else download(self.url)
        try:
            files = dict(self.members(archive, paths))
        except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
            raise Failure(f"{self.directory or self.url}: invalid tar archive: {error}") from error
        for path in sorted(paths):
            if not any(is_within(file, path) for file in files):
                raise Failure(f"{self}: no file or folder {path}")
        return files

    def git_archive(self, paths):
        command = ["git", "-C", self.directory, "archive", "--format=tar", "--prefix=archive/"]
        command += [self.revision, "--", *sorted(paths)]
        result = subprocess.run(command, capture_output=True)
        if result.returncode != 0:
            error = result.stderr.decode(errors="replace").strip()
            raise Failure(f"{self}: `git archive` failed: {error}")
        return result.stdout

    def members(self, archive, paths):
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                # Everything in GitHub's archives is in one folder.
                path = member.name.partition("/")[2]
                if member.isfile() and any(is_within(path, wanted) for wanted in paths):
                    # `Smithy.ast` writes files with these paths.
                    if ".." in pathlib.PurePath(path).parts:
                        raise Failure(f"{self}: the archive has the path {path}, which contains `..`")
                    yield path, tar.extractfile(member).read()


class Smithy:
    """The Smithy CLI: an installed command, or the release in the table, downloaded on first use.

    The releases contain a Java runtime.
    """

    def __init__(self, table, command, folder):
        self.table = table
        self.definitions = inputs(table["definitions"])
        self.command = command
        self.folder = folder

    def ast(self, files):
        """The JSON AST of models, without mixins. `files` are the contents by path."""
        models = self.folder / "models"
        paths = []
        for path, content in files.items():
            place = models / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            paths.append(str(place))
        self.command = self.command or self.install()
        command = [*self.command, "ast", "--no-config", "--flatten", "--quiet", *paths]
        try:
            result = subprocess.run(command, capture_output=True)
        except OSError as error:
            raise Failure(f"cannot run the Smithy CLI {self.command[0]}: {error}") from error
        if result.returncode != 0:
            error = result.stderr.decode(errors="replace").strip()
            raise Failure(f"`smithy ast` failed for {', '.join(files)}: {error}")
        return result.stdout

    def install(self):
        """Downloads the CLI to the temporary folder."""
        name = f"smithy-cli-{platform.system()}-{platform.machine()}".lower()
        name = name.replace("arm64", "aarch64") + ".zip"
        expected = self.table["releases"].get(name)
        if expected is None:
            raise Failure(f"tests/vectors.json has no {name}; install the Smithy CLI and use --smithy")
        url = self.table["url"] + name
        content = download(url)
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise Failure(f"{url}: expected SHA-256 {expected}, found {found}")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                place = archive.extract(member, self.folder)
                # `extract` does not make files executable.
                if mode := member.external_attr >> 16 & 0o777:
                    os.chmod(place, mode)
        print(f"{url}: downloaded for this run", flush=True)
        return [str(self.folder / name.removesuffix(".zip") / "bin" / "smithy")]
