#!/usr/bin/env python3
"""Opens CSV files by LibreOffice and by Python's reader and compares every cell; names formulas.

Usage: spreadsheet.py FILE.csv…     (needs soffice: Debian package libreoffice-calc-nogui)
"""
import csv
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
from pathlib import Path

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Field separator comma, text delimiter quote, UTF-8, from line 1, every column text.
AS_OPENED = "CSV:44,34,76,1," + "/".join(f"{column}/2" for column in range(1, 65)) + ",0,false,false,false"


def text_of(node):
    """The text of a paragraph, with its runs of spaces and tabs."""
    out = node.text or ""
    for child in node:
        if child.tag == TEXT + "s":
            out += " " * int(child.get(TEXT + "c", "1"))
        elif child.tag == TEXT + "tab":
            out += "\t"
        else:
            out += text_of(child)
        out += child.tail or ""
    return out


def cells_of(path):
    """Rows of texts, and the formulas, as LibreOffice holds the file."""
    rows, formulas = [], []
    for row in tree.parse(path).iter(TABLE + "table-row"):
        cells = []
        for cell in row.iter(TABLE + "table-cell"):
            if cell.get(TABLE + "formula"):
                formulas.append(cell.get(TABLE + "formula"))
            text = "\n".join(text_of(p) for p in cell.iter(TEXT + "p"))
            cells += [text] * min(int(cell.get(TABLE + "number-columns-repeated", "1")), 100)
        rows += [cells] * min(int(row.get(TABLE + "number-rows-repeated", "1")), 1000 if any(cells) else 1)
    return rows, formulas


def compare(path):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", "--headless", f"--infilter={AS_OPENED}", "--convert-to", "fods", "--outdir", folder, path],
                       check=True, capture_output=True)
        opened, formulas = cells_of(Path(folder) / (Path(path).stem + ".fods"))
    with open(path, newline="", encoding="utf-8") as file:
        read = list(csv.reader(file))
    wrong = 0
    for number, row in enumerate(read):
        got = opened[number] if number < len(opened) else []
        got = (got + [""] * len(row))[:len(row)]
        for want, have in zip(row, got):
            if want != have:
                wrong += 1
                if wrong <= 5:
                    print(f"  row {number + 1}: {want!r} opened as {have!r}")
    print(f"{path}: {len(read)} rows, {sum(map(len, read))} cells, {wrong} differ, {len(formulas)} formulas")
    return wrong + len(formulas)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(1 if sum(compare(path) for path in sys.argv[1:]) else 0)
