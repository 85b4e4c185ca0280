import { describe, expect, it } from "vitest";
import {
  angleDeg,
  cross,
  median,
  medianUp,
  signedDeg,
  spreadDeg,
  unit,
  upFromAcceleration,
  upFromOrientation,
  type Vec,
} from "../src/inclinometer/gravity";
import { about, apply, eulerOf, fromEuler, type Matrix, multiply, random, transpose } from "./rotations";

const ROUNDS = 2000;
const close = (a: Vec, b: Vec): void => {
  for (const n of [0, 1, 2]) expect(a[n]).toBeCloseTo(b[n] ?? Number.NaN, 9);
};

describe("up from the orientation sensor", () => {
  it("is the third row of the rotation matrix built factor by factor, whatever alpha is", () => {
    const next = random(1);
    for (let n = 0; n < ROUNDS; n += 1) {
      const [alpha, beta, gamma] = [next() * 360, next() * 360 - 180, next() * 180 - 90];
      close(upFromOrientation(beta, gamma), fromEuler(alpha, beta, gamma)[2]);
    }
  });

  it("is the earth's up carried into the phone's axes", () => {
    const next = random(2);
    for (let n = 0; n < ROUNDS; n += 1) {
      const turn = fromEuler(next() * 360, next() * 360 - 180, next() * 180 - 90);
      const [, beta, gamma] = eulerOf(turn);
      close(upFromOrientation(beta, gamma), apply(transpose(turn), [0, 0, 1]));
    }
  });

  it.each([
    ["flat, screen up", 0, 0, [0, 0, 1]],
    ["upright on the shin", 90, 0, [0, 1, 0]],
    ["upright, whatever gamma says there", 90, 73, [0, 1, 0]],
    ["upside down", -90, -31, [0, -1, 0]],
    ["on its right edge", 0, 90, [-1, 0, 0]],
    ["face down", 180, 0, [0, 0, -1]],
  ] as const)("%s", (_, beta, gamma, up) => {
    close(upFromOrientation(beta, gamma), up);
  });
});

describe("the angle of a leg", () => {
  /** A phone anyhow on a segment; the segment turns about a level axis. */
  const turned = (mount: Matrix, axis: Vec, deg: number): Vec =>
    apply(transpose(multiply(about(axis, deg), mount)), [0, 0, 1]);

  it("is exact for every mounting, every level axis and every angle, the phone upright included", () => {
    const next = random(3);
    for (let n = 0; n < ROUNDS; n += 1) {
      const upright = n % 2 === 0;
      const mount = fromEuler(next() * 360, upright ? 90 : next() * 360 - 180, next() * 180 - 90);
      const way = next() * 2 * Math.PI;
      const axis: Vec = [Math.cos(way), Math.sin(way), 0];
      const truth = next() * 170;
      expect(angleDeg(turned(mount, axis, 0), turned(mount, axis, truth))).toBeCloseTo(truth, 6);
    }
  });

  it("comes out of the sensor's own Euler angles unharmed where they jump, with the phone upright", () => {
    const next = random(4);
    for (let n = 0; n < ROUNDS; n += 1) {
      const mount = fromEuler(next() * 360, 90 + (next() - 0.5) * 0.02, (next() - 0.5) * 0.02);
      const truth = next() * 80;
      const read = (deg: number): Vec => {
        const [, beta, gamma] = eulerOf(multiply(about([0, 1, 0], deg), mount));
        return upFromOrientation(beta, gamma);
      };
      expect(angleDeg(read(0), read(truth))).toBeCloseTo(truth, 5);
    }
  });

  it("changes its sign with the way of turning, and is the same for a sensor of the opposite sign", () => {
    const next = random(5);
    for (let n = 0; n < ROUNDS; n += 1) {
      const mount = fromEuler(next() * 360, next() * 360 - 180, next() * 180 - 90);
      const axis: Vec = [1, 0, 0];
      const [zero, first, there, back] = [0, 6, 40, -25].map((deg) => turned(mount, axis, deg)) as [Vec, Vec, Vec, Vec];
      const normal = unit(cross(zero, first));
      if (normal === null) throw new Error("no plane");
      expect(signedDeg(zero, there, normal)).toBeCloseTo(40, 6);
      expect(signedDeg(zero, back, normal)).toBeCloseTo(-25, 6);
      const minus = (v: Vec): Vec => [-v[0], -v[1], -v[2]];
      expect(signedDeg(minus(zero), minus(there), normal)).toBeCloseTo(40, 6);
    }
  });

  it("stays exact where it is tiny", () => {
    expect(angleDeg([0, 0, 1], upFromOrientation(0.001, 0))).toBeCloseTo(0.001, 9);
  });
});

describe("steadying", () => {
  it("knows no direction without gravity", () => {
    expect(upFromAcceleration(0, 0, 0)).toBeNull();
    expect(upFromAcceleration(0, 0, -9.81)).toEqual([0, 0, -1]);
  });

  it("takes the middle, and lets one wild reading go", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
    const up = medianUp([...Array<Vec>(8).fill([0, 0, 1]), [1, 0, 0]]);
    expect(up).toEqual([0, 0, 1]);
    expect(medianUp([])).toBeNull();
  });

  it("finds the widest pair", () => {
    expect(spreadDeg([0, 2, -3].map((deg) => upFromOrientation(deg, 0)))).toBeCloseTo(5, 9);
    expect(spreadDeg([])).toBe(0);
  });
});
