"""Many small pictures in folders with wide names and a control character."""
import os, struct, zlib
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
picture = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0")) +
           chunk(b"IEND", b""))
for part in range(3):
    folder = f"tree/災害救助の写真\x1b[31m{part}"
    os.makedirs(folder)
    for number in range(900):
        with open(f"{folder}/{number:04d}.png", "wb") as out:
            out.write(picture)
os.mkdir("empty")
