import { describe, expect, it } from "vitest";
import type { Vec } from "../src/inclinometer/gravity";
import { begin, type Run, step } from "../src/inclinometer/run";
import { aloud, degrees, line, type Page, refusal, shown, side, verdict } from "../src/inclinometer/words";

const PAGE: Page = {
  sides: ["left", "right"],
  trials: 3,
  bounds: { low: -20, high: 90 },
  readyMs: 5000,
  holdMs: 2000,
  edge: "plumb",
  sign: "first",
  zero: "Shin straight up.",
  move: "Let it sink.",
  back: "Up again.",
  mdc: { alone: 12, helper: 9 },
  last: { left: { value: 25, mdc: 12, on: "5 Jan" }, right: { value: 25, mdc: null, on: "5 Jan" } },
};
const START = begin(PAGE, 0);
const withValues = (...values: (number | null)[][]): Run => ({ ...START, values });

describe("a result", () => {
  it("calls nothing a change that the error could explain", () => {
    const run = withValues([27, 28, 30], [null, null, null]);
    expect(verdict(PAGE, run, 0, "alone")).toEqual({
      value: 28,
      says: "Give or take 12; last time (5 Jan) 25°: within the error, so no change.",
    });
    expect(verdict(PAGE, run, 1, "alone")).toEqual({ value: null, says: "Not measured." });
  });

  it("takes the larger of the two errors, and a change only from beyond it", () => {
    const at = (value: number): string => verdict(PAGE, withValues([value], []), 0, "helper").says;
    expect(at(37)).toContain("within the error");
    expect(at(38)).toContain("13° more, beyond the error. Seen on a second day, it counts.");
    expect(at(12)).toContain("13° less");
  });

  it("claims nothing where an error or a last time is missing", () => {
    const run = withValues([], [40]);
    expect(verdict(PAGE, run, 1, "alone").says).toContain("nothing can be said of a change");
    expect(verdict({ ...PAGE, last: {} }, run, 1, "alone").says).toContain("The first time by phone");
    expect(verdict(PAGE, run, 1, null).says).toContain("How sure it is we do not know");
  });

  it("is the median, of two trials their mean", () => {
    expect(verdict(PAGE, withValues([27, null, 30], []), 0, "alone").value).toBe(28.5);
  });
});

describe("words", () => {
  it("write and speak degrees", () => {
    expect([shown(28), shown(-9), shown(28.5)]).toEqual(["28°", "−9°", "28.5°"]);
    expect([degrees(28), degrees(1), degrees(-9), degrees(null)]).toEqual([
      "28 degrees",
      "1 degree",
      "minus 9 degrees",
      "",
    ]);
    expect(side(PAGE, 1)).toBe("Right side");
  });

  it("say what to do at each moment", () => {
    const settle = step(PAGE, START, { kind: "go", at: 0 });
    expect(aloud(PAGE, settle, START)).toBe("Left side. Get into position. Shin straight up.");
    const zero: Run = { ...settle, phase: "zero" };
    expect(line(PAGE, zero)).toBe("Shin straight up.");
    const home: Vec = [0, 1, 0];
    expect(line(PAGE, { ...zero, home })).toBe("Up again.");
    expect(line(PAGE, { ...zero, now: { ...zero.now, astray: true } })).toContain("does not stand upright yet");
    expect(line({ ...PAGE, edge: "level" }, { ...zero, now: { ...zero.now, astray: true } })).toContain(
      "not lie level",
    );
    expect(line(PAGE, { ...zero, home, now: { ...zero.now, astray: true } })).toContain("Not back at the start yet");
    expect(line(PAGE, { ...zero, phase: "move" })).toBe("Let it sink.");
  });

  it("speak each turn of the measuring", () => {
    const kept: Run = { ...START, phase: "zero", trial: 1, values: [[28, null, null], []], said: ["kept"] };
    expect(aloud(PAGE, kept, START)).toBe("28 degrees. Now the next trial. Up again.");
    expect(aloud(PAGE, { ...kept, phase: "place", side: 1, said: ["kept", "side-done"] }, START)).toBe(
      "28 degrees. Now the right side. Move the phone over.",
    );
    expect(aloud(PAGE, { ...kept, said: ["zeroed"] }, START)).toBe("Zeroed. Let it sink.");
    expect(aloud(PAGE, { ...kept, said: ["zeroed-again"] }, START)).toContain("zeroed again");
    expect(aloud(PAGE, { ...kept, said: ["all-done"] }, START)).toContain("save them");
    for (const why of ["fast", "bounds", "other-way"] as const) {
      expect(refusal(why, PAGE)).toContain("Once more.");
      expect(aloud(PAGE, { ...kept, said: [why] }, START)).toBe(refusal(why, PAGE));
    }
    expect(refusal("kept", PAGE)).toBe("");
  });
});
