/**
 * Which way is up, seen from the phone, and the angle between two such directions. In: sensor readings. Out: unit
 * vectors in the phone's own axes (x to the right, y to the top, z out of the screen) and degrees.
 *
 * The orientation sensor gives Euler angles, R = Rz(alpha) Rx(beta) Ry(gamma), from the phone's axes to the earth's.
 * Up in the phone's axes is R's third row. alpha drops out, and with it the singular case of a phone that stands upright
 * (beta = 90), where alpha and gamma are no longer apart: the row stays exact there.
 */

export type Vec = readonly [number, number, number];

const DEG = Math.PI / 180;

/** Up in the phone's axes from beta and gamma [deg]: the third row of Rz(alpha) Rx(beta) Ry(gamma). */
export function upFromOrientation(betaDeg: number, gammaDeg: number): Vec {
  const beta = betaDeg * DEG;
  const gamma = gammaDeg * DEG;
  return [-Math.cos(beta) * Math.sin(gamma), Math.sin(beta), Math.cos(beta) * Math.cos(gamma)];
}

/**
 * Up from the acceleration with gravity; `null` where there is none, as in free fall. Some phones give the opposite sign.
 * It does not matter here: turning both directions about leaves their angle and the sense of turning as they were.
 */
export function upFromAcceleration(x: number, y: number, z: number): Vec | null {
  return unit([x, y, z]);
}

export function unit(v: Vec): Vec | null {
  const size = Math.hypot(v[0], v[1], v[2]);
  return size > 1e-6 ? [v[0] / size, v[1] / size, v[2] / size] : null;
}

export function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The angle between two directions, 0 to 180 deg; by atan2, which keeps small angles exact where acos loses them. */
export function angleDeg(a: Vec, b: Vec): number {
  const c = cross(a, b);
  return Math.atan2(Math.hypot(c[0], c[1], c[2]), dot(a, b)) / DEG;
}

/** The angle from `a` to `b`, positive where the turn from one to the other goes about `normal`. */
export function signedDeg(a: Vec, b: Vec, normal: Vec): number {
  const size = angleDeg(a, b);
  return dot(cross(a, b), normal) < 0 ? -size : size;
}

/** The middle of a few directions, component by component: one wild reading among them changes nothing. */
export function medianUp(ups: readonly Vec[]): Vec | null {
  if (ups.length === 0) return null;
  const [x, y, z] = [0, 1, 2].map((axis) => median(ups.map((up) => up[axis] ?? 0))) as [number, number, number];
  return unit([x, y, z]);
}

/** The middle value; of an even number the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[half - 1] ?? Number.NaN) + high) / 2;
}

/** The largest angle between any two of the directions. */
export function spreadDeg(ups: readonly Vec[]): number {
  let most = 0;
  for (const [n, a] of ups.entries()) for (const b of ups.slice(n + 1)) most = Math.max(most, angleDeg(a, b));
  return most;
}
