#!/usr/bin/env python3
"""rules.fuzz: what the fuzz targets are given can be read: dictionaries as libFuzzer wants them (ASCII, the rest as \\xNN), a
target for every dictionary, seed folder and row of seeds.map. A target whose dictionary is refused does not start at all."""
import re

from source import ROOT, finish

FUZZ = ROOT / "tests/fuzz"
ENTRY = re.compile(rb'(?:\w+ *= *)?"(?:[ !#-\[\]-~]|\\\\|\\"|\\x[0-9A-Fa-f]{2})+"')


def check_dictionary(path, found):
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        line = line.strip()
        if line and not line.startswith(b"#") and not ENTRY.fullmatch(line):
            found.append(f"{path.relative_to(ROOT)}:{number}: no dictionary entry: name=\"bytes\", ASCII, others as \\xNN")


def check_target(name, where, found):
    if not (FUZZ / f"fuzz_{name}.c").is_file():
        found.append(f"{where}: there is no target tests/fuzz/fuzz_{name}.c")


def main():
    found = []
    for path in sorted(FUZZ.glob("*.dict")):
        check_dictionary(path, found)
        check_target(path.stem, path.relative_to(ROOT), found)
    for path in sorted(p for p in (FUZZ / "seeds").glob("*") if p.is_dir()):
        check_target(path.name, path.relative_to(ROOT), found)
    rows = FUZZ / "seeds.map"
    for line in rows.read_text().splitlines() if rows.is_file() else []:
        if line and not line.startswith("#"):
            check_target(line.split()[0], rows.relative_to(ROOT), found)
    finish(found, "things that a fuzz target cannot read")


main()
