"""Prints "day entries root" for each UTC day of a journal's folder, by the layout and the definition as documented.

Knows the tables of SegmentHeader, BatchHeader and RecordFrame, the hash chain, and RFC 6962; nothing of the engine.
"""
import datetime
import hashlib
import pathlib
import struct
import sys

SECTOR = 512
BATCH_FIXED = 80
FRAME_FIXED = 92
ENTRY = 1
RECORDS = 1


def entries(folder):
    """Every entry in commit order: stream, revision, stored chain hash, body."""
    for path in sorted(pathlib.Path(folder).glob("[0-9]*.log")):
        data = path.read_bytes()
        assert data[:8] == b"LOYSEGMT", path
        at = SECTOR
        while at + SECTOR < len(data) and data[at:at + 8] == b"LOYBATCH":
            kind, length = struct.unpack_from("<HI", data, at + 18)
            if kind != RECORDS:
                break
            count, = struct.unpack_from("<I", data, at + 64)
            frame = at + BATCH_FIXED
            for _ in range(count):
                frame_length, = struct.unpack_from("<I", data, frame)
                text_length, body_length, revision = struct.unpack_from("<HIq", data, frame + 10)
                text_at = frame + FRAME_FIXED
                body_at = text_at + text_length
                if data[frame + 8] == ENTRY:
                    yield (data[text_at:body_at], revision, data[frame + 56:frame + 88],
                           data[body_at:body_at + body_length])
                frame += frame_length
            at += length


def record_time(body):
    """Field 1 of the entry, sfixed64; 0 where it is left out."""
    return struct.unpack_from("<q", body, 1)[0] if body[:1] == b"\x09" else 0


def merkle(leaves):
    """MTH of RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def main():
    heads, days = {}, {}
    for stream, revision, stored, body in entries(sys.argv[1]):
        before = heads.get(stream) or hashlib.sha256(stream).digest()
        chain = hashlib.sha256(before + struct.pack("<q", revision) + body).digest()
        assert chain == stored, (stream, revision)
        heads[stream] = chain
        days.setdefault(record_time(body) // 86_400_000_000_000, []).append(chain)
    for day in sorted(days):
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        print(date, len(days[day]), merkle(days[day]).hex())


main()
