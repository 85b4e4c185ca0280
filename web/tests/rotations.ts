/** Rotation matrices built factor by factor, apart from the code they test; and a seeded source of numbers. */
import type { Vec } from "../src/inclinometer/gravity";

export type Matrix = readonly [Vec, Vec, Vec];
const DEG = Math.PI / 180;

/** About an axis of unit length, by Rodrigues' formula. */
export function about(axis: Vec, deg: number): Matrix {
  const [x, y, z] = axis;
  const [c, s] = [Math.cos(deg * DEG), Math.sin(deg * DEG)];
  const t = 1 - c;
  return [
    [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
    [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
    [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
  ];
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => inner(row, column))) as unknown as Matrix;
}

export function transpose(m: Matrix): Matrix {
  return [
    [m[0][0], m[1][0], m[2][0]],
    [m[0][1], m[1][1], m[2][1]],
    [m[0][2], m[1][2], m[2][2]],
  ];
}

export function apply(m: Matrix, v: Vec): Vec {
  return m.map((row) => inner(row, v)) as unknown as Vec;
}

/** Rz(alpha) Rx(beta) Ry(gamma), as the standard of the orientation sensor has it. */
export function fromEuler(alpha: number, beta: number, gamma: number): Matrix {
  return multiply(multiply(about([0, 0, 1], alpha), about([1, 0, 0], beta)), about([0, 1, 0], gamma));
}

/** The sensor's angles of a rotation: beta in [-180, 180), gamma in [-90, 90). */
export function eulerOf(m: Matrix): [alpha: number, beta: number, gamma: number] {
  const straight = m[2][2] >= 0;
  const sine = Math.max(-1, Math.min(1, m[2][1]));
  const beta = straight ? Math.asin(sine) : Math.sign(sine || 1) * Math.PI - Math.asin(sine);
  const turn = straight ? 1 : -1;
  const alpha = Math.atan2(-m[0][1] * turn, m[1][1] * turn);
  const gamma = Math.atan2(-m[2][0] * turn, m[2][2] * turn);
  return [alpha / DEG, beta / DEG, gamma / DEG];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function inner(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
