"""Writes the crates that are measured, in a separate workspace below the target directory."""

import os
import pathlib
import re
import shutil

import builds

HERE = pathlib.Path(__file__).resolve().parent
BENCHES = HERE.parent
REPOSITORY = BENCHES.parent

# What is also written by hand, in by_hand.
TEN = (
    "GetRestApis", "GetRestApi", "CreateRestApi", "UpdateRestApi", "DeleteRestApi",
    "GetResources", "GetMethod", "PutIntegration", "GetIntegrationResponse", "CreateDeployment",
)
BY_HAND = "by_hand"
NOTHING, NOTHING_BY_HAND = "operations_0", "by_hand_0"
PROGRAM, PROGRAM_BY_HAND = "program", "program_by_hand"

AWS_OPERATION = f"aws-operation = {{ path = '{REPOSITORY / 'runtime'}' }}"
REQWEST = (
    'percent-encoding = "2"\n'
    'reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }\n'
    'serde = { version = "1", features = ["derive"] }\n'
    'serde_json = "1"'
)
RUSTLS = (
    'rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }'
)
TOKIO = 'tokio = { version = "1", features = ["macros", "rt"] }'


def find_model(given, advice="pass a path"):
    """The path of a model. `given` is a path, or the beginning of a file name in the folder of models."""
    if pathlib.Path(given).is_file():
        return pathlib.Path(given).resolve()
    vectors = os.environ.get("AWS_OPERATION_VECTORS")
    folder = (
        pathlib.Path(vectors).resolve().parent / "models"
        if vectors else REPOSITORY.parent / "shared" / "models"
    )
    found = sorted(folder.glob(f"{given}*.json"))
    if not found:
        raise builds.Broken(f"no {given}*.json in {folder}; {advice}")
    return found[-1]


class Crates:
    """The workspace, and the content of its crates."""

    def __init__(self, model, target):
        self.place = builds.Place(target / "operations", target)
        self.tool = Tool(model, target)
        names = self.tool.operations()
        missing = [name for name in TEN if name not in names]
        if missing:
            raise builds.Broken(f"{model} has no operation {missing[0]}; name API Gateway's model")
        fifty = [*TEN, *[name for name in names if name not in TEN][:40]]
        self.counts = {len(TEN): list(TEN), len(fifty): fifty, len(names): names}
        self.all = len(names)
        # What a person writes: as generated, without documentation.
        self.declared = code_lines(self.tool.generate(TEN, "none"))
        self.make()

    def make(self):
        shutil.rmtree(self.place.root, ignore_errors=True)
        self.crate(NOTHING, AWS_OPERATION, lib="pub use aws_operation::Client;\n")
        nothing = "pub use {percent_encoding, reqwest::Client, serde, serde_json};\n"
        self.crate(NOTHING_BY_HAND, REQWEST, lib=nothing)
        for count, names in self.counts.items():
            text = self.tool.generate(names, "full")
            structs = structs_of(text)
            if len(structs) != count:
                raise builds.Broken(f"{len(structs)} operations were generated, not {count}")
            lib = "mod operations;\n\npub use operations::*;\n"
            self.crate(operations(count), AWS_OPERATION, lib=lib, operations=text)
            lib = f"pub mod calls;\n{lib}"
            self.crate(calls(count), AWS_OPERATION, lib=lib, operations=text, calls=each(structs))
        path = self.place.root / operations(self.all)
        ours = f"{AWS_OPERATION}\noperations = {{ package = '{path.name}', path = '{path}' }}"
        self.crate(PROGRAM, f"{ours}\n{TOKIO}", main=source("ours"))
        by_hand = f"by_hand = {{ path = '{HERE / BY_HAND}' }}\n{REQWEST}\n{RUSTLS}"
        self.crate(PROGRAM_BY_HAND, f"{by_hand}\n{TOKIO}", main=source(BY_HAND))
        members = sorted(path.name for path in self.place.root.iterdir())
        write(self.place.root / "Cargo.toml", f'[workspace]\nresolver = "3"\nmembers = {members}\n')
        shutil.copy(BENCHES / "Cargo.lock", self.place.root)
        # The lock file keeps its versions, and changes its crates.
        self.place.cargo("fetch", "--quiet")

    def crate(self, name, dependencies, **files):
        root = self.place.root / name
        manifest = f'[package]\nname = "{name}"\nedition = "2024"\n\n[dependencies]\n{dependencies}\n'
        write(root / "Cargo.toml", manifest)
        for module, text in files.items():
            docs = "" if text.startswith("//") else f"//! Made by {pathlib.Path(__file__).name}.\n\n"
            write(root / "src" / f"{module}.rs", docs + text)

    def lines(self, name):
        """Lines of code, without blank ones and comments."""
        root = HERE if name == BY_HAND else self.place.root
        return code_lines_below(root / name)

    def turn(self, turn):
        """Changes one number in the program."""
        text = source("ours").replace("const TURN: u32 = 0;", f"const TURN: u32 = {turn};")
        write(self.place.root / PROGRAM / "src" / "main.rs", text)

    def version(self, package):
        """The version of a crate in the lock file that all crates are built with."""
        return version_in(self.place.root / "Cargo.lock", package)


class Tool:
    """The binary `aws-operation`, and the model that it reads."""

    def __init__(self, model, target):
        self.model = model
        place = builds.Place(REPOSITORY, target)
        place.cargo("fetch", "--quiet", "--locked")
        place.build("aws-operation-codegen")
        self.binary = place.executable("aws-operation")

    def operations(self):
        """The names of all operations, in alphabetical order."""
        lines = self.run("list", self.model).splitlines()
        return sorted(line.split()[0] for line in lines)

    def generate(self, names, docs):
        options = [word for name in names for word in ("--operation", name)]
        return self.run("generate", self.model, "--docs", docs, *options)

    def service(self):
        """The service and version in the header of the generated text."""
        header = self.generate(TEN[:1], "none").splitlines()[0]
        return header.partition(" from ")[2].rstrip(":")

    def run(self, *arguments):
        return builds.run([self.binary, *arguments], REPOSITORY)


def operations(count):
    return f"operations_{count}"


def calls(count):
    return f"calls_{count}"


def structs_of(text):
    """The operations' structs, in the order of the text."""
    return re.findall(r"^#\[aws_operation\(.*?^pub struct (\w+)", text, re.MULTILINE | re.DOTALL)


def each(structs):
    """A function for each operation that sends it. With these functions, all generic code is compiled."""
    text = (
        "use aws_operation::{Client, Error, Operation};\n\n"
        "type Answer<O> =\n"
        "    Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;\n"
    )
    for name in structs:
        function = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        text += (
            f"\n/// Sends it.\n"
            f"pub async fn {function}(\n"
            f"    client: &Client,\n"
            f"    operation: crate::{name},\n"
            f") -> Answer<crate::{name}> {{\n"
            f"    client.send(operation).await\n"
            f"}}\n"
        )
    return text


def code_lines_below(folder):
    return sum(code_lines(path.read_text()) for path in folder.glob("src/**/*.rs"))


def code_lines(text):
    lines = (line.strip() for line in text.splitlines())
    return sum(1 for line in lines if line and not line.startswith("//"))


def version_in(lock, package):
    return re.search(rf'name = "{package}"\nversion = "([^"]+)"', lock.read_text())[1]


def source(name):
    return (HERE / "programs" / f"{name}.rs").read_text()


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
