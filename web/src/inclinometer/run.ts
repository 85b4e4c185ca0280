/**
 * The whole measuring: side by side, trial by trial, as a pure state machine around `trial.ts`. Inputs carry their time.
 * Nothing here is stored: it ends with numbers that the page's own form holds until the person saves them.
 */
import type { Vec } from "./gravity";
import { type Heard, keepNow, newTrial, type Rules, sample, type Trial, zeroNow } from "./trial";

export interface Plan extends Rules {
  readonly sides: readonly string[];
  readonly trials: number;
  /** Time to lie down or sit before the zero is looked for [ms]. */
  readonly readyMs: number;
}

export type Input =
  | { readonly kind: "sample"; readonly at: number; readonly up: Vec }
  | { readonly kind: "go"; readonly at: number }
  | { readonly kind: "now"; readonly at: number }
  | { readonly kind: "redo"; readonly at: number; readonly side: number; readonly trial: number }
  | { readonly kind: "again"; readonly at: number }
  | { readonly kind: "skip"; readonly at: number }
  | { readonly kind: "finish"; readonly at: number };

export type Said = Heard | "settle" | "side-done" | "all-done";

export interface Run {
  /** `place`: the phone is put on, a tap starts; `settle`: time to get into position; `review`: all is there. */
  readonly phase: "place" | "settle" | "zero" | "move" | "review";
  readonly side: number;
  readonly trial: number;
  readonly values: readonly (readonly (number | null)[])[];
  /** Sides left out by choice. */
  readonly skipped: readonly number[];
  readonly sinceMs: number;
  readonly now: Trial;
  /** The zero of the first trial kept on this side since the phone was put on. */
  readonly home: Vec | null;
  readonly said: readonly Said[];
}

export function begin(plan: Plan, at: number): Run {
  const values = plan.sides.map(() => Array<number | null>(plan.trials).fill(null));
  const start = { phase: "place" as const, side: 0, trial: 0, skipped: [] };
  return { ...start, values, sinceMs: at, now: newTrial(at), home: null, said: [] };
}

export function step(plan: Plan, run: Run, input: Input): Run {
  const quiet: Run = { ...run, said: [] };
  switch (input.kind) {
    case "go":
      if (run.phase !== "place") return quiet;
      return { ...quiet, phase: "settle", sinceMs: input.at, home: null, said: ["settle"] };
    case "now":
      return byHand(plan, quiet, input.at);
    case "redo":
      return placed(cleared(quiet, input.side, input.trial), input.at, input.side, input.trial);
    case "again":
      return placed(cleared(quiet, run.side, null), input.at, run.side, 0);
    case "skip":
      return onward({ ...quiet, skipped: [...run.skipped, run.side] }, input.at);
    case "finish":
      return { ...quiet, phase: "review" };
    case "sample":
      return sampled(plan, quiet, input.at, input.up);
  }
}

/** Whole seconds left to get into position. */
export function settleLeft(plan: Plan, run: Run, at: number): number {
  return Math.max(0, Math.ceil((run.sinceMs + plan.readyMs - at) / 1000));
}

/** The trials of a side that are there. */
export function told(run: Run, side: number): number[] {
  return (run.values[side] ?? []).filter((value) => value !== null);
}

function byHand(plan: Plan, run: Run, at: number): Run {
  if (run.phase === "settle") return { ...run, phase: "zero", now: newTrial(at), sinceMs: at };
  if (run.phase === "zero") return after(run, zeroNow(plan, run.now, at), at);
  if (run.phase === "move") return after(run, keepNow(plan, run.now, at), at);
  return run;
}

function sampled(plan: Plan, run: Run, at: number, up: Vec): Run {
  if (run.phase === "settle") {
    return settleLeft(plan, run, at) > 0 ? run : { ...run, phase: "zero", now: newTrial(at), sinceMs: at };
  }
  if (run.phase !== "zero" && run.phase !== "move") return run;
  return after(run, sample(plan, run.now, at, up, run.home), at);
}

/** What a trial's step means for the whole. */
function after(run: Run, now: Trial, at: number): Run {
  const said = now.heard === null ? [] : [now.heard];
  if (now.phase !== "kept") return { ...run, now, phase: now.phase, said };
  const values = run.values.map((row, side) =>
    row.map((value, trial) => (side === run.side && trial === run.trial ? now.value : value)),
  );
  const next = { ...run, values, now: newTrial(at), home: run.home ?? run.now.zero, said };
  const trial = values[run.side]?.indexOf(null) ?? -1;
  return trial >= 0 ? { ...next, phase: "zero", trial } : onward(next, at);
}

/** To the next side with a trial to do, or to the end. */
function onward(run: Run, at: number): Run {
  const side = run.values.findIndex((row, n) => row.includes(null) && !run.skipped.includes(n));
  if (side < 0) return { ...run, phase: "review", said: [...run.said, "all-done"] };
  const next = placed(run, at, side, run.values[side]?.indexOf(null) ?? 0);
  return { ...next, said: [...run.said, "side-done"] };
}

function placed(run: Run, at: number, side: number, trial: number): Run {
  const skipped = run.skipped.filter((one) => one !== side);
  return { ...run, phase: "place", side, trial, skipped, sinceMs: at, home: null, now: newTrial(at) };
}

/** One trial taken away, or with `null` all of a side. */
function cleared(run: Run, side: number, trial: number | null): Run {
  const values = run.values.map((row, s) =>
    row.map((value, t) => (s === side && (trial === null || t === trial) ? null : value)),
  );
  return { ...run, values };
}
