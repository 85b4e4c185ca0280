/**
 * What a body covers of the floor through a repetition. In: a track. Out: its middle, its breadths, the way it
 * lies.
 */
import { at } from "./matrix";
import type { Track } from "./track";

/** Of somebody who lies only what is near the floor counts [m]. */
const LOW = 0.55;

/** Where a body is over all frames, seen from above: middle, and half of what it covers. */
export interface Footprint {
  readonly middle: readonly [number, number];
  readonly half: readonly [number, number];
  /** Along which it is longest, from the x axis towards z [rad]. */
  readonly angle: number;
  /** Half its length and breadth along that. */
  readonly along: readonly [number, number];
}

/** `way`: what is taken out of a walk, so that it stays on the spot. */
export function footprintOf(track: Track, way: readonly [number, number]): Footprint {
  const spots: [number, number][] = [];
  const count = track.nodes.length;
  for (let frame = 0; frame < track.frames; frame += 4) {
    const gone = frame / (track.frames - 1);
    for (let n = 0; n < count; n += 1) {
      const first = (frame * count + n) * 3;
      if (at(track.place, first + 1) > LOW && track.mat) continue;
      spots.push([at(track.place, first) - way[0] * gone, at(track.place, first + 2) - way[1] * gone]);
    }
  }
  const mean = (axis: 0 | 1): number => spots.reduce((sum, spot) => sum + spot[axis], 0) / Math.max(1, spots.length);
  const [mx, mz] = [mean(0), mean(1)];
  const total = (of: (x: number, z: number) => number): number =>
    spots.reduce((sum, spot) => sum + of(spot[0] - mx, spot[1] - mz), 0);
  const angle =
    0.5 *
    Math.atan2(
      2 * total((x, z) => x * z),
      total((x, z) => x * x - z * z),
    );
  const span = (turn: number): readonly [number, number] => {
    const values = spots.map(([x, z]) => x * Math.cos(turn) + z * Math.sin(turn));
    return [Math.min(...values), Math.max(...values)];
  };
  const [u, v] = [span(angle), span(angle + Math.PI / 2)];
  const [cu, cv] = [(u[0] + u[1]) / 2, (v[0] + v[1]) / 2];
  const [x, z] = [span(0), span(Math.PI / 2)];
  return {
    middle: [cu * Math.cos(angle) - cv * Math.sin(angle), cu * Math.sin(angle) + cv * Math.cos(angle)],
    half: [(x[1] - x[0]) / 2, (z[1] - z[0]) / 2],
    angle,
    along: [(u[1] - u[0]) / 2, (v[1] - v[0]) / 2],
  };
}

/** Half the length and breadth of a usual mat [m]. */
const MAT: readonly [number, number] = [0.9, 0.32];
const BESIDE = 0.12;

/** The mat somebody lies on, half its length and breadth: somewhat longer than they are. */
export function matOf({ along }: Pick<Footprint, "along">): readonly [number, number] {
  return [Math.max(MAT[0], along[0] + BESIDE), Math.min(0.5, Math.max(MAT[1], along[1] * 0.75))];
}

/** How much of the mat must be in the picture: its ends may fade out at the border. */
const IN_VIEW = 0.86;

/** What is to be seen of it: four corners on the floor. */
export function cornersOf(print: Footprint): [number, number, number][] {
  const [length, breadth] = matOf(print).map((half) => half * IN_VIEW) as [number, number];
  const [cos, sin] = [Math.cos(print.angle), Math.sin(print.angle)];
  return [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ].map(([i = 0, k = 0]) => {
    const [u, v] = [i * length, k * breadth];
    return [print.middle[0] + u * cos - v * sin, 0, print.middle[1] + u * sin + v * cos];
  });
}
