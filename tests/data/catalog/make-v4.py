#!/usr/bin/env python3
"""Made v4.db, once: a catalogue of version 4 with the facts of samples/story and a right, without derived tables, in small pages.

Every later version of picdesk must open it (unit.catalog.stored). It is never made again; a later version of the facts gets a file
and a script of its own. Usage: make-v4.py PICDESK OUT
"""
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

STORY = Path(__file__).resolve().parents[3] / "samples/story"
program, out = sys.argv[1], Path(sys.argv[2])

with tempfile.TemporaryDirectory() as work:
    made = Path(work) / "made.db"
    pages = sorted(str(path) for path in (STORY / "articles").glob("*.html"))
    subprocess.run([program, "--catalog", made, "scan", STORY / "photos"], check=True)
    subprocess.run([program, "--catalog", made, "ingest", *pages], check=True)
    subprocess.run([program, "--catalog", made, "rights", "lease", "add", "--verdict", "deny", "--image", STORY / "photos/DSC_0917.jpg",
                    "--reason", "complaint"], check=True)
    db = sqlite3.connect(made, isolation_level=None)
    assert db.execute("PRAGMA user_version").fetchone() == (4,)
    db.execute("PRAGMA journal_mode=DELETE")
    for kind in ("sql LIKE 'CREATE VIRTUAL%'", "1"):
        names = db.execute(f"SELECT name FROM sqlite_schema WHERE name GLOB 'd_*' AND type = 'table' AND {kind} ORDER BY rowid DESC")
        for (name,) in names.fetchall():
            db.execute(f'DROP TABLE IF EXISTS "{name}"')
    # Nothing of the machine that made it.
    old, new = str(STORY).encode(), b"/story"
    db.execute("UPDATE root SET host = 'desk', path = CAST(replace(path, ?, ?) AS BLOB)", (old, new))
    for table in ("article", "article_rev", "rendition"):
        db.execute(f"UPDATE {table} SET path = CAST(replace(path, ?, ?) AS BLOB)", (old, new))
    db.execute("UPDATE file SET inode = 1, device = 1")
    db.execute("UPDATE lease SET made_by = 'jane', made_at_us = 1000000")
    db.execute("UPDATE change SET who = 'jane', at_us = 1000000, before_row = NULL, after_row = NULL")
    db.execute("UPDATE event SET who = 'jane', at_us = 1000000, detail = NULL")
    # What people said: the third figure is an image, then the first of the second article is none, taken back.
    image = db.execute("SELECT image_id FROM file WHERE name = CAST('IMG_2031.jpg' AS BLOB)").fetchone()[0]
    db.execute("INSERT INTO decision VALUES(1, 3, ?, 'confirm', NULL, 'jane', 1000000, 'seen on the contact sheet')", (image,))
    db.execute("INSERT INTO decision VALUES(2, 4, NULL, 'no-image', NULL, 'jane', 2000000, NULL)")
    db.execute("INSERT INTO decision VALUES(3, 4, NULL, 'revoke', 2, 'joe', 3000000, NULL)")
    db.execute("PRAGMA page_size=1024")
    db.execute("VACUUM")
    db.close()
    out.write_bytes(made.read_bytes())
