/**
 * Where one looks from: angles round a point, and how far away.
 *
 * In: drags, keys, names of views. Out: the next place of the eye. Azimuth 0 looks along -z, 90 along -x; all in
 * degrees.
 */
export interface Eye {
  readonly azimuth: number;
  readonly elevation: number;
  readonly distance: number;
}

export type ViewName = "front" | "back" | "side" | "top";

const LOWEST = -8;
const HIGHEST = 89;
const NEAREST = 0.35;
const FARTHEST = 2;
export const STEP_DEG = 15;
export const ZOOM = 1.2;

/** Turned by a drag or a key; a step nearer is a `zoom` below 1. `usual` is the distance that shows the whole move. */
export function turned(eye: Eye, by: { azimuth?: number; elevation?: number; zoom?: number }, usual: number): Eye {
  const elevation = eye.elevation + (by.elevation ?? 0);
  const distance = eye.distance * (by.zoom ?? 1);
  return {
    azimuth: wrapped(eye.azimuth + (by.azimuth ?? 0)),
    elevation: Math.min(HIGHEST, Math.max(LOWEST, elevation)),
    distance: Math.min(usual * FARTHEST, Math.max(usual * NEAREST, distance)),
  };
}

export const wrapped = (azimuth: number): number => (((azimuth % 360) + 540) % 360) - 180;

/** What a key does to the view; `null` for any other key. */
export function byKey(key: string): { azimuth?: number; elevation?: number; zoom?: number } | null {
  switch (key) {
    case "ArrowLeft":
      return { azimuth: -STEP_DEG };
    case "ArrowRight":
      return { azimuth: STEP_DEG };
    case "ArrowUp":
      return { elevation: STEP_DEG };
    case "ArrowDown":
      return { elevation: -STEP_DEG };
    case "+":
    case "=":
      return { zoom: 1 / ZOOM };
    case "-":
    case "_":
      return { zoom: ZOOM };
    default:
      return null;
  }
}

/**
 * The eye of a named view, of a person whose front looks to an azimuth, and whose working side is left or right
 * of it.
 */
export function viewOf(name: ViewName, front: number, side: "left" | "right", distance: number): Eye {
  const level = { elevation: 6, distance };
  if (name === "front") return { azimuth: wrapped(front), ...level };
  if (name === "back") return { azimuth: wrapped(front + 180), ...level };
  if (name === "side") return { azimuth: wrapped(front + (side === "right" ? -90 : 90)), ...level };
  return { azimuth: wrapped(front), elevation: HIGHEST, distance };
}

/** Part of the way to another eye, the short way round. */
export function towards(from: Eye, to: Eye, share: number): Eye {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    azimuth: wrapped(from.azimuth + wrapped(to.azimuth - from.azimuth) * share),
    elevation: mix(from.elevation, to.elevation),
    distance: mix(from.distance, to.distance),
  };
}

/** Where the eye is, relative to what it looks at. */
export function offsetOf({ azimuth, elevation, distance }: Eye): readonly [number, number, number] {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  return [distance * Math.sin(a) * Math.cos(e), distance * Math.sin(e), distance * Math.cos(a) * Math.cos(e)];
}
