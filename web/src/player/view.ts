/**
 * What there is to see at a moment: a plan, a state and the time go in; numbers and names come out, ready to be shown.
 */
import type { Item, Move } from "../offline/types";
import { listing } from "../offline/views/words";
import { type Ask, asksOf, endsIt } from "./answers";
import { phaseMs, restMs } from "./machine";
import { itemOf, moveOf, type Part, type PartName, type Plan, partsOf, readyMs, repMs } from "./plan";
import { doneOf, elapsedMs, nextTurn, type Phase, running, type SetRecord, type State } from "./state";

export interface View {
  readonly phase: Phase;
  readonly running: boolean;
  readonly turn: number;
  readonly item: Item;
  readonly move: Move;
  readonly set: number;
  /** The repetition that is being done, or the whole seconds left. */
  readonly count: number;
  readonly part: PartName | "hold-on" | null;
  /** 0..1 of the repetition, or of the phase. */
  readonly fraction: number;
  /** Whole seconds until the phase is over, rounded up; `null` where it waits for the person. */
  readonly leftS: number | null;
  readonly cue: string;
  readonly lastOne: boolean;
  /** What comes after this set, and whether one changes sides for it. */
  /** Whether one changes sides for the set that is being got ready for. */
  readonly switched: boolean;
  readonly next: { readonly item: Item; readonly switches: boolean; readonly same: boolean } | null;
  readonly asks: readonly Ask[];
  readonly last: SetRecord | null;
  readonly dashes: readonly ("done" | "now" | "open")[];
}

const CUE_REPS = 4;
const CUE_S = 10;

export function viewOf(plan: Plan, state: State, now: number): View {
  const item = itemOf(plan, state.turn);
  const next = state.phase === "end" ? null : upcoming(plan, state);
  const length = phaseMs(plan, state);
  const elapsed = Math.min(elapsedMs(state, now), length);
  const timed = Number.isFinite(length);
  const working = state.phase === "work" ? workView(plan, state, elapsed, length) : null;
  const leftS = timed ? secondsLeft(plan, state, elapsed, length) : null;
  return {
    phase: state.phase,
    running: running(state),
    turn: state.turn,
    item,
    move: moveOf(plan, item),
    set: plan.turns[state.turn]?.set ?? 1,
    count: working?.count ?? leftS ?? 0,
    part: working?.part ?? null,
    fraction: working?.fraction ?? (timed && length > 0 ? elapsed / length : 0),
    leftS,
    cue: cueOf(plan, state, item, working?.step ?? 0),
    lastOne: working?.lastOne ?? false,
    switched: state.phase === "ready" && switchedTo(plan, state),
    next: next === null ? null : nextOf(plan, state, next),
    asks: shownAsks(plan, state),
    last: state.sets.at(-1) ?? null,
    dashes: dashesOf(plan, state),
  };
}

/** The turn that follows, as if the one on now were done. */
function upcoming(plan: Plan, state: State): number | null {
  if (state.phase === "rest" || state.phase === "ended" || state.phase === "ask") return nextTurn(plan, state);
  const item = itemOf(plan, state.turn);
  const already = { ...state.already, [item.key]: (state.already[item.key] ?? 0) + 1 };
  return nextTurn(plan, { ...state, already });
}

function nextOf(plan: Plan, state: State, turn: number): NonNullable<View["next"]> {
  const item = itemOf(plan, turn);
  const same = plan.turns[turn]?.group === plan.turns[state.turn]?.group;
  return { item, same, switches: same && item.key !== itemOf(plan, state.turn).key };
}

function switchedTo(plan: Plan, state: State): boolean {
  if (state.from === null || plan.turns[state.from]?.group !== plan.turns[state.turn]?.group) return false;
  return itemOf(plan, state.from).key !== itemOf(plan, state.turn).key;
}

interface Working {
  readonly count: number;
  readonly part: View["part"];
  readonly fraction: number;
  readonly lastOne: boolean;
  /** Counts up whenever another cue is due. */
  readonly step: number;
}

function workView(plan: Plan, state: State, elapsed: number, length: number): Working {
  const item = itemOf(plan, state.turn);
  if (item.reps === null) {
    const count = Math.ceil((length - elapsed) / 1000);
    const step = Math.floor(elapsed / 1000 / CUE_S);
    return { count, part: "hold-on", fraction: length > 0 ? elapsed / length : 1, lastOne: false, step };
  }
  const each = repMs(plan, item, state.pace);
  const rep = Math.min(item.reps - 1, Math.floor(elapsed / each));
  const within = Math.min(each, elapsed - rep * each);
  const part = partAt(partsOf(plan, item, state.pace), within);
  return {
    count: rep + 1,
    part,
    fraction: within / each,
    lastOne: item.reps > 1 && rep === item.reps - 1,
    step: Math.floor(rep / CUE_REPS),
  };
}

function partAt(parts: readonly Part[], withinMs: number): PartName | null {
  let left = withinMs;
  for (const part of parts) {
    if (left < part.ms) return part.name;
    left -= part.ms;
  }
  return parts.at(-1)?.name ?? null;
}

/** Rest and the getting ready after it are one countdown. */
function secondsLeft(plan: Plan, state: State, elapsed: number, length: number): number {
  const after = state.phase === "rest" ? readyAfter(plan, state) : 0;
  return Math.ceil((length - elapsed + after) / 1000);
}

function readyAfter(plan: Plan, state: State): number {
  const next = nextTurn(plan, state);
  return next === null || restMs(plan, state) < 0 ? 0 : readyMs(plan, state.turn, next);
}

function cueOf(plan: Plan, state: State, item: Item, step: number): string {
  const { cues } = moveOf(plan, item);
  const set = plan.turns[state.turn]?.set ?? 1;
  return cues.length === 0 ? "" : (cues[(set - 1 + step) % cues.length] ?? "");
}

/** During a rest only the set just done is asked about; at the end of an exercise whatever is open. */
function shownAsks(plan: Plan, state: State): Ask[] {
  if (state.phase === "ask") return asksOf(plan, state);
  if (state.phase !== "rest" && state.phase !== "ready") return [];
  return asksOf(plan, state, state.sets.slice(-1));
}

function dashesOf(plan: Plan, state: State): View["dashes"] {
  const over = state.phase === "rest" || state.phase === "ended" ? nextTurn(plan, state) : state.turn;
  const now = plan.turns[over ?? state.turn]?.item;
  return plan.items.map(({ key, sets }, number) => {
    if (state.closed[key] !== undefined || doneOf(state, key) >= sets) return "done";
    return number === now ? "now" : "open";
  });
}

/** Why an exercise ended on its side, in words. */
export function endedWords(one: SetRecord, limit: number, symptoms: Readonly<Record<string, string>>): string {
  if (!endsIt(one, limit)) return "";
  const felt = one.symptoms.map((symptom) => symptoms[symptom] ?? symptom);
  if (felt.length > 0) return `You felt ${listing(felt)}.`;
  return `Pain ${one.pain} of 10 is above ${limit}.`;
}
