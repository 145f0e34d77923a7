"""How the shipped font files were made from Be Vietnam Pro 1.002: figures of one width, and the signs of states.

Tables drawn on a canvas cannot ask a font for tabular figures, so they are the default here and `pnum` gives the
proportional ones back. Needs fonttools and brotli: `python build.py FOLDER_OF_THE_ORIGINAL_TTF_FILES`.
"""

import math
import sys
from pathlib import Path

from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WEIGHTS = {"Regular": (640, 78), "SemiBold": (656, 112)}  # width of a digit, thickness of a sign


def build_weight(source: Path, target: Path, width: int, thick: float) -> None:
    """Write the .ttf (charts, slides) and the .woff2 (screen) of one weight."""
    font = TTFont(source)
    make_figures_tabular(font, width)
    add_proportional_figures(font)
    add_state_signs(font, thick)
    font.save(target.with_suffix(".ttf"))
    font.flavor = "woff2"
    font.save(target.with_suffix(".woff2"))


def make_figures_tabular(font: TTFont, width: int) -> None:
    """Add figures that are all of one width, and make them the default."""
    glyphs = font.getGlyphSet()
    for number, digit in enumerate(DIGITS):
        pen = TTGlyphPen(glyphs)
        glyphs[digit].draw(TransformPen(pen, (1, 0, 0, 1, (width - font["hmtx"][digit][0]) / 2, 0)))
        add_glyph(font, f"{digit}.tnum", str(number), pen, width)


def add_proportional_figures(font: TTFont) -> None:
    """Let `font-variant-numeric: proportional-nums` bring the original figures back."""
    table = font["GSUB"].table
    table.LookupList.Lookup.append(
        buildLookup([buildSingleSubstSubtable({f"{digit}.tnum": digit for digit in DIGITS})])
    )
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "pnum", otTables.Feature()
    record.Feature.FeatureParams, record.Feature.LookupListIndex = None, [len(table.LookupList.Lookup) - 1]
    table.FeatureList.FeatureRecord.append(record)
    for script in table.ScriptList.ScriptRecord:
        for system in (script.Script.DefaultLangSys, *(named.LangSys for named in script.Script.LangSysRecord)):
            if system:
                system.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)


def add_state_signs(font: TTFont, thick: float) -> None:
    """Add the signs, which the original lacks and a phone may lack too."""
    for char, width, outlines in state_sign_outlines(thick):
        pen = TTGlyphPen(None)
        for outline in outlines:
            points = [(round(x), round(y)) for x, y in _clockwise(outline)]
            pen.moveTo(points[0])
            for point in points[1:]:
                pen.lineTo(point)
            pen.closePath()
        add_glyph(font, f"sign{ord(char):04X}", char, pen, width)


def add_glyph(font: TTFont, name: str, char: str, pen: TTGlyphPen, width: int) -> None:
    """Add a glyph and let a character be shown by it."""
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(char)] = name


def state_sign_outlines(thick: float):
    """Each sign as its character, its width and its outlines."""
    top, foot = 740 - thick / 2, thick / 2
    yield "✓", 760, [stroke_outline([(90, 350), (300, 130), (680, 620)], thick)]
    yield (
        "→",
        860,
        [stroke_outline([(80, 350), (740, 350)], thick), stroke_outline([(510, 590), (760, 350), (510, 110)], thick)],
    )
    yield "▲", 720, [[(60, 90), (360, 640), (660, 90)]]
    yield "▼", 720, [[(60, 610), (660, 610), (360, 60)]]
    yield "↷", 860, [stroke_outline(arc_points(390, 240, 280, 190, 18), thick), [(480, 330), (830, 380), (700, 90)]]
    yield "Σ", 680, [stroke_outline([(600, top), (110, top), (370, 370), (110, foot), (610, foot)], thick)]
    pencil = (
        [(90, 60), (130, 270), (300, 100)],
        [(180, 320), (350, 150), (620, 420), (450, 590)],
        [(495, 635), (665, 465), (730, 530), (560, 700)],
    )
    yield "✎", 800, [list(part) for part in pencil]


def arc_points(x: float, y: float, radius: float, start: float, end: float, steps: int = 24) -> list:
    """Points along a circle, from one angle in degrees to another."""
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def stroke_outline(points: list, thick: float) -> list:
    """A line through points as one closed outline with pointed corners."""
    left, right = [], []
    for before, point, after in zip([None, *points], points, [*points[1:], None], strict=False):
        normals = [_normal(*pair) for pair in ((before, point), (point, after)) if None not in pair]
        across = _unit(sum(x for x, _ in normals), sum(y for _, y in normals))
        reach = thick / 2 / max(0.35, across[0] * normals[0][0] + across[1] * normals[0][1])
        left.append((point[0] + across[0] * reach, point[1] + across[1] * reach))
        right.append((point[0] - across[0] * reach, point[1] - across[1] * reach))
    return left + right[::-1]


def _normal(start: tuple, end: tuple) -> tuple:
    return _unit(start[1] - end[1], end[0] - start[0])


def _unit(x: float, y: float) -> tuple:
    length = math.hypot(x, y)
    return x / length, y / length


def _clockwise(outline: list) -> list:
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(outline, outline[1:] + outline[:1], strict=True))
    return outline if area < 0 else outline[::-1]


if __name__ == "__main__":
    for weight, (width, thick) in WEIGHTS.items():
        build_weight(
            Path(sys.argv[1], f"BeVietnamPro-{weight}.ttf"),
            Path(__file__).with_name(f"BeVietnamPro-{weight}"),
            width,
            thick,
        )
