/**
 * Floor, mat and furniture as triangles, and where the body's shadow falls on them.
 *
 * In: boxes, and where the body comes to. Out: corners, normals, and for what faces up a tile of the shadow's texture.
 */
import { at } from "./matrix";
import type { Box } from "./track";

/** A level surface with its place in the texture of shadows: left, bottom, width, height, 0 to 1. */
export interface Tile {
  readonly x: number;
  readonly z: number;
  readonly halfX: number;
  readonly halfZ: number;
  readonly y: number;
  readonly frame: readonly [number, number, number, number];
}

export interface Surface {
  readonly position: number[];
  readonly normal: number[];
  /** Place in the texture, and 1 where a shadow falls. */
  readonly tile: number[];
  readonly index: number[];
}

export const emptySurface = (): Surface => ({ position: [], normal: [], tile: [], index: [] });

export const FLOOR_FRAME: Tile["frame"] = [0, 0, 0.75, 1];
const TOPS: readonly Tile["frame"][] = [
  [0.75, 0, 0.25, 0.33],
  [0.75, 0.33, 0.25, 0.33],
  [0.75, 0.66, 0.25, 0.34],
];
export const MOST_TOPS = TOPS.length;
const SLAB = 0.045;
const LEG = 0.022;
const LEGGED = ["chair", "table", "bench"];
const SEEN_FROM_FRONT = "wall";

/** Where a spot of a tile lies in the texture; nothing is taken from its very border. */
function inTile(tile: Tile | null, x: number, z: number): readonly [number, number, number, number] {
  if (tile === null) return [0, 0, 0, 0];
  const [left, bottom, width, height] = tile.frame;
  const u = (x - tile.x) / (2 * tile.halfX) + 0.5;
  const v = (z - tile.z) / (2 * tile.halfZ) + 0.5;
  const within = (share: number): number => Math.min(0.985, Math.max(0.015, share));
  return [left + within(u) * width, bottom + within(v) * height, 1, 0];
}

type Corner = readonly [number, number, number];

/** A face of four corners, anticlockwise as it is seen. */
function face(surface: Surface, corners: readonly Corner[], normal: Corner, tile: Tile | null): void {
  const first = surface.position.length / 3;
  for (const corner of corners) {
    surface.position.push(...corner);
    surface.normal.push(...normal);
    surface.tile.push(...inTile(tile, corner[0], corner[2]));
  }
  surface.index.push(first, first + 1, first + 2, first, first + 2, first + 3);
}

/** A level rectangle, seen from above. */
export function level(surface: Surface, tile: Tile): void {
  const { x, z, halfX, halfZ, y } = tile;
  const corners: Corner[] = [
    [x - halfX, y, z + halfZ],
    [x + halfX, y, z + halfZ],
    [x + halfX, y, z - halfZ],
    [x - halfX, y, z - halfZ],
  ];
  face(surface, corners, [0, 1, 0], tile);
}

function block(surface: Surface, centre: readonly number[], half: readonly number[], top: Tile | null): void {
  const [x, y, z] = [at(centre, 0), at(centre, 1), at(centre, 2)];
  const [a, b, c] = [at(half, 0), at(half, 1), at(half, 2)];
  const corner = (i: number, j: number, k: number): Corner => [x + i * a, y + j * b, z + k * c];
  face(surface, [corner(-1, 1, 1), corner(1, 1, 1), corner(1, 1, -1), corner(-1, 1, -1)], [0, 1, 0], top);
  face(surface, [corner(-1, -1, -1), corner(1, -1, -1), corner(1, -1, 1), corner(-1, -1, 1)], [0, -1, 0], null);
  face(surface, [corner(-1, -1, 1), corner(1, -1, 1), corner(1, 1, 1), corner(-1, 1, 1)], [0, 0, 1], null);
  face(surface, [corner(1, -1, -1), corner(-1, -1, -1), corner(-1, 1, -1), corner(1, 1, -1)], [0, 0, -1], null);
  face(surface, [corner(1, -1, 1), corner(1, -1, -1), corner(1, 1, -1), corner(1, 1, 1)], [1, 0, 0], null);
  face(surface, [corner(-1, -1, -1), corner(-1, -1, 1), corner(-1, 1, 1), corner(-1, 1, -1)], [-1, 0, 0], null);
}

/** A wall is only its face towards the person: from behind one looks through it. */
function wall(surface: Surface, { centre, half }: Box, towards: readonly [number, number]): void {
  const [x, y, z] = [at(centre, 0), at(centre, 1), at(centre, 2)];
  const [a, b, c] = [at(half, 0), at(half, 1), at(half, 2)];
  const corner = (i: number, j: number, k: number): Corner => [x + i * a, y + j * b, z + k * c];
  if (a < c) {
    const side = towards[0] >= x ? 1 : -1;
    const corners = [corner(side, -1, side), corner(side, -1, -side), corner(side, 1, -side), corner(side, 1, side)];
    face(surface, corners, [side, 0, 0], null);
  } else {
    const side = towards[1] >= z ? 1 : -1;
    const corners = [corner(-side, -1, side), corner(side, -1, side), corner(side, 1, side), corner(-side, 1, side)];
    face(surface, corners, [0, 0, side], null);
  }
}

const shiftedBy = (centre: readonly number[], x: number, y: number, z: number): number[] => [
  at(centre, 0) + x,
  at(centre, 1) + y,
  at(centre, 2) + z,
];

/** A chair, a table and a bench stand on legs; a step is solid. */
export function furniture(
  surface: Surface,
  lines: number[],
  box: Box,
  top: Tile | null,
  person: readonly [number, number],
): void {
  const { kind, centre, half } = box;
  if (kind === SEEN_FROM_FRONT) {
    wall(surface, box, person);
    return;
  }
  const [a, b, c] = [at(half, 0), at(half, 1), at(half, 2)];
  const slab = LEGGED.includes(kind) && b > SLAB ? SLAB / 2 : b;
  block(surface, shiftedBy(centre, 0, b - slab, 0), [a, slab, c], top);
  outline(lines, shiftedBy(centre, 0, b - slab, 0), [a, slab, c]);
  if (slab === b) return;
  for (const [i, k] of [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ] as const) {
    const leg = [LEG, b - slab, LEG];
    block(surface, shiftedBy(centre, i * (a - 2 * LEG), -slab, k * (c - 2 * LEG)), leg, null);
  }
}

/** The edges of a box, as pairs of points. */
function outline(lines: number[], centre: readonly number[], half: readonly number[]): void {
  const signs = [-1, 1] as const;
  for (const axis of [0, 1, 2]) {
    for (const p of signs) {
      for (const q of signs) {
        for (const along of signs) {
          const sign = [0, 0, 0];
          sign[axis] = along;
          sign[(axis + 1) % 3] = p;
          sign[(axis + 2) % 3] = q;
          for (let n = 0; n < 3; n += 1) lines.push(at(centre, n) + at(sign, n) * at(half, n));
        }
      }
    }
  }
}

/** The tops that a shadow falls on: the largest ones. */
export function topsOf(boxes: readonly Box[]): Map<Box, Tile> {
  const level = boxes.filter(({ kind }) => kind !== SEEN_FROM_FRONT);
  const area = ({ half }: Box): number => at(half, 0) * at(half, 2);
  const largest = [...level].sort((a, b) => area(b) - area(a)).slice(0, MOST_TOPS);
  return new Map(
    largest.map((box, n) => {
      const { centre, half } = box;
      const y = at(centre, 1) + at(half, 1);
      const frame = TOPS[n] ?? FLOOR_FRAME;
      return [box, { x: at(centre, 0), z: at(centre, 2), halfX: at(half, 0), halfZ: at(half, 2), y, frame }];
    }),
  );
}

/** A mat with round corners: its top and its border, turned about the vertical. */
export function mat(
  surface: Surface,
  lines: number[],
  tile: Tile,
  middle: readonly [number, number],
  half: readonly [number, number],
  angle: number,
): void {
  const [round, thick, corners] = [0.07, 0.012, 8];
  const rim: [number, number][] = [];
  for (const [i, k, start] of [
    [1, 1, 0],
    [-1, 1, 1],
    [-1, -1, 2],
    [1, -1, 3],
  ] as const) {
    for (let n = 0; n <= corners; n += 1) {
      const turn = ((start + n / corners) * Math.PI) / 2;
      rim.push([i * (half[0] - round) + round * Math.cos(turn), k * (half[1] - round) + round * Math.sin(turn)]);
    }
  }
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = ([u, v]: readonly [number, number], y: number): Corner => [
    middle[0] + u * cos - v * sin,
    y,
    middle[1] + u * sin + v * cos,
  ];
  const first = surface.position.length / 3;
  for (const spot of [[0, 0] as [number, number], ...rim]) {
    const corner = place(spot, tile.y);
    surface.position.push(...corner);
    surface.normal.push(0, 1, 0);
    surface.tile.push(...inTile(tile, corner[0], corner[2]));
  }
  rim.forEach((spot, n) => {
    const next = rim[(n + 1) % rim.length] ?? spot;
    surface.index.push(first, first + 1 + ((n + 1) % rim.length), first + 1 + n);
    const out: Corner = [next[1] - spot[1], 0, spot[0] - next[0]];
    const length = Math.hypot(out[0], out[2]) || 1;
    const turned: Corner = [(out[0] * cos - out[2] * sin) / length, 0, (out[0] * sin + out[2] * cos) / length];
    face(
      surface,
      [place(next, tile.y - thick), place(spot, tile.y - thick), place(spot, tile.y), place(next, tile.y)],
      turned,
      null,
    );
    lines.push(...place(spot, tile.y), ...place(next, tile.y));
  });
}
