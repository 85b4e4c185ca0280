import { describe, expect, it } from "vitest";
import { elapsedMs, IDLE, pause, segments, skip, start, type TimerPlan, view } from "../src/timer";

const PLAN: TimerPlan = { readySeconds: 5, holdSeconds: 30, restSeconds: 20, sets: 2 };
const TOTAL_MS = (5 + 30 + 20 + 30) * 1000;

describe("the phases of a set", () => {
  it("get ready comes once, rest only between holds", () => {
    expect(segments(PLAN).map((part) => [part.phase, part.set])).toEqual([
      ["ready", 1],
      ["hold", 1],
      ["rest", 1],
      ["hold", 2],
    ]);
  });

  it("follow each other without a gap", () => {
    const parts = segments(PLAN);
    for (const [index, part] of parts.entries()) expect(part.startMs).toBe(parts[index - 1]?.endMs ?? 0);
    expect(parts.at(-1)?.endMs).toBe(TOTAL_MS);
  });

  it("of no length are left out", () => {
    const plan = { readySeconds: 0, holdSeconds: 30, restSeconds: 0, sets: 2 };
    expect(segments(plan).map((part) => part.phase)).toEqual(["hold", "hold"]);
  });
});

describe("the countdown", () => {
  it("waits until it is started, whatever the clock says", () => {
    expect(view(PLAN, IDLE, 99_000)).toMatchObject({ status: "idle", phase: "ready", leftSeconds: 5 });
  });

  it.each([
    // after ms, phase, set, seconds left
    [0, "ready", 1, 5],
    [1, "ready", 1, 5],
    [4_999, "ready", 1, 1],
    [5_000, "hold", 1, 30],
    [34_999, "hold", 1, 1],
    [35_000, "rest", 1, 20],
    [54_999, "rest", 1, 1],
    [55_000, "hold", 2, 30],
    [84_999, "hold", 2, 1],
    [85_000, "done", 2, 0],
    [900_000, "done", 2, 0],
  ] as const)("after %i ms shows %s of set %i with %i s left", (after, phase, set, leftSeconds) => {
    expect(view(PLAN, start(IDLE, 1_000), 1_000 + after)).toMatchObject({ phase, set, leftSeconds });
  });

  it("stands still in a pause and goes on where it was", () => {
    const paused = pause(start(IDLE, 0), 12_000);
    expect(view(PLAN, paused, 500_000)).toMatchObject({ status: "paused", phase: "hold", leftSeconds: 23 });
    expect(view(PLAN, start(paused, 500_000), 503_000)).toMatchObject({ status: "running", leftSeconds: 20 });
  });

  it("starting what runs changes nothing", () => {
    const running = start(IDLE, 0);
    expect(start(running, 9_000)).toBe(running);
  });

  it("a clock that jumps back takes no time away", () => {
    expect(elapsedMs(start(IDLE, 10_000), 4_000)).toBe(0);
  });

  it("skip ends the phase that runs, and not more", () => {
    const skipped = skip(PLAN, start(IDLE, 0), 2_000);
    expect(view(PLAN, skipped, 2_000)).toMatchObject({ status: "running", phase: "hold", set: 1, leftSeconds: 30 });
  });

  it("skipping while it stands leaves it standing", () => {
    expect(view(PLAN, skip(PLAN, pause(start(IDLE, 0), 6_000), 7_000), 90_000)).toMatchObject({
      status: "paused",
      phase: "rest",
    });
  });

  it("skipping past the end stays at the end", () => {
    let state = start(IDLE, 0);
    for (let press = 0; press < 9; press += 1) state = skip(PLAN, state, 0);
    expect(view(PLAN, state, 0).status).toBe("done");
  });
});
