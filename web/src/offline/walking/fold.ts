/**
 * What the facts told since the pack amount to: mornings, pain, answers, what was done on which day.
 *
 * In: a pack and facts. Out: `Told`. It keeps to `track/fold.py` step by step, on the few things a phone tells itself.
 */

import type { LastSession, Pack } from "../pack";
import type { Fact, Item, Limb } from "../types";
import { atCompare, between, dayOf, effective, LIMBS, later, limbs } from "./order";

type ByLimb<T> = Record<Limb, T>;

/** A day with at least one set. */
export interface Trained {
  readonly day: string;
  readonly baseline: Readonly<ByLimb<number | null>>;
  readonly worseBefore: ReadonlySet<Limb>;
  readonly mornings: ByLimb<number | null>;
  readonly loads: Set<Limb>;
  readonly sets: Fact[];
}

export interface Answer {
  day: string | null;
  seq: number;
}

export interface Told {
  readonly yes: Set<string>;
  readonly flags: Map<string, Answer>;
  reopened: { seq: number; why: string };
  staleBefore: string | null;
  askedNew: string | null;
  /** Days from which on the next phase could be open, by what was done or told. */
  readonly turns: string[];
  readonly pain: ByLimb<{ day: string; pain: number } | null>;
  readonly now: ByLimb<{ day: string; pain: number } | null>;
  /** The last session of the pack's own record, if any. */
  readonly before: Trained | null;
  /** Days trained since, oldest first. */
  readonly days: Trained[];
  readonly offered: Map<string, Fact>;
  readonly skips: Fact[];
  readonly ended: Set<string>;
  /** Something was told that only the server can weigh. */
  foreign: boolean;
}

const OWN = new Set(["set", "skip", "session", "offered", "pain", "next-day", "screen", "clearance"]);
const LATE_COUNTS = new Set(["set", "pain", "next-day", "screen"]);
const REOPENING = new Set(["numb", "giving-way"]);

/** Folds the facts that a pack's sessions do not stand on yet. */
export function fold(pack: Pack, facts: readonly Fact[]): Told {
  const ids = new Set(facts.map((fact) => fact.id));
  const known = pack.facts.filter((fact) => !ids.has(fact.id));
  const { facts: ordered, whole } = effective([...known, ...facts]);
  const told = begin(pack);
  told.foreign = !whole;
  ordered.forEach((fact, place) => {
    take(pack, told, fact, place + 1);
  });
  return told;
}

function begin(pack: Pack): Told {
  return {
    yes: new Set(),
    flags: new Map(pack.flags.map((flag) => [flag.id, { day: flag.answered, seq: 0 }])),
    reopened: { seq: 0, why: "" },
    staleBefore: pack.stale_before,
    askedNew: pack.asked_new,
    turns: pack.gate === null ? [] : [pack.gate.from],
    pain: { ...pack.told.pain },
    now: { ...pack.told.now },
    before: pack.last === null ? null : lastOf(pack.last),
    days: [],
    offered: new Map(),
    skips: [],
    ended: new Set(),
    foreign: false,
  };
}

/** The pack's last session as a day trained. */
export function lastOf(last: LastSession): Trained {
  const { day, baseline, worse_before, mornings, loads } = last;
  return {
    day,
    baseline,
    worseBefore: new Set(worse_before),
    mornings: { ...mornings },
    loads: new Set(loads),
    sets: [],
  };
}

function take(pack: Pack, told: Told, fact: Fact, seq: number): void {
  const day = dayOf(fact);
  const late = pack.as_of !== "" && atCompare(fact.at, pack.as_of) < 0;
  if (!OWN.has(fact.kind) || (late && LATE_COUNTS.has(fact.kind))) told.foreign = true;
  if (fact.kind === "screen") screen(pack, told, fact, day, seq);
  else if (fact.kind === "pain") pain(pack, told, fact, day, seq);
  else if (fact.kind === "next-day") morning(pack, told, fact, day, seq);
  else if (fact.kind === "set") set(pack, told, fact, day, seq);
  else if (fact.kind === "skip") told.skips.push(fact);
  else if (fact.kind === "session") told.ended.add(day);
  else if (fact.kind === "offered" && !told.offered.has(day)) told.offered.set(day, fact);
}

function screen(pack: Pack, told: Told, fact: Fact, day: string, seq: number): void {
  if (fact.anything_new === true) told.reopened = { seq, why: "ask_new" };
  const answers = (fact.answers ?? {}) as Record<string, boolean>;
  for (const [id, yes] of Object.entries(answers)) {
    if (yes) told.yes.add(id);
    told.flags.set(id, { day, seq });
  }
  const all = pack.flags.every((flag) => flag.id in answers);
  if (all || typeof fact.anything_new === "boolean") told.askedNew = day;
}

function pain(pack: Pack, told: Told, fact: Fact, day: string, seq: number): void {
  const now = Number(fact.now);
  for (const limb of limbs(fact.side)) {
    const before = told.pain[limb];
    if (before !== null && now - before.pain >= pack.rules.pain_rise_rescreen) told.reopened = { seq, why: "ask_rise" };
    told.pain[limb] = { day, pain: now };
    told.now[limb] = { day, pain: now };
  }
  if (pack.gate?.by_pain) told.turns.push(day);
}

function morning(pack: Pack, told: Told, fact: Fact, day: string, seq: number): void {
  const pain = Number(fact.pain);
  const about = lastBefore(told, day);
  for (const limb of limbs(fact.side)) {
    told.now[limb] = { day, pain };
    if (about === null) continue;
    about.mornings[limb] = Math.max(pain, about.mornings[limb] ?? 0);
    const baseline = about.baseline[limb];
    if (baseline !== null && pain - baseline >= pack.rules.pain_rise_rescreen)
      told.reopened = { seq, why: "ask_overnight" };
  }
  if (pack.gate !== null) told.turns.push(day);
  if (pack.gate?.by_pain) told.turns.push(day);
}

/** The last day trained before a day. */
export function lastBefore(told: Told, day: string): Trained | null {
  return told.days.findLast((one) => one.day < day) ?? (told.before && told.before.day < day ? told.before : null);
}

function set(pack: Pack, told: Told, fact: Fact, day: string, seq: number): void {
  const last = told.days.at(-1);
  const today = last?.day === day ? last : start(pack, told, day);
  today.sets.push(fact);
  for (const limb of loadsOf(pack, told, fact, day)) today.loads.add(limb);
  const symptoms = (fact.symptoms ?? []) as readonly string[];
  if (symptoms.some((symptom) => REOPENING.has(symptom))) told.reopened = { seq, why: "ask_symptom" };
}

function start(pack: Pack, told: Told, day: string): Trained {
  const before = told.days.at(-1) ?? told.before;
  const worseBefore = new Set<Limb>(before === null ? [] : LIMBS.filter((limb) => worse(pack, before, limb) === true));
  if (before !== null && between(before.day, day) >= pack.rules.gap_days)
    told.staleBefore = later(before.day, pack.rules.gap_days);
  const baseline = { left: told.pain.left?.pain ?? null, right: told.pain.right?.pain ?? null };
  const today = { day, baseline, worseBefore, mornings: { left: null, right: null }, loads: new Set<Limb>(), sets: [] };
  told.days.push(today);
  if (pack.gate !== null) told.turns.push(later(day, 1));
  return today;
}

/** The limbs a set loads; those of a move the pack does not know are both. */
export function loadsOf(pack: Pack, told: Told, fact: Fact, day: string): readonly Limb[] {
  const known = Object.values(pack.items).find((item) => item.exercise === fact.exercise);
  const sides = known?.sides ?? offeredItems(told, day).find((item) => item.exercise === fact.exercise)?.sides;
  return sides === "each" ? limbs(fact.side) : LIMBS;
}

/** What was offered on a day. */
export function offeredItems(told: Told, day: string): readonly Item[] {
  const session = told.offered.get(day)?.session as { items?: unknown } | undefined;
  return Array.isArray(session?.items) ? (session.items as unknown[]).filter(isItem) : [];
}

/** Whether it is an item that can be followed: a record may hold what another program offered. */
function isItem(item: unknown): item is Item {
  if (typeof item !== "object" || item === null) return false;
  const { exercise, level, side, sets, reps, seconds } = item as Record<string, unknown>;
  const named = [exercise, level, side].every((one) => typeof one === "string");
  return named && typeof sets === "number" && (typeof reps === "number" || typeof seconds === "number");
}

/** Whether the morning after a day was worse; `null` where it was not told. */
export function worse(pack: Pack, day: Trained, limb: Limb): boolean | null {
  const told = day.mornings[limb];
  if (told === null) return null;
  const baseline = day.baseline[limb];
  if (baseline === null) return told > pack.rules.settled_without_baseline;
  return told - baseline >= pack.rules.next_day_rise;
}
