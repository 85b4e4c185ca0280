/** Tiny sessions whose answers are known by hand, and a person who does them. */
import type { Item, Move, Step } from "../src/offline/types";
import { asksOf } from "../src/player/answers";
import * as machine from "../src/player/machine";
import { type Plan, planOf } from "../src/player/plan";
import { type Env, opening, type Stamp, type State } from "../src/player/state";

export function item(exercise: string, values: Partial<Item> = {}): Item {
  const side = values.side ?? "left";
  return {
    key: `${exercise}/${side}`,
    exercise,
    name: exercise,
    side,
    sides: "each",
    loads: side === "both" ? ["left", "right"] : [side],
    role: "work",
    bouts: 1,
    level: "no-band",
    level_name: "No band",
    sets: 2,
    reps: 10,
    seconds: null,
    tempo: { up_s: 2, hold_s: 1, down_s: 3 },
    rest_s: 45,
    load: {},
    minutes: 3,
    action: "keep",
    why: [],
    ...values,
  };
}

export function move(values: Partial<Move> = {}): Move {
  const cues = ["Heels together.", "Pelvis still.", "Slowly down."];
  return {
    name: "",
    kind: "strength",
    position: "On the side",
    steps: [],
    cues,
    avoid: [],
    muscles: [],
    weighs: false,
    ...values,
  };
}

export function steps(...items: readonly Item[]): Step[] {
  return items.map((one) => ({ item: one, sets: [], status: "open", whyClosed: "" }));
}

export function plan(items: readonly Item[], moves: Readonly<Record<string, Move>> = {}): Plan {
  const all = Object.fromEntries(items.map((one) => [one.exercise, moves[one.exercise] ?? move()]));
  return planOf("2026-11-23", steps(...items), all, 5);
}

/** A world whose time stands until it is moved, and whose names count up. */
export class Walk {
  now = 0;
  state: State;
  readonly plan: Plan;
  private names = 0;

  constructor(session: Plan, auto = true) {
    this.plan = session;
    this.state = opening(session, steps(...session.items), { auto, pace: 1 });
    this.state = machine.go(this.state, this.env());
  }

  env(): Env {
    const now = this.now;
    const stamp = (): Stamp => {
      this.names += 1;
      return { id: `id-${this.names}`, at: `t${now}` };
    };
    return { now, stamp };
  }

  act(change: (state: State, env: Env) => State): void {
    this.state = change(machine.tick(this.plan, this.state, this.env()), this.env());
  }

  /** Lets seconds pass, looked at every so often. */
  pass(seconds: number, everyMs = 100): void {
    const until = this.now + seconds * 1000;
    while (this.now < until) {
      this.now = Math.min(until, this.now + everyMs);
      this.state = machine.tick(this.plan, this.state, this.env());
    }
  }

  begin = (): void => this.act((state, env) => machine.begin(this.plan, state, env));
  pause = (): void => this.act((state, env) => machine.pause(state, env));
  go = (): void => this.act((state, env) => machine.go(state, env));
  done = (): void => this.act((state, env) => machine.done(this.plan, state, env));
  hurt = (pain: number, symptoms: readonly string[] = []): void =>
    this.act((state, env) => machine.hurt(this.plan, state, env, pain, symptoms));

  /** Answers the first open question the same way each time. */
  answer(pain = 1, effort = 5): void {
    const ask = asksOf(this.plan, this.state)[0];
    if (ask === undefined) return;
    this.act((state, env) => {
      if (ask.kind === "clean") {
        const told: State = { ...state, clean: { ...state.clean, [ask.key]: "yes" } };
        return machine.settled(this.plan, told, env);
      }
      const values = ask.kind === "pain" ? { pain } : ask.kind === "side" ? { feltSide: "both" as const } : { effort };
      return machine.answered(this.plan, state, env, ask.id, values);
    });
  }

  /** Until a phase is reached, answering at the end of each exercise. */
  until(phase: State["phase"], everyMs = 100): void {
    for (let n = 0; n < 100_000 && this.state.phase !== phase; n += 1) {
      if (this.state.phase === "intro" && !this.state.begun) this.begin();
      if (this.state.phase === "ask") this.answer();
      else this.pass(everyMs / 1000, everyMs);
    }
    if (this.state.phase !== phase) throw new Error(`never came to ${phase}, stands at ${this.state.phase}`);
  }
}
