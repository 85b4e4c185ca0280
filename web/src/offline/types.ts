/**
 * What the server ships for the days a phone may be offline, and what the browser makes of it.
 *
 * The pack holds every decision already taken: each item of a session carries the doses it may still have, as nodes
 * that lead only downwards. The browser follows edges; it works out no dose and never raises one.
 */

export type Limb = "left" | "right";
export type Side = Limb | "both";
export type Urgency = "now" | "same-day" | "two-weeks" | "before-starting";

/** A fact as it travels and is stored: an object with `id` (UUIDv7), `at` (ISO 8601 with offset) and `kind`. */
export interface Fact {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

export interface Tempo {
  readonly up_s: number;
  readonly hold_s: number;
  readonly down_s: number;
  /** Which way a repetition sets out, where that is known: a squat goes down first. */
  readonly first?: "up" | "down";
}

export interface Load {
  readonly kg?: number;
  readonly band?: string;
}

export interface Why {
  readonly criterion: string;
  readonly says: string;
  readonly source: string;
  readonly values: Record<string, unknown>;
}

/** One dose an item may have. Where an edge leads: the number of another node, or `null` for "leave it out". */
export interface Dose {
  readonly level: string;
  readonly level_name: string;
  readonly sets: number;
  readonly reps: number | null;
  readonly seconds: number | null;
  readonly tempo: Tempo | null;
  readonly rest_s: number;
  readonly load: Load;
  readonly minutes: number;
  readonly action: "new" | "keep" | "raise" | "lower";
  readonly why: readonly Why[];
}

export interface Move {
  readonly name: string;
  /** What kind of exercise it is: a walk counts steps. */
  readonly kind: string;
  readonly position: string;
  readonly steps: readonly string[];
  readonly cues: readonly string[];
  readonly avoid: readonly string[];
  /** Muscles in words, those that work hardest first. */
  readonly muscles: readonly string[];
  /** Where the first of them are felt, in everyday words; older packs do not say. */
  readonly where?: string;
  /** Whether its load in kilograms is asked after a set. */
  readonly weighs: boolean;
}

/** Which exercise, on which side, and what it is there for. */
export interface Exercised {
  readonly exercise: string;
  readonly name: string;
  readonly side: Side;
  /** How the exercise counts its sides. */
  readonly sides: "each" | "both" | "direction";
  readonly loads: readonly Limb[];
  readonly role: "warm-up" | "plyometric" | "work" | "stretch";
  readonly bouts: number;
}

/** An item of a session as it is to be done now: the contract's item, with what the player needs. */
export interface Item extends Dose, Exercised {
  /** `exercise/side`: one a session. */
  readonly key: string;
}

export interface Session {
  readonly on: string;
  readonly minutes: number;
  readonly items: readonly Item[];
}

export interface Flag {
  readonly id: string;
  readonly name: string;
  readonly asks: string;
  readonly says: string;
  readonly urgency: Urgency;
}

export interface Stop {
  readonly urgency: Urgency;
  readonly heading: string;
  readonly say: string;
  readonly flags: readonly Flag[];
}

/** One item of today's session and how far it is. */
export interface Step {
  readonly item: Item;
  readonly sets: readonly Fact[];
  readonly status: "open" | "done" | "ended" | "skipped" | "withheld";
  readonly whyClosed: string;
}

/** What must be asked before a session. Nothing is pre-filled. */
export interface Before {
  readonly morning: { readonly about: string; readonly sides: readonly Limb[] } | null;
  readonly anythingNew: boolean;
  readonly pain: readonly Limb[];
}

/** What a day is. `expired`: the pack is too old to offer anything from. */
export type Today =
  | { readonly kind: "stop"; readonly stop: Stop }
  | { readonly kind: "ask"; readonly why: string; readonly flags: readonly Flag[] }
  | { readonly kind: "rest"; readonly next: string | null; readonly why: readonly string[] }
  | { readonly kind: "due"; readonly session: Session; readonly before: Before; readonly why: readonly string[] }
  | { readonly kind: "going"; readonly session: Session; readonly steps: readonly Step[] }
  | { readonly kind: "done"; readonly steps: readonly Step[]; readonly finished: boolean }
  | { readonly kind: "nothing"; readonly why: readonly string[] }
  | { readonly kind: "expired"; readonly until: string };
