/**
 * One trial, as a pure state machine: directions of up with their times go in; a zero, an angle and the kept value come
 * out. Held still, it takes the zero; the leg moves; held still again at the end, it keeps the number. Time is passed in.
 * The thresholds are our own (design): no published protocol measures a person alone in this way.
 */
import { angleDeg, cross, median, medianUp, signedDeg, spreadDeg, unit, type Vec } from "./gravity";

/** Directions over this time are reduced to their median: one wild reading leaves no trace. */
export const FILTER_MS = 300;
/** Still: within STILL_DEG for as long as the zero or the end asks. */
export const STILL_DEG = 1;
export const ZERO_MS = 1000;
/** What counts as having moved, and gives the movement its direction. */
export const CLEAR_DEG = 5;
/** A later zero lies this close to the first one of that side. */
export const HOME_DEG = 15;
/** How far the phone's long edge may be off plumb or level when a zero takes itself. */
export const EDGE_DEG = 35;
/** Faster than a leg left to its weight: the phone slipped or was knocked. */
export const FASTEST_DEG_S = 250;
const SPEED_MS = 120;

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What a measure says about measuring it by gravity; see `phone:` in its file. */
export interface Rules {
  readonly bounds: Bounds;
  /** How long the end is held [ms]. */
  readonly holdMs: number;
  /** How the long edge lies at the zero. */
  readonly edge: "plumb" | "level";
  /** `first`: the way of the first clear movement is positive. `sink`: the phone's top sinking is. */
  readonly sign: "first" | "sink";
}

export type Refusal = "fast" | "bounds" | "other-way";
export type Heard = "zeroed" | "zeroed-again" | "kept" | Refusal;

interface Sample {
  readonly at: number;
  readonly up: Vec;
}

export interface Trial {
  readonly phase: "zero" | "move" | "kept";
  readonly sinceMs: number;
  readonly raw: readonly Sample[];
  readonly smooth: readonly Sample[];
  readonly zero: Vec | null;
  /** The axis of the movement, once it is known. */
  readonly normal: Vec | null;
  /** The farthest it went from the zero. */
  readonly reachedDeg: number;
  readonly angle: number | null;
  readonly value: number | null;
  /** What came of the last input, to be said aloud. */
  readonly heard: Heard | null;
  /** Still, but not how a zero should lie. */
  readonly astray: boolean;
}

export function newTrial(at: number): Trial {
  const nothing = { zero: null, normal: null, reachedDeg: 0, angle: null, value: null, heard: null, astray: false };
  return { phase: "zero", sinceMs: at, raw: [], smooth: [], ...nothing };
}

/** A direction of up at a time. `home` is the first zero of this side, where there is one. */
export function sample(rules: Rules, trial: Trial, at: number, up: Vec, home: Vec | null): Trial {
  if (trial.phase === "kept") return { ...trial, heard: null };
  const next = taken(trial, at, up, rules.holdMs);
  return next.phase === "zero" ? seekZero(rules, next, at, home) : follow(rules, next, at);
}

/** The zero by hand: where the phone is now. */
export function zeroNow(rules: Rules, trial: Trial, at: number): Trial {
  const up = trial.smooth.at(-1)?.up;
  return trial.phase === "zero" && up !== undefined ? zeroed(rules, trial, at, up, "zeroed") : trial;
}

/** The end by hand: what it shows now. */
export function keepNow(rules: Rules, trial: Trial, at: number): Trial {
  return trial.phase === "move" && trial.angle !== null ? kept(rules, trial, at, trial.angle) : trial;
}

function taken(trial: Trial, at: number, up: Vec, holdMs: number): Trial {
  const raw = [...trial.raw.filter((one) => at - one.at <= FILTER_MS), { at, up }];
  const middle = medianUp(raw.map((one) => one.up)) ?? up;
  const keepMs = Math.max(ZERO_MS, holdMs) + 200;
  const smooth = [...trial.smooth.filter((one) => at - one.at <= keepMs), { at, up: middle }];
  return { ...trial, raw, smooth, heard: null };
}

/** The directions of the last while, when they cover all of it and lie close together; else nothing. */
function still(trial: Trial, at: number, spanMs: number): readonly Vec[] | null {
  if (at - trial.sinceMs < spanMs) return null;
  const recent = trial.smooth.filter((one) => at - one.at <= spanMs && one.at >= trial.sinceMs);
  const first = recent[0];
  if (first === undefined || at - first.at < spanMs - FILTER_MS) return null;
  const ups = recent.map((one) => one.up);
  return spreadDeg(ups) < STILL_DEG ? ups : null;
}

function seekZero(rules: Rules, trial: Trial, at: number, home: Vec | null): Trial {
  const ups = still(trial, at, ZERO_MS);
  const up = ups === null ? null : medianUp(ups);
  if (up === null) return { ...trial, astray: false };
  const near = home === null ? lies(rules, up) : angleDeg(up, home) <= HOME_DEG;
  return near ? zeroed(rules, trial, at, up, "zeroed") : { ...trial, astray: true };
}

/** Whether the phone's long edge lies as it should at the zero. */
function lies(rules: Rules, up: Vec): boolean {
  const elevation = Math.abs(Math.asin(Math.max(-1, Math.min(1, up[1])))) * (180 / Math.PI);
  return rules.edge === "plumb" ? elevation >= 90 - EDGE_DEG : elevation <= EDGE_DEG;
}

function zeroed(rules: Rules, trial: Trial, at: number, up: Vec, heard: Heard): Trial {
  const normal: Vec | null = rules.sign === "sink" ? [1, 0, 0] : null;
  const begun = { phase: "move" as const, sinceMs: at, zero: up, normal, reachedDeg: 0, angle: 0 };
  return { ...trial, ...begun, astray: false, heard };
}

function follow(rules: Rules, trial: Trial, at: number): Trial {
  const up = trial.smooth.at(-1)?.up;
  if (trial.zero === null || up === undefined) return trial;
  if (speed(trial, at) > FASTEST_DEG_S) return refused(trial, at, "fast");
  const away = angleDeg(trial.zero, up);
  const normal = trial.normal ?? (away >= CLEAR_DEG ? unit(cross(trial.zero, up)) : null);
  const angle = normal === null ? away : signedDeg(trial.zero, up, normal);
  const next = { ...trial, normal, angle, reachedDeg: Math.max(trial.reachedDeg, away) };
  return next.reachedDeg < CLEAR_DEG ? next : atRest(rules, next, at);
}

function atRest(rules: Rules, trial: Trial, at: number): Trial {
  const ups = still(trial, at, rules.holdMs);
  const { zero, normal } = trial;
  if (ups === null || zero === null || normal === null) return trial;
  const value = median(ups.map((up) => signedDeg(zero, up, normal)));
  const up = ups.at(-1);
  if (rules.sign === "first" && Math.abs(value) < CLEAR_DEG && up !== undefined) {
    return zeroed(rules, trial, at, up, "zeroed-again");
  }
  return kept(rules, trial, at, value);
}

function kept(rules: Rules, trial: Trial, at: number, value: number): Trial {
  if (rules.sign === "first" && value <= -CLEAR_DEG) return refused(trial, at, "other-way");
  const rounded = Math.round(value);
  if (rounded < rules.bounds.low || rounded > rules.bounds.high) return refused(trial, at, "bounds");
  return { ...trial, phase: "kept", angle: value, value: rounded === 0 ? 0 : rounded, heard: "kept" };
}

/** Back to the zero of the same trial, with the reason. */
function refused(trial: Trial, at: number, heard: Refusal): Trial {
  return { ...newTrial(at), raw: trial.raw, heard };
}

/** How fast it turns [deg/s], over a short stretch of the smoothed directions. */
function speed(trial: Trial, at: number): number {
  const now = trial.smooth.at(-1);
  const before = trial.smooth.findLast((one) => one.at <= at - SPEED_MS && one.at >= trial.sinceMs);
  if (now === undefined || before === undefined) return 0;
  return (angleDeg(before.up, now.up) / (now.at - before.at)) * 1000;
}
