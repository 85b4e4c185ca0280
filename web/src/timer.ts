/**
 * The hold and rest timer of a set, as a pure state machine: a plan, a state and the time go in, a view comes out.
 * Time is passed in and never read here, so a test can walk through a whole set in no time.
 */

export type Phase = "ready" | "hold" | "rest" | "done";
export type Status = "idle" | "running" | "paused" | "done";

/** Seconds of each phase, and how often. There is no rest after the last hold. */
export interface TimerPlan {
  readonly readySeconds: number;
  readonly holdSeconds: number;
  readonly restSeconds: number;
  readonly sets: number;
}

/** What has run so far: the time spent up to the last pause, and since when it runs (`null` while it stands still). */
export interface TimerState {
  readonly spentMs: number;
  readonly sinceMs: number | null;
}

export interface Segment {
  readonly phase: Exclude<Phase, "done">;
  readonly set: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface TimerView {
  readonly status: Status;
  readonly phase: Phase;
  /** Counts from 1; the last set once done. */
  readonly set: number;
  /** Whole seconds left in this phase, rounded up: it shows 1 until the phase is over. */
  readonly leftSeconds: number;
  /** 0..1 of this phase. */
  readonly fraction: number;
}

export const IDLE: TimerState = { spentMs: 0, sinceMs: null };

/** The phases in order, on one time line. Phases of no length are left out. */
export function segments(plan: TimerPlan): Segment[] {
  const parts: Segment[] = [];
  let at = 0;
  const add = (phase: Segment["phase"], set: number, seconds: number): void => {
    if (seconds <= 0) return;
    parts.push({ phase, set, startMs: at, endMs: at + seconds * 1000 });
    at += seconds * 1000;
  };
  for (let set = 1; set <= plan.sets; set += 1) {
    if (set === 1) add("ready", set, plan.readySeconds);
    add("hold", set, plan.holdSeconds);
    if (set < plan.sets) add("rest", set, plan.restSeconds);
  }
  return parts;
}

/** Time run so far; a clock that jumps back never takes time away. */
export function elapsedMs(state: TimerState, nowMs: number): number {
  return state.sinceMs === null ? state.spentMs : state.spentMs + Math.max(0, nowMs - state.sinceMs);
}

/** Starts, or goes on after a pause. */
export function start(state: TimerState, nowMs: number): TimerState {
  return state.sinceMs === null ? { spentMs: state.spentMs, sinceMs: nowMs } : state;
}

export function pause(state: TimerState, nowMs: number): TimerState {
  return { spentMs: elapsedMs(state, nowMs), sinceMs: null };
}

/** Goes to the end of the phase that runs, and keeps running or standing as before. */
export function skip(plan: TimerPlan, state: TimerState, nowMs: number): TimerState {
  const spent = elapsedMs(state, nowMs);
  const current = segments(plan).find((part) => spent < part.endMs);
  if (current === undefined) return state;
  return { spentMs: current.endMs, sinceMs: state.sinceMs === null ? null : nowMs };
}

/** What to show at this moment. */
export function view(plan: TimerPlan, state: TimerState, nowMs: number): TimerView {
  const spent = elapsedMs(state, nowMs);
  const current = segments(plan).find((part) => spent < part.endMs);
  if (current === undefined) {
    return { status: "done", phase: "done", set: plan.sets, leftSeconds: 0, fraction: 1 };
  }
  const idle = state.sinceMs === null && state.spentMs === 0;
  return {
    status: idle ? "idle" : state.sinceMs === null ? "paused" : "running",
    phase: current.phase,
    set: current.set,
    leftSeconds: Math.ceil((current.endMs - spent) / 1000),
    fraction: (spent - current.startMs) / (current.endMs - current.startMs),
  };
}
