/**
 * How far away the eye must be so that the whole move fits into the picture.
 *
 * In: where the body is over all frames, the direction looked from, the picture's proportions. Out: what to look
 * at, and
 * from how far.
 */
import type { Footprint } from "./footprint";
import { type Eye, offsetOf, wrapped } from "./orbit";
import type { Box, Track } from "./track";

type Spot = readonly [number, number, number];

export const FOV_DEG = 24;
/** The body is thicker than its bones are [m], and a picture has a margin. */
const FLESH = 0.1;
const MARGIN = 1.06;
const EVERY = 5;

/**
 * What is to be seen: where the nodes are over the whole repetition, without the way of a walk and with the flesh
 * around
 * them; and corners of what they lie on.
 */
export function spotsOf(
  track: Pick<Track, "place" | "nodes" | "frames">,
  way: readonly [number, number],
  corners: readonly Spot[] = [],
): Spot[] {
  const spots: Spot[] = [...corners];
  const count = track.nodes.length;
  for (let frame = 0; frame < track.frames; frame += EVERY) {
    const gone = frame / (track.frames - 1);
    for (let n = 0; n < count; n += 1) {
      const first = (frame * count + n) * 3;
      const [x = 0, y = 0, z = 0] = track.place.subarray(first, first + 3);
      const [u, v] = [x - way[0] * gone, z - way[1] * gone];
      spots.push(
        [u - FLESH, y, v],
        [u + FLESH, y, v],
        [u, y - FLESH / 2, v],
        [u, y + FLESH, v],
        [u, y, v - FLESH],
        [u, y, v + FLESH],
      );
    }
  }
  return spots;
}

/** The picture's right, up, and the way back to the eye. */
export function axesOf(eye: Eye): { right: Spot; up: Spot; back: Spot } {
  const [x, y, z] = offsetOf({ ...eye, distance: 1 });
  const a = (eye.azimuth * Math.PI) / 180;
  const right: Spot = [Math.cos(a), 0, -Math.sin(a)];
  const up: Spot = [y * right[2] - z * right[1], z * right[0] - x * right[2], x * right[1] - y * right[0]];
  return { right, up, back: [x, y, z] };
}

const dot = (a: Spot, b: Spot): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The middle of what is to be seen, and the distance from which it fills the picture. */
export function fitted(spots: readonly Spot[], eye: Eye, aspect: number): { target: Spot; distance: number } {
  const { right, up, back } = axesOf(eye);
  const extent = (axis: Spot): readonly [number, number] => {
    const values = spots.map((spot) => dot(spot, axis));
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  };
  const [u, v, w] = [extent(right), extent(up), extent(back)];
  const half = Math.tan((FOV_DEG * Math.PI) / 360);
  const [cu, cv, cw] = [(u[0] + u[1]) / 2, (v[0] + v[1]) / 2, (w[0] + w[1]) / 2];
  const across = (u[1] - u[0]) / 2 / (half * aspect);
  const along = (v[1] - v[0]) / 2 / half;
  const place = (axis: 0 | 1 | 2): number => right[axis] * cu + up[axis] * cv + back[axis] * cw;
  return { target: [place(0), place(1), place(2)], distance: Math.max(across, along) * MARGIN + (w[1] - w[0]) / 3 };
}

const LONG = 1.7;
const LEAST_DEG = 58;

/**
 * A body that lies is looked at across its length, not from its feet: the nearest azimuth that is far enough from
 * it.
 */
export function acrossBody(azimuth: number, { angle, along }: Pick<Footprint, "angle" | "along">): number {
  if (along[0] < LONG * along[1]) return azimuth;
  const axis = 90 - (angle * 180) / Math.PI;
  const away = wrapped(azimuth - axis);
  const ends = [0, 180, -180].map((end) => ({ end, off: away - end }));
  const close = ends.find(({ off }) => Math.abs(off) < LEAST_DEG);
  return close === undefined ? azimuth : wrapped(axis + close.end + (close.off < 0 ? -LEAST_DEG : LEAST_DEG));
}

/** Furniture larger than this may run out of the picture [m]. */
const SMALL = 0.8;

/** Where furniture stands on the floor. */
export function feetOf(boxes: readonly Box[]): Spot[] {
  return boxes.flatMap(({ kind, centre: [x = 0, y = 0, z = 0], half: [a = 0, b = 0, c = 0] }) =>
    kind === "wall" || Math.max(a, c) > SMALL
      ? []
      : [-1, 1].flatMap((i) => [-1, 1].map((k) => [x + i * a, y - b, z + k * c] as const)),
  );
}
