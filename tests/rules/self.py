#!/usr/bin/env python3
"""rules.self: the rule checks find what is planted in a tree, and nothing in a clean one. A check that cannot fail proves nothing."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CLEAN = {
    "src/cli/commands.def": "/* The commands. */\n",
    "src/FLOORS": "0 base error.h\n1 host\n4 image\n4 article\n4 catalog\n7 cli\n",
    "include/picdesk/error.h": "/* Errors. */\nint pd_error;\n",
    "src/base/error.c": '/* Errors. */\n#include "picdesk/error.h"\n/* exit() in a comment, "SELECT a FROM b" too */\n',
    "src/catalog/store.c": '/* Store. */\n#include <sqlite3.h>\nconst char *sql = "SELECT a FROM b";\n',
    "src/host/file.c": "/* Files. */\nint f(void) { return open(0); }\n",
    "src/image/read.c": '/* Read. */\nint g(T *t) { return t->open(1) + puts_of(t); }\nconst char *s = "exit(1)";\n',
}
PLANTED = [
    ("floors", "src/image/x.c", '/* X. */\n#include "article/a.h"\n', "image (floor 4) must not include article/a.h"),
    ("floors", "src/base/x.c", '/* X. */\n#include "host/file.h"\n', "must not include host/file.h"),
    ("floors", "src/base/x.c", '/* X. */\n#include "../host/file.h"\n', "is on no floor"),
    ("floors", "src/spare/x.c", "/* X. */\n", "src/spare: has no floor"),
    ("floors", "include/picdesk/spare.h", "/* X. */\n", "spare.h: has no floor"),
    ("banned", "src/image/x.c", "/* X. */\nint f(void) { return fopen (0, 0); }\n", "src/image/x.c:2: 'fopen' (files)"),
    ("banned", "src/image/x.c", "/* X. */\nvoid f(void) { time(0); }\n", "(clock)"),
    ("banned", "src/image/x.c", "/* X. */\nvoid f(void) { fork(); }\n", "(processes)"),
    ("banned", "src/image/x.c", "/* X. */\nvoid f(void) { g(stderr); }\n", "(streams)"),
    ("banned", "src/cli/x.c", "/* X. */\nvoid f(void) { strcpy(a, b); }\n", "(unbounded)"),
    ("banned", "src/cli/x.c", "/* X. */\nvoid f(void) { goto out; }\n", "(goto)"),
    ("banned", "src/image/x.c", '/* X. */\nconst char *s = "DELETE FROM image";\n', "SQL outside src/catalog"),
    ("banned", "src/image/schema.sql", "CREATE TABLE a(b);\n", "SQL outside src/catalog"),
    ("banned", "src/image/x.c", "/* X. */\n#include <sqlite3.h>\n", "sqlite is included by 2 files"),
    ("tables", "src/image/blocks.def", "PD_ROW(iptc)\n", "row iptc has no file src/image/block/iptc.c"),
    ("tables", "src/cli/commands.def", "/* The commands. */\nPD_ROW(scan)\n", "command scan has no golden case"),
    ("tables", "src/image/containers.def", "PD_ROW(jpeg)\n", "container jpeg has no golden case"),
    ("fuzz", "tests/fuzz/x.dict", '"\u00a9"\n', "x.dict:1: no dictionary entry"),
    ("fuzz", "tests/fuzz/x.dict", "# X.\n", "there is no target tests/fuzz/fuzz_x.c"),
    ("fuzz", "tests/fuzz/seeds.map", "x samples\n", "there is no target tests/fuzz/fuzz_x.c"),
    ("shape", "src/image/x.c", "int x;\n", "no head comment"),
    ("shape", "src/image/x.c", "/* X. */\nint x; \n", "blank at the end"),
    ("shape", "src/image/x.c", "/* X. TODO */\n", "TODO"),
]


def run(check, extra):
    with tempfile.TemporaryDirectory() as work:
        for name, text in {**CLEAN, **extra}.items():
            path = Path(work, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        Path(work, "tests").mkdir(exist_ok=True)
        env = {**os.environ, "PICDESK_ROOT": work, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run([sys.executable, HERE / f"{check}.py"], env=env, capture_output=True, text=True)


def main():
    failed = 0
    for check in ("floors", "banned", "tables", "fuzz", "shape"):
        done = run(check, {})
        if done.returncode != 0:
            failed += 1
            print(f"{check} finds something in a clean tree:\n{done.stdout}{done.stderr}")
    for check, name, text, expected in PLANTED:
        done = run(check, {name: text})
        if done.returncode != 1 or expected not in done.stdout:
            failed += 1
            print(f"{check} does not say '{expected}' of {name}:\n{done.stdout}{done.stderr}")
    print(f"{len(PLANTED)} violations planted, {failed} checks wrong")
    sys.exit(1 if failed else 0)


main()
