#!/usr/bin/env python3
"""rules.readme: the README's example is what the golden case check/readme prints, and every command stands in it."""
import re

from source import ROOT, SRC, finish


def main():
    readme, found = (ROOT / "README.md").read_text(), []
    expected = (ROOT / "tests/golden/check/readme/expected.out").read_text()
    shown = "".join(f"    {line}".rstrip() + "\n" for line in expected.splitlines())
    if shown not in readme:
        found.append("README.md: the example is not what tests/golden/check/readme/expected.out says; it should be:\n" + shown)
    for row in re.findall(r"^PD_ROW\((\w+)\)", (SRC / "cli/commands.def").read_text(), re.M):
        if f"| `{row}` |" not in readme:
            found.append(f"README.md: command {row} does not stand among the commands at a glance")
    finish(found, "places where the README is not true")


main()
