#!/usr/bin/env python3
"""Keeps Scripts/dependencies.csv, the list of everything that the program contains or loads.

    Scripts/dependencies.py check          holds the resolved Swift packages against the list
    Scripts/dependencies.py third-party    writes THIRD-PARTY.md
    Scripts/dependencies.py sbom FILE      writes a bill of materials (CycloneDX 1.5, JSON)

`check` reads .build/workspace-state.json, so it runs after a build; its exit status is 1 if a version differs.
"""

import csv
import hashlib
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TITLES = {
    "package": "Swift packages, compiled into the program",
    "linked library": "Libraries of the system, linked when the program starts",
    "loaded library": "Libraries of the system, loaded when a file needs them",
    "data": "Data in the program",
}


def rows():
    with open(os.path.join(ROOT, "Scripts/dependencies.csv"), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def graph(package):
    """The identities of the packages below `package`, its own not included."""
    for dependency in package["dependencies"]:
        yield dependency["identity"]
        yield from graph(dependency)


def resolved():
    """Version and revision of each package that the last build used."""
    # The state of the workspace also keeps packages of earlier builds.
    command = ["swift", "package", "--ignore-lock", "show-dependencies", "--format", "json"]
    output = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    used = set(graph(json.loads(output[output.index(b"{"):])))
    with open(os.path.join(ROOT, ".build/workspace-state.json"), encoding="utf-8") as file:
        packages = json.load(file)["object"]["dependencies"]
    states = {p["packageRef"]["identity"]: p["state"].get("checkoutState", {}) for p in packages}
    return {name: (state.get("version"), state.get("revision")) for name, state in states.items() if name in used}


def check():
    listed = {row["name"]: (row["version"], row["revision"]) for row in rows() if row["revision"]}
    found = resolved()
    wrong = [name for name in sorted(listed.keys() | found.keys()) if listed.get(name) != found.get(name)]
    for name in wrong:
        print(
            f"dependencies: error: {name}: the build used {found.get(name)}, the list has {listed.get(name)};"
            " change Package.swift or Scripts/dependencies.csv",
            file=sys.stderr,
        )
    return 1 if wrong else 0


def third_party():
    lines = [
        "# What Effscope contains and loads",
        "",
        "Effscope is under the Apache License 2.0 (LICENSE). It contains or loads the works below, each under its",
        "own licence (SPDX identifiers). `Scripts/dependencies.py third-party` writes this file.",
    ]
    for kind, title in TITLES.items():
        lines += ["", f"## {title}", "", "| name | version | licence | holder of the rights | use |", "|---|---|---|---|---|"]
        for row in rows():
            if row["kind"] == kind:
                name = f"[{row['name']}]({row['address']})" if row["address"] else row["name"]
                version = row["version"] or "the system's"
                if kind == "data":
                    version = ""
                lines.append(f"| {name} | {version} | {row['licence']} | {row['holder']} | {row['use']} |")
    with open(os.path.join(ROOT, "THIRD-PARTY.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return 0


def component(row):
    result = {
        "type": "data" if row["kind"] == "data" else "library",
        "name": row["name"],
        "licenses": [{"expression": row["licence"]}],
        "description": row["use"],
    }
    if row["version"]:
        result["version"] = row["version"]
    if row["revision"]:
        result["purl"] = f"pkg:swift/{row['address'].removeprefix('https://').removesuffix('.git')}@{row['version']}"
        result["externalReferences"] = [{"type": "vcs", "url": row["address"], "comment": row["revision"]}]
    result["bom-ref"] = hashlib.sha256(f"{row['kind']} {row['name']}".encode()).hexdigest()[:16]
    return result


def sbom(path):
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "effscope", "licenses": [{"license": {"id": "Apache-2.0"}}]}
        },
        "components": [component(row) for row in rows()],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(bill, file, indent=2, ensure_ascii=False)
        file.write("\n")
    return 0


def main(arguments):
    match arguments:
        case ["check"]:
            return check()
        case ["third-party"]:
            return third_party()
        case ["sbom", path]:
            return sbom(path)
    print(__doc__.strip(), file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
