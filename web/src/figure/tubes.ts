/**
 * Muscles as bodies: along the points of each path, rings as wide as a belly is there.
 *
 * In: paths, radii, how many strands a muscle has. Out: for each strand the rings as numbers, three groups of four
 * each:
 * centre and radius, one axis across and the activation, the other axis and how fast the radius changes. The
 * vertices are
 * put round the rings on the graphics card, so little is worked out here and little is sent.
 */
import { at } from "./matrix";

export const RINGS = 16;
/** A muscle that works as hard as this is drawn solid; below, it is clear. */
export const SOLID = 0.14;
const FIELDS = 12;
/** How wide the tendons at both ends are, as a share of the belly. */
const TENDON = 0.24;
const PI = Math.PI;

export interface Strand {
  /** Number of its path. */
  readonly path: number;
  readonly radius: number;
  /** Where it lies across its muscle: -1 at one border, 1 at the other; 0 for a muscle of one strand. */
  readonly across: number;
  /** Half the width of its muscle at its origin [m]. */
  readonly spread: number;
  /** A path beside it, across which the strands lie; -1 where there is none. */
  readonly beside: number;
}

/**
 * Width of a belly along its length, 0 to 1: tendon, belly, tendon, and the same volume for every muscle of that
 * radius.
 */
export function belly(along: number): number {
  const bulge = Math.sin(PI * Math.min(1, Math.max(0, along))) ** 0.8;
  return TENDON + (1 - TENDON) * bulge;
}

/**
 * The strands of muscles: one for a rope, several side by side for a broad one, of the same volume together.
 *
 * `families` says which muscles are parts of one (glutei): their strands spread towards each other.
 */
export function strandsOf(muscles: readonly { radius: number; strips: number; family: string }[]): Strand[] {
  return muscles.flatMap(({ radius, strips, family }, path) => {
    const thick = radius / Math.sqrt(strips);
    const beside = muscles.findIndex((other, n) => n !== path && other.family === family);
    return Array.from({ length: strips }, (_, n) => ({
      path,
      radius: thick,
      across: strips === 1 ? 0 : (2 * n) / (strips - 1) - 1,
      spread: thick * (strips - 1) * 0.85,
      beside,
    }));
  });
}

/** Numbers for all strands. */
export const ringsFor = (strands: number): Float32Array => new Float32Array(strands * RINGS * FIELDS);

export interface Paths {
  /** (paths, points, 3) [m] */
  readonly list: Float32Array;
  readonly points: number;
}

/** Length of each path [m]. */
export function lengthsOf({ list, points }: Paths): Float32Array {
  const out = new Float32Array(list.length / (points * 3));
  for (let path = 0; path < out.length; path += 1) {
    for (let n = 1; n < points; n += 1) out[path] = at(out, path) + distance(list, (path * points + n - 1) * 3);
  }
  return out;
}

function distance(list: Float32Array, from: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis += 1) sum += (at(list, from + 3 + axis) - at(list, from + axis)) ** 2;
  return Math.sqrt(sum);
}

const centres = new Float32Array(RINGS * 3);
const besides = new Float32Array(RINGS * 3);
const smooth = new Float32Array(RINGS * 3);

/** What is drawn of the strands: those that work hard come first. */
export interface Filled {
  readonly strong: number;
  readonly all: number;
}

/**
 * Writes the rings of every strand that is shown, those that work hard first.
 *
 * `usual` is each path's usual length: a muscle that is shorter is thicker, since its volume stays.
 */
export function fillRings(
  out: Float32Array,
  strands: readonly Strand[],
  paths: Paths,
  activation: Float32Array,
  usual: Float32Array,
  shown: (path: number) => boolean = () => true,
): Filled {
  const lengths = lengthsOf(paths);
  const seen = strands.filter(({ path }) => shown(path));
  const works = ({ path }: Strand): boolean => at(activation, path) >= SOLID;
  const strong = seen.filter(works);
  const order = [...strong, ...seen.filter((strand) => !works(strand))];
  order.forEach((strand, number) => {
    const { path } = strand;
    resample(centres, paths, path, at(lengths, path));
    if (strand.beside >= 0) resample(besides, paths, strand.beside, at(lengths, strand.beside));
    const swell = Math.min(1.35, Math.max(0.8, Math.sqrt(at(usual, path) / (at(lengths, path) || 1))));
    ringsOf(out, number * RINGS * FIELDS, strand, swell, at(activation, path));
  });
  return { strong: strong.length, all: order.length };
}

/** Points at even distances along a path, with its corners taken off. */
function resample(into: Float32Array, { list, points }: Paths, path: number, length: number): void {
  const first = path * points * 3;
  let [piece, before] = [0, 0];
  let step = distance(list, first);
  for (let ring = 0; ring < RINGS; ring += 1) {
    const wanted = (length * ring) / (RINGS - 1);
    while (piece < points - 2 && before + step < wanted) {
      before += step;
      piece += 1;
      step = distance(list, first + piece * 3);
    }
    const share = step > 0 ? Math.min(1, (wanted - before) / step) : 0;
    const from = first + piece * 3;
    for (let axis = 0; axis < 3; axis += 1) {
      into[ring * 3 + axis] = at(list, from + axis) + (at(list, from + 3 + axis) - at(list, from + axis)) * share;
    }
  }
  smooth.set(into);
  for (let n = 3; n < (RINGS - 1) * 3; n += 1)
    into[n] = 0.25 * at(smooth, n - 3) + 0.5 * at(smooth, n) + 0.25 * at(smooth, n + 3);
}

const tangent = new Float32Array(3);
const axis = new Float32Array(3);

function ringsOf(out: Float32Array, offset: number, strand: Strand, swell: number, activation: number): void {
  for (let ring = 0; ring < RINGS; ring += 1) {
    const along = ring / (RINGS - 1);
    const [a, b] = [Math.max(0, ring - 1) * 3, Math.min(RINGS - 1, ring + 1) * 3];
    for (let n = 0; n < 3; n += 1) tangent[n] = at(centres, b + n) - at(centres, a + n);
    const piece = norm(tangent);
    acrossAt(ring, strand.beside >= 0);
    const radius = strand.radius * swell * belly(along);
    const fan = strand.across * strand.spread * swell * (1 - 0.55 * along) * (0.45 + 0.55 * belly(along));
    const at0 = offset + ring * FIELDS;
    for (let n = 0; n < 3; n += 1) out[at0 + n] = at(centres, ring * 3 + n) + at(axis, n) * fan;
    out[at0 + 3] = radius;
    for (let n = 0; n < 3; n += 1) out[at0 + 4 + n] = at(axis, n);
    out[at0 + 7] = activation;
    for (let n = 0; n < 3; n += 1) {
      const [p, q] = [(n + 1) % 3, (n + 2) % 3];
      out[at0 + 8 + n] = at(tangent, p) * at(axis, q) - at(tangent, q) * at(axis, p);
    }
    const slope = belly(Math.min(1, along + 0.05)) - belly(Math.max(0, along - 0.05));
    out[at0 + 11] = piece > 0 ? (slope * strand.radius * swell * 2) / (piece * (RINGS - 1) * 0.1) : 0;
  }
}

/** The direction across a strand: towards the path beside it, else one that changes as little as can be. */
function acrossAt(ring: number, beside: boolean): void {
  if (beside) for (let n = 0; n < 3; n += 1) axis[n] = at(besides, ring * 3 + n) - at(centres, ring * 3 + n);
  if (ring === 0 && (!beside || norm(axis) < 1e-6))
    for (let n = 0; n < 3; n += 1) axis[n] = n === least(tangent) ? 1 : 0;
  const along = at(axis, 0) * at(tangent, 0) + at(axis, 1) * at(tangent, 1) + at(axis, 2) * at(tangent, 2);
  for (let n = 0; n < 3; n += 1) axis[n] = at(axis, n) - along * at(tangent, n);
  if (norm(axis) > 1e-6) return;
  for (let n = 0; n < 3; n += 1) axis[n] = n === least(tangent) ? 1 : 0;
}

const least = (vector: Float32Array): number => {
  const sizes = [0, 1, 2].map((n) => Math.abs(at(vector, n)));
  return sizes.indexOf(Math.min(...sizes));
};

/** Makes a vector one long, and says how long it was. */
function norm(vector: Float32Array): number {
  const length = Math.hypot(at(vector, 0), at(vector, 1), at(vector, 2));
  if (length > 0) for (let n = 0; n < 3; n += 1) vector[n] = at(vector, n) / length;
  return length;
}
