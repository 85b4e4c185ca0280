/**
 * A session on one time line: whose turn it is, set by set, and how long everything takes.
 *
 * In: the items of today's session with what is known about each move. Out: turns, and milliseconds. Left and right of
 * one exercise take turns, so that one side rests while the other works; the times are those the session's minutes are
 * reckoned with on the server (`turnout.planning.time`).
 */
import type { Item, Move, Step, Tempo } from "../offline/types";
import { num, sideOf } from "../offline/views/words";

/** One repetition where no tempo is given, and one step of a walk (design). */
export const REP_S = 3.5;
export const STEP_S = 1.5;
/** Time to get ready, and when one has to get into another position or change sides (design). */
export const READY_S = 5;
export const SETTLE_S = 10;
/** How long the next exercise is shown before it starts by itself (design). */
export const INTRO_S = 20;

export type PartName = "up" | "hold" | "down" | "go" | "back" | "step" | "move";

export interface Part {
  readonly name: PartName;
  readonly ms: number;
}

/** One set of one item. Turns of one exercise that follow each other are a group. */
export interface Turn {
  readonly item: number;
  readonly set: number;
  readonly group: number;
}

export interface Plan {
  readonly on: string;
  readonly items: readonly Item[];
  readonly moves: Readonly<Record<string, Move>>;
  readonly turns: readonly Turn[];
  /** Pain above this ends an exercise on its side. */
  readonly limit: number;
}

/** The plan of a session. */
export function planOf(on: string, steps: readonly Step[], moves: Readonly<Record<string, Move>>, limit: number): Plan {
  const items = steps.map((step) => step.item);
  return { on, items, moves, turns: turnsOf(items), limit };
}

/** Neighbours of one exercise alternate set by set, in the order they were given. */
export function turnsOf(items: readonly Item[]): Turn[] {
  const turns: Turn[] = [];
  let group = 0;
  for (let from = 0; from < items.length; group += 1) {
    let to = from + 1;
    while (to < items.length && items[to]?.exercise === items[from]?.exercise) to += 1;
    const most = Math.max(...items.slice(from, to).map((item) => item.sets));
    for (let set = 1; set <= most; set += 1) {
      for (let item = from; item < to; item += 1) {
        if (set <= (items[item]?.sets ?? 0)) turns.push({ item, set, group });
      }
    }
    from = to;
  }
  return turns;
}

export function itemOf(plan: Plan, turn: number): Item {
  const item = plan.items[plan.turns[turn]?.item ?? -1];
  if (item === undefined) throw new RangeError(`the session has no turn ${turn}`);
  return item;
}

/** What is known of an item's move; an unknown one is just its name. */
export function moveOf(plan: Plan, item: Item): Move {
  const bare = { name: item.name, kind: "", position: "", steps: [], cues: [], avoid: [], muscles: [], weighs: false };
  return plan.moves[item.exercise] ?? bare;
}

/** The items of a turn's group. */
export function groupOf(plan: Plan, turn: number): Item[] {
  const group = plan.turns[turn]?.group;
  const numbers = new Set(plan.turns.filter((one) => one.group === group).map((one) => one.item));
  return plan.items.filter((_, number) => numbers.has(number));
}

/** The parts of one repetition, at a pace: above 1 is slower. A part of no length is left out. */
export function partsOf(plan: Plan, item: Item, pace = 1): Part[] {
  const walk = moveOf(plan, item).kind === "walk";
  const tempo: Tempo | null = item.tempo;
  if (tempo === null) return [{ name: walk ? "step" : "move", ms: (walk ? STEP_S : REP_S) * 1000 * pace }];
  const total = tempo.up_s + tempo.hold_s + tempo.down_s;
  if (walk || total < 1) return [{ name: walk ? "step" : "move", ms: Math.max(1, total) * 1000 * pace }];
  const [first, last] = waysOf(tempo, moveOf(plan, item).position);
  const down = tempo.first === "down";
  const parts: Part[] = [
    { name: first, ms: (down ? tempo.down_s : tempo.up_s) * 1000 * pace },
    { name: "hold", ms: tempo.hold_s * 1000 * pace },
    { name: last, ms: (down ? tempo.up_s : tempo.down_s) * 1000 * pace },
  ];
  return parts.filter((part) => part.ms > 0);
}

const LYING = ["on the side", "on the back", "on the front", "on hands and knees"];

/** Lying down a repetition goes up first. Standing it may start either way: unless told, the words stay open. */
function waysOf(tempo: Tempo, position: string): [PartName, PartName] {
  if (tempo.first === "down") return ["down", "up"];
  return tempo.first === "up" || LYING.includes(position.toLowerCase()) ? ["up", "down"] : ["go", "back"];
}

export function repMs(plan: Plan, item: Item, pace = 1): number {
  return partsOf(plan, item, pace).reduce((sum, part) => sum + part.ms, 0);
}

/** A set from its first to its last moment. Holds keep their length at every pace. */
export function workMs(plan: Plan, item: Item, pace = 1): number {
  return item.reps === null ? (item.seconds ?? 0) * 1000 : item.reps * repMs(plan, item, pace);
}

/** From one set to the next of the same exercise; getting ready is its last part. */
export function pauseMs(plan: Plan, from: number, to: number): number {
  const item = itemOf(plan, to);
  const switches = plan.turns[from]?.item !== plan.turns[to]?.item;
  const rest = switches ? Math.max(0, item.rest_s * 1000 - workMs(plan, item)) / 2 : item.rest_s * 1000;
  return Math.max(rest, readyMs(plan, from, to));
}

/** Getting ready for a turn after another one; `null` where it is the first. */
export function readyMs(plan: Plan, from: number | null, to: number): number {
  if (from === null) return SETTLE_S * 1000;
  const [before, after] = [itemOf(plan, from), itemOf(plan, to)];
  const moves = before.side !== after.side || moveOf(plan, before).position !== moveOf(plan, after).position;
  return (moves ? SETTLE_S : READY_S) * 1000;
}

/** What is called out before the other side, or the other direction. */
export function switchWords(item: Pick<Item, "sides">): string {
  return item.sides === "direction" ? "The other way" : "Switch sides";
}

/** `Clamshell, left side`. */
export function nameOf(item: Item): string {
  return `${item.name}, ${sideOf(item).toLowerCase()}`;
}

/** `15 repetitions`, `30 seconds`. */
export function countOf(item: Item, count: number = item.reps ?? item.seconds ?? 0): string {
  return `${num(count)} ${unitOf(item, count)}`;
}

/** The word after a number of repetitions or seconds. */
export function unitOf(item: Pick<Item, "reps">, count = 2): string {
  const one = item.reps === null ? "second" : "repetition";
  return count === 1 ? one : `${one}s`;
}
