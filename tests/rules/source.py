"""What the rule checks share: the source tree, and C text with comments and strings taken out."""
import os
import re
import sys
from pathlib import Path

# PICDESK_ROOT names another tree to check: rules.self plants violations in one and expects them to be found.
ROOT = Path(os.environ.get("PICDESK_ROOT") or Path(__file__).resolve().parents[2])
SRC = ROOT / "src"

_TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def c_files(*folders):
    """Every .c and .h file below the folders (src when none is named), in order."""
    for folder in folders or (SRC,):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".c", ".h"):
                yield path


def folder_of(path):
    """The folder of src that a file belongs to: "base" for src/base/cursor.h."""
    return path.relative_to(SRC).parts[0]


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """The code: comments and the insides of strings become spaces, so line numbers and columns stay."""
    def change(match):
        token = match.group(0)
        return _blank(token) if token[0] == "/" else token[0] + _blank(token[1:-1]) + token[-1]
    return _TOKEN.sub(change, text)


def strings_only(text):
    """The insides of string literals; all else becomes spaces."""
    out, at = [], 0
    for match in _TOKEN.finditer(text):
        out.append(_blank(text[at:match.start()]))
        token = match.group(0)
        out.append(token if token[0] == '"' else _blank(token))
        at = match.end()
    out.append(_blank(text[at:]))
    return "".join(out)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def finish(found, said):
    """Prints what was found and ends the check."""
    for line in found:
        print(line)
    print(f"{said}: {len(found)} found" if found else f"{said}: clean")
    sys.exit(1 if found else 0)
