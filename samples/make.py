#!/usr/bin/env python3
"""Draws the sample story's photographs and writes their metadata. Only needed to make them anew: `python3 samples/make.py`.

Needs Pillow (python3-pil). EXIF, IPTC-IIM, XMP and PNG text are written here byte by byte, so that each file says exactly what
its row below states, the cut-off values too. People, places and events are invented.
"""
import math
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFilter

STORY = Path(__file__).resolve().parent / "story"
WIDTH, HEIGHT = 720, 480

# ---------------------------------------------------------------- pictures


def sky(draw, top, bottom, horizon):
    for y in range(horizon):
        share = y / horizon
        draw.line([(0, y), (WIDTH, y)], fill=tuple(round(a + (b - a) * share) for a, b in zip(top, bottom)))


def water(draw, chance, top, colour):
    draw.rectangle([0, top, WIDTH, HEIGHT], fill=colour)
    for _ in range(160):
        x, y = chance.randrange(WIDTH), chance.randrange(top, HEIGHT)
        length = 8 + (y - top) // 6
        tint = tuple(min(255, c + 28) for c in colour)
        draw.line([(x, y), (x + length, y)], fill=tint, width=1 + (y - top) // 90)


def person(draw, x, y, size, coat, step=0):
    draw.ellipse([x - size // 5, y - size, x + size // 5, y - size * 3 // 5], fill=(226, 188, 158))
    draw.rounded_rectangle([x - size // 3, y - size * 3 // 5, x + size // 3, y + size // 4], radius=size // 6, fill=coat)
    draw.line([(x - size // 8, y + size // 4), (x - size // 8 - step, y + size)], fill=(40, 42, 52), width=max(3, size // 7))
    draw.line([(x + size // 8, y + size // 4), (x + size // 8 + step, y + size)], fill=(40, 42, 52), width=max(3, size // 7))


def houses(draw, chance, base, lowest, highest, step=70):
    for x in range(-10, WIDTH, step):
        height = chance.randrange(lowest, highest)
        colour = chance.choice([(168, 92, 74), (196, 164, 120), (122, 128, 140), (208, 190, 170)])
        draw.rectangle([x, base - height, x + step - 6, base], fill=colour)
        draw.polygon([(x - 4, base - height), (x + step // 2, base - height - 34), (x + step - 2, base - height)], fill=(92, 50, 48))
        for wx in range(x + 10, x + step - 18, 20):
            for wy in range(base - height + 12, base - 16, 28):
                draw.rectangle([wx, wy, wx + 9, wy + 14], fill=chance.choice([(250, 232, 160), (60, 70, 90)]))


def draw_queue(draw, chance, _):
    sky(draw, (206, 214, 222), (236, 230, 214), 250)
    houses(draw, chance, 300, 90, 160)
    draw.rectangle([0, 300, WIDTH, HEIGHT], fill=(150, 146, 138))
    draw.rectangle([540, 170, 700, 330], fill=(30, 88, 150))
    draw.ellipse([560, 270, 600, 310], fill=(220, 240, 250))
    for i in range(9):
        person(draw, 40 + i * 58, 330 + i % 3 * 10, 56, chance.choice([(180, 30, 40), (30, 60, 120), (60, 120, 70), (210, 160, 40)]))


def draw_boat(draw, chance, _):
    sky(draw, (90, 100, 116), (160, 164, 160), 190)
    houses(draw, chance, 240, 60, 110, 90)
    water(draw, chance, 235, (108, 92, 66))
    draw.polygon([(210, 330), (520, 330), (470, 400), (260, 400)], fill=(226, 98, 30))
    for i, coat in enumerate([(240, 210, 40), (240, 210, 40), (40, 60, 90)]):
        person(draw, 290 + i * 74, 300, 52, coat)


def draw_aerial(draw, chance, _):
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(96, 124, 70))
    points = [(x, 240 + round(90 * math.sin(x / 95))) for x in range(-40, WIDTH + 60, 20)]
    draw.line(points, fill=(126, 106, 76), width=150, joint="curve")
    for _ in range(60):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        draw.rectangle([x, y, x + 18, y + 14], fill=(176, 70, 58))


def draw_map(draw, chance, _):
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(240, 236, 224))
    draw.line([(x, 220 + round(60 * math.sin(x / 120))) for x in range(0, WIDTH + 20, 12)], fill=(80, 130, 200), width=26)
    for x, y, r in ((180, 240, 60), (390, 190, 90), (560, 300, 50)):
        draw.ellipse([x - r, y - r, x + r, y + r], fill=(240, 170, 150), outline=(200, 40, 40), width=4)
    for x in range(60, WIDTH, 110):
        draw.line([(x, 0), (x, HEIGHT)], fill=(210, 206, 190))


def draw_fire_brigade(draw, chance, _):
    sky(draw, (30, 34, 60), (74, 66, 84), 260)
    draw.rectangle([0, 260, WIDTH, HEIGHT], fill=(46, 46, 54))
    draw.rectangle([90, 190, 470, 360], fill=(190, 24, 30))
    draw.rectangle([380, 210, 460, 270], fill=(150, 190, 220))
    for x in (160, 400):
        draw.ellipse([x - 36, 330, x + 36, 402], fill=(16, 16, 18))
    draw.line([(470, 220), (700, 60)], fill=(220, 220, 220), width=12)
    for x in (120, 180, 240):
        draw.rectangle([x, 174, x + 30, 190], fill=(60, 120, 255))


def draw_mayor(draw, chance, frame):
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(66, 72, 104))
    draw.rectangle([0, 0, 240, HEIGHT], fill=(86, 92, 128))
    shift = (0, 3, -4)[frame]
    draw.rounded_rectangle([240 + shift, 250, 480 + shift, HEIGHT], radius=40, fill=(34, 36, 44))
    draw.ellipse([290 + shift, 90, 430 + shift, 270], fill=(222, 180, 150))
    draw.pieslice([282 + shift, 70, 438 + shift, 240], 180, 360, fill=(120, 116, 112))
    draw.ellipse([326 + shift, 160, 340 + shift, 174], fill=(30, 30, 30))
    draw.ellipse([380 + shift, 160, 394 + shift, 174], fill=(30, 30, 30))
    draw.arc([335 + shift, 190, 385 + shift, 226 + frame * 3], 10, 170, fill=(140, 50, 50), width=5)
    draw.rectangle([330, 380, 390, 480], fill=(20, 20, 22))
    draw.ellipse([334, 340, 386, 396], fill=(60, 60, 66))


def draw_bridge(draw, chance, _):
    sky(draw, (110, 160, 220), (226, 224, 210), 300)
    water(draw, chance, 300, (70, 110, 140))
    draw.rectangle([0, 250, WIDTH, 274], fill=(110, 106, 104))
    for x in (170, 550):
        draw.rectangle([x - 12, 60, x + 12, 380], fill=(130, 60, 50))
    for x in range(0, WIDTH, 24):
        near = min(abs(x - 170), abs(x - 550))
        draw.line([(x, 250), (x, 80 + min(160, near * near // 190))], fill=(90, 90, 94), width=2)


def draw_school(draw, chance, _):
    sky(draw, (250, 196, 130), (250, 232, 200), 320)
    draw.rectangle([100, 120, 620, 320], fill=(228, 214, 180))
    for x in range(130, 600, 62):
        draw.rectangle([x, 150, x + 38, 200], fill=(110, 150, 180))
        draw.rectangle([x, 230, x + 38, 280], fill=(110, 150, 180))
    water(draw, chance, 318, (134, 116, 84))


def draw_sandbags(draw, chance, _):
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(176, 196, 190))
    for row in range(5):
        for x in range(-40 + row % 2 * 45, WIDTH, 92):
            top = 410 - row * 46
            draw.rounded_rectangle([x, top, x + 88, top + 44], radius=18, fill=(200 - row * 6, 176, 128), outline=(120, 100, 70), width=3)
    person(draw, 250, 150, 80, (50, 110, 60), 14)
    person(draw, 470, 150, 80, (60, 60, 140), 14)


def draw_lighthouse(draw, chance, _):
    sky(draw, (20, 40, 90), (230, 150, 110), 330)
    water(draw, chance, 330, (30, 50, 84))
    draw.polygon([(430, 370), (520, 370), (500, 110), (450, 110)], fill=(240, 240, 240))
    for y in (160, 240, 320):
        draw.rectangle([442, y, 508, y + 34], fill=(200, 30, 40))
    draw.ellipse([455, 70, 495, 116], fill=(255, 240, 170))
    draw.polygon([(470, 92), (40, 30), (40, 130)], fill=(250, 226, 170))


def draw_machine(draw, chance, _):
    for y in range(0, HEIGHT, 6):
        for x in range(0, WIDTH, 6):
            wave = math.sin(x / 37) + math.cos(y / 29) + math.sin((x + y) / 61)
            draw.rectangle([x, y, x + 6, y + 6], fill=(round(90 + 40 * wave), 60 + y // 4, round(150 - 30 * wave)))
    for x in range(60, WIDTH, 130):
        draw.rectangle([x, 160 + x % 90, x + 70, HEIGHT - 90], fill=(40, 44, 70))


def draw_phone(draw, chance, _):
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(120, 118, 110))
    draw.polygon([(0, HEIGHT), (260, 150), (460, 150), (WIDTH, HEIGHT)], fill=(100, 84, 60))
    draw.rectangle([0, 0, 250, 330], fill=(150, 90, 70))
    draw.rectangle([470, 0, WIDTH, 300], fill=(180, 160, 120))
    draw.rounded_rectangle([290, 230, 430, 310], radius=20, fill=(30, 90, 60))


def draw_ferry(draw, chance, _):
    sky(draw, (150, 190, 206), (214, 226, 222), 280)
    water(draw, chance, 280, (60, 106, 116))
    draw.polygon([(60, 260), (640, 260), (600, 340), (110, 340)], fill=(244, 244, 246))
    draw.rectangle([150, 190, 520, 260], fill=(236, 238, 240))
    draw.rectangle([380, 130, 440, 190], fill=(210, 60, 40))
    for x in range(170, 510, 40):
        draw.ellipse([x, 212, x + 18, 230], fill=(40, 70, 100))


def picture(scene, seed, frame=0):
    image = Image.new("RGB", (WIDTH, HEIGHT))
    scene(ImageDraw.Draw(image), random.Random(seed), frame)
    return image.filter(ImageFilter.GaussianBlur(0.6))


# ---------------------------------------------------------------- metadata

IIM = {"title": (5, 64), "category": (15, 3), "fixture": (22, 32), "keywords": (25, 64), "instructions": (40, 256), "date": (55, 8),
       "time": (60, 11), "creators": (80, 32), "creator_title": (85, 32), "city": (90, 32), "state": (95, 32), "country": (101, 64),
       "job": (103, 32), "headline": (105, 256), "credit": (110, 32), "source": (115, 32), "copyright": (116, 128),
       "caption": (120, 2000), "writer": (122, 32)}
XMP = {"title": ("dc:title", "alt"), "caption": ("dc:description", "alt"), "creators": ("dc:creator", "seq"),
       "copyright": ("dc:rights", "alt"), "keywords": ("dc:subject", "bag"), "headline": ("photoshop:Headline", None),
       "credit": ("photoshop:Credit", None), "source": ("photoshop:Source", None), "city": ("photoshop:City", None),
       "state": ("photoshop:State", None), "country": ("photoshop:Country", None), "date": ("photoshop:DateCreated", None),
       "instructions": ("photoshop:Instructions", None), "job": ("photoshop:TransmissionReference", None),
       "creator_title": ("photoshop:AuthorsPosition", None), "writer": ("photoshop:CaptionWriter", None),
       "terms": ("xmpRights:UsageTerms", "alt"), "statement": ("xmpRights:WebStatement", None), "licence": ("cc:license", None),
       "source_type": ("Iptc4xmpExt:DigitalSourceType", None), "alt": ("Iptc4xmpCore:AltTextAccessibility", "alt"),
       "supplier_id": ("plus:ImageSupplierImageID", None), "tool": ("xmp:CreatorTool", None)}
NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "photoshop": "http://ns.adobe.com/photoshop/1.0/",
              "xmp": "http://ns.adobe.com/xap/1.0/", "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
              "cc": "http://creativecommons.org/ns#", "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
              "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def cut(data, limit):
    """The bytes at most limit long, at a character of UTF-8."""
    return data if len(data) <= limit else data[:limit].decode("utf-8", "ignore").encode()


def iim_block(fields, charset="utf-8", limits=None):
    """A Photoshop resource block with IPTC-IIM; each value is cut where IIM 4 cuts it."""
    out = b"\x1c\x01\x5a\x00\x03\x1b%G" if charset == "utf-8" else b""
    out += b"\x1c\x02\x00\x00\x02\x00\x04"
    for key, (dataset, limit) in sorted(IIM.items(), key=lambda item: item[1]):
        for value in as_list(fields.get(key, [])):
            text = value.replace("-", "")[:8] if key == "date" else value
            data = cut(text.encode(), (limits or {}).get(key, limit))
            out += struct.pack(">BBBH", 0x1C, 2, dataset, len(data)) + data
    out += b"\0" * (len(out) % 2)
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(out)) + out


def xmp_packet(fields):
    rows = []
    for key, (name, kind) in XMP.items():
        if key not in fields:
            continue
        items = [escape(item) for item in as_list(fields[key])]
        if kind is None:
            rows.append(f"   <{name}>{items[0]}</{name}>")
        else:
            tag, lang = {"alt": ("rdf:Alt", ' xml:lang="x-default"'), "seq": ("rdf:Seq", ""), "bag": ("rdf:Bag", "")}[kind]
            inner = "".join(f"<rdf:li{lang}>{item}</rdf:li>" for item in items)
            rows.append(f"   <{name}><{tag}>{inner}</{tag}></{name}>")
    spaces = "".join(f'\n    xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
            ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n  <rdf:Description rdf:about=""' + spaces + ">\n"
            + "\n".join(rows) + "\n  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n" + (" " * 99 + "\n") * 4
            + '<?xpacket end="w"?>').encode()


EXIF_TAGS = {"caption": 0x010E, "make": 0x010F, "model": 0x0110, "orientation": 0x0112, "software": 0x0131, "artist": 0x013B,
             "copyright": 0x8298}


def exif_entry(tag, kind, count, data, heap, heap_at):
    if len(data) > 4:
        pointer = heap_at + len(heap)
        heap += data + b"\0" * (len(data) % 2)
        data = struct.pack("<I", pointer)
    return struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")


def exif_ifd(rows, at):
    """One IFD at offset `at` of the TIFF header: its bytes, values behind it."""
    heap, entries = bytearray(), b""
    heap_at = at + 2 + 12 * len(rows) + 4
    for tag, kind, count, data in sorted(rows):
        entries += exif_entry(tag, kind, count, data, heap, heap_at)
    return struct.pack("<H", len(rows)) + entries + b"\0\0\0\0" + bytes(heap)


def ascii_row(tag, text):
    data = text.encode() + b"\0"
    return (tag, 2, len(data), data)


def degrees(value):
    whole, rest = int(abs(value)), (abs(value) % 1) * 60
    return struct.pack("<6I", whole, 1, int(rest), 1, round((rest % 1) * 60 * 100), 100)


def exif_block(fields):
    """A TIFF structure with IFD0, the EXIF IFD and, where there is a position, the GPS IFD."""
    main = [ascii_row(tag, fields[key]) for key, tag in EXIF_TAGS.items() if key in fields and key != "orientation"]
    main.append((0x0112, 3, 1, struct.pack("<H", fields.get("orientation", 1))))
    sub = [ascii_row(0x9003, fields["taken"])] if "taken" in fields else []
    if "lens" in fields:
        sub.append(ascii_row(0xA434, fields["lens"]))
    gps = []
    if "gps" in fields:
        lat, lon = fields["gps"]
        gps = [ascii_row(1, "N" if lat >= 0 else "S"), (2, 5, 3, degrees(lat)), ascii_row(3, "E" if lon >= 0 else "W"), (4, 5, 3, degrees(lon))]
    pointers = [(0x8769, 4, 1, b"\0\0\0\0")] * bool(sub) + [(0x8825, 4, 1, b"\0\0\0\0")] * bool(gps)
    first_len = len(exif_ifd(main + pointers, 8))
    sub_data = exif_ifd(sub, 8 + first_len) if sub else b""
    gps_data = exif_ifd(gps, 8 + first_len + len(sub_data)) if gps else b""
    pointers = [(0x8769, 4, 1, struct.pack("<I", 8 + first_len))] * bool(sub)
    pointers += [(0x8825, 4, 1, struct.pack("<I", 8 + first_len + len(sub_data)))] * bool(gps)
    return b"II*\0\x08\0\0\0" + exif_ifd(main + pointers, 8) + sub_data + gps_data


def jpeg(image, exif=None, iim=None, xmp=None, quality=84):
    plain = BytesIO()
    image.save(plain, "JPEG", quality=quality)
    data = plain.getvalue()
    blocks = [(0xE1, b"Exif\0\0" + (exif or b""))] * bool(exif) + [(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + (xmp or b""))] * bool(xmp)
    blocks += [(0xED, iim)] * bool(iim)
    segments = b"".join(b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body for mark, body in blocks)
    return data[:2] + segments + data[2:]


def png(image, texts=(), xmp=None, exif=None):
    plain = BytesIO()
    image.quantize(96).save(plain, "PNG", optimize=True)
    data = plain.getvalue()
    chunks = [(b"tEXt", key.encode("latin-1") + b"\0" + text.encode("latin-1")) for key, text in texts]
    if xmp:
        chunks.append((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp))
    if exif:
        chunks.append((b"eXIf", exif))
    extra = b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return data[:33] + extra + data[33:]  # behind the signature and IHDR


# ---------------------------------------------------------------- the story: a flood in Port Lindow, Velmora

PLACE = {"city": "Port Lindow", "state": "Arn Valley", "country": "Velmora"}
AP_TERMS = ("THE FIRE BRIGADE OF PORT LINDOW PROVIDES ACCESS TO THIS HANDOUT PHOTO TO BE USED SOLELY TO ILLUSTRATE NEWS REPORTING OR "
            "COMMENTARY ON THE FACTS OR EVENTS DEPICTED IN THIS IMAGE. MANDATORY CREDIT. NO ARCHIVES; NO SALES; NO LICENSING. THIS "
            "IMAGE MAY BE USED ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION")


def agency_files():
    queue = {**PLACE, "caption": "PORT LINDOW, VELMORA - MAY 03: Residents queue for drinking water at a relief centre on May 3, 2026 in "
             "Port Lindow, Velmora. The river Arn burst its banks on Saturday. (Photo by Mira Holt/Getty Images)",
             "creators": ["Mira Holt"], "credit": "Getty Images", "source": "Getty Images Europe", "copyright": "2026 Getty Images",
             "headline": "Floods Hit Velmora's Arn Valley", "date": "2026-05-03", "keywords": ["flood", "water", "queue", "relief"],
             "job": "776001203", "alt": "People stand in a long line at a water tanker"}
    yield "photos/GettyImages-2150001201.jpg", jpeg(
        picture(draw_queue, 1), exif_block({"make": "Canon", "model": "EOS R3", "artist": "Mira Holt", "copyright": "2026 Getty Images",
                                            "caption": queue["caption"], "taken": "2026:05:03 08:14:22"}), iim_block(queue), xmp_packet(queue))

    boat = {**PLACE, "caption": "Rescuers steer a boat along Quay Street in Port Lindow, Velmora, May 3, 2026. REUTERS/Tomas Brandt",
            "creators": ["Tomas Brandt"], "credit": "REUTERS", "source": "X09214", "copyright": "Thomson Reuters", "date": "2026-05-03",
            "headline": "Floods in Velmora", "job": "GF2EM531"}
    yield "photos/2026-05-03T094410Z_1843321_RC2LM7A0X9QD_RTRMADP_3_VELMORA-FLOODS.JPG", jpeg(
        picture(draw_boat, 2), exif_block({"make": "NIKON CORPORATION", "model": "NIKON Z 9", "artist": "Jonas Reik",
                                           "taken": "2026:05:03 09:44:10"}), iim_block(boat), xmp_packet(boat))

    aerial = {**PLACE, "caption": "This aerial picture shows flooded allotments along the river Arn near Port Lindow on May 4, 2026.",
              "creators": ["-"], "credit": "AFP", "source": "AFP", "copyright": "AFP or licensors", "date": "2026-05-04",
              "headline": "VELMORA-WEATHER-FLOOD", "instructions": "GERMANY OUT", "job": "36XK2QD"}
    yield "photos/000_36XK2QD.jpg", jpeg(picture(draw_aerial, 3), None, iim_block(aerial), xmp_packet(aerial))

    brigade = {**PLACE, "caption": "In this photo provided by the Fire Brigade of Port Lindow, a ladder truck stands ready outside the power "
               "station of Port Lindow, Velmora, on Sunday, May 3, 2026. (Fire Brigade of Port Lindow via AP)",
               "creators": ["Photographers' collective of the Fire Brigade"], "credit": "Fire Brigade of Port Lindow via Associated Press",
               "source": "Fire Brigade of Port Lindow via AP", "date": "2026-05-03", "instructions": AP_TERMS,
               "headline": "Velmora Floods", "job": "VEL104", "terms": AP_TERMS}
    # The IIM side stops at its limits: 32 bytes of creator, credit and source, and the instructions at 255 bytes, just before the
    # 14 days.
    yield "photos/AP26123388120.jpg", jpeg(picture(draw_fire_brigade, 4), None, iim_block(brigade, limits={"instructions": 255}),
                                           xmp_packet(brigade))


def house_files():
    for frame, name in enumerate(("LIN_4471.jpg", "LIN_4472.jpg", "LIN_4473.jpg")):
        mayor = {**PLACE, "caption": "Mayor Ines Varga answers questions at the town hall of Port Lindow on Monday, 4 May 2026.",
                 "creators": ["Ada Lindqvist"], "credit": "Ada Lindqvist/Harbour Gazette", "source": "Harbour Gazette",
                 "copyright": "© 2026 Harbour Gazette", "date": "2026-05-04", "creator_title": "Staff photographer"}
        yield f"photos/staff/{name}", jpeg(
            picture(draw_mayor, 5, frame), exif_block({"make": "FUJIFILM", "model": "X-H2S", "artist": "Ada Lindqvist",
                                                       "taken": f"2026:05:04 11:02:0{frame + 4}"}), iim_block(mayor), xmp_packet(mayor))

    bridge = {**PLACE, "caption": "The Varnen suspension bridge over the river Arn, seen from the east bank, in a file photo of June 2019.",
              "creators": ["Ada Lindqvist"], "credit": "Ada Lindqvist/Harbour Gazette", "copyright": "© 2019 Harbour Gazette",
              "date": "2019-06-18", "keywords": ["bridge", "Varnen", "Arn"]}
    yield "photos/archive/varnen-bridge.jpg", jpeg(
        picture(draw_bridge, 6), exif_block({"make": "FUJIFILM", "model": "X-T3", "artist": "Ada Lindqvist", "taken": "2019:06:18 17:40:00"}),
        iim_block(bridge), xmp_packet(bridge))
    yield "articles/media/varnen-bridge-640.jpg", jpeg(picture(draw_bridge, 6).resize((480, 320)), quality=74)

    ferry = {**PLACE, "caption": "The ferry Arnborg leaves the harbour of Port Lindow with evacuated families on board, 4 May 2026.",
             "creators": ["Ada Lindqvist"], "credit": "Ada Lindqvist/Harbour Gazette", "copyright": "© 2026 Harbour Gazette", "date": "2026-05-04"}
    yield "photos/staff/ferry-arnborg.png", png(picture(draw_ferry, 13), (("Author", "Ada Lindqvist"), ("Copyright", "\xa9 2026 Harbour Gazette")),
                                                xmp_packet(ferry), exif_block({"artist": "Ada Lindqvist", "taken": "2026:05:04 15:20:31"}))


def other_files():
    zone = {**PLACE, "caption": "A map of the Ministry of the Interior shows the three evacuation zones around Port Lindow.",
            "credit": "Ministry of the Interior of Velmora/Handout", "creators": ["Handout"], "date": "2026-05-03"}
    yield "photos/handout/evacuation-zones.png", png(picture(draw_map, 7), (("Title", "Evacuation zones"), ("Source", "Ministry of the Interior")),
                                                     xmp_packet(zone))

    school = {**PLACE, "caption": "Water stands in the yard of the primary school of Port Lindow.", "creators": ["RenÃ© Moreau"],
              "credit": "picture alliance/dpa", "copyright": "picture alliance/dpa/RenÃ© Moreau", "date": "2026-05-03"}
    yield "photos/urn-newsml-dpa-com-20090101-260503-99-114207_large_4_3.jpg", jpeg(picture(draw_school, 8), None, iim_block(school))

    bags = {**PLACE, "caption": "Volunteers pile sandbags against the harbour wall of Port Lindow.", "date": "2026-05-03"}
    yield "photos/IMG_2031.jpg", jpeg(picture(draw_sandbags, 9), exif_block({"make": "Apple", "model": "iPhone 15", "taken": "2026:05:03 07:31:55",
                                                                            "gps": (54.1203, 12.0871)}), iim_block(bags))

    light = {**PLACE, "caption": "Lindow lighthouse at dusk", "creators": ["Petra Oduya"], "credit": "Petra Oduya / Wikimedia Commons, CC BY-SA 4.0",
             "copyright": "© Petra Oduya", "licence": "https://creativecommons.org/licenses/by-sa/4.0/",
             "statement": "https://creativecommons.org/licenses/by-sa/4.0/", "terms": "CC BY-SA 4.0", "date": "2024-09-30"}
    yield "photos/archive/lindow-lighthouse.jpg", jpeg(picture(draw_lighthouse, 10), None, None, xmp_packet(light))

    machine = {"caption": "Port Lindow in the year 2100, as a machine imagines it", "credit": "Harbour Gazette/AI",
               "source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "tool": "Imaginarium 2"}
    yield "photos/illustration-2100.png", png(picture(draw_machine, 11), (("parameters", "harbour town below sea level, dusk, wide angle"),
                                                                         ("Software", "Imaginarium 2")), xmp_packet(machine))

    street = {**PLACE, "caption": "Quay Street under water, seen from a window", "creators": ["Reader"], "credit": "Handout", "date": "2026-05-03"}
    whole = jpeg(picture(draw_phone, 12), None, iim_block(street), xmp_packet(street))
    yield "photos/DSC_0917.jpg", whole[:len(whole) * 3 // 5]  # cut off in transmission


def main():
    size = 0
    for files in (agency_files(), house_files(), other_files()):
        for name, data in files:
            path = STORY / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            size += len(data)
            print(f"{len(data):7d} {name}")
    print(f"{size:7d} in all")


main()
