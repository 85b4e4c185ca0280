/**
 * The little arithmetic of placing things: 4x4 matrices as 16 numbers, columns first, as WebGL and glTF have them.
 * Quaternions are x, y, z, w.
 */
export type Numbers = Float32Array | readonly number[];

/** The number at a place; typed arrays and the compiler's care about gaps meet here. */
export const at = (list: Numbers | Int16Array | Int32Array | Uint8Array | Uint16Array, index: number): number =>
  list[index] ?? 0;

/** Writes the matrix of a place, a turn and a size. */
export function compose(
  out: Float32Array,
  offset: number,
  place: Numbers,
  turn: Numbers,
  size: Numbers = [1, 1, 1],
): void {
  const [x, y, z, w] = [at(turn, 0), at(turn, 1), at(turn, 2), at(turn, 3)];
  const [sx, sy, sz] = [at(size, 0), at(size, 1), at(size, 2)];
  out[offset] = (1 - 2 * (y * y + z * z)) * sx;
  out[offset + 1] = 2 * (x * y + z * w) * sx;
  out[offset + 2] = 2 * (x * z - y * w) * sx;
  out[offset + 3] = 0;
  out[offset + 4] = 2 * (x * y - z * w) * sy;
  out[offset + 5] = (1 - 2 * (x * x + z * z)) * sy;
  out[offset + 6] = 2 * (y * z + x * w) * sy;
  out[offset + 7] = 0;
  out[offset + 8] = 2 * (x * z + y * w) * sz;
  out[offset + 9] = 2 * (y * z - x * w) * sz;
  out[offset + 10] = (1 - 2 * (x * x + y * y)) * sz;
  out[offset + 11] = 0;
  out[offset + 12] = at(place, 0);
  out[offset + 13] = at(place, 1);
  out[offset + 14] = at(place, 2);
  out[offset + 15] = 1;
}

/** `out = a b`, each at an offset; `out` may be neither of them. */
export function multiply(out: Float32Array, o: number, a: Numbers, i: number, b: Numbers, j: number): void {
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 4; row += 1) {
      let sum = 0;
      for (let n = 0; n < 4; n += 1) sum += at(a, i + n * 4 + row) * at(b, j + column * 4 + n);
      out[o + column * 4 + row] = sum;
    }
  }
}

/** Between two turns, the short way round. */
export function slerp(
  out: Float32Array,
  o: number,
  from: Numbers,
  i: number,
  to: Numbers,
  j: number,
  share: number,
): void {
  let cos = 0;
  for (let n = 0; n < 4; n += 1) cos += at(from, i + n) * at(to, j + n);
  const sign = cos < 0 ? -1 : 1;
  const angle = Math.acos(Math.min(1, cos * sign));
  const sine = Math.sin(angle);
  const near = sine < 1e-4;
  const a = near ? 1 - share : Math.sin((1 - share) * angle) / sine;
  const b = sign * (near ? share : Math.sin(share * angle) / sine);
  let length = 0;
  for (let n = 0; n < 4; n += 1) {
    const value = a * at(from, i + n) + b * at(to, j + n);
    out[o + n] = value;
    length += value * value;
  }
  const whole = 1 / Math.sqrt(length || 1);
  for (let n = 0; n < 4; n += 1) out[o + n] = at(out, o + n) * whole;
}

/** Nothing is moved. */
export const IDENTITY: readonly number[] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
