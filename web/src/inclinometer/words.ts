/** What is shown and said while measuring, and what a result amounts to. In: the run, the page's words. Out: sentences. */
import { median } from "./gravity";
import { type Plan, type Run, type Said, told } from "./run";
import type { Trouble } from "./sensor";

export type Who = "alone" | "helper";

export interface Last {
  readonly value: number;
  /** The error it was taken with; `null` where none is known. */
  readonly mdc: number | null;
  readonly on: string;
}

/** What the page hands over; see `inclinometer.py`. */
export interface Page extends Plan {
  readonly zero: string;
  readonly move: string;
  readonly back: string;
  readonly mdc: Readonly<Record<Who, number | null>>;
  readonly last: Readonly<Record<string, Last>>;
}

export const TROUBLE: Record<Trouble, string> = {
  insecure: "The phone gives its tilt only to a page opened by https. Type the numbers in instead.",
  missing: "This browser gives no tilt. Type the numbers in instead.",
  denied: "The sensors were not allowed. Allow them in the browser's settings, or type the numbers in.",
  silent: "Nothing here tells its tilt, as on most computers. Open this page on a phone, or type the numbers in.",
};

/** The one line of the moment. */
export function line(page: Page, run: Run): string {
  switch (run.phase) {
    case "settle":
      return "Seconds to get into position.";
    case "zero":
      return run.now.astray ? astray(page, run) : run.home === null ? page.zero : page.back;
    case "move":
      return page.move;
    default:
      return "";
  }
}

function astray(page: Page, run: Run): string {
  if (run.home !== null) return `Not back at the start yet. ${page.back}`;
  return page.edge === "plumb"
    ? `The phone does not stand upright yet. ${page.zero}`
    : `The phone does not lie level yet. ${page.zero}`;
}

/** What is said aloud after a step, in order. */
export function aloud(page: Page, run: Run, before: Run): string {
  return run.said.map((said) => spoken(said, page, run, before)).join(" ");
}

function spoken(said: Said, page: Page, run: Run, before: Run): string {
  switch (said) {
    case "settle":
      return `${side(page, run.side)}. Get into position. ${page.zero}`;
    case "zeroed":
      return `Zeroed. ${page.move}`;
    case "zeroed-again":
      return `Back at the start, zeroed again. ${page.move}`;
    case "kept": {
      const value = degrees(run.values[before.side]?.[before.trial] ?? null);
      return run.phase === "zero" ? `${value}. Now the next trial. ${page.back}` : `${value}.`;
    }
    case "side-done":
      return `Now the ${page.sides[run.side] ?? "other"} side. Move the phone over.`;
    case "all-done":
      return "All done. Look at the numbers, then save them.";
    default:
      return refusal(said, page);
  }
}

/** Why a trial was not taken. */
export function refusal(said: Said, page: Page): string {
  switch (said) {
    case "fast":
      return `That was too quick for a leg: the phone may have slipped. Once more. ${page.zero}`;
    case "bounds":
      return `That is more than this can be, ${page.bounds.low} to ${page.bounds.high} degrees. Once more. ${page.zero}`;
    case "other-way":
      return `It set off one way and ended on the other, so it was not counted. Once more. ${page.zero}`;
    default:
      return "";
  }
}

export const REFUSED: ReadonlySet<Said> = new Set<Said>(["fast", "bounds", "other-way"]);

/** `28 degrees`, `1 degree`, for the voice. */
export function degrees(value: number | null): string {
  if (value === null) return "";
  return `${value < 0 ? "minus " : ""}${Math.abs(value)} degree${Math.abs(value) === 1 ? "" : "s"}`;
}

/** `28°`, with a true minus sign. */
export function shown(value: number): string {
  return `${String(Math.round(value * 10) / 10).replace("-", "−")}°`;
}

/** `Left side`. */
export function side(page: Plan, n: number): string {
  const name = page.sides[n] ?? "";
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} side`;
}

/** A side's result: the middle trial, and what it amounts to. */
export interface Verdict {
  readonly value: number | null;
  readonly says: string;
}

/** Nothing is called a change that the error could explain. */
export function verdict(page: Page, run: Run, n: number, who: Who | null): Verdict {
  const values = told(run, n);
  if (values.length === 0) return { value: null, says: "Not measured." };
  const value = median(values);
  const mdc = who === null ? null : page.mdc[who];
  const error = mdc === null ? "How sure it is we do not know" : `Give or take ${mdc}`;
  const last = page.last[page.sides[n] ?? ""];
  if (last === undefined) return { value, says: `${error}. The first time by phone: nothing to compare it with yet.` };
  return { value, says: `${error}; last time (${last.on}) ${shown(last.value)}: ${compared(value, last, mdc)}` };
}

function compared(value: number, last: Last, mdc: number | null): string {
  if (mdc === null || last.mdc === null) return "without an error nothing can be said of a change.";
  const by = value - last.value;
  if (Math.abs(by) <= Math.max(mdc, last.mdc)) return "within the error, so no change.";
  return `${shown(Math.abs(by))} ${by > 0 ? "more" : "less"}, beyond the error. Seen on a second day, it counts.`;
}
