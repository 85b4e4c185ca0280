/**
 * Bands, straps, weights and a helper's hand, as round shapes along their points. In: points of one moment. Out:
 * rings, as
 * for the muscles, but without work in them.
 */
import { at } from "./matrix";
import type { Extra } from "./track";

export const ROPE_RINGS = 41;
const FIELDS = 12;
/** Below this a thing is not there in this moment [m]. */
const GONE_Y = -5;

export const ropesFor = (extras: number): Float32Array => new Float32Array(extras * ROPE_RINGS * FIELDS);

/** How thick a thing is along its length, 0 to 1, as a share of its radius. */
export function shapeOf(kind: string, closed: boolean): (along: number) => number {
  const round = (along: number): number => Math.sqrt(Math.max(0, 1 - (2 * along - 1) ** 2));
  if (closed) return () => 1;
  switch (kind) {
    case "ball":
      return round;
    case "dumbbell":
      return (along) => (along <= 0 || along >= 1 ? 0 : Math.abs(along - 0.5) > 0.2 ? 1 : 0.32);
    case "kettlebell":
      return (along) => (along <= 0 ? 0 : along < 0.62 ? Math.max(0.3, round(along / 0.7)) : 0.3);
    case "hand":
    case "weight":
      return (along) => Math.min(1, Math.sqrt(Math.min(along, 1 - along) * 8));
    case "slider":
      return (along) => (along <= 0 || along >= 1 ? 0 : 1);
    default:
      return () => 1;
  }
}

/** Writes the rings of every extra. */
export function fillRopes(out: Float32Array, extras: readonly Extra[], moment: readonly Float32Array[]): void {
  extras.forEach((extra, number) => {
    const points = moment[number];
    if (points !== undefined) rope(out, number * ROPE_RINGS * FIELDS, extra, points);
  });
}

type Vector = [number, number, number];

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => times(a, 1 / (Math.hypot(...a) || 1));

/** The point a share of the way along; corners count alike, however far apart they are. */
export function pointAt(points: Float32Array, closed: boolean, along: number): Vector {
  const count = points.length / 3;
  const pieces = closed ? count : Math.max(1, count - 1);
  const place = along * pieces;
  const piece = Math.min(pieces - 1, Math.floor(place));
  const [a, b, share] = [piece % count, (piece + 1) % count, place - piece];
  const mix = (axis: number): number => {
    const from = at(points, a * 3 + axis);
    return from + (at(points, b * 3 + axis) - from) * share;
  };
  return [mix(0), mix(1), mix(2)];
}

/** A band or a strap is flat: so many times wider than a rope of its radius, and so thin. */
const WIDE = 2.2;
const THIN = 0.16;

/** Square to the plane of a loop; for a line, up. */
function widthOf(points: Float32Array, closed: boolean): Vector {
  if (!closed) return [0, 1, 0];
  const [a, b, c] = [pointAt(points, true, 0), pointAt(points, true, 0.33), pointAt(points, true, 0.66)];
  return unit(cross(minus(b, a), minus(c, a)));
}

function rope(out: Float32Array, offset: number, { kind, closed, radius }: Extra, points: Float32Array): void {
  const shape = shapeOf(kind, closed);
  const there = at(points, 1) > GONE_Y;
  const flat = kind === "band" || kind === "strap";
  const width = widthOf(points, closed);
  let across = width;
  for (let ring = 0; ring < ROPE_RINGS; ring += 1) {
    const along = ring / (ROPE_RINGS - 1);
    const step = 0.5 / (ROPE_RINGS - 1);
    const [before, after] = closed
      ? [pointAt(points, true, (along - step + 1) % 1), pointAt(points, true, (along + step) % 1)]
      : [pointAt(points, false, Math.max(0, along - step)), pointAt(points, false, Math.min(1, along + step))];
    const tangent = unit(minus(after, before));
    if (closed) across = width;
    else if (ring === 0 && Math.abs(tangent[1]) > 0.9) across = [1, 0, 0];
    across = unit(minus(across, times(tangent, dot(across, tangent))));
    const other = times(cross(tangent, across), flat ? THIN : 1);
    const slope =
      ((shape(along + 0.02) - shape(along - 0.02)) * radius) / 0.04 / (Math.hypot(...minus(after, before)) || 1);
    const row = [
      ...pointAt(points, closed, along),
      there ? radius * (flat ? WIDE : 1) * shape(along) : 0,
      ...across,
      0,
      ...other,
    ];
    for (let n = 0; n < row.length; n += 1) out[offset + ring * FIELDS + n] = row[n] ?? 0;
    out[offset + ring * FIELDS + 11] = Number.isFinite(slope) ? Math.max(-3, Math.min(3, slope * step * 2)) : 0;
  }
}
