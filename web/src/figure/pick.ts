/**
 * Which muscle lies under a finger: the strand whose course on the screen is nearest, and of several the one in front.
 *
 * In: a spot, a pose, how the world comes onto the screen. Out: the muscle's place in the track, or `null`.
 */
import { at } from "./matrix";
import type { Pose } from "./pose";
import type { Strand } from "./tubes";

export interface Picked {
  /** Number of the path in the track. */
  readonly path: number;
  readonly away: number;
}

type Project = (x: number, y: number, z: number) => readonly [number, number, number];

/** As far as a finger may miss [px]. */
const REACH = 22;
/** A muscle that works is meant rather than one that rests, by so many pixels. */
const MEANT = 10;

export function pickedAt(
  spot: readonly [number, number],
  pose: Pick<Pose, "path" | "activation">,
  track: { readonly points: number; readonly muscles: readonly number[] },
  strands: readonly Strand[],
  project: Project,
): Picked | null {
  const shown = new Set(strands.map(({ path }) => path));
  let best: (Picked & { readonly cost: number }) | null = null;
  for (const path of shown) {
    const away = nearest(spot, pose.path, path, track.points, project);
    const cost = away - MEANT * Math.min(1, at(pose.activation, path) * 3);
    if (away <= REACH && (best === null || cost < best.cost)) best = { path, away, cost };
  }
  return best === null ? null : { path: best.path, away: best.away };
}

/** Distance of a spot from a path on the screen [px]. */
export function nearest(
  [x, y]: readonly [number, number],
  list: Float32Array,
  path: number,
  points: number,
  project: Project,
): number {
  let least = Number.POSITIVE_INFINITY;
  let before: readonly [number, number, number] | null = null;
  for (let n = 0; n < points; n += 1) {
    const first = (path * points + n) * 3;
    const here = project(at(list, first), at(list, first + 1), at(list, first + 2));
    if (before !== null) {
      const [dx, dy] = [here[0] - before[0], here[1] - before[1]];
      const share = Math.min(1, Math.max(0, ((x - before[0]) * dx + (y - before[1]) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x - before[0] - share * dx, y - before[1] - share * dy));
    }
    before = here;
  }
  return least;
}
