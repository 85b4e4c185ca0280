import { describe, expect, it } from "vitest";
import { upFromOrientation, type Vec } from "../src/inclinometer/gravity";
import { begin, type Input, type Plan, type Run, type Said, settleLeft, step, told } from "../src/inclinometer/run";
import { about, apply, eulerOf, fromEuler, multiply, random, transpose } from "./rotations";

const PRONE: Plan = {
  sides: ["left", "right"],
  trials: 3,
  bounds: { low: -20, high: 90 },
  readyMs: 5000,
  holdMs: 2000,
  edge: "plumb",
  sign: "first",
};
const THIGH: Plan = {
  ...PRONE,
  sides: ["left"],
  trials: 1,
  edge: "level",
  sign: "sink",
  bounds: { low: -50, high: 50 },
};
const TICK = 33;

/** A phone upright on the shin, a little askew, that sinks sideways by an angle: beta stays near 90, gamma swings. */
const shin = (deg: number): Vec => {
  const mount = fromEuler(40, 91.5, 2);
  const [, beta, gamma] = eulerOf(multiply(about([0, 1, 0], deg), mount));
  return upFromOrientation(beta, gamma);
};
const thigh = (sunk: number): Vec => upFromOrientation(-sunk, 1);

class Walk {
  run: Run;
  at = 0;
  said: Said[] = [];

  constructor(
    readonly plan: Plan,
    readonly pose: (deg: number) => Vec = shin,
    readonly noise: () => number = () => 0,
  ) {
    this.run = begin(plan, 0);
  }

  do(input: Input): this {
    this.run = step(this.plan, this.run, input);
    this.said.push(...this.run.said);
    return this;
  }

  tap(kind: "go" | "now" | "again" | "finish"): this {
    return this.do({ kind, at: this.at });
  }

  /** From one angle to another at a speed, then still. */
  move(from: number, to: number, seconds: number, restSeconds = 0): this {
    const ticks = Math.round((seconds * 1000) / TICK);
    for (let n = 1; n <= ticks; n += 1) this.tick(from + ((to - from) * n) / ticks);
    return this.rest(to, restSeconds);
  }

  rest(deg: number, seconds: number): this {
    for (let n = 0; n < (seconds * 1000) / TICK; n += 1) this.tick(deg);
    return this;
  }

  tick(deg: number): void {
    this.at += TICK;
    this.do({ kind: "sample", at: this.at, up: this.pose(deg + this.noise()) });
  }

  trial(deg: number): this {
    return this.rest(0, 1.6).move(0, deg, 1.5, 2.5).move(deg, 0, 1);
  }

  go(): this {
    return this.tap("go").rest(0, 5.1);
  }
}

describe("measuring with the phone on the shin", () => {
  it("takes three trials a side without a touch in between, and keeps the right numbers", () => {
    const walk = new Walk(PRONE).go().trial(27).trial(28).trial(30).go().trial(35).trial(35).trial(33);
    expect(walk.run.phase).toBe("review");
    expect(walk.run.values).toEqual([
      [27, 28, 30],
      [35, 35, 33],
    ]);
    expect(walk.said.filter((one) => one === "kept")).toHaveLength(6);
    expect(walk.said.at(-1)).toBe("all-done");
  });

  it("is right within a degree with a shaking hand and a noisy sensor", () => {
    const next = random(7);
    const noise = (): number => (next() < 0.03 ? 25 : (next() - 0.5) * 1.2);
    const walk = new Walk({ ...PRONE, sides: ["left"] }, shin, noise).go().trial(27).trial(40).trial(12);
    expect(walk.run.phase).toBe("review");
    for (const [n, truth] of [27, 40, 12].entries()) {
      expect(Math.abs((told(walk.run, 0)[n] ?? 999) - truth)).toBeLessThanOrEqual(1);
    }
  });

  it("gives the same number whichever way the foot sinks", () => {
    expect(told(new Walk(PRONE).go().trial(-31).run, 0)).toEqual([31]);
  });

  it("gives time to lie down, and a tap cuts it short", () => {
    const walk = new Walk(PRONE).tap("go").rest(0, 3);
    expect(walk.run.phase).toBe("settle");
    expect(settleLeft(PRONE, walk.run, walk.at)).toBe(2);
    expect(walk.tap("now").run.phase).toBe("zero");
  });

  it("takes no zero while the phone lies flat, and says so", () => {
    const walk = new Walk(PRONE, (deg) => upFromOrientation(deg, 0)).go().rest(0, 3);
    expect(walk.run.phase).toBe("zero");
    expect(walk.run.now.astray).toBe(true);
    expect(walk.tap("now").run.phase).toBe("move");
  });

  it("takes no zero while it moves", () => {
    const walk = new Walk(PRONE).go();
    for (let n = 0; n < 5; n += 1) walk.move(0, 10, 0.6).move(10, 0, 0.6);
    expect(walk.run.phase).toBe("zero");
  });

  it("does not take the end of one trial for the zero of the next", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 40, 1.5, 8);
    expect(told(walk.run, 0)).toEqual([40]);
    expect(walk.run.phase).toBe("zero");
  });

  it("takes a new zero when the leg only twitched and came back", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 8, 0.5).move(8, 1, 0.5, 3);
    expect(walk.said).toContain("zeroed-again");
    expect(told(walk.run, 0)).toEqual([]);
    expect(told(walk.move(1, 30, 1.5, 3).run, 0)).toEqual([29]);
  });

  it("refuses what ends on the other side of where it set off", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 9, 0.6).move(9, -20, 1.5, 3);
    expect(walk.said).toContain("other-way");
    expect(told(walk.run, 0)).toEqual([]);
    expect(walk.run.phase).toBe("zero");
  });

  it("refuses a phone that slips", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 20, 1).rest(65, 3);
    expect(walk.said).toContain("fast");
    expect(told(walk.run, 0)).toEqual([]);
  });

  it("refuses what the measure cannot be", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 110, 2, 3);
    expect(walk.said).toContain("bounds");
    expect(told(walk.run, 0)).toEqual([]);
  });

  it("keeps a small angle only by hand", () => {
    const walk = new Walk(PRONE).go().rest(0, 1.6).move(0, 3, 1, 6);
    expect(told(walk.run, 0)).toEqual([]);
    expect(told(walk.tap("now").run, 0)).toEqual([3]);
  });

  it("does one trial again, and only that", () => {
    const walk = new Walk({ ...PRONE, sides: ["left"] }).go().trial(27).trial(60).trial(29);
    walk.do({ kind: "redo", at: walk.at, side: 0, trial: 1 });
    expect(walk.run.phase).toBe("place");
    expect(told(walk.run, 0)).toEqual([27, 29]);
    walk.go().trial(28);
    expect(walk.run.phase).toBe("review");
    expect(told(walk.run, 0)).toEqual([27, 28, 29]);
  });

  it("does a side again from its first trial, and ends with what there is", () => {
    const walk = new Walk(PRONE).go().trial(27).trial(28).tap("again");
    expect(told(walk.run, 0)).toEqual([]);
    walk.go().trial(30).tap("finish");
    expect(walk.run.phase).toBe("review");
    expect(walk.run.values).toEqual([
      [30, null, null],
      [null, null, null],
    ]);
  });

  it("knows no stillness from a sensor that fell silent", () => {
    const walk = new Walk(PRONE).go();
    walk.at += 20_000;
    walk.tick(0);
    expect(walk.run.phase).toBe("zero");
  });
});

describe("measuring with the phone on the thigh, its top toward the knee", () => {
  it.each([
    [12, 12],
    [-9, -9],
  ])("reads a thigh that ends at %d degrees below level, however it got there", (end, value) => {
    const walk = new Walk(THIGH, thigh).go().rest(0, 1.6).move(0, -30, 1.5).move(-30, end, 2, 3);
    expect(walk.run.phase).toBe("review");
    expect(told(walk.run, 0)).toEqual([value]);
  });
});

describe("mountings", () => {
  it("do not matter: any way the phone sits on the leg, the numbers are the same", () => {
    const next = random(11);
    for (let n = 0; n < 40; n += 1) {
      const mount = fromEuler(next() * 360, (next() < 0.5 ? 90 : -90) + (next() - 0.5) * 30, (next() - 0.5) * 30);
      const way = next() * 2 * Math.PI;
      const axis: Vec = [Math.cos(way), Math.sin(way), 0];
      const pose = (deg: number): Vec => apply(transpose(multiply(about(axis, deg), mount)), [0, 0, 1]);
      const truth = 8 + Math.round(next() * 70);
      const walk = new Walk({ ...PRONE, sides: ["left"], trials: 1 }, pose).go().trial(truth);
      expect(told(walk.run, 0)).toEqual([truth]);
    }
  });
});
