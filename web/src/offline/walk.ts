/**
 * What today is, on a phone that may be without a network: from the pack, and from what was told since.
 *
 * In: a pack, the local facts it does not know, the day. Out: `Today`. Pure: no clock, no page, no storage. It holds,
 * lowers and withholds; only the server raises.
 */

import type { Pack, PackItem, PackSession } from "./pack";
import type { Before, Dose, Fact, Flag, Item, Limb, Session, Step, Stop, Today, Why } from "./types";
import { type Chosen, doseOf, eases, firstBout, hurt, setsOf } from "./walking/doses";
import { fold, lastBefore, offeredItems, type Told } from "./walking/fold";
import { between, LIMBS, later } from "./walking/order";
import { fill, listing, say, soreWords, stopOf } from "./walking/words";

export interface Now {
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The moment, ISO 8601 with offset. */
  readonly at: string;
}

/** What today is. */
export function today(pack: Pack, facts: readonly Fact[], now: Now): Today {
  const told = fold(pack, facts);
  const stop = stopIn(pack, told);
  if (stop !== null) return { kind: "stop", stop };
  const offered = offeredItems(told, now.day);
  if (now.day > pack.until && offered.length === 0) return { kind: "expired", until: pack.until };
  const asked = ask(pack, told, now.day);
  if (asked !== null) return asked;
  if (offered.length > 0) return going(pack, told, now.day);
  if (told.foreign || told.offered.has(now.day)) return { kind: "nothing", why: [say(pack, "unknown")] };
  return next(pack, told, now.day);
}

/** The stop, if any: a yes to a red flag, here or on the server. Nothing told offline lifts it. */
export function stopFor(pack: Pack, facts: readonly Fact[]): Stop | null {
  return stopIn(pack, fold(pack, facts));
}

/** Today's session and how far each of its items is; empty where none was offered today. */
export function stepsOf(pack: Pack, facts: readonly Fact[], now: Now): readonly Step[] {
  return steps(pack, fold(pack, facts), now.day);
}

/** What the `offered` fact of a session holds. */
export function offeredFact(session: Session, pack: Pack): Record<string, unknown> {
  return { knowledge: pack.knowledge, session };
}

// -- red flags --------------------------------------------------------------------------------------------------------

function stopIn(pack: Pack, told: Told): Stop | null {
  return stopOf(pack, new Set([...(pack.stop?.flags ?? []), ...told.yes]));
}

/** Red flags whose answer is missing, has grown old or was reopened. */
function ask(pack: Pack, told: Told, day: string): Today | null {
  const [fresh, reason] = freshFrom(pack, told, day);
  const open: Flag[] = [];
  let why = "";
  for (const flag of pack.flags) {
    const answer = told.flags.get(flag.id);
    if (answer === undefined || answer.day === null) {
      open.push(flag);
      why ||= pack.ask_why;
    } else if (answer.seq < told.reopened.seq || answer.day < fresh) {
      open.push(flag);
      why = answer.seq < told.reopened.seq ? say(pack, told.reopened.why) : why || say(pack, reason);
    }
  }
  return open.length === 0 ? null : { kind: "ask", why, flags: open };
}

/** The first day whose answers still count, and why older ones do not. */
function freshFrom(pack: Pack, told: Told, day: string): [string, string] {
  const reasons: [string, string][] = [[later(day, 1 - pack.rules.rescreen_days), "ask_old"]];
  if (told.staleBefore !== null) reasons.push([told.staleBefore, "ask_break"]);
  const last = lastTrained(pack, told);
  if (last !== null && between(last, day) >= pack.rules.gap_days)
    reasons.push([later(last, pack.rules.gap_days), "ask_break"]);
  const gate = pack.gate;
  if (gate !== null)
    for (const turn of told.turns) if (turn <= day && turn >= gate.from) reasons.push([turn, "ask_gate"]);
  return reasons.reduce((a, b) => (b[0] > a[0] ? b : a));
}

function lastTrained(pack: Pack, told: Told): string | null {
  return told.days.at(-1)?.day ?? pack.pace.days.at(-1) ?? null;
}

// -- the next session -------------------------------------------------------------------------------------------------

/** Nothing was offered today yet: a session is due, or it is a day of rest. One that has nothing left is passed over. */
function next(pack: Pack, told: Told, day: string): Today {
  const trained = told.days.some((one) => one.day === day);
  const done = told.days.length;
  let empty: Today | null = null;
  for (const [place, session] of pack.sessions.slice(done).entries()) {
    const on = dayFor(pack, told, session, day);
    if (trained || on !== day) return empty ?? rest(pack, trained, on);
    const today = due(pack, told, session, day, done + place === 0);
    if (today.kind === "due") return today;
    empty ??= today;
  }
  return empty ?? (trained ? rest(pack, true, null) : { kind: "nothing", why: nothingWords(pack, told) });
}

function rest(pack: Pack, trained: boolean, on: string | null): Today {
  const why = [say(pack, trained ? "trained" : "rest"), say(pack, "per_week")];
  return { kind: "rest", next: on !== null && on <= pack.until ? on : null, why };
}

function nothingWords(pack: Pack, told: Told): string[] {
  return [say(pack, pack.sessions.length > 0 && told.days.length > 0 ? "used_up" : "nothing")];
}

/** The first day, from today on, that leaves a session the rest it needs. */
function dayFor(pack: Pack, told: Told, session: PackSession, day: string): string {
  const last = told.days.at(-1)?.day;
  const first = last === undefined ? session.on : later(last, Math.max(1, session.gap));
  const days = [...pack.pace.days, ...told.days.map((one) => one.day)];
  let on = [day, session.on, first].reduce((a, b) => (b > a ? b : a));
  while (!fits(pack, days, on)) on = later(on, 1);
  return on;
}

function fits(pack: Pack, days: readonly string[], day: string): boolean {
  const last = days.at(-1);
  if (last !== undefined && between(last, day) < Math.max(1, pack.pace.gap_days)) return false;
  return days.filter((one) => one < day && between(one, day) < 7).length < Math.max(1, pack.pace.per_week);
}

function due(pack: Pack, told: Told, planned: PackSession, day: string, first: boolean): Today {
  const chosen: { item: PackItem; dose: Chosen }[] = [];
  const leftOut: string[] = [];
  for (const key of planned.items) {
    const item = pack.items[key];
    if (item === undefined) continue;
    const dose = sore(pack, told, item.loads).length > 0 ? null : doseOf(pack, told, item, day, first);
    if (dose !== null) chosen.push({ item, dose });
    else leftOut.push(item.name);
  }
  const limbs = sore(pack, told, LIMBS);
  const why = limbs.length > 0 ? [soreWords(pack, limbs, worst(told, limbs))] : [];
  if (chosen.length === 0) {
    if (limbs.length > 0) why.push(say(pack, "eased_since"));
    return { kind: "nothing", why: [say(pack, "nothing"), ...why] };
  }
  const items = chosen.map(({ item, dose }) => itemOf(pack, item, dose, sidesOf(item, chosen)));
  const length = chosen.map(({ item, dose }) => item.nodes[dose.node]?.length_s[sidesOf(item, chosen)] ?? 0);
  const minutes = Math.ceil((length.reduce((sum, one) => sum + one, 0) - 0.1) / 60);
  const names = [...new Set(chosen.filter(({ dose }) => eases(dose.way)).map(({ item }) => item.name))];
  if (names.length > 0) why.push(say(pack, "eased", { names: listing(pack, names) }));
  const left = [...new Set(leftOut)];
  if (left.length > 0) why.push(say(pack, "left_out", { names: listing(pack, left) }));
  why.unshift(say(pack, lastTrained(pack, told) === null ? "first" : "per_week"));
  return { kind: "due", session: { on: day, minutes, items }, before: before(told, day), why };
}

/** 1 where the other side is done too and they take turns, else 0. */
function sidesOf(item: PackItem, chosen: readonly { item: PackItem }[]): 0 | 1 {
  return chosen.filter((other) => other.item.exercise === item.exercise).length > 1 ? 1 : 0;
}

function sore(pack: Pack, told: Told, loads: readonly Limb[]): readonly Limb[] {
  return loads.filter((limb) => (told.now[limb]?.pain ?? 0) > pack.rules.pain_stop);
}

function worst(told: Told, limbs: readonly Limb[]): number {
  return Math.max(...limbs.map((limb) => told.now[limb]?.pain ?? 0));
}

/** What must be asked before a session, unless it was told today. */
function before(told: Told, day: string): Before {
  const last = lastBefore(told, day);
  const sides = last === null ? [] : LIMBS.filter((limb) => last.loads.has(limb) && last.mornings[limb] === null);
  return {
    morning: last === null || sides.length === 0 ? null : { about: last.day, sides },
    anythingNew: told.askedNew !== day,
    pain: LIMBS.filter((limb) => told.pain[limb]?.day !== day),
  };
}

function itemOf(pack: Pack, item: PackItem, dose: Chosen, sides: 0 | 1): Item {
  const node = item.nodes[dose.node];
  const level = node && item.levels[node.level];
  if (node === undefined || level === undefined) throw new Error(`the pack has no dose for ${item.exercise}`);
  const { exercise, name, side, loads, role, bouts, rest_s } = item;
  const { level: id, level_name, tempo, load } = level;
  const reps = item.unit === "reps" ? node.count : null;
  const seconds = item.unit === "reps" ? null : node.count;
  const offered = dose.way === "offer";
  const action: Dose["action"] = offered ? item.action : eases(dose.way) ? "lower" : "keep";
  const why = offered ? item.why : [whyOf(pack, dose.way), ...item.because];
  const minutes = node.minutes[sides];
  // biome-ignore format: as the contract lists them
  return {
    key: `${exercise}/${side}`, exercise, name, level: id, level_name, side, sides: item.sides, loads, role,
    sets: node.sets, reps, seconds, tempo, rest_s, load, bouts, minutes, action, why,
  };
}

function whyOf(pack: Pack, way: Exclude<Chosen["way"], "offer">): Why {
  const { criterion, says, source } = pack.why[way];
  return { criterion, says: fill(pack, says), source, values: {} };
}

// -- the session under way --------------------------------------------------------------------------------------------

function going(pack: Pack, told: Told, day: string): Today {
  const all = steps(pack, told, day);
  const finished = told.ended.has(day);
  if (finished || all.every((step) => step.status !== "open")) return { kind: "done", steps: all, finished };
  const offered = told.offered.get(day)?.session as { minutes?: number } | undefined;
  const items = all.map((step) => step.item);
  return { kind: "going", session: { on: day, minutes: Number(offered?.minutes ?? 0), items }, steps: all };
}

function steps(pack: Pack, told: Told, day: string): readonly Step[] {
  return offeredItems(told, day).map((item) => {
    const loads: readonly Limb[] =
      item.sides === "each" ? LIMBS.filter((limb) => item.side === "both" || item.side === limb) : LIMBS;
    return step(pack, told, { ...item, key: `${item.exercise}/${item.side}`, loads }, day);
  });
}

function step(pack: Pack, told: Told, item: Item, day: string): Step {
  const trained = told.days.find((one) => one.day === day);
  const sets = trained === undefined ? [] : setsOf(item, trained);
  const closed = (status: Step["status"], whyClosed: string): Step => ({ item, sets, status, whyClosed });
  if (hurt(pack, sets)) return closed("ended", hurtWords(pack, sets));
  if (firstBout(sets).length >= item.sets) return closed("done", "");
  const skip = told.skips.find(
    (fact) => fact.at.startsWith(day) && fact.exercise === item.exercise && skips(fact, item),
  );
  if (skip !== undefined) return closed("skipped", String(skip.reason ?? ""));
  const limbs = sore(pack, told, item.loads);
  return limbs.length > 0 ? closed("withheld", soreWords(pack, limbs, worst(told, limbs))) : closed("open", "");
}

function skips(fact: Fact, item: Item): boolean {
  return fact.side === undefined || fact.side === null || fact.side === item.side;
}

function hurtWords(pack: Pack, sets: readonly Fact[]): string {
  const felt = new Set(sets.flatMap((fact) => (fact.symptoms ?? []) as string[]));
  const words = [...felt].map((symptom) => pack.symptoms[symptom] ?? symptom);
  if (words.length > 0) return say(pack, "ended_felt", { felt: listing(pack, words) });
  return say(pack, "ended_pain", { pain: Math.max(...sets.map((fact) => Number(fact.pain ?? 0))) });
}
