#!/usr/bin/env python3
"""Makes the pictures of the golden cases tests/golden/inspect/container-NAME and block-NAME: one for each row of
containers.def and blocks.def, as small as it can be and without pixels worth decoding. Run it after adding a row, then the
case with PICDESK_BLESS=1.
"""
import hashlib
import struct
import zlib
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "golden/inspect"
WIDTH, HEIGHT = 40, 30
XMP_HEADER, EXTENSION_HEADER = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
IPTC_RESOURCE, DIGEST_RESOURCE = 0x0404, 0x0425


def packet(body, attributes=""):
    text = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" {attributes}>
{body}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    return text.encode()


def array(name, kind, *items):
    return f"<{name}><rdf:{kind}>" + "".join(f"<rdf:li{a}>{t}</rdf:li>" for a, t in items) + f"</rdf:{kind}></{name}>"


XMP = packet(array("dc:creator", "Seq", ("", "Ann Lee"), ("", "Zoë Rød"))
             + array("dc:description", "Alt", (' xml:lang="x-default"', "A boat on Quay Street"), (' xml:lang="de"', "Ein Boot"))
             + array("plus:Licensor", "Seq", (' plus:LicensorName="Harbour Pictures" plus:LicensorURL="https://pictures.example/"', "")),
             'photoshop:Credit="Harbour Pictures" photoshop:DateCreated="2026-05-03T09:44:10+02:00"')


def ifd(entries, at):
    """A big-endian directory of (tag, type, count, bytes) that stands at that offset."""
    after, body, values = at + 2 + 12 * len(entries) + 4, b"", b""
    for tag, kind, count, data in sorted(entries):
        if len(data) > 4:
            place = struct.pack(">I", after + len(values))
            values += data + b"\0" * (len(data) % 2)
        else:
            place = data.ljust(4, b"\0")
        body += struct.pack(">HHI", tag, kind, count) + place
    return struct.pack(">H", len(entries)) + body + b"\0\0\0\0" + values


def text(tag, value):
    data = value.encode() + b"\0"
    return tag, 2, len(data), data


def tiff(entries, exif=()):
    entries = list(entries)
    if exif:
        at = 8 + len(ifd(entries + [(0x8769, 4, 1, b"....")], 8))
        entries.append((0x8769, 4, 1, struct.pack(">I", at)))
        return b"MM\0*\0\0\0\x08" + ifd(entries, 8) + ifd(exif, at)
    return b"MM\0*\0\0\0\x08" + ifd(entries, 8)


EXIF = tiff([text(0x10F, "Velmora Optik"), text(0x110, "V1"), (0x112, 3, 1, b"\0\6"), text(0x13B, "Ann Lee; Zoë Rød"),
             (0x8298, 2, 25, b"Ann Lee\0Harbour Pictures\0")],
            [text(0x9003, "2026:05:03 09:44:10"), text(0x9011, "+02:00"), text(0xA434, "50mm F1.8")])


def dataset(number, value):
    data = value if isinstance(value, bytes) else value.encode()
    return bytes([0x1C, number // 1000, number % 1000]) + struct.pack(">H", len(data)) + data


IIM = dataset(1090, b"\x1b%G") + b"".join(dataset(n, v) for n, v in (
    (2000, b"\0\4"), (2005, "VEL-FLOODS-7"), (2055, "20260503"), (2060, "094410+0200"), (2080, "Ann Lee"), (2080, "Zoë Rød"),
    (2090, "Port Lindow"), (2110, "Harbour Pictures"), (2120, "A boat on Quay Street")))


def resource(number, body):
    return b"8BIM" + struct.pack(">HHI", number, 0, len(body)) + body + b"\0" * (len(body) % 2)


RESOURCES = resource(IPTC_RESOURCE, IIM) + resource(DIGEST_RESOURCE, hashlib.md5(IIM).digest())


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments):
    frame = segment(0xC0, struct.pack(">BHHB", 8, HEIGHT, WIDTH, 1) + b"\x01\x11\0")
    return b"\xff\xd8" + b"".join(segments) + frame + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"coded image\xff\xd9"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks):
    head = chunk(b"IHDR", struct.pack(">II", WIDTH, HEIGHT) + b"\x08\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", b"coded image") + chunk(b"IEND", b"")


def international(keyword, value):
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + value)


def riff(kind, body):
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp():
    canvas = b"\x0c\0\0\0" + struct.pack("<I", WIDTH - 1)[:3] + struct.pack("<I", HEIGHT - 1)[:3]
    body = riff(b"VP8X", canvas) + riff(b"VP8L", b"\x2fcoded image") + riff(b"EXIF", EXIF) + riff(b"XMP ", XMP)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif():
    screen = b"GIF89a" + struct.pack("<HH", WIDTH, HEIGHT) + b"\0\0\0"
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    picture = b"\x2c\0\0\0\0" + struct.pack("<HH", WIDTH, HEIGHT) + b"\0\x02\x02\x44\x01\0"
    return screen + b"!\xff\x0bXMP DataXMP" + XMP + trailer + picture + b";"


def tiff_file(*more):
    def long(tag, number):
        return tag, 4, 1, struct.pack(">I", number)
    return tiff([long(256, WIDTH), long(257, HEIGHT), long(273, 0), long(279, 8), text(0x13B, "Ann Lee"),
                 (700, 1, len(XMP), XMP), (33723, 7, len(IIM), IIM), *more])


def box(kind, body, version=None):
    head = b"" if version is None else struct.pack(">I", version << 24)
    return struct.pack(">I", 8 + len(head) + len(body)) + kind + head + body


def heif():
    exif = struct.pack(">I", 6) + b"Exif\0\0" + EXIF
    data = b"coded image" + exif + XMP

    def entry(number, kind, more=b""):
        return box(b"infe", struct.pack(">HH", number, 0) + kind + b"\0" + more, 2)

    def place(number, at, length):
        return struct.pack(">HHHHII", number, 1, 0, 1, at, length)

    items = entry(1, b"hvc1") + entry(2, b"Exif") + entry(3, b"mime", b"application/rdf+xml\0")
    places = place(1, 0, 11) + place(2, 11, len(exif)) + place(3, 11 + len(exif), len(XMP))
    properties = box(b"ipco", box(b"ispe", struct.pack(">II", WIDTH, HEIGHT), 0)) + box(b"ipma", struct.pack(">IHBB", 1, 1, 1, 1), 0)
    subjects = b"".join(box(b"cdsc", struct.pack(">HHH", number, 1, 1)) for number in (2, 3))
    meta = (box(b"hdlr", b"\0\0\0\0pict" + b"\0" * 13, 0) + box(b"pitm", struct.pack(">H", 1), 0)
            + box(b"iinf", struct.pack(">H", 3) + items, 0) + box(b"iloc", b"\x44\0" + struct.pack(">H", 3) + places, 1)
            + box(b"iprp", properties) + box(b"iref", subjects, 0) + box(b"idat", data))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", meta, 0)


def psd():
    head = b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, HEIGHT, WIDTH, 8, 3)
    resources = RESOURCES + resource(0x0424, XMP)
    return head + struct.pack(">II", 0, len(resources)) + resources + struct.pack(">I", 0) + b"coded image"


def jp2():
    head = box(b"ihdr", struct.pack(">IIHBBBB", HEIGHT, WIDTH, 3, 7, 7, 0, 0))
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    return (box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ") + box(b"jp2h", head) + box(b"uuid", uuid + XMP)
            + box(b"jp2c", b"coded image"))


def jxl():
    bits = (HEIGHT - 1) << 3 | (WIDTH - 1) << 17  # not small, heights of 9 bits, no ratio, widths of 9 bits
    return (box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ") + box(b"xml ", XMP)
            + box(b"jxlc", b"\xff\x0a" + struct.pack("<I", bits) + b"coded image"))


def bmp():
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, WIDTH, -HEIGHT, 1, 24, 0, 0, 0, 0, 0, 0)


def extended():
    whole = packet("", 'photoshop:City="Port Lindow" photoshop:Country="Velmora"')
    guid = hashlib.md5(whole).hexdigest().upper()
    half = len(whole) // 2
    pieces = [segment(0xE1, EXTENSION_HEADER + guid.encode() + struct.pack(">II", len(whole), at) + whole[at:at + half + 1])
              for at in (0, half + 1)]
    return jpeg(segment(0xE1, XMP_HEADER + packet("", f'xmpNote:HasExtendedXMP="{guid}"')), *reversed(pieces))


def manifest():
    claim = b"\xa1\x6fclaim_generator\x69Imaginary"
    superbox = box(b"jumb", box(b"jumd", b"c2pa" + b"\0" * 12 + b"\3c2pa\0") + claim)
    return jpeg(segment(0xEB, b"JP\0\1\0\0\0\1" + superbox))


CASES = {
    "container-jpeg": ("jpg", jpeg(segment(0xE1, b"Exif\0\0" + EXIF), segment(0xE1, XMP_HEADER + XMP), segment(0xED, b"Photoshop 3.0\0" + RESOURCES))),
    "container-png": ("png", png(chunk(b"eXIf", EXIF), international(b"XML:com.adobe.xmp", XMP), international(b"Author", b"Ann Lee"))),
    "container-webp": ("webp", webp()),
    "container-tiff": ("tif", tiff_file((34377, 1, len(RESOURCES), RESOURCES))),
    "container-raw": ("raf", b"FUJIFILMCCD-RAW 0201" + b"\0" * 80),
    "container-heif": ("heic", heif()),
    "container-gif": ("gif", gif()),
    "container-psd": ("psd", psd()),
    "container-jp2": ("jp2", jp2()),
    "container-jxl": ("jxl", jxl()),
    "container-bmp": ("bmp", bmp()),
    "block-exif": ("jpg", jpeg(segment(0xE1, b"Exif\0\0" + EXIF))),
    "block-photoshop": ("jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + RESOURCES[:60]), segment(0xED, b"Photoshop 3.0\0" + RESOURCES[60:]))),
    "block-iptc": ("tif", tiff_file()),
    "block-xmp": ("jpg", jpeg(segment(0xE1, XMP_HEADER + XMP))),
    "block-xmpext": ("jpg", extended()),
    "block-pngtext": ("png", png(chunk(b"tEXt", b"Author\0Zo\xeb R\xf8d"), chunk(b"zTXt", b"Description\0\0" + zlib.compress(b"A boat")),
                                 international(b"Title", "Überflutet".encode()), chunk(b"tEXt", b"parameters\0a boat\nSteps: 20, Seed: 7"))),
    "block-c2pa": ("jpg", manifest()),
}


def main():
    for name, (extension, data) in CASES.items():
        folder = GOLDEN / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"a.{extension}").write_bytes(data)
        (folder / "cmd").write_text(f"picdesk inspect --all a.{extension}; picdesk inspect --format json a.{extension}\n")


main()
