/**
 * Days, and facts in the order in which they count, with corrections carried out. As `record/corrections.py` does it.
 */

import type { Fact, Limb } from "../types";

export const LIMBS: readonly Limb[] = ["left", "right"];

const KINDS =
  "profile preference next-day condition screen clearance programme prescription reading pain offered set skip session correction";
const RANK = new Map(KINDS.split(" ").map((kind, rank) => [kind, rank]));
const A_DAY = 86_400_000;

/** The local day of a fact. */
export function dayOf(fact: Fact): string {
  return fact.at.slice(0, 10);
}

/** Whole days from one to another. */
export function between(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / A_DAY);
}

/** So many days later. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * A_DAY).toISOString().slice(0, 10);
}

/** The limbs a side stands for; `both` and a missing one stand for both. */
export function limbs(side: unknown): readonly Limb[] {
  return side === "left" || side === "right" ? [side] : LIMBS;
}

/** Negative where `a` comes first: by local day, clock, kind, id. A bare date comes before any clock. */
export function compare(a: Fact, b: Fact): number {
  return atCompare(a.at, b.at) || (RANK.get(a.kind) ?? 99) - (RANK.get(b.kind) ?? 99) || text(a.id, b.id);
}

/** Two moments in their order. */
export function atCompare(a: string, b: string): number {
  return text(a.slice(0, 10), b.slice(0, 10)) || timed(a) - timed(b) || Date.parse(a) - Date.parse(b);
}

function timed(at: string): number {
  return at.length > 10 ? 1 : 0;
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Facts in order; `whole` is false where a correction is about a fact that is not among them. */
export interface Effective {
  readonly facts: readonly Fact[];
  readonly whole: boolean;
}

/** Carries corrections out. A yes to a red flag outlives its correction. */
export function effective(facts: readonly Fact[]): Effective {
  const corrections = facts.filter((fact) => fact.kind === "correction").sort(compare);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const replaced = new Set(corrections.map((fact) => String(fact.replaces)));
  const last = new Map<string, Fact>();
  for (const fact of corrections) if (!replaced.has(fact.id)) last.set(first(fact, byId), fact);
  const kept = facts.filter((fact) => fact.kind !== "correction" && !replaced.has(fact.id));
  const yes = facts.filter((fact) => fact.kind === "screen" && replaced.has(fact.id)).map(onlyYes);
  const put = [...last.values()].map(replacement).filter((fact) => fact !== null);
  const known = [...last.keys()].every((id) => byId.has(id));
  return { facts: [...kept, ...yes, ...put].sort(compare), whole: known };
}

function first(correction: Fact, byId: ReadonlyMap<string, Fact>): string {
  const seen = new Set<string>();
  let id = String(correction.replaces);
  for (let next = byId.get(id); next?.kind === "correction" && !seen.has(id); next = byId.get(id)) {
    seen.add(id);
    id = String(next.replaces);
  }
  return id;
}

function replacement(correction: Fact): Fact | null {
  const put = correction.fact;
  if (put === null || put === undefined || typeof put !== "object") return null;
  return { at: correction.at, ...put, id: correction.id } as Fact;
}

function onlyYes(screen: Fact): Fact {
  const answers = Object.entries((screen.answers ?? {}) as Record<string, boolean>).filter(([, yes]) => yes);
  return { id: screen.id, at: screen.at, kind: "screen", answers: Object.fromEntries(answers) };
}
