"""Small letters for the sheet of motions: five by seven dots each, lower case, as old matrix printers had them.

In: a text and an image. Out: the image, written on.
"""

from __future__ import annotations

import numpy as np

from turnout.body.raster import Image

INK = (40, 38, 36)
ADVANCE = 6
_COLUMNS = (
    "0:3E5149453E 1:00427F4000 2:4261514946 3:2141454B31 4:1814127F10 5:2745454539 6:3C4A494930 7:0171090503 "
    "8:3649494936 9:064949291E a:2054545478 b:7F48444438 c:3844444420 d:384444487F e:3854545418 f:087E090102 "
    "g:0C5252523E h:7F08040478 i:00447D4000 j:2040443D00 k:7F10284400 l:00417F4000 m:7C04180478 n:7C08040478 "
    "o:3844444438 p:7C14141408 q:081414187C r:7C08040408 s:4854545420 t:043F444020 u:3C4040207C v:1C2040201C "
    "w:3C4030403C x:4428102844 y:0C5050503C z:4464544C44 -:0808080808 .:0060600000 ,:0050300000 =:1414141414 "
    "_:4040404040 /:2010080402"
)
GLYPHS = {part[0]: bytes.fromhex(part[2:]) for part in _COLUMNS.split()}
"""Each letter as five columns; the lowest bit is the top dot."""


def write(image: Image, text: str, left: int, top: int, scale: int = 2) -> None:
    """Writes a line in ink; what does not fit is left out, and so is a letter that has no dots."""
    for number, letter in enumerate(text.lower()):
        columns = GLYPHS.get(letter, bytes(5))
        dots = np.array([[(column >> row) & 1 for column in columns] for row in range(7)], dtype=bool)
        dots = dots.repeat(scale, 0).repeat(scale, 1)
        x = left + number * ADVANCE * scale
        room = image[top : top + 7 * scale, x : x + 5 * scale]
        room[dots[: room.shape[0], : room.shape[1]]] = INK
