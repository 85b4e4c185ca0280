/**
 * What `GET /api/v1/pack` answers: fourteen days of sessions with every decision in them already taken.
 *
 * `sessions` come one after another. An item's doses are `nodes`; what came of a session chooses the edge, and edges
 * lead only downwards. Facts that the sessions do not stand on yet (today's session, once begun) travel in `facts`.
 */

import type { Exercised, Fact, Flag, Limb, Load, Move, Tempo, Urgency, Why } from "./types";

export interface Pack {
  readonly version: 1;
  /** Whose it is. */
  readonly person: string;
  readonly made_at: string;
  readonly knowledge: string;
  readonly from: string;
  readonly until: string;
  /** When the last fact was told that the sessions stand on; "" before any. Later ones come after it in time. */
  readonly as_of: string;
  readonly stop: { readonly urgency: Urgency; readonly flags: readonly string[]; readonly say: string } | null;
  readonly flags: readonly KnownFlag[];
  readonly ask_why: string;
  /** The last day on which it was told whether anything is new. */
  readonly asked_new: string | null;
  /** Answers of before this day have grown old by a break. */
  readonly stale_before: string | null;
  readonly told: { readonly now: Told; readonly pain: Told };
  readonly last: LastSession | null;
  readonly rules: Rules;
  readonly pace: Pace;
  /** The exercises are chosen from the findings: where another side is sore, others would be chosen. */
  readonly composed: boolean;
  /** What must stay true for anything to rise or come in. */
  readonly rises_while: readonly While[];
  /** From this day on the next phase could open: the red flags are asked again after each session. */
  readonly gate: { readonly from: string; readonly by_pain: boolean } | null;
  readonly sessions: readonly PackSession[];
  /** By `exercise/side`. */
  readonly items: Readonly<Record<string, PackItem>>;
  readonly moves: Readonly<Record<string, Move>>;
  /** Today's session so far, where the server knows of one, and what was told since it began. */
  readonly facts: readonly Fact[];
  readonly why: Readonly<Record<WhyName, Omit<Why, "values">>>;
  readonly says: Readonly<Record<string, string>>;
  readonly headings: Readonly<Record<Urgency, string>>;
  readonly symptoms: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** A red flag and the day of its last answer that still counts; `null`: it is to be asked. */
export interface KnownFlag extends Flag {
  readonly answered: string | null;
}

/** Pain last told, by side. */
export type Told = Readonly<Record<Limb, { readonly day: string; readonly pain: number } | null>>;

/** The last session before today's. `baseline`: pain told before it; `worse_before`: sides worse the morning before. */
export interface LastSession {
  readonly day: string;
  readonly loads: readonly Limb[];
  readonly baseline: Readonly<Record<Limb, number | null>>;
  readonly worse_before: readonly Limb[];
  readonly mornings: Readonly<Record<Limb, number | null>>;
}

export interface Rules {
  readonly pain_stop: number;
  readonly pain_progress: number;
  readonly next_day_rise: number;
  readonly settled_without_baseline: number;
  readonly pain_rise_rescreen: number;
  readonly gap_days: number;
  readonly rescreen_days: number;
  readonly plyometric_gap_days: number;
}

/** How often: the last days trained, and the last with a jump or a throw. */
export interface Pace {
  readonly per_week: number;
  readonly gap_days: number;
  readonly days: readonly string[];
  readonly jumped: string | null;
}

/** Not before `on`, and at least `gap` days after the one before it was done. */
export interface PackSession {
  readonly on: string;
  readonly gap: number;
  readonly items: readonly string[];
}

export type WhyName = "held" | "unsettled" | "hurt" | "worse" | "again" | "hurt_worse" | "gap";

export interface PackItem extends Exercised {
  readonly rest_s: number;
  readonly unit: "reps" | "seconds";
  readonly jump: boolean;
  readonly per_week: number;
  /** The last days it was done. */
  readonly done: readonly string[];
  /** From this day on what it rests on has changed by time alone, and it is left out. */
  readonly changes: string | null;
  readonly while: readonly While[];
  /** Back after pain: only while the side is told to be settled. */
  readonly returns: boolean;
  /** What the first session does with it, and why. */
  readonly action: "new" | "keep" | "raise" | "lower";
  readonly why: readonly Why[];
  /** Why it is in the plan at all. */
  readonly because: readonly Why[];
  /** The last day on which the first session may still raise it or bring it in. */
  readonly rises_until: string | null;
  readonly root: Root;
  readonly levels: readonly PackLevel[];
  readonly nodes: readonly PackNode[];
}

/** What must stay true for an item to be offered. */
export interface While {
  readonly kind:
    | "pain-at-most"
    | "pain-above"
    | "sets-at-most"
    | "mornings-settled"
    | "mornings-not-worse"
    | "nothing-told";
  readonly limbs: readonly Limb[];
  readonly than: number;
}

/**
 * Where an item stands before its first session here: as offered, without the rise, after a worse morning (the second
 * running), after a long pause. `null`: left out.
 */
export interface Root {
  readonly offer: number | null;
  readonly held: number | null;
  readonly worse: number | null;
  readonly again: number | null;
  readonly gap: number | null;
}

export interface PackLevel {
  readonly level: string;
  readonly level_name: string;
  readonly tempo: Tempo | null;
  readonly load: Load;
}

/** A dose, and the node it leads to by what came of it. `worse` and `again` go by how many sets were done. */
export interface PackNode {
  readonly level: number;
  readonly sets: number;
  readonly count: number;
  /** Sessions in a row that hurt before it. */
  readonly hurts: number;
  /** Where one side is done, and for each where both are. */
  readonly minutes: readonly [number, number];
  /** The same in seconds, exactly. */
  readonly length_s: readonly [number, number];
  readonly calm: number;
  readonly hurt: number | null;
  readonly hurt_worse: number | null;
  readonly hurt_again: number | null;
  readonly worse: readonly (number | null)[];
  readonly again: readonly (number | null)[];
  readonly gap: number | null;
}
