/**
 * Where a session in the player is: everything the machine knows, as plain data that can be kept and read back.
 *
 * In: a plan and what was logged before. Out: a `State`. Times are milliseconds of whatever clock the caller passes in.
 */
import type { Side, Step } from "../offline/types";
import type { Plan } from "./plan";

/**
 * `intro`: the exercise is shown. `ready`: the last seconds before a set. `work`: the set. `rest`: between two sets of
 * an exercise. `ask`: answers still open at its end. `ended`: pain or a symptom closed it; waits for the person. `end`.
 */
export type Phase = "intro" | "ready" | "work" | "rest" | "ask" | "ended" | "end";

export type Clean = "yes" | "no" | "unsure";

/** A name and a time for a fact, given when it comes to be. */
export interface Stamp {
  readonly id: string;
  readonly at: string;
}

/** What a step of the machine needs from outside. */
export interface Env {
  readonly now: number;
  readonly stamp: () => Stamp;
}

/** A set as it was done. An answer that is missing was not given yet; `null` was given as "I cannot say". */
export interface SetRecord extends Stamp {
  readonly key: string;
  readonly set: number;
  readonly count: number;
  readonly kg?: number;
  readonly pain?: number | null;
  readonly effort?: number | null;
  /** On which side it was felt, where a move loads both legs. */
  readonly feltSide?: Side | null;
  readonly symptoms: readonly string[];
  readonly easy: boolean;
  /** Nothing about it changes any more: it may be told. */
  readonly sealed: boolean;
}

export interface Closed {
  readonly status: "done" | "ended" | "skipped" | "withheld" | "left";
  readonly why: string;
}

export interface Skipped extends Stamp {
  readonly key: string;
  readonly reason: string;
}

export interface State {
  readonly turn: number;
  readonly phase: Phase;
  /** Time of this phase up to the last pause, and since when it runs; `null` while it stands. */
  readonly spentMs: number;
  readonly sinceMs: number | null;
  /** What was done of the coming or running set before the player was closed. */
  readonly carriedMs: number;
  /** The turn before this one, or `null` at the very start. */
  readonly from: number | null;
  readonly begun: boolean;
  readonly auto: boolean;
  /** The pace of the running set, and the one wanted from the next set on. */
  readonly pace: number;
  readonly nextPace: number;
  /** What was told about the running set. */
  readonly hurt: number | null;
  readonly easy: boolean;
  readonly sets: readonly SetRecord[];
  readonly already: Readonly<Record<string, number>>;
  readonly closed: Readonly<Record<string, Closed>>;
  readonly clean: Readonly<Record<string, Clean>>;
  readonly skips: readonly Skipped[];
  /** The exercise that just ended by pain or a symptom. */
  readonly ended: string | null;
  readonly activeMs: number;
  readonly end: (Stamp & { readonly minutes: number }) | null;
}

export interface Options {
  readonly auto: boolean;
  readonly pace: number;
}

const EMPTY: Omit<State, "already" | "closed" | "auto" | "pace" | "nextPace"> = {
  turn: 0,
  phase: "intro",
  spentMs: 0,
  sinceMs: null,
  carriedMs: 0,
  from: null,
  begun: false,
  hurt: null,
  easy: false,
  sets: [],
  clean: {},
  skips: [],
  ended: null,
  activeMs: 0,
  end: null,
};

/** A session at its start: what was logged elsewhere counts, what is closed stays closed. */
export function opening(plan: Plan, steps: readonly Step[], options: Options): State {
  const already: Record<string, number> = {};
  const closed: Record<string, Closed> = {};
  for (const { item, sets, status, whyClosed } of steps) {
    already[item.key] = sets.length;
    if (status !== "open") closed[item.key] = { status, why: whyClosed };
  }
  const state: State = { ...EMPTY, already, closed, auto: options.auto, pace: options.pace, nextPace: options.pace };
  const first = nextTurn(plan, state);
  return { ...state, turn: first ?? Math.max(0, plan.turns.length - 1), phase: first === null ? "ask" : "intro" };
}

export function elapsedMs(state: State, now: number): number {
  return state.sinceMs === null ? state.spentMs : state.spentMs + Math.max(0, now - state.sinceMs);
}

export const running = (state: State): boolean => state.sinceMs !== null;

/** How many sets of an item are done. */
export function doneOf(state: State, key: string): number {
  return (state.already[key] ?? 0) + state.sets.filter((one) => one.key === key).length;
}

/** Whether a turn is still to be done. */
export function isOpen(plan: Plan, state: State, turn: number): boolean {
  const one = plan.turns[turn];
  const item = one === undefined ? undefined : plan.items[one.item];
  if (one === undefined || item === undefined || state.closed[item.key] !== undefined) return false;
  return one.set > doneOf(state, item.key);
}

/** The first turn still to be done; `null` when there is none. */
export function nextTurn(plan: Plan, state: State): number | null {
  const found = plan.turns.findIndex((_, turn) => isOpen(plan, state, turn));
  return found < 0 ? null : found;
}

/** The state of a closed tab, read back: it stands still, and a set that ran is taken up after getting ready. */
export function restored(state: State): State {
  const still: State = { ...state, sinceMs: null };
  if (still.phase !== "work") return still;
  const active = state.activeMs + Math.max(0, state.spentMs - state.carriedMs);
  return { ...still, phase: "ready", spentMs: 0, carriedMs: state.spentMs, activeMs: active };
}

/** The state as it is kept: with the time run so far, standing. */
export function keepable(state: State, now: number): State {
  return { ...state, spentMs: elapsedMs(state, now), sinceMs: null };
}
