#!/usr/bin/env python3
"""A great many small pictures: scanned, killed in the middle several times, scanned again; nothing is lost and nothing there twice.

Usage: million.py --program FILE [--count N] [--kills K] [--per-folder M] [--work FOLDER] [--seed S]
Prints one line for each step: seconds, files per second, peak memory of each process. M = 0: all in one folder.
"""
import argparse
import json
import os
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from pathlib import Path

MOST_KIB = 64 << 10  # of each process, however many files there are
XMP = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
       'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Credit="{credit}">'
       '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>'
       "</x:xmpmeta>")


def caption_of(number):
    return f"Frame serial{number:07d} of the flood"


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


# One code of one bit in each table: a DC difference of eleven bits, and the end of the block.
TABLES = (segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC0, struct.pack(">BHHB", 8, 8, 32, 1) + b"\1\x11\0") +
          segment(0xC4, b"\0" + b"\1" + b"\0" * 15 + b"\x0b") + segment(0xC4, b"\x10" + b"\1" + b"\0" * 15 + b"\0"))


def small_jpeg(number, text):
    """32x8 grey samples in four blocks; their brightness tells the number."""
    bits = ""
    for part in range(4):
        bits += "0" + f"{0x400 | number >> 10 * part & 0x3ff:011b}" + "0"
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    packet = b"http://ns.adobe.com/xap/1.0/\0" + text.encode()
    return b"\xff\xd8" + segment(0xE1, packet) + TABLES + segment(0xDA, b"\1\1\0\0\x3f\0") + scan + b"\xff\xd9"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def small_png(number, text):
    pixels = b"\0" + struct.pack(">I", number) + b"\0\0"
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0)) +
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text.encode()) + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b""))


def make_tree(root, count, per_folder):
    for number in range(count):
        folder = root / f"batch{number // per_folder:05d}"
        if number % per_folder == 0:
            folder.mkdir(parents=True)
        text = XMP.format(credit=f"Desk {number % 97}", caption=caption_of(number))
        kind, data = ("jpg", small_jpeg(number, text)) if number % 2 else ("png", small_png(number, text))
        with open(f"{folder}/frame{number:07d}.{kind}", "wb") as out:
            out.write(data)


class Peaks(threading.Thread):
    """Looks at the memory of a process and its children until it ends."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.kib = pid, {}
        self.start()

    def look(self, pid):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return False
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.kib[pid] = max(self.kib.get(pid, 0), int(line.split()[1]))
                return True
        return False

    def run(self):
        while self.look(self.pid):
            try:
                children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            except OSError:
                children = []
            for child in children:
                self.look(int(child))
            time.sleep(0.05)


class Job:
    def __init__(self, args, work):
        self.program, self.catalog, self.photos = args.program, work / "many.picdesk", work / "photos"
        (work / "home").mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(work / "home"), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        self.count, self.is_capped = args.count, not args.sanitized

    def start(self, *words):
        return subprocess.Popen([self.program, "--catalog", self.catalog, *words], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def scan(self, name):
        """Scans to the end; returns what was counted."""
        began, scan = time.monotonic(), self.start("scan", "--format", "json", self.photos)
        peaks = Peaks(scan.pid)
        out, err = scan.communicate()
        took = time.monotonic() - began
        peaks.join()
        parent = peaks.kib.pop(scan.pid, 0)
        others = sorted(peaks.kib.values())
        print(f"{name}: {took:.2f} s, {self.count / took:.0f} files/s, peak {parent} KiB in the parent, {others} in its children", flush=True)
        assert scan.returncode == 0, f"exit {scan.returncode}: {err.decode()}"
        assert not self.is_capped or max([parent, *others]) <= MOST_KIB, "more memory than a process may have"
        return json.loads(out)

    def killed_scan(self, wait_s):
        scan = self.start("scan", self.photos)
        try:
            scan.wait(timeout=wait_s)
        except subprocess.TimeoutExpired:
            scan.kill()
        scan.communicate()
        kept = self.rows("file") if self.catalog.exists() else 0
        print(f"killed after {wait_s:.2f} s: {kept} files kept" if scan.returncode else f"was ready before {wait_s:.2f} s", flush=True)
        return kept

    def query(self, sql):
        store = sqlite3.connect(self.catalog)
        try:
            return store.execute(sql).fetchone()[0]
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # it was not made yet
                return 0
            raise
        finally:
            store.close()

    def rows(self, table):
        return self.query(f"SELECT count(*) FROM {table}")

    def check(self):
        """Each picture is there once with its own words."""
        rows = [self.rows(table) for table in ("file", "image", "record")]
        assert rows == [self.count] * 3, f"{rows} files, images and records of {self.count} pictures"
        assert self.query("SELECT count(*) FROM file WHERE missing_since_us IS NOT NULL OR problem IS NOT NULL") == 0
        assert self.query("PRAGMA integrity_check") == "ok"
        seen = bytearray(self.count)
        report = self.start("report", "credits", "--format", "json")
        for line in report.stdout:
            row = json.loads(line)
            number = int(Path(row["file_path"]).stem.removeprefix("frame"))
            assert row["caption"] == caption_of(number) and row["credit_embedded"] == f"Desk {number % 97}", row
            seen[number] += 1
        report.communicate()
        assert report.returncode == 0 and seen.count(1) == self.count, f"{seen.count(1)} of {self.count} pictures are in the report once"

    def check_words(self):
        for number in random.sample(range(self.count), 5):
            found = self.start("search", "--format", "json", f"serial{number:07d}")
            out, _ = found.communicate()
            assert out.count(b"\n") == 1 and f"frame{number:07d}".encode() in out, f"serial{number:07d} finds {out}"

    def check_unopened(self):
        """A second scan opens no picture."""
        if not shutil.which("strace") or not self.is_capped:
            return
        log = self.catalog.with_suffix(".strace")
        scan = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-o", log, self.program, "--catalog", self.catalog, "scan", self.photos]
        if subprocess.run(scan, env=self.env, capture_output=True).returncode:
            return  # tracing is not allowed here
        with open(log, encoding="utf-8", errors="replace") as lines:
            opened = [line for line in lines if "/frame" in line or '"frame' in line]
        assert not opened, f"{len(opened)} pictures were opened again: {opened[0]}"
        print("second scan: no picture opened", flush=True)


def work_through(args, work):
    random.seed(args.seed)
    job = Job(args, work)
    began = time.monotonic()
    make_tree(job.photos, args.count, args.per_folder or args.count)
    print(f"{args.count} pictures made in {time.monotonic() - began:.1f} s", flush=True)
    kept = 0
    for _ in range(args.kills):
        now = job.killed_scan(random.uniform(0.02, 0.2 + args.count * args.pace_us / 1e6))
        assert now >= kept, f"{kept} files were kept, {now} are left"
        assert job.query("PRAGMA quick_check") == "ok" if job.catalog.exists() else True
        kept = now
    job.scan("last scan")
    again = job.scan("scan of the unchanged tree")
    assert again["unchanged"] == args.count and again["read_bytes"] == 0, again
    job.check()
    job.check_words()
    job.check_unopened()


def main():
    options = argparse.ArgumentParser(description="Scans a great many small pictures.")
    options.add_argument("--program", required=True)
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--kills", type=int, default=6)
    options.add_argument("--pace-us", type=float, default=60, help="the moments of the kills lie within so much for each picture")
    options.add_argument("--per-folder", type=int, default=500)
    options.add_argument("--work", help="a folder on the disk to use")
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--sanitized", action="store_true", help="memory is not limited")
    args = options.parse_args()
    args.program = str(Path(args.program).resolve())
    print(f"seed {args.seed}")
    with tempfile.TemporaryDirectory(prefix="picdesk-million-", dir=args.work) as work:
        try:
            work_through(args, Path(work))
        except AssertionError as wrong:
            print(f"wrong: {wrong}")
            return 1
    return 0


sys.exit(main())
