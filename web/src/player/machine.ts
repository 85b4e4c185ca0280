/**
 * The player as a pure state machine: a plan, a state and the time go in, the next state comes out. No page, no clock.
 *
 * Time moves a session through getting ready, sets and rests; the person's taps do the rest. `tick` may come as seldom
 * as it likes: phases end when they should have ended, not when somebody looked.
 */
import { asksOf, change, endsIt, itemFor, sealed, sealedAll, sealedOne, sideOpen, suggestedKg } from "./answers";
import { groupOf, INTRO_S, itemOf, type Plan, pauseMs, readyMs, repMs, workMs } from "./plan";
import {
  type Closed,
  doneOf,
  type Env,
  elapsedMs,
  isOpen,
  nextTurn,
  type Phase,
  running,
  type SetRecord,
  type State,
} from "./state";

/** A phase that waits for the person counts at most this long towards the minutes of the session. */
const MOST_ACTIVE_MS = 5 * 60_000;

/** How long a phase lasts; without end where it waits for the person. */
export function phaseMs(plan: Plan, state: State): number {
  if (state.phase === "intro") return startsItself(plan, state) ? INTRO_S * 1000 : Number.POSITIVE_INFINITY;
  if (state.phase === "ready") return readyMs(plan, state.from, state.turn);
  if (state.phase === "work") return workMs(plan, itemOf(plan, state.turn), state.pace);
  if (state.phase === "rest") return restMs(plan, state);
  return Number.POSITIVE_INFINITY;
}

/** The person started the first one; a move that is new to them waits until its steps are read. */
export function startsItself(plan: Plan, state: State): boolean {
  return state.auto && state.begun && itemOf(plan, state.turn).action !== "new";
}

/** Rest without the getting ready at its end; 0 where there is only that. */
export function restMs(plan: Plan, state: State): number {
  const next = nextTurn(plan, state);
  return next === null ? 0 : pauseMs(plan, state.turn, next) - readyMs(plan, state.turn, next);
}

/** Lets time pass. */
export function tick(plan: Plan, state: State, env: Env): State {
  let now = state;
  while (running(now)) {
    const over = elapsedMs(now, env.now) - phaseMs(plan, now);
    if (over < 0) break;
    const ended = timeUp(plan, now, { ...env, now: env.now - over });
    if (ended === now) break;
    now = ended;
  }
  return now;
}

function timeUp(plan: Plan, state: State, env: Env): State {
  if (state.phase === "intro") return enter(state, "ready", env);
  if (state.phase === "ready") return work(state, env);
  if (state.phase === "work") return setOver(plan, state, env, planned(plan, state));
  return state.phase === "rest" ? toReady(plan, state, env) : state;
}

/** A phase begins; the clock runs. */
function enter(state: State, phase: Phase, env: Env, carriedMs = 0): State {
  const spent = Math.max(0, elapsedMs(state, env.now) - (state.phase === "work" ? state.carriedMs : 0));
  const activeMs = state.activeMs + Math.min(MOST_ACTIVE_MS, spent);
  return { ...state, phase, activeMs, carriedMs, spentMs: phase === "work" ? carriedMs : 0, sinceMs: env.now };
}

function work(state: State, env: Env): State {
  return { ...enter(state, "work", env, state.carriedMs), pace: state.carriedMs > 0 ? state.pace : state.nextPace };
}

function toReady(plan: Plan, state: State, env: Env): State {
  const turn = nextTurn(plan, state);
  if (turn === null) return onward(plan, state, env);
  return enter({ ...state, from: state.turn, turn, hurt: null, easy: false }, "ready", env);
}

const planned = (plan: Plan, state: State): number => {
  const item = itemOf(plan, state.turn);
  return item.reps ?? item.seconds ?? 0;
};

/** What was done of the running set: a repetition counts from its middle on, a second when it is over. */
export function countSoFar(plan: Plan, state: State, now: number): number {
  const item = itemOf(plan, state.turn);
  const spent = elapsedMs(state, now);
  const count = item.reps === null ? spent / 1000 : spent / repMs(plan, item, state.pace) + 0.5;
  return Math.min(planned(plan, state), Math.floor(count));
}

/** Notes a set that has ended. */
function noted(plan: Plan, state: State, env: Env, count: number): State {
  const item = itemOf(plan, state.turn);
  const kg = suggestedKg(plan, state, state.turn);
  const one: SetRecord = {
    ...env.stamp(),
    key: item.key,
    set: doneOf(state, item.key) + 1,
    count,
    symptoms: [],
    easy: state.easy,
    sealed: false,
    ...(kg !== null && { kg }),
    ...(state.hurt !== null && { pain: state.hurt }),
  };
  return { ...sealed(plan, state), sets: [...sealed(plan, state).sets, one], hurt: null, easy: false };
}

function setOver(plan: Plan, state: State, env: Env, count: number): State {
  return onward(plan, noted(plan, state, env, count), env);
}

/** Where it goes from here: rest, open questions, the next exercise, or the end. */
function onward(plan: Plan, state: State, env: Env): State {
  const next = nextTurn(plan, state);
  const same = next !== null && plan.turns[next]?.group === plan.turns[state.turn]?.group;
  if (same) return enter(state, "rest", env);
  if (asksOf(plan, state).length > 0) return enter(state, "ask", env);
  const told = sealed(plan, state);
  if (next === null) return finish(plan, told, env);
  return enter({ ...told, from: told.sets.length > 0 ? told.turn : null, turn: next }, "intro", env);
}

function finish(plan: Plan, state: State, env: Env): State {
  const ended = enter(sealedAll(state), "end", env);
  const minutes = Math.max(1, Math.min(180, Math.round(ended.activeMs / 60_000)));
  return { ...ended, sinceMs: null, closed: leftOver(plan, ended), end: { ...env.stamp(), minutes } };
}

function leftOver(plan: Plan, state: State): Record<string, Closed> {
  const open = plan.items.filter(({ key, sets }) => state.closed[key] === undefined && doneOf(state, key) < sets);
  return { ...state.closed, ...Object.fromEntries(open.map(({ key }) => [key, { status: "left", why: "" } as const])) };
}

// -- what the person does ----------------------------------------------------------------------------------------

/** The main button: starts what is shown, goes on after an exercise ended. */
export function begin(plan: Plan, state: State, env: Env): State {
  if (state.phase === "intro") return enter({ ...state, begun: true }, "ready", env);
  if (state.phase === "ended") return onward(plan, { ...endedTold(state), ended: null }, env);
  if (state.phase === "ready") return work(state, env);
  return state.phase === "rest" ? toReady(plan, state, env) : go(state, env);
}

/** What ended an exercise is told, whether or not it was said on which side. */
export function endedTold(state: State): State {
  return state.ended === null ? state : sealedOne(state, state.ended);
}

export function pause(state: State, env: Env): State {
  return { ...state, spentMs: elapsedMs(state, env.now), sinceMs: null };
}

export function go(state: State, env: Env): State {
  return running(state) || state.phase === "end" ? state : { ...state, sinceMs: env.now };
}

/** The set ends here, with the count so far. */
export function done(plan: Plan, state: State, env: Env): State {
  return state.phase === "work" ? setOver(plan, state, env, countSoFar(plan, state, env.now)) : state;
}

/** From the start of the running set. */
export function again(state: State, env: Env): State {
  const set = state.phase === "work" || state.phase === "ready";
  return set ? { ...enter({ ...state, carriedMs: 0 }, "ready", env), hurt: null, easy: false } : go(state, env);
}

/** Pain, and what was felt, in the running set, else in the last one. */
export function hurt(plan: Plan, state: State, env: Env, pain: number, symptoms: readonly string[]): State {
  if (state.phase !== "work") {
    const last = lastOpen(state);
    return last === null ? state : answered(plan, state, env, last.id, { pain, symptoms });
  }
  const worst = Math.max(pain, state.hurt ?? 0);
  if (symptoms.length === 0 && worst <= plan.limit) return { ...state, hurt: worst };
  const over = noted(plan, { ...state, hurt: worst }, env, countSoFar(plan, state, env.now));
  return answered(plan, over, env, over.sets.at(-1)?.id ?? "", { pain: worst, symptoms });
}

/** The last set that can still be changed. */
export function lastOpen(state: State): SetRecord | null {
  const last = state.sets.at(-1);
  return last === undefined || last.sealed ? null : last;
}

/** An answer about a set. Above the limit, or with a symptom, its exercise ends on its side. */
export function answered(plan: Plan, state: State, env: Env, id: string, values: Partial<SetRecord>): State {
  const told = change(state, id, values);
  const one = told.sets.find((set) => set.id === id);
  if (one === undefined || one.sealed || !endsIt(one, plan.limit)) return settled(plan, told, env);
  const closed = { ...told.closed, [one.key]: { status: "ended", why: "" } as const };
  const now = sideOpen(plan, one) ? told : sealedOne(told, id);
  return enter({ ...now, closed, ended: one.id }, "ended", env);
}

/** After an answer: once nothing is open at the end of an exercise, it goes on. */
export function settled(plan: Plan, state: State, env: Env): State {
  return state.phase === "ask" && asksOf(plan, state).length === 0 ? onward(plan, state, env) : state;
}

/** Leaves items out, for a reason. What was done of the running set is not kept. */
export function skip(plan: Plan, state: State, env: Env, keys: readonly string[], reason: string): State {
  const open = keys.filter((key) => state.closed[key] === undefined && itemFor(plan, key) !== undefined);
  const skips = open.map((key) => ({ ...env.stamp(), key, reason }));
  return without(plan, { ...state, skips: [...state.skips, ...skips] }, env, open, { status: "skipped", why: reason });
}

/** Leaves items out because of what was told meanwhile. */
export function withhold(plan: Plan, state: State, env: Env, why: Readonly<Record<string, string>>): State {
  let now = state;
  for (const [key, says] of Object.entries(why)) {
    if (now.closed[key] === undefined) now = without(plan, now, env, [key], { status: "withheld", why: says });
  }
  return now;
}

function without(plan: Plan, state: State, env: Env, keys: readonly string[], as: Closed): State {
  const closed = { ...state.closed, ...Object.fromEntries(keys.map((key) => [key, as])) };
  const now: State = { ...state, closed };
  if (state.phase === "ask" || state.phase === "ended" || state.phase === "end") return settled(plan, now, env);
  if (state.phase === "rest") return stays(plan, now) ? now : onward(plan, now, env);
  if (isOpen(plan, now, now.turn)) return now;
  if (!stays(plan, now)) return onward(plan, { ...now, carriedMs: 0, hurt: null, easy: false }, env);
  if (state.phase === "intro") return { ...now, turn: nextTurn(plan, now) ?? now.turn };
  return toReady(plan, { ...now, carriedMs: 0 }, env);
}

function stays(plan: Plan, state: State): boolean {
  const next = nextTurn(plan, state);
  return next !== null && plan.turns[next]?.group === plan.turns[state.turn]?.group;
}

/** Enough for today: what was done of the running set counts, what is left is left; open answers are still asked. */
export function enough(plan: Plan, state: State, env: Env): State {
  const count = state.phase === "work" ? countSoFar(plan, state, env.now) : 0;
  const now = count > 0 ? noted(plan, state, env, count) : state;
  return onward(plan, { ...endedTold(now), closed: leftOver(plan, now), ended: null }, env);
}

/** The items that a skip may leave out: the coming one first, then the other side. */
export function skippable(plan: Plan, state: State): string[] {
  const turn = state.phase === "rest" ? nextTurn(plan, state) : state.turn;
  if (turn === null || !["intro", "ready", "work", "rest"].includes(state.phase)) return [];
  const now = itemOf(plan, turn).key;
  const open = groupOf(plan, turn).filter(({ key, sets }) => !state.closed[key] && doneOf(state, key) < sets);
  return [now, ...open.map(({ key }) => key).filter((key) => key !== now)];
}
