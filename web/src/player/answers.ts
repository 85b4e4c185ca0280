/**
 * What is asked about sets, what was answered, and the facts that come of it.
 *
 * In: a plan and a state. Out: the open questions, the state after an answer, the facts to be told. A fact is told once,
 * when nothing about it can change any more; it is the one that the forms make of the same answers.
 */
import type { Fact, Item } from "../offline/types";
import { itemOf, moveOf, nameOf, type Plan } from "./plan";
import { type Clean, doneOf, type SetRecord, type State } from "./state";

export type Ask =
  | { readonly kind: "pain" | "side" | "effort"; readonly id: string }
  | { readonly kind: "clean"; readonly id: string; readonly key: string };

export function itemFor(plan: Plan, key: string): Item | undefined {
  return plan.items.find((item) => item.key === key);
}

/** Whether a set ends its exercise on its side. */
export function endsIt(set: SetRecord, limit: number): boolean {
  return set.symptoms.length > 0 || (set.pain ?? 0) > limit;
}

/** Whether it is not known yet on which side something was felt in a move that loads both legs. */
export function sideOpen(plan: Plan, one: SetRecord): boolean {
  const felt = (one.pain ?? 0) > 0 || one.symptoms.length > 0;
  return felt && one.feltSide === undefined && (itemFor(plan, one.key)?.loads.length ?? 1) > 1;
}

/** The questions still open about some sets, in the order they are asked. */
export function asksOf(plan: Plan, state: State, sets: readonly SetRecord[] = state.sets): Ask[] {
  return sets.filter((one) => !one.sealed).flatMap((one) => asksAbout(plan, state, one));
}

function asksAbout(plan: Plan, state: State, one: SetRecord): Ask[] {
  const asks: Ask[] = [];
  if (one.pain === undefined) asks.push({ kind: "pain", id: one.id });
  if (sideOpen(plan, one)) asks.push({ kind: "side", id: one.id });
  if (one.effort === undefined) asks.push({ kind: "effort", id: one.id });
  const item = itemFor(plan, one.key);
  const last = state.sets.filter((other) => other.key === one.key).at(-1);
  const whole = item !== undefined && last?.id === one.id && doneOf(state, one.key) >= item.sets;
  if (whole && state.closed[one.key] === undefined && state.clean[one.key] === undefined) {
    asks.push({ kind: "clean", id: one.id, key: one.key });
  }
  return asks;
}

/** Changes one set that is not told yet. */
export function change(state: State, id: string, values: Partial<SetRecord>): State {
  const sets = state.sets.map((one) => (one.id === id && !one.sealed ? { ...one, ...values } : one));
  return { ...state, sets };
}

/** An answer to `was it clean?`, for all sets of an item. */
export function answerClean(state: State, key: string, clean: Clean): State {
  return { ...state, clean: { ...state.clean, [key]: clean } };
}

/** Takes an answer back, so that it is asked again. */
export function reopen(state: State, ask: Ask): State {
  if (ask.kind === "clean") {
    const { [ask.key]: _, ...clean } = state.clean;
    return { ...state, clean };
  }
  const sets = state.sets.map((one) => {
    if (one.id !== ask.id || one.sealed) return one;
    if (ask.kind === "effort") return without(one, "effort");
    const sideless = without(one, "feltSide");
    return ask.kind === "side" ? sideless : without(sideless, "pain");
  });
  return { ...state, sets };
}

function without(one: SetRecord, answer: "pain" | "effort" | "feltSide"): SetRecord {
  const { [answer]: _, ...rest } = one;
  return rest;
}

/** Seals what is wholly answered; a set that waits for its exercise's `clean` waits with it. */
export function sealed(plan: Plan, state: State): State {
  const sets = state.sets.map((one) => (one.sealed || waits(plan, state, one) ? one : { ...one, sealed: true }));
  return { ...state, sets };
}

function waits(plan: Plan, state: State, one: SetRecord): boolean {
  if (one.pain === undefined || one.effort === undefined || sideOpen(plan, one)) return true;
  if (state.closed[one.key] !== undefined || state.clean[one.key] !== undefined) return false;
  return itemFor(plan, one.key) !== undefined;
}

/** Seals everything as it is known: what was not answered stays unknown. */
export function sealedAll(state: State): State {
  return { ...state, sets: state.sets.map((one) => ({ ...one, sealed: true })) };
}

/** A set that ends its exercise is told at once, or once it is said on which side. */
export function sealedOne(state: State, id: string): State {
  return { ...state, sets: state.sets.map((one) => (one.id === id ? { ...one, sealed: true } : one)) };
}

const CLEAN: Readonly<Record<Clean, boolean | undefined>> = { yes: true, no: false, unsure: undefined };

/** The facts of a session so far: sealed sets, skipped exercises, the end. Always the same for the same state. */
export function factsOf(plan: Plan, state: State): Fact[] {
  const facts: Fact[] = [];
  for (const one of state.sets) {
    const item = one.sealed ? itemFor(plan, one.key) : undefined;
    if (item !== undefined) facts.push(setFact(state, one, item));
  }
  for (const { id, at, key, reason } of state.skips) {
    const item = itemFor(plan, key);
    if (item === undefined) continue;
    facts.push({ id, at, kind: "skip", exercise: item.exercise, side: item.side, reason });
  }
  if (state.end !== null) facts.push(sessionFact(plan, state, state.end));
  return facts;
}

function setFact(state: State, one: SetRecord, item: Item): Fact {
  const clean = CLEAN[state.clean[one.key] ?? "unsure"];
  const load = one.kg === undefined ? item.load : { kg: one.kg };
  return {
    id: one.id,
    at: one.at,
    kind: "set",
    exercise: item.exercise,
    level: item.level,
    side: item.side,
    [item.reps === null ? "seconds" : "reps"]: one.count,
    ...(Object.keys(load).length > 0 && { load }),
    ...(typeof one.pain === "number" && { pain: one.pain }),
    symptoms: one.symptoms,
    ...(typeof one.feltSide === "string" && { felt_side: one.feltSide }),
    ...(typeof one.effort === "number" && { effort: one.effort }),
    ...(clean !== undefined && !endedBy(state, one) && { clean }),
    seen_by: "self",
    ...(one.easy && { note: "Too easy." }),
  };
}

const endedBy = (state: State, one: SetRecord): boolean => state.closed[one.key]?.status === "ended";

function sessionFact(plan: Plan, state: State, end: NonNullable<State["end"]>): Fact {
  const left = plan.items.filter((item) => state.closed[item.key]?.status === "left");
  const note = `Not done: ${left.map(nameOf).join("; ")}`.slice(0, 4000);
  return {
    id: end.id,
    at: end.at,
    kind: "session",
    done: true,
    minutes: end.minutes,
    ...(left.length > 0 && { note }),
  };
}

/** The load to suggest for a set: what was moved last in this session, else what was planned; `null` for neither. */
export function suggestedKg(plan: Plan, state: State, turn: number): number | null {
  const item = itemOf(plan, turn);
  if (!moveOf(plan, item).weighs) return null;
  const same = state.sets.filter((one) => itemFor(plan, one.key)?.exercise === item.exercise);
  return same.findLast((one) => one.kg !== undefined)?.kg ?? item.load.kg ?? null;
}
