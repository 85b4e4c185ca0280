/**
 * A body at one moment of a track: between two frames places go straight and turns go round.
 *
 * In: a track and a time [s]. Out: matrices of the nodes, points of the muscles, how hard they work, where things
 * are. A
 * walk's way is taken out of it, so that it walks on the spot and the loop closes.
 */
import { at, compose, slerp } from "./matrix";
import type { Track } from "./track";

export interface Pose {
  /** Columns first, 16 numbers a node. */
  readonly nodes: Float32Array;
  /** (muscles, points, 3) [m] */
  readonly path: Float32Array;
  /** 0..1 */
  readonly activation: Float32Array;
  /** One list of points for each extra. */
  readonly extras: readonly Float32Array[];
}

export function emptyPose(track: Track): Pose {
  return {
    nodes: new Float32Array(track.nodes.length * 16),
    path: new Float32Array(track.muscles.length * track.points * 3),
    activation: new Float32Array(track.muscles.length),
    extras: track.extras.map((one) => new Float32Array(one.count * 3)),
  };
}

/** The frame before a moment, and the share of the way to the next. */
export function frameAt(track: Track, time: number): { frame: number; share: number } {
  const last = track.frames - 1;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(track.time, middle) <= time) low = middle;
    else high = middle;
  }
  const [from, to] = [at(track.time, low), at(track.time, low + 1)];
  return { frame: low, share: to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 0 };
}

const WAY = 0.03;

/** How far the whole body has gone when the repetition comes round again [m]; nothing where it is hardly moved. */
export function wayOf(track: Track): readonly [number, number] {
  const end = (track.frames - 1) * track.nodes.length * 3;
  const [x, z] = [at(track.place, end) - at(track.place, 0), at(track.place, end + 2) - at(track.place, 2)];
  return Math.hypot(x, z) > WAY ? [x, z] : [0, 0];
}

const turned = new Float32Array(4);
const place = new Float32Array(3);

export function poseAt(track: Track, time: number, pose: Pose, way = wayOf(track)): void {
  const { frame, share } = frameAt(track, time);
  const gone = (frame + share) / (track.frames - 1);
  const drift: readonly number[] = [way[0] * gone, 0, way[1] * gone];
  const count = track.nodes.length;
  for (let n = 0; n < count; n += 1) {
    const [a, b] = [(frame * count + n) * 3, ((frame + 1) * count + n) * 3];
    for (let axis = 0; axis < 3; axis += 1)
      place[axis] = between(track.place, a + axis, b + axis, share) - at(drift, axis);
    slerp(turned, 0, track.turn, (frame * count + n) * 4, track.turn, ((frame + 1) * count + n) * 4, share);
    compose(pose.nodes, n * 16, place, turned);
  }
  blend(pose.path, track.path, frame, share, drift);
  blend(pose.activation, track.activation, frame, share, null);
  track.extras.forEach((one, n) => {
    const out = pose.extras[n];
    if (out !== undefined) blend(out, one.points, frame, share, drift);
  });
}

const between = (list: Float32Array, a: number, b: number, share: number): number =>
  at(list, a) + (at(list, b) - at(list, a)) * share;

function blend(
  out: Float32Array,
  list: Float32Array,
  frame: number,
  share: number,
  drift: readonly number[] | null,
): void {
  const length = out.length;
  for (let n = 0; n < length; n += 1) {
    const value = between(list, frame * length + n, (frame + 1) * length + n, share);
    out[n] = drift === null ? value : value - at(drift, n % 3);
  }
}
