"""Pictures as shapes: drawn as SVG, on paper (ReportLab) or as PNG (Pillow), the same everywhere and by no browser."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics import shapes as paper

from signals.brief.sheet import BOLD, FONTS, PLAIN, printable, register

Point = tuple[float, float]
Ring = Sequence[Point]

FINER = 2
"""Times finer that a PNG is drawn than it is shown, so that edges are smooth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Rings that are filled, a line, or words at a point; y grows downwards."""

    kind: str
    """area, line or words."""
    rings: tuple[tuple[Point, ...], ...]
    """Of a line and of words, the first is all there is."""
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dashed: bool = False
    words: str = ""
    size: float = 11.0
    anchor: str = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a white ground, later ones over earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    label: str
    """What it shows, for who does not see it."""


def area(*rings: Iterable[Point], fill: str = "", stroke: str = "", width: float = 1.0) -> Shape:
    """Return filled rings; a ring within another is a hole."""
    return Shape(kind="area", rings=tuple(tuple(ring) for ring in rings), fill=fill, stroke=stroke, width=width)


def box(x: float, y: float, width: float, height: float, *, fill: str = "", stroke: str = "") -> Shape:
    """Return a rectangle by its upper left corner."""
    return area([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill=fill, stroke=stroke)


def line(points: Iterable[Point], stroke: str, *, width: float = 1.0, dashed: bool = False) -> Shape:
    """Return a line through points."""
    return Shape(kind="line", rings=(tuple(points),), stroke=stroke, width=width, dashed=dashed)


def words(at: Point, text: str, *, size: float = 11.0, fill: str = "", anchor: str = "start") -> Shape:
    """Return words whose baseline begins, ends or has its middle at a point."""
    return Shape(kind="words", rings=((at,),), words=text, size=size, fill=fill or "#1b2430", anchor=anchor)


def svg(picture: Picture) -> Markup:
    """Return the picture as SVG to stand in a page."""
    body = Markup("").join(_svg(shape) for shape in picture.shapes)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}" '
        'font-family="Roboto, Arial, sans-serif">{}{}</svg>'
    ).format(picture.width, picture.height, picture.label, _ground(picture), body)


def drawing(picture: Picture, width: float) -> paper.Drawing:
    """Return the picture for a page of paper, `width` points wide."""
    register()
    scale = width / picture.width
    made = paper.Drawing(width, picture.height * scale)
    inner = paper.Group()
    inner.transform = (scale, 0, 0, -scale, 0, picture.height * scale)
    made.add(inner)
    for shape in picture.shapes:
        if shape.kind == "words":
            made.add(_written(shape, scale, picture.height))
        else:
            inner.add(_printed(shape))
    return made


def png(picture: Picture, scale: float = 2.0) -> bytes:
    """Return the picture as PNG, `scale` pixels a unit; the same picture gives the same bytes."""
    factor = scale * FINER
    image = Image.new("RGB", (round(picture.width * factor), round(picture.height * factor)), "#ffffff")
    pen = ImageDraw.Draw(image)
    for shape in picture.shapes:
        _painted(pen, shape, factor)
    image = image.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _ground(picture: Picture) -> Markup:
    return Markup('<rect width="{:g}" height="{:g}" fill="#ffffff"/>').format(picture.width, picture.height)


def _svg(shape: Shape) -> Markup:
    if shape.kind == "words":
        x, y = shape.rings[0][0]
        return Markup('<text x="{:.1f}" y="{:.1f}" font-size="{:g}" fill="{}" text-anchor="{}"{}>{}</text>').format(
            x, y, shape.size, shape.fill, shape.anchor, Markup(' font-weight="700"') if shape.bold else "", shape.words
        )
    end = "Z" if shape.kind == "area" else ""
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + end for ring in shape.rings if len(ring) > 1)
    return Markup('<path d="{}" fill="{}" fill-rule="evenodd"{}/>').format(path, shape.fill or "none", _stroke(shape))


def _stroke(shape: Shape) -> Markup:
    if not shape.stroke:
        return Markup("")
    dashes = Markup(' stroke-dasharray="5 4"') if shape.dashed else ""
    return Markup(' stroke="{}" stroke-width="{:g}" stroke-linejoin="round"{}').format(
        shape.stroke, shape.width, dashes
    )


def _printed(shape: Shape) -> Any:
    path = paper.Path(fillMode=0)
    for ring in shape.rings:
        if len(ring) > 1:
            path.moveTo(*ring[0])
            for point in ring[1:]:
                path.lineTo(*point)
            if shape.kind == "area":
                path.closePath()
    path.fillColor = paper.colors.HexColor(shape.fill) if shape.fill else None
    path.strokeColor = paper.colors.HexColor(shape.stroke) if shape.stroke else None
    path.strokeWidth, path.strokeLineJoin = shape.width, 1
    if shape.dashed:
        path.strokeDashArray = (5, 4)
    return path


def _written(shape: Shape, scale: float, height: float) -> Any:
    x, y = shape.rings[0][0]
    made = paper.String(x * scale, (height - y) * scale, printable(shape.words))
    made.fontName, made.fontSize, made.textAnchor = BOLD if shape.bold else PLAIN, shape.size * scale, shape.anchor
    made.fillColor = paper.colors.HexColor(shape.fill)
    return made


def _painted(pen: ImageDraw.ImageDraw, shape: Shape, factor: float) -> None:
    rings = [[(x * factor, y * factor) for x, y in ring] for ring in shape.rings]
    if shape.kind == "words":
        font = _font(BOLD if shape.bold else PLAIN, round(shape.size * factor))
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        pen.text(rings[0][0], printable(shape.words), font=font, fill=shape.fill, anchor=anchor)
        return
    for ring in rings:
        if shape.kind == "area" and shape.fill and len(ring) > 2:
            pen.polygon(ring, fill=shape.fill)
        if shape.stroke and len(ring) > 1:
            closed = [*ring, ring[0]] if shape.kind == "area" else ring
            width = max(1, round(shape.width * factor))
            for piece in _pieces(closed, 5 * factor, 4 * factor) if shape.dashed else [closed]:
                pen.line(piece, fill=shape.stroke, width=width, joint="curve")


def _pieces(points: Sequence[Point], dash: float, gap: float) -> Iterable[list[Point]]:
    """Yield the dashes of a line."""
    piece, left, drawn = [points[0]], dash, True
    for (x0, y0), (x1, y1) in pairwise(points):
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        gone = 0.0
        while length - gone > left:
            gone += left
            at = (x0 + (x1 - x0) * gone / length, y0 + (y1 - y0) * gone / length)
            if drawn:
                yield [*piece, at]
            piece, drawn = [at], not drawn
            left = dash if drawn else gap
        left -= length - gone
        piece.append((x1, y1))
    if drawn and len(piece) > 1:
        yield piece


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)
