import { describe, expect, it } from "vitest";
import { asksOf, factsOf } from "../src/player/answers";
import * as machine from "../src/player/machine";
import { partsOf, pauseMs, repMs, switchWords, turnsOf, workMs } from "../src/player/plan";
import { elapsedMs, keepable, nextTurn, opening, restored } from "../src/player/state";
import { viewOf } from "../src/player/view";
import { item, move, plan, steps, Walk } from "./player-world";

const CLAM = [item("clam"), item("clam", { side: "right" })];
const HOLD = item("figure-4", { reps: null, seconds: 30, tempo: null, rest_s: 15, sets: 2 });
const SQUAT = item("squat", { side: "both", sides: "both", rest_s: 60, sets: 1 });
const SESSION = [...CLAM, HOLD, SQUAT];

describe("turns", () => {
  it("left and right of one exercise alternate set by set", () => {
    const turns = turnsOf(CLAM).map(({ item, set, group }) => [item, set, group]);
    expect(turns).toEqual([
      [0, 1, 0],
      [1, 1, 0],
      [0, 2, 0],
      [1, 2, 0],
    ]);
  });

  it("a side with more sets finishes alone", () => {
    const turns = turnsOf([item("clam", { sets: 3 }), item("clam", { side: "right", sets: 1 })]);
    expect(turns.map(({ item, set }) => [item, set])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [0, 3],
    ]);
  });
});

describe("time", () => {
  const session = plan(SESSION);

  it.each([
    // tempo, move, ms of one repetition
    [{ up_s: 2, hold_s: 1, down_s: 3 }, move(), 6000],
    [null, move(), 3500],
    [null, move({ kind: "walk" }), 1500],
    [{ up_s: 1, hold_s: 0, down_s: 1 }, move({ kind: "walk" }), 2000],
    [{ up_s: 0.2, hold_s: 0, down_s: 0.2 }, move(), 1000],
  ])("one repetition of %j takes its tempo, 3.5 s without one, 1.5 s a step", (tempo, moves, ms) => {
    const one = item("x", { tempo });
    expect(repMs(plan([one], { x: moves }), one)).toBe(ms);
  });

  it("a direction is called the other way, a side is switched", () => {
    expect(switchWords(item("walk", { sides: "direction" }))).toBe("The other way");
    expect(switchWords(item("clam"))).toBe("Switch sides");
  });

  it("a slower pace stretches repetitions, never a hold", () => {
    expect(workMs(session, SQUAT, 1.25)).toBe(1.25 * workMs(session, SQUAT));
    expect(workMs(session, HOLD, 1.25)).toBe(30_000);
  });

  it("one side rests while the other works; half of what is missing comes before each", () => {
    const slow = plan([item("clam", { rest_s: 90 }), item("clam", { side: "right", rest_s: 90 })]);
    expect(pauseMs(slow, 0, 1)).toBe(((90 - 60) / 2) * 1000);
    expect(pauseMs(session, 0, 1)).toBe(10_000); // the other side's set is rest enough: only time to turn over
    expect(pauseMs(session, 4, 5)).toBe(15_000);
  });

  it("lying down a repetition goes up first; one that begins on the way down says so", () => {
    const names = (tempo: object, position: string): string[] => {
      const one = item("x", { tempo: { up_s: 2, hold_s: 1, down_s: 3, ...tempo } });
      return partsOf(plan([one], { x: move({ position }) }), one).map((part) => `${part.name} ${part.ms}`);
    };
    expect(names({}, "On the back")).toEqual(["up 2000", "hold 1000", "down 3000"]);
    expect(names({}, "Standing")).toEqual(["go 2000", "hold 1000", "back 3000"]);
    expect(names({ first: "down" }, "Standing")).toEqual(["down 3000", "hold 1000", "up 2000"]);
  });
});

describe("a whole session", () => {
  it("runs by itself once it was started, and asks only at the end of each exercise", () => {
    const walk = new Walk(plan(SESSION));
    walk.until("end");
    const sets = factsOf(walk.plan, walk.state).filter((fact) => fact.kind === "set");
    expect(sets.map((fact) => [fact.exercise, fact.side, fact.reps ?? fact.seconds])).toEqual([
      ["clam", "left", 10],
      ["clam", "right", 10],
      ["clam", "left", 10],
      ["clam", "right", 10],
      ["figure-4", "left", 30],
      ["figure-4", "left", 30],
      ["squat", "both", 10],
    ]);
    expect(sets.every((fact) => fact.clean === true && fact.pain === 1 && fact.effort === 5)).toBe(true);
    expect(factsOf(walk.plan, walk.state).at(-1)).toMatchObject({ kind: "session", done: true, minutes: 8 });
  });

  it("waits at every exercise where the person does not want it to start by itself", () => {
    const walk = new Walk(plan(SESSION), false);
    walk.begin();
    walk.until("ask");
    for (let n = 0; n < 20; n += 1) walk.answer();
    walk.pass(3600);
    expect([walk.state.phase, nextTurn(walk.plan, walk.state)]).toEqual(["intro", 4]);
  });

  it("does nothing before it is started", () => {
    const walk = new Walk(plan(SESSION));
    walk.pass(3600);
    expect(walk.state.phase).toBe("intro");
    expect(factsOf(walk.plan, walk.state)).toEqual([]);
  });

  it("a set is the forms' set: level, load, symptoms, seen by oneself, nothing that was not said", () => {
    const walk = new Walk(plan([item("clam", { sets: 1, load: { band: "red" } })]));
    walk.until("end");
    expect(factsOf(walk.plan, walk.state)[0]).toEqual({
      id: "id-1",
      at: "t70000",
      kind: "set",
      exercise: "clam",
      level: "no-band",
      side: "left",
      reps: 10,
      load: { band: "red" },
      pain: 1,
      symptoms: [],
      effort: 5,
      clean: true,
      seen_by: "self",
    });
  });

  it("too easy is a note on its set, and changes no dose", () => {
    const walk = new Walk(plan(CLAM));
    walk.begin();
    walk.until("work");
    walk.act((state) => ({ ...state, easy: true }));
    walk.until("end");
    const notes = factsOf(walk.plan, walk.state).map((fact) => [fact.note, fact.reps]);
    expect(notes.slice(0, 4)).toEqual([
      ["Too easy.", 10],
      [undefined, 10],
      [undefined, 10],
      [undefined, 10],
    ]);
  });
});

describe("answers", () => {
  it("a set waits with its facts until pain, effort and clean are told", () => {
    const walk = new Walk(plan(CLAM));
    walk.until("ask");
    expect(factsOf(walk.plan, walk.state)).toEqual([]);
    expect(asksOf(walk.plan, walk.state).map((ask) => ask.kind)).toEqual(
      "pain effort pain effort pain effort clean pain effort clean".split(" "),
    );
  });

  it("during a rest only the set just done is asked about", () => {
    const walk = new Walk(plan(CLAM));
    walk.until("ready");
    walk.until("work");
    walk.pass(61);
    const view = viewOf(walk.plan, walk.state, walk.now);
    expect([view.phase, view.switched, view.asks.map((ask) => ask.kind)]).toEqual(["ready", true, ["pain", "effort"]]);
  });

  it("I cannot say stays unknown in the fact", () => {
    const walk = new Walk(plan([item("clam", { sets: 1 })]));
    walk.until("ask");
    const id = walk.state.sets[0]?.id ?? "";
    walk.act((state, env) => machine.answered(walk.plan, state, env, id, { pain: null }));
    walk.until("end");
    const fact = factsOf(walk.plan, walk.state)[0];
    expect(fact !== undefined && "pain" in fact).toBe(false);
    expect(fact?.effort).toBe(5);
  });

  it("an answer told as a fact changes no more", () => {
    const walk = new Walk(plan([item("clam", { sets: 1 }), SQUAT]));
    walk.until("ask");
    for (let n = 0; n < 3; n += 1) walk.answer();
    const before = factsOf(walk.plan, walk.state);
    walk.act((state, env) => machine.answered(walk.plan, state, env, "id-1", { pain: 9, count: 3 }));
    expect(factsOf(walk.plan, walk.state)).toEqual(before);
    expect(before).toHaveLength(1);
  });
});

describe("that hurt", () => {
  it("above the limit the set ends, is told at once, and its side is over; the other side goes on", () => {
    const walk = new Walk(plan(CLAM));
    walk.until("work");
    walk.pass(20);
    walk.hurt(7);
    expect(walk.state.phase).toBe("ended");
    expect(factsOf(walk.plan, walk.state)).toMatchObject([{ kind: "set", side: "left", reps: 3, pain: 7 }]);
    walk.pass(3600);
    expect(walk.state.phase).toBe("ended"); // after pain nothing starts by itself
    walk.begin();
    walk.until("end");
    const sides = factsOf(walk.plan, walk.state).filter((fact) => fact.kind === "set");
    expect(sides.map((fact) => fact.side)).toEqual(["left", "right", "right"]);
  });

  it("a symptom ends it whatever the number", () => {
    const walk = new Walk(plan([item("clam"), SQUAT]));
    walk.until("work");
    walk.pass(20);
    walk.hurt(0, ["numb"]);
    expect(walk.state.phase).toBe("ended");
    expect(factsOf(walk.plan, walk.state)).toMatchObject([{ pain: 0, symptoms: ["numb"] }]);
    expect("clean" in (factsOf(walk.plan, walk.state)[0] ?? {})).toBe(false);
  });

  it("up to the limit the set may go on, and the worst is kept", () => {
    const walk = new Walk(plan([item("clam", { sets: 1 })]));
    walk.until("work");
    walk.hurt(4);
    walk.hurt(2);
    expect(walk.state.phase).toBe("work");
    walk.until("end");
    expect(factsOf(walk.plan, walk.state)[0]).toMatchObject({ reps: 10, pain: 4 });
  });

  it("told after the set it ends the exercise just the same", () => {
    const walk = new Walk(plan(CLAM));
    walk.until("work");
    walk.pass(61);
    walk.answer(6);
    expect(walk.state.phase).toBe("ended");
    expect(walk.state.closed["clam/left"]?.status).toBe("ended");
    expect(factsOf(walk.plan, walk.state)).toHaveLength(1);
  });
});

describe("leaving out and stopping", () => {
  const skip = (walk: Walk, keys: readonly string[]): void =>
    walk.act((state, env) => machine.skip(walk.plan, state, env, keys, "no-time"));

  it("a skipped side is told once, and the other one is shown", () => {
    const walk = new Walk(plan(CLAM));
    skip(walk, ["clam/left"]);
    skip(walk, ["clam/left"]);
    expect([walk.state.phase, walk.state.turn]).toEqual(["intro", 1]);
    expect(factsOf(walk.plan, walk.state)).toMatchObject([{ kind: "skip", side: "left", reason: "no-time" }]);
  });

  it("both sides may go at once", () => {
    const walk = new Walk(plan(SESSION));
    expect(machine.skippable(walk.plan, walk.state)).toEqual(["clam/left", "clam/right"]);
    skip(walk, machine.skippable(walk.plan, walk.state));
    expect([walk.state.phase, walk.state.turn]).toEqual(["intro", 4]);
  });

  it("skipping all ends the session with nothing done", () => {
    const walk = new Walk(plan(CLAM));
    skip(walk, ["clam/left", "clam/right"]);
    expect(walk.state.phase).toBe("end");
    expect(factsOf(walk.plan, walk.state).map((fact) => fact.kind)).toEqual(["skip", "skip", "session"]);
  });

  it("enough for today keeps the running set's count and names what was left", () => {
    const walk = new Walk(plan(SESSION));
    walk.until("work");
    walk.pass(30);
    walk.act((state, env) => machine.enough(walk.plan, state, env));
    expect(walk.state.phase).toBe("ask");
    walk.until("end");
    const [set, session] = factsOf(walk.plan, walk.state);
    expect(set).toMatchObject({ kind: "set", reps: 5, pain: 1 });
    expect(session?.note).toBe("Not done: clam, left side; clam, right side; figure-4, left side; squat, both sides");
  });

  it("what is withheld meanwhile is passed over", () => {
    const walk = new Walk(plan(SESSION));
    walk.act((state, env) => machine.withhold(walk.plan, state, env, { "clam/left": "x", "clam/right": "x" }));
    expect([walk.state.phase, walk.state.turn]).toEqual(["intro", 4]);
  });
});

describe("properties", () => {
  const facts = (walk: Walk): unknown[] =>
    factsOf(walk.plan, walk.state).map(({ id: _, at: __, minutes: ___, ...rest }) => rest);
  const whole = (everyMs: number, spoil: (walk: Walk, n: number) => void = () => undefined): Walk => {
    const walk = new Walk(plan(SESSION));
    for (let n = 0; n < 100_000 && walk.state.phase !== "end"; n += 1) {
      if (walk.state.phase === "intro" && !walk.state.begun) walk.begin();
      if (walk.state.phase === "ask") walk.answer();
      else walk.pass(everyMs / 1000, everyMs);
      spoil(walk, n);
    }
    return walk;
  };
  const usual = facts(whole(100));

  it.each([17, 250, 1000, 7777])("looking every %d ms gives the same facts", (everyMs) => {
    expect(facts(whole(everyMs))).toEqual(usual);
  });

  it.each([1, 2, 3, 4, 5])("pausing anywhere and going on gives the same facts (seed %d)", (seed) => {
    let random = seed;
    const dice = (): number => {
      random = (random * 48_271) % 2_147_483_647;
      return random / 2_147_483_647;
    };
    const walk = whole(100, (one) => {
      if (dice() > 0.02) return;
      one.pause();
      one.pass(dice() * 500);
      one.go();
    });
    expect(facts(walk)).toEqual(usual);
  });

  it.each([3, 7, 23])("closing the tab anywhere and going on gives the same facts (every %d s)", (every) => {
    const walk = whole(100, (one, n) => {
      if (n % (every * 10) !== 0 || one.state.phase === "end") return;
      const kept = JSON.parse(JSON.stringify(keepable(one.state, one.now)));
      one.now += 90_000;
      one.state = machine.go(restored(kept), one.env());
    });
    expect(facts(walk)).toEqual(usual);
  });

  it("every set is told exactly once, and no count is above what was asked", () => {
    const walk = whole(100);
    const ids = factsOf(walk.plan, walk.state).map((fact) => fact.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { sets, key, reps, seconds } of SESSION) {
      const mine = walk.state.sets.filter((one) => one.key === key);
      expect(mine).toHaveLength(sets);
      for (const one of mine) expect(one.count).toBeLessThanOrEqual(reps ?? seconds ?? 0);
    }
  });

  it("facts told once stay as they are to the end", () => {
    const seen = new Map<string, string>();
    whole(100, (walk) => {
      for (const fact of factsOf(walk.plan, walk.state)) {
        const text = JSON.stringify(fact);
        expect(seen.get(fact.id) ?? text).toBe(text);
        seen.set(fact.id, text);
      }
    });
    expect(seen.size).toBe(8);
  });

  it("what is shown never leaves its bounds, and time never runs back", () => {
    let before = 0;
    let turn = -1;
    let phase = "";
    whole(100, (walk) => {
      const view = viewOf(walk.plan, walk.state, walk.now);
      expect(view.fraction).toBeGreaterThanOrEqual(0);
      expect(view.fraction).toBeLessThanOrEqual(1);
      if (view.phase === "work") expect(view.count).toBeLessThanOrEqual(view.item.reps ?? view.item.seconds ?? 0);
      const elapsed = elapsedMs(walk.state, walk.now);
      if (turn === view.turn && phase === view.phase) expect(elapsed).toBeGreaterThanOrEqual(before);
      [before, turn, phase] = [elapsed, view.turn, view.phase];
    });
    const walk = new Walk(plan(SESSION));
    walk.until("work");
    const spent = elapsedMs(walk.state, walk.now);
    expect(elapsedMs(walk.state, walk.now - 60_000)).toBeLessThanOrEqual(spent);
  });
});

describe("taking up", () => {
  it("sets logged elsewhere count, and what is closed stays closed", () => {
    const [left, right] = steps(...CLAM);
    if (left === undefined || right === undefined) throw new Error("no steps");
    const one = { id: "x", at: "t", kind: "set" };
    const state = opening(
      plan(CLAM),
      [
        { ...left, sets: [one] },
        { ...right, status: "skipped" },
      ],
      {
        auto: true,
        pace: 1,
      },
    );
    expect(nextTurn(plan(CLAM), state)).toBe(2);
  });

  it("a set that ran goes on after getting ready, at its count", () => {
    const walk = new Walk(plan(CLAM));
    walk.until("work");
    walk.pass(31);
    walk.state = machine.go(restored(keepable(walk.state, walk.now)), walk.env());
    expect(walk.state.phase).toBe("ready");
    walk.until("work");
    expect(viewOf(walk.plan, walk.state, walk.now).count).toBe(6);
    walk.act((state, env) => machine.again(state, env));
    walk.until("work");
    expect(viewOf(walk.plan, walk.state, walk.now).count).toBe(1);
  });
});
