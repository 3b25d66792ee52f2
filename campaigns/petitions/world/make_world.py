"""Draws the shapes of the world map, world.json beside this file, from Natural Earth's borders (public domain).

    python campaigns/petitions/world/make_world.py countries-110m.json countries-50m.json

The two files are Natural Earth's Admin 0 countries at 1:110m and 1:50m as TopoJSON, as in the npm package world-atlas.
Equal Earth projection (Šavrič, Patterson, Jenny 2018), so that no country looks larger than it is; whole numbers, and
islands too small to be seen left out. Countries that are only on the finer map become dots.
"""

import json
import math
import sys
from pathlib import Path

import django_countries

WIDTH, HEIGHT = 800, 390
SMALLEST = 3  # square units
# Where Natural Earth shows who rules, and ISO 3166 knows a country.
BELONGS = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK", "Siachen Glacier": "IN"}
LEFT_OUT = {"AQ"}


def main(coarse: str, fine: str) -> None:
    shapes, dots = {}, {}
    for code, rings in _countries(coarse):
        outlines = [ring for ring in map(_draw, rings) if ring]
        large = [ring for ring in outlines if _area(ring) >= SMALLEST] or sorted(outlines, key=_area)[-1:]
        shapes[code] = shapes.get(code, "") + "".join(map(_path, large))
    for code, rings in _countries(fine):
        if code not in shapes:
            ring = max((_points(ring) for ring in rings), key=_area)
            dots[code] = [round(sum(axis) / len(ring)) for axis in zip(*ring, strict=True)]
    text = json.dumps({"width": WIDTH, "height": HEIGHT, "shapes": shapes, "dots": dots}, separators=(",", ":"))
    Path(__file__).with_name("world.json").write_text(text + "\n", encoding="utf-8")


def _countries(file):
    """Yield (ISO code, rings as longitudes and latitudes)."""
    topology = json.loads(Path(file).read_text(encoding="utf-8"))
    numeric = _numeric_codes()
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        code = BELONGS.get(country["properties"]["name"]) or numeric.get(country.get("id"))
        if code and code not in LEFT_OUT:
            polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
            yield code, [part for polygon in polygons for ring in polygon for part in _cut(_ring(ring, arcs))]


def _numeric_codes():
    alternatives = django_countries.countries.alt_codes
    return {f"{numeric:03}": code for code, (_alpha3, numeric, *_rest) in alternatives.items()}


def _decode(arc, transform):
    scale, zero_at = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(tuple(n * k + zero for n, k, zero in zip((x, y), scale, zero_at, strict=True)))
    return points


def _ring(indexes, arcs):
    points = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _cut(ring):
    """Cut a ring in two where it crosses the 180th meridian (Russia, Fiji)."""
    whole, turns = [], 0
    for place, (longitude, latitude) in enumerate(ring):
        step = longitude - ring[place - 1][0] if place else 0
        turns += -360 if step > 180 else 360 if step < -180 else 0
        whole.append((longitude + turns, latitude))
    parts = [[(min(max(x + turn, -180), 180), y) for x, y in whole] for turn in (-360, 0, 360)]
    return [part for part in parts if len({x for x, _y in part}) > 1]


def _project(longitude, latitude):
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    m = math.sqrt(3) / 2
    theta = math.asin(m * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    scale = WIDTH / 5.413  # the whole earth is 2 × 2.7066 wide
    return WIDTH / 2 + x * scale, 190 - y * scale + 5


def _points(ring):
    return [_project(*point) for point in ring]


def _draw(ring):
    """Return the ring in whole numbers, without points that lie on one spot or on one line."""
    points = []
    for point in ((round(x), round(y)) for x, y in _points(ring)):
        if points and points[-1] == point:
            continue
        if len(points) > 1 and _cross(points[-2], points[-1], point) == 0:
            points.pop()
        points.append(point)
    return points if len(points) > 3 else []


def _cross(a, b, c):
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _path(ring):
    """Return an SVG path: absolute at first, relative steps from then on."""
    (x, y), steps = ring[0], []
    for to_x, to_y in ring[1:]:
        steps.append(f"{to_x - x},{to_y - y}")
        x, y = to_x, to_y
    if (x, y) == ring[0]:
        steps.pop()
    return f"M{ring[0][0]},{ring[0][1]}l{' '.join(steps)}z".replace(",-", "-").replace(" -", "-")


if __name__ == "__main__":
    main(*sys.argv[1:3])
