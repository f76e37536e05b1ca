#!/usr/bin/env python3
"""rules.shape: a head comment, no tab, no blank at the end of a line, no file over 1,000 lines, no note of work left undone.
Line length and layout are for rules.format."""
import re

from source import ROOT, c_files, finish, line_of

UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def check(path, found):
    text, name = path.read_text(), path.relative_to(ROOT)
    if not text.startswith("/*") and "unit" not in path.parts:
        found.append(f"{name}:1: no head comment (what the file is for, which standard)")
    if text and not text.endswith("\n"):
        found.append(f"{name}: no newline at the end")
    for at, line in enumerate(text.split("\n"), 1):
        if "\t" in line or line != line.rstrip():
            found.append(f"{name}:{at}: tab, or blank at the end of the line")
    if text.count("\n") > 1000:
        found.append(f"{name}: {text.count(chr(10))} lines: split it")
    for match in UNDONE.finditer(text):
        found.append(f"{name}:{line_of(text, match.start())}: {match.group(0)}: do it, or open an issue")


def main():
    found = []
    for path in c_files(ROOT / "src", ROOT / "include", ROOT / "tests"):
        check(path, found)
    finish(found, "files out of shape")


main()
