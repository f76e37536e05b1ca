#!/usr/bin/env python3
"""Hostile input: files made to break a reader. Each must be read or refused within bounds of time and memory, and a sound file
behind it must still be read. Usage: run.py --program FILE [--sanitized] NAME

Each input is a function hostile_NAME that gives the file's name and bytes.
"""
import argparse
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SOUND = SOURCE / "samples/story/photos/staff/LIN_4471.jpg"
SANITIZER = (b"ERROR: AddressSanitizer", b"ERROR: LeakSanitizer", b": runtime error:")
TIME_S, MEMORY_KIB = 5, 256 << 10


def chunk(kind, body, length=None):
    return struct.pack(">I", len(body) if length is None else length) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\0" * 64 * 193)) + chunk(b"IEND", b"")


def segment(mark, body):
    return b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments):
    frame = segment(0xC0, struct.pack(">BHHB", 8, 64, 64, 1) + b"\x01\x11\0")
    return b"\xff\xd8" + b"".join(segments) + frame + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\0" * 64 + b"\xff\xd9"


def xmp(body):
    return jpeg(segment(0xE1, (b"http://ns.adobe.com/xap/1.0/\0" + body)[:65000]))


def rdf(inner):
    return (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            b'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">' + inner +
            b"</rdf:Description></rdf:RDF></x:xmpmeta>")


def hostile_png_text_bomb():
    bomb = zlib.compress(b"A" * (200 << 20), 9)
    return "bomb.png", png(chunk(b"zTXt", b"Comment\0\0" + bomb), chunk(b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + bomb))


def hostile_png_many_chunks():
    return "chunks.png", png(*[chunk(b"tEXt", b"Author\0x%d" % n) for n in range(60000)])


def hostile_png_endless_chunk():
    return "length.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"a\0b", 0xFFFFFFFF)


def hostile_jpeg_many_segments():
    return "segments.jpg", jpeg(*[segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x08\x1c\x02\x78\0\x03abc") for _ in range(50000)])


def hostile_jpeg_fill_bytes():
    return "fill.jpg", b"\xff\xd8" + b"\xff" * (8 << 20)


def hostile_exif_loop():
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)  # the EXIF IFD is IFD0 itself
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 2) + entry + struct.pack("<HHII", 0x8825, 4, 1, 8) + struct.pack("<I", 8)
    return "loop.jpg", jpeg(segment(0xE1, b"Exif\0\0" + tiff))


def hostile_exif_counts():
    rows = b"".join(struct.pack("<HHII", 0x010E + n, 2, 0xFFFFFFF0 - n, 16) for n in range(4000))
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 4000) + rows
    return "counts.jpg", jpeg(segment(0xE1, b"Exif\0\0" + tiff))


def hostile_iim_lengths():
    block = b"\x1c\x02\x78\x80\x04\xff\xff\xff\xff" + b"\x1c\x02\x50\x7f\xff" + b"x" * 100
    return "iim.jpg", jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block))


def hostile_iim_values():
    block = b"\x1c\x02\x19\0\x01k" * 10000
    return "keywords.jpg", jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block))


def hostile_xmp_deep():
    return "deep.jpg", xmp(rdf(b"<dc:a>" * 8000))


def hostile_xmp_entities():
    dtd = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]>"
    return "laughs.jpg", xmp(dtd + rdf(b"<dc:title>&j;</dc:title>"))


def hostile_xmp_external():
    return "external.jpg", xmp(b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + rdf(b"<dc:title>&e;</dc:title>"))


def hostile_xmp_namespaces():
    spaces = b" ".join(b'xmlns:n%d="u:%d"' % (n, n) for n in range(3000))
    return "spaces.jpg", xmp(rdf(b"<dc:title " + spaces + b">x</dc:title>"))


def hostile_xmp_attributes():
    return "attributes.jpg", xmp(rdf(b"<dc:x " + b" ".join(b'a%d="1"' % n for n in range(7000)) + b"/>"))


def hostile_html_deep():
    return "deep.html", b"<html><body>" + b"<div><figure>" * 60000 + b"<img src=a.jpg>"


def hostile_html_figures():
    return "figures.html", b"<html><body>" + b"<figure><img src=a.jpg><figcaption>A street. Photo: A B/AFP</figcaption></figure>" * 20000


def hostile_html_attributes():
    return "attributes.html", b"<html><body><img " + b" ".join(b"a%d=1" % n for n in range(100000)) + b"></body></html>"


def hostile_html_unclosed():
    return "unclosed.html", b"<html><body><figure><img src=a.jpg><figcaption>" + b"<b><i><a href=x>" * 40000


def hostile_json_deep():
    return "deep.html", b'<html><head><script type="application/ld+json">' + b'{"a":[' * 100000 + b"</script></head></html>"


def hostile_json_long():
    graph = b",".join(b'{"@type":"ImageObject","contentUrl":"%d.jpg","creditText":"A B/AFP"}' % n for n in range(30000))
    return "long.html", b'<html><head><script type="application/ld+json">{"@graph":[' + graph + b"]}</script></head></html>"


def hostile_text_labels():
    return "labels.txt", b"image sourceGetty Imagesimage captionA street in the rain\n" * 30000


def hostile_text_one_line():
    return "line.txt", b"image source" + b"Getty Images/" * 100000


def hostile_text_brackets():
    return "brackets.txt", b"image caption" + b"(" * 200000 + b"Photo: " + b")" * 200000


def hostile_text_noise():
    return "noise.txt", bytes((n * n * 31 + n * 7) % 251 for n in range(1 << 20))


HOSTILE = {name.removeprefix("hostile_"): function for name, function in list(globals().items()) if name.startswith("hostile_")}


def check(program, is_sanitized, path, args):
    """What is wrong with `picdesk ARGS PATH SOUND`, as lines."""
    limits = None if is_sanitized else lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    with open(path.parent / "out", "wb") as out, open(path.parent / "err", "wb") as err:
        began = time.monotonic()
        run = subprocess.Popen([program, *args, path, SOUND], stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=limits,
                               env={"PATH": os.environ["PATH"], "HOME": str(path.parent), "LC_ALL": "C.UTF-8"})
        _, status, used = os.wait4(run.pid, 0)
        took_s = time.monotonic() - began
    said, errors = (path.parent / "out").read_bytes(), (path.parent / "err").read_bytes()
    wrong = []
    if os.WIFSIGNALED(status):
        wrong.append(f"died of signal {os.WTERMSIG(status)}")
    elif os.WEXITSTATUS(status) not in (0, 1):
        wrong.append(f"exit code {os.WEXITSTATUS(status)}")
    if any(mark in errors for mark in SANITIZER):
        wrong.append("the sanitizer found something")
    if b"Ada Lindqvist" not in said:
        wrong.append("the sound file behind it was not read")
    if Path("/etc/hostname").exists() and path.name == "external.jpg" and Path("/etc/hostname").read_bytes().strip() in said:
        wrong.append("an external entity was read")
    if took_s > TIME_S * (6 if is_sanitized else 1):
        wrong.append(f"took {took_s:.1f} s")
    if not is_sanitized and used.ru_maxrss > MEMORY_KIB:
        wrong.append(f"used {used.ru_maxrss >> 10} MiB")
    return wrong and [*wrong, errors.decode("utf-8", "backslashreplace")[:4000]]


def main():
    options = argparse.ArgumentParser(description="Reads one hostile file.")
    options.add_argument("--program", required=True)
    options.add_argument("--sanitized", action="store_true")
    options.add_argument("name", choices=HOSTILE)
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="picdesk-hostile-") as work:
        name, data = HOSTILE[args.name]()
        path = Path(work, name)
        path.write_bytes(data)
        wrong = check(str(Path(args.program).resolve()), args.sanitized, path, ("inspect", "--format", "json"))
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
