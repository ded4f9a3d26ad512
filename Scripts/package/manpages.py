#!/usr/bin/env python3
"""Writes a man page for every command of the program, from the program's own description of its commands.

    Scripts/package/manpages.py PROGRAM FOLDER      FOLDER/effscope.1, FOLDER/effscope-weights-pull.1, …

Nothing is kept by hand: a new command or option is in the pages when the program has it.
"""

import json
import os
import subprocess
import sys

EXIT_CODES = [
    ("0", "The command did what was asked."),
    ("1", "The answer is no: a check that was asked for did not hold."),
    ("64", "Wrong usage."),
    ("65", "A file's contents can't be used."),
    ("66", "A file is not there."),
    ("69", "A program or server that is needed is not available."),
    ("73, 74", "An output can't be written, or reading and writing failed."),
]


def ask(program, *arguments):
    # The theme of a person must not reach the pages.
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    result = subprocess.run([program, *arguments], env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


def escaped(text):
    """Text as roff: hyphens that can be copied, no escape or request of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\n".join("\\&" + line if line.startswith((".", "\\(aq")) else line for line in text.split("\n"))


def bold(text):
    return f"\\fB{escaped(text)}\\fR"


def italic(text):
    return f"\\fI{escaped(text)}\\fR"


def spelled(name):
    return bold(("--" if name["kind"] == "long" else "-") + name["name"])


def term(argument):
    """How an argument is written: `-o, --output OUTPUT`."""
    value = italic(argument["valueName"].upper())
    if argument["kind"] == "positional":
        return value + ("\\&..." if argument["isRepeating"] else "")
    text = ", ".join(map(spelled, argument["names"]))
    return text if argument["kind"] == "flag" else f"{text} {value}"


def synopsis(command, words):
    parts = [bold(" ".join(words))]
    shown = visible(command)
    if any(a["kind"] != "positional" for a in shown):
        parts.append("[" + italic("OPTION") + "\\&...]")
    for argument in shown:
        if argument["kind"] == "positional":
            parts.append(f"[{term(argument)}]" if argument["isOptional"] else term(argument))
    if subcommands(command):
        parts.append("[" + italic("COMMAND") + "\\&...]")
    return " ".join(parts)


def visible(command):
    return [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]


def subcommands(command):
    return [c for c in command.get("subcommands", []) if c["commandName"] != "help" and c.get("shouldDisplay", True)]


def described(argument):
    text = escaped(argument.get("abstract", "") or argument["valueName"])
    if argument.get("defaultValue"):
        text += f"\nDefault: {escaped(argument['defaultValue'])}."
    return [".TP", term(argument), text]


def page(command, parents, version, date):
    words = parents + [command["commandName"]]
    name = "-".join(words)
    lines = [
        f'.TH {escaped(name.upper())} 1 "{date}" "effscope {version}" "Effscope"',
        ".SH NAME",
        f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.'))}",
        ".SH SYNOPSIS",
        synopsis(command, words),
    ]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", escaped(command["discussion"]).replace("\n\n", "\n.PP\n")]
    positional = [a for a in visible(command) if a["kind"] == "positional"]
    if positional:
        lines += [".SH ARGUMENTS"] + [line for a in positional for line in described(a)]
    options = [a for a in visible(command) if a["kind"] != "positional"]
    section = None
    for argument in sorted(options, key=lambda a: a.get("sectionTitle") or ""):
        title = (argument.get("sectionTitle") or "Options").upper()
        if title != section:
            lines.append(f".SH {escaped(title)}")
            section = title
        lines += described(argument)
    below = subcommands(command)
    if below:
        lines.append(".SH COMMANDS")
        for child in below:
            lines += [".TP", f"{bold(name + '-' + child['commandName'])}(1)", escaped(child["abstract"])]
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXIT_CODES:
        lines += [".TP", code, meaning]
    see = ["-".join(parents)] if parents else ["/usr/share/doc/effscope"]
    lines += [".SH SEE ALSO", bold(see[0]) + ("(1)" if parents else "")]
    yield name, "\n".join(lines) + "\n"
    for child in below:
        yield from page(child, words, version, date)


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    program, folder = arguments
    facts = ask(program, "--version", "--format", "json")
    tree = ask(program, "--experimental-dump-help")
    os.makedirs(folder, exist_ok=True)
    for name, text in page(tree["command"], [], facts["version"], (facts["commit_date"] or "")[:10]):
        with open(os.path.join(folder, f"{name}.1"), "w", encoding="utf-8") as file:
            file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
