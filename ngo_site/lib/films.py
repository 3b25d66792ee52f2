"""MP4 files by their boxes (ISO/IEC 14496-12 §4.2): whether all of a film is there."""

MOST_BOXES = 100_000  # a film in fragments has two a second


def is_whole(file) -> bool:
    """True when no box at the top goes beyond the file's end, and one of them, ``moov``, tells what is in it.

    What follows the last box is left alone, for players do not mind it either.
    """
    kinds, place = set(), 0
    for _box in range(MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        elif length == 0:  # to the end
            length = file.size - place
        if len(head) < 8 or length < 8:
            break
        place += length
        if place > file.size:
            return False
        kinds.add(kind)
    file.seek(0)
    return b"moov" in kinds
