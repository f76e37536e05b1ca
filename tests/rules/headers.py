#!/usr/bin/env python3
"""headers.c17, headers.cxx17: each public header compiled alone. Usage: headers.py COMPILER STANDARD"""
import shlex
import subprocess
import sys
import tempfile

from source import ROOT, finish


def main():
    compiler, standard = sys.argv[1:]
    language = "c++" if "++" in standard else "c"
    flags = subprocess.run(["pkg-config", "--cflags", "glib-2.0"], check=True, capture_output=True, text=True).stdout
    flags = flags.replace("-I", "-isystem ")
    found = []
    with tempfile.TemporaryDirectory() as work:
        for header in sorted((ROOT / "include/picdesk").glob("*.h")):
            source = f"{work}/alone"
            with open(source, "w") as out:
                out.write(f'#include "picdesk/{header.name}"\n#include "picdesk/{header.name}"\n')
            command = [compiler, "-x", language, f"-std={standard}", "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only",
                       f"-I{ROOT}/include", *shlex.split(flags), source]
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode != 0:
                found.append(f"include/picdesk/{header.name}:\n{run.stderr}")
    finish(found, f"public headers that do not compile alone as {standard}")


main()
