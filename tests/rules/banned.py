#!/usr/bin/env python3
"""rules.banned: only the named folders call what is theirs (banned.tsv), SQL stands only in src/catalog, and each third-party
parser is included by one file (parsers.tsv)."""
import re
from pathlib import Path

from source import ROOT, SRC, c_files, code_only, finish, folder_of, line_of, strings_only

HERE = Path(__file__).parent
SQL = re.compile(r"\b(SELECT\s+[\w*(].*\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|"
                 r"(CREATE|DROP|ALTER)\s+(TEMP\s+|VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)\s|PRAGMA\s+\w|BEGIN\s+(IMMEDIATE|EXCLUSIVE)|"
                 r"ATTACH\s+DATABASE)")


def table(name):
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def pattern(names):
    calls = [n for n in names.split("|") if not n.startswith("=")]
    words = [n[1:] for n in names.split("|") if n.startswith("=")]
    parts = ([r"(?:%s)(?=\s*\()" % "|".join(calls)] if calls else []) + ([r"(?:%s)\b" % "|".join(words)] if words else [])
    return re.compile(r"(?<![\w.>])(?:%s)" % "|".join(parts))


def check_calls(path, code, found):
    for what, folders, names, why in table("banned.tsv"):
        if folder_of(path) in folders.split(","):
            continue
        for match in pattern(names).finditer(code):
            found.append(f"{path.relative_to(ROOT)}:{line_of(code, match.start())}: '{match.group(0)}' ({what}): {why}")


def check_sql(path, text, found):
    if folder_of(path) == "catalog":
        return
    for at, line in enumerate(strings_only(text).splitlines(), 1):
        if SQL.search(line):
            found.append(f"{path.relative_to(ROOT)}:{at}: SQL outside src/catalog")


def check_parsers(texts, found):
    for what, header in table("parsers.tsv"):
        include = re.compile(r"^[ \t]*#[ \t]*include[ \t]*[<\"](?:%s)[>\"]" % header, re.M)
        users = [str(path.relative_to(ROOT)) for path, text in texts.items() if include.search(text)]
        if len(users) > 1:
            found.append(f"{what} is included by {len(users)} files, one is allowed: {', '.join(users)}")


def main():
    found = []
    texts = {path: path.read_text() for path in c_files()}
    for path, text in texts.items():
        check_calls(path, code_only(text), found)
        check_sql(path, text, found)
    for path in sorted(SRC.rglob("*.sql")):
        if folder_of(path) != "catalog":
            found.append(f"{path.relative_to(ROOT)}: SQL outside src/catalog")
    check_parsers(texts, found)
    finish(found, "calls and includes outside their folder")


main()
