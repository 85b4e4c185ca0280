/**
 * The dose of one item on a day: which node of the pack's graph what was done and told leads to. Never upwards.
 *
 * In: an item of the pack, what was told. Out: a node and the way that led to it, or `null`: left out.
 */

import type { Pack, PackItem, PackNode, While, WhyName } from "../pack";
import type { Fact, Limb } from "../types";
import { lastOf, loadsOf, offeredItems, type Told, type Trained, worse } from "./fold";
import { between, LIMBS, limbs } from "./order";

/** `way`: `offer` as the server offered it, else why it is what it is. */
export interface Chosen {
  readonly node: number;
  readonly way: WhyName | "offer";
}

const EASED: ReadonlySet<string> = new Set(["hurt", "worse", "again", "hurt_worse", "gap"]);

/** Whether a way led down. */
export function eases(way: Chosen["way"]): boolean {
  return EASED.has(way);
}

/** The dose of an item on a day; `null` where it is left out. `first`: the pack's first session is still ahead. */
export function doseOf(pack: Pack, told: Told, item: PackItem, day: string, first: boolean): Chosen | null {
  if (item.changes !== null && day >= item.changes) return null;
  if (!spaced(pack, told, item, day) || !item.while.every((one) => holds(pack, told, one, day))) return null;
  const done = told.days.filter((one) => one.day < day && setsOf(item, one).length > 0);
  return done.length === 0 ? fromRoot(pack, told, item, day, first) : fromLast(pack, told, item, done, day);
}

/** The sets of an item on a day. */
export function setsOf(item: { exercise: string; side: string; sides: string }, day: Trained): readonly Fact[] {
  return day.sets.filter((fact) => fact.exercise === item.exercise && sameSide(item, fact.side));
}

function sameSide(item: { side: string; sides: string }, side: unknown): boolean {
  return item.sides === "both" || side === item.side || side === "both" || side === undefined || side === null;
}

// -- before the first session here ------------------------------------------------------------------------------------

function fromRoot(pack: Pack, told: Told, item: PackItem, day: string, first: boolean): Chosen | null {
  const { root, rules } = { root: item.root, rules: pack.rules };
  if (item.returns && !item.loads.every((limb) => calm(told, limb, rules.pain_progress))) return null;
  const last = item.done.at(-1);
  const gap = last !== undefined && between(last, day) >= rules.gap_days;
  const turned = worseThan(pack, told, item, last);
  if (turned !== null) return rested(item, root[turned], turned, gap);
  if (gap && !(first && root.offer !== null && root.offer === root.gap)) return at(root.gap, "gap");
  const unsettled = item.loads.some((limb) => told.before !== null && worse(pack, told.before, limb) === true);
  const rises = item.action === "new" || item.action === "raise";
  const may =
    !rises || (!unsettled && chosenStill(pack, told, day) && item.rises_until !== null && day <= item.rises_until);
  if (first && root.offer !== null && may) return { node: root.offer, way: "offer" };
  return at(root.held, unsettled ? "unsettled" : "held");
}

/**
 * Whether the few places for rises would still go to the same exercises. A side no longer sore or pain across a limit
 * may bring others in; where the plan is composed, so may a side that has become sore.
 */
function chosenStill(pack: Pack, told: Told, day: string): boolean {
  const sore = (now: { readonly pain: number } | null) => now !== null && now.pain > pack.rules.pain_stop;
  const same = (limb: Limb) => sore(told.now[limb]) === sore(pack.told.now[limb]);
  const calmed = (limb: Limb) => sore(pack.told.now[limb]) && !sore(told.now[limb]);
  if (LIMBS.some((limb) => (pack.composed ? !same(limb) : calmed(limb)))) return false;
  return pack.rises_while.every((one) => holds(pack, told, one, day));
}

function calm(told: Told, limb: Limb, most: number): boolean {
  const now = told.now[limb];
  return now !== null && now.pain <= most;
}

/** Whether the morning after the pack's last session has turned out worse since, for an item that was done then. */
function worseThan(pack: Pack, told: Told, item: PackItem, last: string | undefined): "worse" | "again" | null {
  if (told.before === null || pack.last === null || last !== told.before.day) return null;
  const was = lastOf(pack.last);
  const now = item.loads.filter((limb) => told.before !== null && worse(pack, told.before, limb) === true);
  if (now.every((limb) => worse(pack, was, limb) === true)) return null;
  return now.some((limb) => was.worseBefore.has(limb)) ? "again" : "worse";
}

function at(node: number | null, way: WhyName): Chosen | null {
  return node === null ? null : { node, way };
}

/** A node, and one step further back where it has not been done for long. */
function rested(item: PackItem, node: number | null, way: WhyName, gap: boolean): Chosen | null {
  if (node === null) return null;
  return gap ? at(item.nodes[node]?.gap ?? null, "gap") : { node, way };
}

// -- after a session here ---------------------------------------------------------------------------------------------

function fromLast(pack: Pack, told: Told, item: PackItem, done: readonly Trained[], day: string): Chosen | null {
  const last = done.at(-1);
  if (last === undefined) return null;
  let hurts = hurtsAtRoot(item);
  for (const one of done.slice(0, -1)) hurts = hurt(pack, setsOf(item, one)) ? hurts + 1 : 0;
  const sets = setsOf(item, last);
  const node = nodeOf(told, item, last, sets, hurts);
  if (node === null) return null;
  const [next, way] = edge(pack, item, node, last, sets);
  return rested(item, next, way, between(last.day, day) >= pack.rules.gap_days);
}

function hurtsAtRoot(item: PackItem): number {
  const any = item.root.offer ?? item.root.held ?? item.root.gap ?? item.root.worse;
  return any === null ? 0 : (item.nodes[any]?.hurts ?? 0);
}

/** The node that was offered on a day and done at its own level; `null` where something else was done. */
function nodeOf(told: Told, item: PackItem, day: Trained, sets: readonly Fact[], hurts: number): PackNode | null {
  const offered = offeredItems(told, day.day).find((one) => one.exercise === item.exercise && one.side === item.side);
  if (offered === undefined || !sets.every((fact) => fact.level === offered.level && counted(fact, item.unit)))
    return null;
  const same = (node: PackNode) =>
    item.levels[node.level]?.level === offered.level &&
    node.sets === offered.sets &&
    node.count === offered[item.unit] &&
    node.hurts === hurts;
  return item.nodes.find(same) ?? null;
}

function counted(fact: Fact, unit: "reps" | "seconds"): boolean {
  const other = unit === "reps" ? "seconds" : "reps";
  return typeof fact[unit] === "number" && (fact[other] === undefined || fact[other] === null);
}

/** Whether pain above the limit or a symptom ended it. */
export function hurt(pack: Pack, sets: readonly Fact[]): boolean {
  return sets.some(
    (fact) => Number(fact.pain ?? 0) > pack.rules.pain_stop || ((fact.symptoms ?? []) as unknown[]).length > 0,
  );
}

function edge(
  pack: Pack,
  item: PackItem,
  node: PackNode,
  day: Trained,
  sets: readonly Fact[],
): [number | null, WhyName] {
  const bad = item.loads.filter((limb) => worse(pack, day, limb) === true);
  const again = bad.some((limb) => day.worseBefore.has(limb));
  if (hurt(pack, sets)) {
    if (bad.length === 0) return [node.hurt, "hurt"];
    return [again ? node.hurt_again : node.hurt_worse, "hurt_worse"];
  }
  if (bad.length === 0) return [node.calm, "held"];
  const first = firstBout(sets);
  if (first.some((fact) => Number(fact[item.unit]) < node.count)) return [null, "worse"];
  const by = Math.min(first.length, node.sets) - 1;
  return again ? [node.again[by] ?? null, "again"] : [node.worse[by] ?? null, "worse"];
}

/** Sets of a further bout on the same day are no volume of their own. */
export function firstBout(sets: readonly Fact[]): readonly Fact[] {
  return sets.filter((fact, place) => place === 0 || Number(fact.bout ?? 1) <= 1);
}

// -- how often, and while what ----------------------------------------------------------------------------------------

/** Whether an item's own frequency, and the days between jumps, let it be done on a day. */
function spaced(pack: Pack, told: Told, item: PackItem, day: string): boolean {
  const here = told.days.filter((one) => one.day < day && setsOf(item, one).length > 0).map((one) => one.day);
  const done = [...item.done, ...here];
  const gap = item.per_week > 0 ? Math.max(1, Math.floor(7 / item.per_week)) : 7;
  const last = done.at(-1);
  if (last !== undefined && between(last, day) < gap) return false;
  if (done.filter((one) => between(one, day) < 7).length >= Math.max(1, item.per_week)) return false;
  const jumped = told.days.findLast((one) => one.day < day && one.sets.some((fact) => jumps(pack, fact)))?.day;
  const lastJump = jumped ?? pack.pace.jumped;
  return !item.jump || lastJump === null || between(lastJump, day) >= pack.rules.plyometric_gap_days;
}

function jumps(pack: Pack, fact: Fact): boolean {
  const known = Object.values(pack.items).find((item) => item.exercise === fact.exercise);
  return known?.jump ?? true;
}

function holds(pack: Pack, told: Told, one: While, day: string): boolean {
  const days = told.days.filter((trained) => trained.day < day);
  if (one.kind === "nothing-told") return days.length === 0;
  if (one.kind === "pain-above") return one.limbs.some((limb) => (told.now[limb]?.pain ?? 0) > one.than);
  if (one.kind === "pain-at-most") return one.limbs.every((limb) => calm(told, limb, one.than));
  if (one.kind === "sets-at-most")
    return days.every((trained) => trained.sets.every((fact) => mild(pack, told, fact, trained.day, one)));
  const before = one.limbs.every((limb) => told.before === null || worse(pack, told.before, limb) !== true);
  if (one.kind === "mornings-not-worse" || !before) return before;
  return days.every((trained) =>
    one.limbs.every((limb) => !trained.loads.has(limb) || worse(pack, trained, limb) === false),
  );
}

function mild(pack: Pack, told: Told, fact: Fact, day: string, one: While): boolean {
  if (!feltIn(pack, told, fact, day).some((limb) => one.limbs.includes(limb))) return true;
  return typeof fact.pain === "number" && fact.pain <= one.than;
}

/** The limbs that a set's pain counts for: those it loads, or the one it was felt in where that was told. */
function feltIn(pack: Pack, told: Told, fact: Fact, day: string): readonly Limb[] {
  const loads = loadsOf(pack, told, fact, day);
  if (loads.length < 2 || typeof fact.pain !== "number") return loads;
  return limbs(fact.felt_side);
}
