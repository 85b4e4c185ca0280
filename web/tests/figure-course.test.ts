import { describe, expect, it } from "vitest";
import { momentFor } from "../src/figure/guide";
import { wantedOf } from "../src/figure/keep";
import { beatOf, inLoop, momentOf, momentOfPhase } from "../src/figure/timing";
import { readTrack } from "../src/figure/track";
import { howHard, muscleSays, otherSide, seen, working } from "../src/figure/words";
import type { Item, Move } from "../src/offline/types";
import { shownAt } from "../src/player/course";
import { opening, type State } from "../src/player/state";
import { viewOf } from "../src/player/view";
import { trackFile } from "./figure-world";
import { item, move, plan, steps } from "./player-world";

/** Out for two seconds, held for one, back in three. */
const HELD = { time: [0, 1, 2, 3, 6], phase: [0, 0.25, 0.5, 0.5, 1], frames: 5 } as never;
const BEAT = { out: 2, held: 1, back: 3 };

const ITEM = item("clamshell", { reps: 3 });

function at(one: Item, change: Partial<State>, now: number, values: Partial<Move> = {}): ReturnType<typeof shownAt> {
  const session = plan([one], { [one.exercise]: move(values) });
  const state = { ...opening(session, steps(one), { auto: true, pace: 1 }), sinceMs: 0, ...change };
  return shownAt(session, viewOf(session, state, now), 1);
}

describe("time on a track", () => {
  it("has its own beat, with what is held at the turning point", () => {
    expect(beatOf(HELD)).toEqual(BEAT);
  });

  it("turns when the person turns, however slowly they move", () => {
    const slow = { out: 4, held: 0, back: 4 };
    expect(momentOf(BEAT, slow, 0.25)).toBe(1);
    expect(momentOf(BEAT, slow, 0.5)).toBe(3);
    expect(momentOf(BEAT, slow, 0.75)).toBe(4.5);
    expect(momentOf(BEAT, slow, 1)).toBe(6);
    expect(momentOf(BEAT, { out: 1, held: 4, back: 1 }, 0.5)).toBe(2.5);
  });

  it("of one thing, such as a step, runs through; nonsense stays in the loop", () => {
    expect(momentOf(BEAT, null, 0.5)).toBe(3);
    expect(momentOf(BEAT, { out: 0, held: 0, back: 0 }, 2)).toBe(6);
    expect(momentOf(BEAT, { out: 2, held: 0, back: 0 }, 1)).toBe(3);
  });

  it("of two steps in one loop takes one after the other", () => {
    expect([inLoop(3, 0, 2, 6), inLoop(3, 1, 2, 6), inLoop(3, 2, 2, 6)]).toEqual([1.5, 4.5, 1.5]);
  });

  it("a phase has its moment", () => {
    expect([0, 0.25, 0.5, 0.75].map((phase) => momentOfPhase(HELD, phase))).toEqual([0, 1, 2, 4.5]);
  });
});

describe("the figure of a session", () => {
  it("loops while an exercise is shown, and is of its level and its side", () => {
    const { move: shown, course } = at(ITEM, {}, 0);
    expect(shown).toEqual({ motion: "clamshell", level: "no-band", side: "left" });
    expect(course).toEqual({ kind: "loops" });
  });

  it("waits in the first position before a set, and moves with the count in it", () => {
    expect(at(ITEM, { phase: "ready" }, 1000).course).toEqual({ kind: "stands", phase: 0, works: false });
    const { course } = at(ITEM, { phase: "work" }, 7500);
    expect(course).toMatchObject({
      kind: "counted",
      repetition: 1,
      fraction: 0.25,
      length: 6000,
      runs: true,
      beat: BEAT,
    });
  });

  it("sets out downwards where the move does", () => {
    const tempo = { up_s: 1, hold_s: 0, down_s: 3, first: "down" as const };
    expect(at({ ...ITEM, tempo }, { phase: "work" }, 0).course).toMatchObject({ beat: { out: 3, held: 0, back: 1 } });
  });

  it("of a walk is one thing a step", () => {
    expect(at(ITEM, { phase: "work" }, 0, { kind: "walk" }).course).toMatchObject({ beat: null });
  });

  it("stays in the position held through a hold, before it and in the rest after it", () => {
    const hold = { ...ITEM, reps: null, seconds: 30, tempo: null };
    for (const phase of ["ready", "work", "rest"] as const) {
      expect(at(hold, { phase }, 0).course).toEqual({ kind: "stands", phase: 0.5, works: phase === "work" });
    }
  });

  it("is gone while something is asked, and at the end", () => {
    expect(at(ITEM, { phase: "ended" }, 0).move).toBeNull();
    expect(at(ITEM, { phase: "end" }, 0).move).toBeNull();
  });

  it("runs on between two ticks, but never far ahead of the session", () => {
    const track = readTrack(trackFile());
    const counted = { kind: "counted", beat: null, repetition: 0, fraction: 0.5, length: 4000, runs: true } as const;
    expect(momentFor(track, counted, 100, 0, false)).toBeCloseTo(2.1);
    expect(momentFor(track, counted, 60_000, 0, false)).toBeCloseTo(2.25);
    expect(momentFor(track, { ...counted, runs: false }, 60_000, 0, false)).toBe(2);
  });

  it("with reduced motion stands at the start or at the turning point, never between", () => {
    const track = readTrack(trackFile());
    const moments = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map((fraction) =>
      momentFor(track, { kind: "counted", beat: null, repetition: 0, fraction, length: 4000, runs: false }, 0, 0, true),
    );
    expect(moments).toEqual([0, 0, 2, 2, 2, 0, 0]);
    expect(momentFor(track, { kind: "loops" }, 0, 3000, true)).toBe(0);
  });
});

describe("words", () => {
  it("say how hard, not how many percent", () => {
    expect([0, 0.05, 0.2, 0.4, 0.6, 0.9].map(howHard)).toEqual([
      "is at rest",
      "hardly works",
      "works lightly",
      "works",
      "works hard",
      "works very hard",
    ]);
    expect(muscleSays({ side: "right" }, 0.33, true)).toBe(", right: works, about a third of its strength");
    expect(muscleSays({ side: "" }, 0, true)).toBe(": is at rest");
    expect(muscleSays({ side: "left" }, 0.9, false)).toBe(", left: how hard it works here is not computed");
  });

  it("on a mirrored figure left is right", () => {
    expect(otherSide("left")).toBe("right");
    expect(seen({ side: "right" }, true)).toEqual({ side: "left" });
    expect(seen({ side: "right" }, false)).toEqual({ side: "right" });
    expect(seen({ side: "" }, true)).toEqual({ side: "" });
  });

  it("name those that work hardest first, and none that rests", () => {
    expect(working([0.05, 0.4, 0.9, 0.2], 0.1, 2)).toEqual([2, 1]);
  });
});

describe("what is kept for when there is no network", () => {
  it("is each level of the coming moves once, the next session's first", () => {
    const items = {
      "b/left": { exercise: "b", levels: [{ level: "x" }] },
      "a/left": { exercise: "a", levels: [{ level: "x" }, { level: "y" }] },
      "a/right": { exercise: "a", levels: [{ level: "x" }] },
    };
    const sessions = [{ items: ["a/left", "a/right"] }, { items: ["b/left", "gone"] }];
    expect(wantedOf({ sessions, items })).toEqual([
      ["a", "x"],
      ["a", "y"],
      ["b", "x"],
    ]);
  });
});
