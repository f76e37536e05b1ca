#!/usr/bin/env python3
"""Runs one golden case: a folder with `cmd` (a shell script), its inputs, and what it must print.

    expected.out, expected.err    the output to the byte; no file = no output
    expected.out.glob, …err.glob  the output line by line, each line a pattern (* ? [..]); a line "..." stands for any lines
    expected.exit                 the exit code; no file = 0

The script runs in a fresh copy of the folder with picdesk in PATH, an empty home, no catalogue named, UTC, and $SAMPLES and
$TESTS naming those folders. In the output the copy is called @WORK@ and the source tree @SOURCE@.
PICDESK_BLESS=1 writes what was printed into the expected files (globs are left as they are): read the diff before committing.
A folder ending in .known records a bug not yet mended: it must fail, and says so when it passes.

Usage: run.py --program FILE CASE
"""
import argparse
import fnmatch
import os
import shutil
import subprocess
import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SANITIZER = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", ": runtime error:")
TIMEOUT_S = 120


def run_case(case, program, work):
    """Runs the case's script in a copy of its folder. Returns {"out": bytes, "err": bytes, "exit": bytes}."""
    copy, home, bin_dir = work / "case", work / "home", work / "bin"
    shutil.copytree(case, copy, symlinks=True)
    for old in copy.glob("expected.*"):
        old.unlink()
    home.mkdir()
    bin_dir.mkdir()
    (bin_dir / "picdesk").symlink_to(program)
    keep = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE") if name in os.environ}
    env = {"PATH": f"{bin_dir}:{os.environ['PATH']}", "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8", "USER": "desk",
           "LOGNAME": "desk", "SAMPLES": str(SOURCE / "samples"), "TESTS": str(SOURCE / "tests"), "TMPDIR": str(work), **keep}
    env.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    done = subprocess.run(["sh", "-u", "./cmd"], cwd=copy, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S)
    name = {"out": done.stdout, "err": done.stderr}
    for stream in name:
        name[stream] = name[stream].replace(os.fsencode(copy), b"@WORK@").replace(os.fsencode(SOURCE), b"@SOURCE@")
    return {**name, "exit": b"%d\n" % done.returncode}


def glob_matches(patterns, lines):
    """Whether lines go with patterns; "..." swallows any number of lines."""
    reach = {0}  # how many patterns may be used up after the lines seen so far
    def skip(at):
        while at < len(patterns) and patterns[at] == "...":
            yield at
            at += 1
        yield at
    for line in lines:
        after = set()
        for start in reach:
            for at in skip(start):
                if at < len(patterns) and patterns[at] == "...":
                    after.add(at)
                elif at < len(patterns) and fnmatch.fnmatchcase(line, patterns[at]):
                    after.add(at + 1)
        reach = after
    return any(at == len(patterns) for start in reach for at in skip(start))


def difference(name, expected, got):
    as_lines = lambda data: data.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    return "".join(line if line.endswith("\n") else line + "\n\\ no newline at the end\n"
                   for line in unified_diff(as_lines(expected), as_lines(got), f"{name} expected", f"{name} printed"))


def compare(case, got):
    """A list of what differs."""
    wrong = []
    for stream, data in got.items():
        loose, exact = case / f"expected.{stream}.glob", case / f"expected.{stream}"
        if loose.exists():
            text = data.decode("utf-8", "backslashreplace")
            if not glob_matches(loose.read_text().splitlines(), text.splitlines()):
                wrong.append(f"{loose.name} does not match what was printed:\n{text}")
            continue
        expected = exact.read_bytes() if exact.exists() else (b"0\n" if stream == "exit" else b"")
        if data != expected:
            wrong.append(difference(exact.name, expected, data))
    return wrong


def bless(case, got):
    for stream, data in got.items():
        exact = case / f"expected.{stream}"
        if (case / f"expected.{stream}.glob").exists():
            continue
        if data == (b"0\n" if stream == "exit" else b""):
            exact.unlink(missing_ok=True)
        else:
            exact.write_bytes(data)


def main():
    options = argparse.ArgumentParser(description="Runs one golden case.")
    options.add_argument("--program", required=True, type=Path)
    options.add_argument("case", type=Path)
    args = options.parse_args()
    # Markdown escapes "_", which random names hold now and then: expected output could not name such a folder.
    while True:
        with tempfile.TemporaryDirectory(prefix="picdesk-golden-") as work:
            if "_" in Path(work).name:
                continue
            got = run_case(args.case.resolve(), args.program.resolve(), Path(work).resolve())
            break
    broken = [mark for mark in SANITIZER if mark.encode() in got["err"] + got["out"]]
    if broken:
        print(got["err"].decode("utf-8", "backslashreplace"))
        sys.exit(1)
    is_known = args.case.name.endswith(".known")
    if os.environ.get("PICDESK_BLESS") == "1" and not is_known:
        bless(args.case, got)
    wrong = compare(args.case, got)
    if is_known and not wrong:
        print("this known bug is mended: take .known off the folder's name")
        sys.exit(1)
    print("\n".join(wrong))
    sys.exit(1 if wrong and not is_known else 0)


main()
