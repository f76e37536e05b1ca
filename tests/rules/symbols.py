#!/usr/bin/env python3
"""rules.symbols: the shared library exports exactly the functions that include/picdesk declares, and every global name of the
static library begins with pd_. Usage: symbols.py SHARED STATIC"""
import re
import subprocess
import sys

from source import ROOT, code_only, finish


def names(*command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[-1] for line in lines if re.match(r"[0-9a-f]+ [TDBRVW] ", line)}


def declared():
    """Functions declared in the headers: a name and a bracket in code that is no macro."""
    found = set()
    for header in (ROOT / "include/picdesk").glob("*.h"):
        code = re.sub(r"^[ \t]*#.*(?:\\\n.*)*", "", code_only(header.read_text()), flags=re.M)
        found |= set(re.findall(r"\b(pd_\w+)\s*\(", code))
    return found


def main():
    shared, static = sys.argv[1:]
    exported = {name.split("@")[0] for name in names("nm", "-D", "--defined-only", shared)} - {f"PICDESK_{n}" for n in range(10)}
    found = [f"{name} is exported but no public header declares it" for name in sorted(exported - declared())]
    found += [f"{name} is declared in a public header but not exported" for name in sorted(declared() - exported)]
    own = (n for n in names("nm", "-g", "--defined-only", static) if not n.startswith(("__asan", "__odr_asan", "__ubsan", "__sanitizer")))
    found += [f"{name} is global in the library and does not begin with pd_" for name in sorted(own) if not name.startswith("pd_")]
    finish(found, "names that the library shows and should not, or the reverse")


main()
