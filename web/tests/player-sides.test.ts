import { describe, expect, it } from "vitest";
import { asksOf, factsOf, reopen } from "../src/player/answers";
import * as machine from "../src/player/machine";
import { leftBehind, placeOf } from "../src/player/place";
import type { SetRecord } from "../src/player/state";
import { item, plan, Walk } from "./player-world";

const BRIDGE = [item("bridge", { side: "both", sides: "both", loads: ["left", "right"] })];

/** A person at the rest after the first set of a session, who told of pain. */
function rested(session = BRIDGE, pain = 3): Walk {
  const walk = new Walk(plan(session));
  walk.until("rest");
  answered(walk, { pain });
  return walk;
}

function answered(walk: Walk, values: Partial<SetRecord>): void {
  const id = walk.state.sets.at(-1)?.id ?? "";
  walk.act((state, env) => machine.answered(walk.plan, state, env, id, values));
}

const asked = (walk: Walk): string[] => asksOf(walk.plan, walk.state).map(({ kind }) => kind);

describe("on which side it hurt", () => {
  it("is asked after pain in a move that loads both legs", () => {
    const walk = rested();
    expect(asked(walk)).toEqual(["side", "effort"]);
    answered(walk, { feltSide: "right" });
    expect(asked(walk)).toEqual(["effort"]);
  });

  it("is not asked without pain, nor where one leg works", () => {
    expect(asked(rested(BRIDGE, 0))).toEqual(["effort"]);
    expect(asked(rested([item("clam")]))).toEqual(["effort"]);
  });

  it("is told with the set, and left out where one cannot say", () => {
    for (const [feltSide, told] of [
      ["left", "left"],
      ["both", "both"],
      [null, undefined],
    ] as const) {
      const walk = rested();
      answered(walk, { feltSide, effort: 5 });
      walk.until("end");
      expect(factsOf(walk.plan, walk.state)[0]).toMatchObject({ kind: "set", pain: 3 });
      expect(factsOf(walk.plan, walk.state)[0]?.felt_side).toBe(told);
    }
  });

  it("is asked again with the pain that it belongs to", () => {
    const walk = rested();
    answered(walk, { feltSide: "left" });
    const id = walk.state.sets[0]?.id ?? "";
    walk.act((state) => reopen(state, { kind: "side", id }));
    expect(asked(walk)).toEqual(["side", "effort"]);
    answered(walk, { feltSide: "left" });
    walk.act((state) => reopen(state, { kind: "pain", id }));
    expect(asked(walk)).toEqual(["pain", "effort"]);
    answered(walk, { pain: 0 });
    expect(asked(walk)).toEqual(["effort"]);
  });

  it("is asked once pain has ended the exercise, which no answer can undo", () => {
    const walk = new Walk(plan(BRIDGE));
    walk.until("work");
    walk.hurt(8);
    expect(walk.state.phase).toBe("ended");
    expect(factsOf(walk.plan, walk.state)).toEqual([]);
    answered(walk, { feltSide: "left" });
    expect(walk.state.phase).toBe("ended");
    expect(factsOf(walk.plan, walk.state)).toMatchObject([{ pain: 8, felt_side: "left" }]);
    answered(walk, { pain: 1 });
    expect(factsOf(walk.plan, walk.state)).toMatchObject([{ pain: 8, felt_side: "left" }]);
  });

  it("pain above the limit is told without a side by going on, by leaving, and by a place left behind", () => {
    const ended = (): Walk => {
      const walk = new Walk(plan(BRIDGE));
      walk.until("work");
      walk.hurt(0, ["numb"]);
      return walk;
    };
    const on = ended();
    on.begin();
    const over = ended();
    over.act((state, env) => machine.enough(over.plan, state, env));
    const hidden = ended();
    hidden.state = machine.endedTold(hidden.state);
    for (const { plan: session, state } of [on, over, hidden]) {
      expect(factsOf(session, state)[0]).toMatchObject({ kind: "set", symptoms: ["numb"] });
      expect(factsOf(session, state)[0]).not.toHaveProperty("felt_side");
    }
    const left = ended();
    const place = placeOf(left.plan, left.state, [], left.now);
    expect(leftBehind(place)).toMatchObject([{ kind: "set", symptoms: ["numb"] }]);
  });
});
