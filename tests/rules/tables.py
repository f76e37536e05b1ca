#!/usr/bin/env python3
"""rules.tables: every row of a *.def table has its file and every file beside it its row: X/things.def goes with X/thing/*.c.
Every command, every container and every metadata block has a golden case."""
import re

from source import ROOT, SRC, finish

GOLDEN = ROOT / "tests/golden"


def rows_of(path):
    return re.findall(r"^PD_ROW\((\w+)\)", path.read_text(), re.M)


def check_table(path, found):
    rows, name = rows_of(path), path.relative_to(ROOT)
    folder = path.parent / path.stem.removesuffix("s")
    files = sorted(f.stem for f in folder.glob("*.c")) if folder.is_dir() else []
    for row in sorted(set(rows)):
        if rows.count(row) > 1:
            found.append(f"{name}: row {row} stands twice")
        if row not in files:
            found.append(f"{name}: row {row} has no file {folder.relative_to(ROOT)}/{row}.c")
    for file in files:
        if file not in rows:
            found.append(f"{folder.relative_to(ROOT)}/{file}.c has no row in {name}")


def check_golden(found):
    for row in rows_of(SRC / "cli/commands.def"):
        if not list(GOLDEN.glob(f"{row}/*/cmd")):
            found.append(f"command {row} has no golden case: make tests/golden/{row}/<case>/cmd, then run it with PICDESK_BLESS=1")
    for table in ("container", "block"):
        path = SRC / f"image/{table}s.def"
        for row in rows_of(path) if path.is_file() else []:
            if not (GOLDEN / f"inspect/{table}-{row}/expected.out").is_file():
                found.append(f"{table} {row} has no golden case: add it to tests/data/image/make.py, then run inspect/{table}-{row} with PICDESK_BLESS=1")


def main():
    found = []
    for path in sorted(SRC.rglob("*.def")):
        check_table(path, found)
    check_golden(found)
    finish(found, "rows and files that do not go together")


main()
