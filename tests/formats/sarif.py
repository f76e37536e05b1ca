#!/usr/bin/env python3
"""formats.sarif: what `check --format sarif` writes has the structure of the SARIF 2.1.0 schema (OASIS Standard, errata 01):
required properties, no others than those of each object, closed sets of words, indexes that point to something. Only the
definitions that picdesk writes are here; an object of another kind fails."""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT, NUMBER, BAG = "text", "number", "bag"
LEVELS = ["none", "note", "warning", "error"]

# definition: (required, one of these, {property: type, definition name, [definition name] for arrays, or list of words})
SCHEMA = {
    "log": (["version", "runs"], [], {"$schema": TEXT, "version": ["2.1.0"], "runs": "run*"}),
    "run": (["tool"], [], {"tool": "tool", "columnKind": ["utf16CodeUnits", "unicodeCodePoints"], "results": "result*"}),
    "tool": (["driver"], [], {"driver": "toolComponent"}),
    "toolComponent": (["name"], [], {"name": TEXT, "version": TEXT, "rules": "reportingDescriptor*"}),
    "reportingDescriptor": (["id"], [], {
        "id": TEXT, "shortDescription": "multiformatMessageString", "help": "multiformatMessageString",
        "defaultConfiguration": "reportingConfiguration", "properties": BAG}),
    "reportingConfiguration": ([], [], {"level": LEVELS}),
    "multiformatMessageString": (["text"], [], {"text": TEXT}),
    "message": ([], ["text", "id"], {"text": TEXT}),
    "result": (["message"], [], {
        "ruleId": TEXT, "ruleIndex": NUMBER, "level": LEVELS, "message": "message", "locations": "location*",
        "suppressions": "suppression*", "properties": BAG}),
    "location": ([], [], {"physicalLocation": "physicalLocation"}),
    "physicalLocation": ([], ["address", "artifactLocation"], {"artifactLocation": "artifactLocation", "region": "region"}),
    "artifactLocation": ([], [], {"uri": "uri-reference"}),
    "region": ([], ["startLine", "charOffset", "byteOffset"], {"byteOffset": NUMBER, "byteLength": NUMBER}),
    "suppression": (["kind"], [], {
        "kind": ["inSource", "external"], "status": ["accepted", "underReview", "rejected"], "justification": TEXT}),
}


def check_leaf(value, kind, where, wrong):
    if kind == TEXT and not isinstance(value, str):
        wrong.append(f"{where}: no text")
    elif kind == NUMBER and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        wrong.append(f"{where}: no number from 0 on")
    elif kind == BAG and not isinstance(value, dict):
        wrong.append(f"{where}: no property bag")
    elif kind == "uri-reference" and not re.fullmatch(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*", value):
        wrong.append(f"{where}: no URI reference: {value!r}")
    elif isinstance(kind, list) and value not in kind:
        wrong.append(f"{where}: {value!r} is none of {kind}")


def check(value, kind, where, wrong):
    if isinstance(kind, str) and kind.endswith("*"):
        if not isinstance(value, list):
            wrong.append(f"{where}: no array")
            return
        for i, item in enumerate(value):
            check(item, kind[:-1], f"{where}[{i}]", wrong)
    elif isinstance(kind, str) and kind in SCHEMA:
        check_object(value, kind, where, wrong)
    else:
        check_leaf(value, kind, where, wrong)


def check_object(value, name, where, wrong):
    required, one_of, properties = SCHEMA[name]
    if not isinstance(value, dict):
        wrong.append(f"{where}: no object")
        return
    wrong += [f"{where}: lacks {key}" for key in required if key not in value]
    if one_of and not any(key in value for key in one_of):
        wrong.append(f"{where}: has none of {one_of}")
    for key, item in value.items():
        if key in properties:
            check(item, properties[key], f"{where}.{key}", wrong)
        else:
            wrong.append(f"{where}: {key} is no property of {name}")


def check_indexes(log, wrong):
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        if len({rule["id"] for rule in rules}) != len(rules):
            wrong.append("two rules have one id")
        for result in run["results"]:
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                wrong.append(f"{result['ruleId']}: its ruleIndex is another rule's")


def complaints(log):
    wrong = []
    check(log, "log", "$", wrong)
    if not wrong:
        check_indexes(log, wrong)
    return wrong


def sarif_of(program, *words):
    # A program with sanitizers says in its exit code what it thinks of the findings: 0 and 1 are both fine.
    run = subprocess.run([program, *words], capture_output=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr.decode("utf-8", "replace"))
    return json.loads(run.stdout)


def fill(program, story, catalog):
    """A catalogue of the story."""
    for words in (["scan", story / "photos"], ["ingest", *sorted(p for p in (story / "articles").iterdir() if p.is_file())], ["match"]):
        subprocess.run([program, "--catalog", catalog, *words], capture_output=True, check=True)


def main():
    program, story = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    log = sarif_of(program, "check", "--format", "sarif", story)
    wrong = complaints(log)
    if not log["runs"][0]["results"]:
        wrong.append("no results: nothing was tested")
    with tempfile.TemporaryDirectory() as folder:
        catalog = Path(folder) / "c.db"
        fill(program, story, catalog)
        wrong += complaints(sarif_of(program, "--catalog", catalog, "check", "--format", "sarif", "--images"))
    broken = json.loads(json.dumps(log))
    broken["runs"][0]["results"][0]["level"] = "fatal"
    del broken["runs"][0]["tool"]["driver"]["name"]
    if len(complaints(broken)) != 2:
        wrong.append("the validator does not see what is broken")
    print("\n".join(wrong[:20]))
    sys.exit(1 if wrong else 0)


main()
