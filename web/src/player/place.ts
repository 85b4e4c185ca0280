/**
 * Where the player is, as it is kept on the device: so that a closed tab loses nothing. In: what was kept. Out: a plan
 * and a state again, or `null` for what cannot be read.
 */
import type { Fact, Item, Step } from "../offline/types";
import { factsOf, sealedAll } from "./answers";
import { type Plan, turnsOf } from "./plan";
import { type Closed, keepable, restored, type State } from "./state";

export interface Place {
  readonly version: 1;
  readonly on: string;
  readonly limit: number;
  readonly items: readonly Item[];
  readonly state: State;
  /** Names of the facts that were handed over. */
  readonly told: readonly string[];
}

export function placeOf(plan: Plan, state: State, told: Iterable<string>, now: number): Place {
  const { on, limit, items } = plan;
  return { version: 1, on, limit, items, state: keepable(state, now), told: [...told] };
}

export function readPlace(kept: unknown): Place | null {
  const place = kept as Place | null;
  const whole = place?.version === 1 && Array.isArray(place.items) && Array.isArray(place.state?.sets);
  return whole ? place : null;
}

/** Whether a kept place belongs to this session. */
export function fits(place: Place, on: string, steps: readonly Step[]): boolean {
  const mark = (item: Item): string => JSON.stringify([item.key, item.level, item.sets, item.reps, item.seconds]);
  const [kept, now] = [place.items.map(mark), steps.map((step) => mark(step.item))];
  return place.on === on && kept.length === now.length && kept.every((one, n) => one === now[n]);
}

/** What was done and never told, with what is known of it: for a session that will not be taken up again. */
export function leftBehind(place: Place): Fact[] {
  const plan: Plan = { on: place.on, limit: place.limit, items: place.items, moves: {}, turns: turnsOf(place.items) };
  const told = new Set(place.told);
  return factsOf(plan, sealedAll(place.state)).filter((fact) => !told.has(fact.id));
}

/** A kept state beside what is logged by now: sets from elsewhere count, what was closed since stays closed. */
export function takenUp(place: Place, steps: readonly Step[]): State {
  const mine = new Set(place.state.sets.map((one) => one.id));
  const already: Record<string, number> = {};
  const closed: Record<string, Closed> = { ...place.state.closed };
  for (const { item, sets, status, whyClosed } of steps) {
    already[item.key] = sets.filter((fact) => !mine.has(fact.id)).length;
    if (["ended", "skipped", "withheld"].includes(status)) closed[item.key] ??= { status, why: whyClosed } as Closed;
  }
  return restored({ ...place.state, already, closed });
}
