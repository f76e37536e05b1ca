#!/usr/bin/env python3
"""rules.floors: a folder of src includes only lower floors and itself; the list is src/FLOORS."""
import re

from source import ROOT, SRC, c_files, finish, folder_of, line_of


def read_floors():
    floor, header = {}, {}
    for line in (SRC / "FLOORS").read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        floor[words[1]] = int(words[0])
        for name in words[2:]:
            header[name] = words[1]
    return floor, header


def owner(name, floor, header):
    """The folder that an include belongs to; None for what is not ours."""
    first, _, rest = name.partition("/")
    if first == "picdesk":
        return header.get(rest, "?")
    return first if first in floor else ("?" if "/" in name else None)


def main():
    floor, header = read_floors()
    found = []
    for name in sorted(p.name for p in (ROOT / "include/picdesk").iterdir()):
        if name != "picdesk.h" and name not in header:
            found.append(f"include/picdesk/{name}: has no floor in src/FLOORS")
    for folder in sorted(p.name for p in SRC.iterdir() if p.is_dir()):
        if folder not in floor:
            found.append(f"src/{folder}: has no floor in src/FLOORS")
    for path in c_files():
        own = folder_of(path)
        text = path.read_text()
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<(picdesk/[^>]+)>)', text, re.M):
            name = match.group(1) or match.group(2)
            other = owner(name, floor, header)
            place = f"{path.relative_to(ROOT)}:{line_of(text, match.start())}"
            if name.startswith("../") or other == "?":
                found.append(f'{place}: "{name}" is on no floor (includes start at src or include)')
            elif other is None:
                found.append(f'{place}: "{name}": write the folder too')
            elif own in floor and other != own and floor[other] >= floor[own]:
                found.append(f"{place}: {own} (floor {floor[own]}) must not include {name} of {other} (floor {floor[other]})")
    finish(found, "includes that break the floors")


main()
