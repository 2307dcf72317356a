"""The little picture in front of an indicator."""

from __future__ import annotations

from functools import cache

from PIL import Image, ImageDraw

SIDE = 36


@cache
def picture() -> Image.Image:
    """A blue ring with a dot on white, SIDE pixels wide."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((2, 2, SIDE - 3, SIDE - 3), outline=(0, 80, 135), width=5)
    draw.ellipse((12, 12, SIDE - 13, SIDE - 13), fill=(0, 80, 135))
    return image
