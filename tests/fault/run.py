#!/usr/bin/env python3
"""Fault tests: what the program and its catalogue do when the machine fails. Usage: run.py --program FILE NAME (or "list").

Each test is a function fault_NAME(desk). Exit code 77: this machine cannot show the fault (ctest counts it as skipped).
"""
import argparse
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
STORY = SOURCE / "samples/story"
SKIPPED = 77
SANITIZER = (b"ERROR: AddressSanitizer", b"ERROR: LeakSanitizer", b": runtime error:")


class Skip(Exception):
    pass


class Desk:
    """A workplace of its own: an empty home, a catalogue's address, a folder of pictures."""

    def __init__(self, program, work, is_sanitized):
        self.program, self.work, self.is_sanitized = program, Path(work), is_sanitized
        self.catalog = self.work / "story.picdesk"
        self.photos = self.work / "photos"
        home = self.work / "home"
        home.mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8", "USER": "desk"}

    def start(self, *args, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen([self.program, "--catalog", self.catalog, *args], env=self.env, **options)

    def run(self, *args, expect=None, **options):
        """Runs a command; expect: the exit codes that are right."""
        done = self.start(*args, **options)
        out, err = done.communicate(timeout=200)
        said = f"picdesk {' '.join(map(str, args))}: exit {done.returncode}\n{(out or b'').decode()}{(err or b'').decode()}"
        assert done.returncode >= 0, f"died of signal {-done.returncode}: {said}"
        assert not any(mark in (err or b"") for mark in SANITIZER), said
        if expect is not None:
            assert done.returncode in expect, f"expected exit {expect}: {said}"
        return done.returncode, (out or b"").decode(), (err or b"").decode()

    def rows(self):
        """Paths of the images that the catalogue knows, from the credits report."""
        _, out, _ = self.run("report", "credits", "--format", "json", expect=(0,))
        return sorted(json.loads(line)["file_path"] for line in out.splitlines())

    def is_sound(self):
        with sqlite3.connect(self.catalog) as store:
            return store.execute("PRAGMA integrity_check").fetchone()[0] == "ok" and not store.execute("PRAGMA foreign_key_check").fetchall()

    def make_pictures(self, count):
        """Small valid PNG files, each another picture with another caption."""
        for number in range(count):
            folder = self.photos / f"day{number // 200:03d}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"frame{number:05d}.png").write_bytes(small_png(number))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def small_png(number):
    pixels = b"".join(b"\0" + struct.pack(">I", number * 2654435761 % 2**32) * 6 for _ in range(8))
    text = f"Description\0Frame {number} of the flood".encode()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"tEXt", text) +
            chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fault_kill(desk):
    """kill -9 in the middle of a scan: the next scan completes it; nothing lost, nothing twice."""
    count = 4000
    desk.make_pictures(count)
    for wait_s in (0.05, 0.2, 0.5):
        scan = desk.start("scan", desk.photos)
        time.sleep(wait_s)
        scan.kill()
        scan.communicate()
        assert not desk.catalog.exists() or desk.is_sound(), "the catalogue is broken after kill -9"
    desk.run("scan", desk.photos, expect=(0,))
    rows = desk.rows()
    assert len(rows) == count and len(set(rows)) == count, f"{len(rows)} rows, {len(set(rows))} different, {count} pictures"
    assert desk.is_sound()


def fault_kill_import(desk):
    """kill -9 in the middle of an import: all rows are kept or none; the next import completes it."""
    count = 6000
    desk.make_pictures(1)
    desk.run("scan", desk.photos, expect=(0,))
    table = desk.work / "uses.csv"
    rows = "".join(f"{desk.photos}/day000/frame00000.png,newspaper,2026-05-03,{page}\n" for page in range(count))
    table.write_text("image,medium,used_on,page\n" + rows)

    def kept():
        with sqlite3.connect(desk.catalog) as store:
            return store.execute("SELECT count(*) FROM usage").fetchone()[0], store.execute("SELECT count(*) FROM change").fetchone()[0]
    for wait_s in (0.1, 0.4, 0.8, 1.6):
        work = desk.start("rights", "usage", "import", table)
        time.sleep(wait_s)
        work.kill()
        work.communicate()
        assert desk.is_sound(), "the catalogue is broken after kill -9"
        assert kept() in ((0, 0), (count, count)), f"half an import was kept: {kept()}"
    desk.run("rights", "usage", "import", table, expect=(0,))
    assert kept() == (count, count), f"{kept()} of {count} rows"


def fault_backup_while_writing(desk):
    """Copies made while a scan writes are each whole, of one moment, and never older than the one before."""
    desk.make_pictures(3000)
    scan, before, n_copies = desk.start("scan", desk.photos), 0, 0
    while scan.poll() is None:
        code, _, err = desk.run("backup", "--force", desk.work / "copy.db")
        if code:
            assert "there is no catalogue" in err or "is empty" in err or "in use" in err, err
            continue
        with sqlite3.connect(desk.work / "copy.db") as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            images, records, files = (copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("image", "record", "file"))
        assert images == records == files >= before, f"{images} images, {records} records, {files} files, {before} before"
        before, n_copies = images, n_copies + 1
    _, err = scan.communicate()
    assert scan.returncode == 0, err.decode()
    assert n_copies > 0, "no copy was made while the scan ran"


def fault_kill_forget(desk):
    """kill -9 while a person is erased: the name is there with all its texts or nowhere; the next try completes it."""
    desk.make_pictures(1500)
    desk.run("scan", desk.photos, expect=(0,))
    for wait_s in (0.1, 0.3, 0.6):
        work = desk.start("forget", "person", "of the flood", "--yes")
        time.sleep(wait_s)
        work.kill()
        work.communicate()
        assert desk.is_sound(), "the catalogue is broken after kill -9"
    desk.run("forget", "person", "of the flood", "--yes", expect=(0,))
    left = [path.name for path in desk.work.glob("story.picdesk*") if b"of the flood" in path.read_bytes()]
    assert not left, f"the name is still in {left}"


def fault_interrupt(desk):
    """SIGINT and SIGTERM end a scan soon, with the signal's own status; what was done is kept."""
    desk.make_pictures(6000)
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        scan = desk.start("scan", desk.photos)
        time.sleep(0.3)
        scan.send_signal(number)
        sent = time.monotonic()
        scan.communicate(timeout=30)
        took = time.monotonic() - sent
        assert scan.returncode in (status, 0), f"status {scan.returncode} after signal {number}, {status} expected"
        assert took < 5, f"the scan went on for {took:.1f} s after signal {number}"
        assert desk.is_sound()
    desk.run("scan", desk.photos, expect=(0,))
    assert len(desk.rows()) == 6000


def children_of(pid):
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def is_running(pid):
    """A process that nobody has waited for yet does not run any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        return False


def peak_kib(pid):
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), default=0)


def fault_interrupt_twice(desk):
    """A second signal at any moment of the first one's ending: the end at once, of the readers too; the catalogue is sound."""
    desk.make_pictures(6000)
    pairs = ((signal.SIGINT, signal.SIGINT), (signal.SIGINT, signal.SIGTERM), (signal.SIGTERM, signal.SIGHUP))
    seen = set()
    for turn, wait_s in enumerate((0, 0, 0, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.012, 0.016, 0.03, 0.06)):
        first, second = pairs[turn % len(pairs)]
        for path in desk.work.glob("story.picdesk*"):
            path.unlink()
        scan = desk.start("scan", "--no-index", desk.photos)
        while not desk.catalog.exists() and scan.poll() is None:
            time.sleep(0.002)
        time.sleep(0.02)
        readers = children_of(scan.pid)
        if wait_s == 0:  # both are there before it can act on one
            scan.send_signal(signal.SIGSTOP)
        scan.send_signal(first)
        time.sleep(wait_s)
        scan.send_signal(second)
        scan.send_signal(signal.SIGCONT)
        sent = time.monotonic()
        _, err = scan.communicate(timeout=30)
        took = time.monotonic() - sent
        seen.add(scan.returncode == 128 + second)
        assert scan.returncode in (128 + first, 128 + second, 0), f"status {scan.returncode} after {first}, {second}: {err.decode()}"
        assert took < 1, f"it went on for {took:.1f} s after the second signal"
        time.sleep(0.2)
        assert not [pid for pid in readers if is_running(pid)], f"readers {readers} go on"
        assert not desk.catalog.exists() or desk.is_sound()
    assert True in seen, "no second signal was heard"
    desk.run("scan", desk.photos, expect=(0,))
    assert len(desk.rows()) == 6000


def fault_hash_long(desk):
    """A file of several GB: a signal ends its hashing within a second; left alone, it is hashed to its end, in little memory."""
    size = 1 << 30 if desk.is_sanitized else 3 << 30
    desk.make_pictures(3)
    poster = desk.photos / "poster.bmp"
    with open(poster, "wb") as out:
        out.write(struct.pack("<2sIHHIIiiHHIIiiII", b"BM", size & 0xffffffff, 0, 0, 54, 40, 32000, 33000, 1, 24, 0, 0, 0, 0, 0, 0))
        out.truncate(size)
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        scan = desk.start("scan", "--hash", desk.photos)
        time.sleep(1.5)
        scan.send_signal(number)
        sent = time.monotonic()
        _, err = scan.communicate(timeout=30)
        took = time.monotonic() - sent
        assert scan.returncode == status, f"status {scan.returncode} after signal {number}: {err.decode()}"
        assert took < 1, f"the scan went on for {took:.1f} s after signal {number}"
        assert desk.is_sound() and not desk.rows(), "what was not hashed to its end is kept"
    scan, most_kib = desk.start("scan", "--hash", desk.photos), 0
    while scan.poll() is None:
        most_kib = max([most_kib, *map(peak_kib, [scan.pid, *children_of(scan.pid)])])
        time.sleep(0.2)
    out, err = scan.communicate()
    assert scan.returncode == 0, f"{scan.returncode}: {out} {err}"
    assert desk.is_sanitized or most_kib <= 64 << 10, f"{most_kib} KiB"
    _, out, _ = desk.run("report", "credits", "--format", "json", expect=(0,))
    found = [row["sha256"] for row in map(json.loads, out.splitlines()) if row["file_path"] == str(poster)]
    expected = subprocess.run(["sha256sum", poster], capture_output=True, text=True, check=True).stdout[:64]
    assert found == [expected], f"{found} instead of {expected}"


def fault_interrupt_filling(desk):
    """A signal while the look-up tables of an earlier scan are filled: the signal's own status, and the next command goes on."""
    desk.make_pictures(6000)
    for command in (("scan", desk.photos), ("match",)):
        for path in desk.work.glob("story.picdesk*"):
            path.unlink()
        desk.run("scan", "--no-index", desk.photos, expect=(0,))
        for wait_s in (0.03, 0.06, 0.12, 0.2, 0.3, 0.5):
            work = desk.start(*command)
            time.sleep(wait_s)
            work.send_signal(signal.SIGINT)
            sent = time.monotonic()
            _, err = work.communicate(timeout=30)
            assert work.returncode in (130, -signal.SIGINT, 0), f"status {work.returncode} after SIGINT: {err.decode()}"
            assert time.monotonic() - sent < 2
    desk.run("scan", desk.photos, expect=(0,))
    _, out, _ = desk.run("search", "--format", "json", "frame 5999 flood", expect=(0,))
    assert "frame05999" in out, "the word index is not whole"


def fault_full_disk(desk):
    """A full disk: exit 2 and a message; the catalogue stays sound, and the scan succeeds once there is room."""
    if os.geteuid() != 0:
        raise Skip("only root can mount a small disk")
    disk = desk.work / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode != 0:
        raise Skip("mounting is not allowed here")
    try:
        desk.catalog = disk / "story.picdesk"
        desk.make_pictures(3000)
        _, _, err = desk.run("scan", desk.photos, expect=(2,))
        assert "full" in err.lower() or "no space" in err.lower(), f"the message does not say that the disk is full: {err}"
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        assert not desk.catalog.exists() or desk.is_sound()
        desk.run("scan", desk.photos, expect=(0,))
        assert len(desk.rows()) == 3000
    finally:
        subprocess.run(["umount", "-l", disk])


def fault_full_output(desk):
    """Output that cannot be written is an error; a reader that went away is not worth a word."""
    shutil.copytree(STORY / "photos", desk.photos)
    desk.run("scan", desk.photos, expect=(0, 1))
    with open("/dev/full", "wb") as full:
        code, _, err = desk.run("report", "credits", stdout=full)
    assert code == 2 and "cannot write" in err, f"exit {code}: {err}"
    closed = subprocess.run(f"'{desk.program}' --catalog '{desk.catalog}' report credits | head -c 1 >'{desk.work}/one'", shell=True, env=desk.env,
                            capture_output=True)
    assert closed.stderr == b"", closed.stderr


def fault_locked(desk):
    """Another program holds the catalogue: reading goes on, writing gives up with a message after a bounded wait."""
    shutil.copytree(STORY / "photos", desk.photos)
    desk.run("scan", desk.photos, expect=(0, 1))
    before = desk.rows()
    other = sqlite3.connect(desk.catalog, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert desk.rows() == before, "reading does not work while another program writes"
    (desk.photos / "new.png").write_bytes(small_png(1))
    began = time.monotonic()
    _, _, err = desk.run("scan", desk.photos, expect=(2,))
    assert "lock" in err or "busy" in err or "use" in err, f"the message does not say that the catalogue is in use: {err}"
    assert time.monotonic() - began < 90, "the wait for the lock is not bounded"
    other.execute("ROLLBACK")
    other.close()
    desk.run("scan", desk.photos, expect=(0, 1))
    assert len(desk.rows()) == len(before) + 1


def fault_watch_locked(desk):
    """Another program holds the catalogue for longer than a scan waits: the watching goes on, and what came meanwhile is kept."""
    desk.make_pictures(3)
    watch = desk.start("scan", "--watch", desk.photos)
    assert watch.stdout.readline(), "there was no first round"
    other = sqlite3.connect(desk.catalog, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (desk.photos / "deep" / "er").mkdir(parents=True)
    (desk.photos / "deep" / "er" / "new.png").write_bytes(small_png(77))
    time.sleep(18)
    assert watch.poll() is None, f"the watching ended: {watch.communicate()}"
    other.execute("ROLLBACK")
    other.close()
    ends = time.monotonic() + 40
    while len(desk.rows()) < 4 and time.monotonic() < ends:
        time.sleep(0.3)
    watch.send_signal(signal.SIGINT)
    out, err = watch.communicate(timeout=10)
    assert watch.returncode == 130, f"{watch.returncode}: {out} {err}"
    assert len(desk.rows()) == 4, f"{len(desk.rows())} rows: {out} {err}"
    assert b"in use" in err, err


def refuse_unchanged(desk, why):
    kept = digest(desk.catalog)
    for args in (("scan", STORY / "photos"), ("report", "credits"), ("search", "flood"), ("match",)):
        _, _, err = desk.run(*args, expect=(2,))
        assert err.startswith("picdesk: ") and err.count("\n") == 1, f"{why}: not one plain line: {err!r}"
        assert digest(desk.catalog) == kept, f"{why}: 'picdesk {args[0]}' changed the file"


def fault_no_catalogue(desk):
    """A file that is no catalogue is refused and left as it was: text, another program's database, an empty file's folder."""
    desk.catalog.write_text("This is a letter to the editor, not a catalogue.\n" * 40)
    refuse_unchanged(desk, "text")
    desk.catalog.unlink()
    with sqlite3.connect(desk.catalog) as store:
        store.execute("CREATE TABLE letters(text)")
    refuse_unchanged(desk, "another program's database")
    shutil.copy(STORY / "photos/IMG_2031.jpg", desk.catalog)
    refuse_unchanged(desk, "a picture")


def fault_newer(desk):
    """A catalogue of a later picdesk is refused and left as it was."""
    desk.run("scan", STORY / "photos", expect=(0, 1))
    store = sqlite3.connect(desk.catalog)
    store.execute("PRAGMA journal_mode=DELETE")
    store.execute("PRAGMA user_version=9999")
    store.commit()
    store.close()
    refuse_unchanged(desk, "a newer catalogue")


def fault_corrupt(desk):
    """Damage inside the catalogue: never a crash; the message is plain; a broken page ends with exit 2."""
    desk.make_pictures(600)
    desk.run("scan", desk.photos, expect=(0,))
    whole = desk.catalog.read_bytes()
    for suffix in ("-wal", "-shm"):
        Path(f"{desk.catalog}{suffix}").unlink(missing_ok=True)
    for part in range(12):
        at = len(whole) * part // 12 + 37
        desk.catalog.write_bytes(whole[:at] + bytes(255 - b for b in whole[at:at + 900]) + whole[at + 900:])
        for args in (("report", "credits"), ("search", "flood"), ("scan", desk.photos)):
            desk.run(*args, expect=(0, 1, 2))
    desk.catalog.write_bytes(whole[:len(whole) // 3])
    desk.run("report", "credits", expect=(2,))


def fault_vanished_root(desk):
    """A root that is gone or empty (a disk not mounted) deletes nothing and is told."""
    shutil.copytree(STORY / "photos", desk.photos)
    desk.run("scan", desk.photos, expect=(0, 1))
    before = desk.rows()
    desk.photos.rename(desk.work / "elsewhere")
    code, _, err = desk.run("scan", desk.photos)
    assert code in (1, 2) and err, "a root that is gone is not told"
    assert desk.rows() == before, "images were lost with the root"
    desk.photos.mkdir()
    desk.run("scan", desk.photos, expect=(0, 1, 2))
    assert desk.rows() == before, "an empty root took the images away"


def fault_two_writers(desk):
    """Two scans of one catalogue at once: both end well or one says why; nothing twice."""
    desk.make_pictures(1500)
    scans = [desk.start("scan", desk.photos) for _ in range(2)]
    for scan in scans:
        _, err = scan.communicate(timeout=120)
        assert scan.returncode in (0, 2), err.decode()
    desk.run("scan", desk.photos, expect=(0,))
    rows = desk.rows()
    assert len(rows) == 1500 == len(set(rows)), f"{len(rows)} rows"
    assert desk.is_sound()


FAULTS = {name.removeprefix("fault_"): function for name, function in list(globals().items()) if name.startswith("fault_")}


def main():
    options = argparse.ArgumentParser(description="Runs one fault test.")
    options.add_argument("--program", required=True)
    options.add_argument("--sanitized", action="store_true", help="memory is not limited")
    options.add_argument("name", choices=FAULTS)
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="picdesk-fault-") as work:
        try:
            FAULTS[args.name](Desk(str(Path(args.program).resolve()), work, args.sanitized))
        except Skip as why:
            print(f"skipped: {why}")
            return SKIPPED
        except AssertionError as wrong:
            print(f"{FAULTS[args.name].__doc__}\nwrong: {wrong}")
            return 1
    print(FAULTS[args.name].__doc__)
    return 0


sys.exit(main())
