/**
 * How things are said in the shell: as on the server's pages (turnout.web.words), so that nobody sees a difference.
 *
 * In: days, items, numbers. Out: plain British English.
 */
import type { Item, Tempo } from "../types";

const NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split(" ");
const NEAR: Readonly<Record<string, string>> = { "0": "today", "1": "tomorrow", "-1": "yesterday" };

export const ACTIONS: Readonly<Record<Item["action"], string>> = {
  new: "New",
  keep: "As last time",
  raise: "One step up",
  lower: "Eased",
};

/** `1 answer waits`, `3 answers wait`. */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `Four moves, 18 minutes`, or `Two moves left`. */
export function titleOf(items: readonly Item[], minutes: number, left = false): string {
  const n = new Set(items.map((item) => item.exercise)).size;
  const moves = `${NUMBERS[n] ?? n} move${n === 1 ? "" : "s"}`;
  return left ? `${moves} left` : `${moves}, ${count(minutes, "minute", "minutes")}`;
}

/** `Monday 23 November`. */
export function longDay(day: string): string {
  const at = noon(day);
  return `${inWords(at, { weekday: "long" })} ${at.getUTCDate()} ${inWords(at, { month: "long" })}`;
}

/** `today`, `tomorrow`, `yesterday`, `on Monday 23 November`. */
export function relativeDay(day: string, today: string): string {
  const days = Math.round((noon(day).getTime() - noon(today).getTime()) / 86_400_000);
  return NEAR[String(days)] ?? `on ${longDay(day)}`;
}

/** A number without a needless `.0`, with a true minus sign. */
export function num(value: number): string {
  return String(Math.round(value * 10) / 10).replace("-", "−");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const NO_BREAK = "\u00a0";

/** `3 × 15`, which never breaks across lines. */
export function times(sets: number, count: number | string): string {
  return `${sets}${NO_BREAK}×${NO_BREAK}${count}`;
}

/** A core message as a sentence: a capital, `2 × 12`, `28°`, a full stop. */
export function sentence(text: string): string {
  const plain = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=\d)x(?=\d)/g, `${NO_BREAK}×${NO_BREAK}`)
    .replace(/(?<=\w)'(?=\w)/g, "’")
    .replace(/(?<=\d) deg(?:rees)?\b/g, "°")
    .replace(/\breps\b/g, "repetitions");
  if (plain === "") return "";
  return capital(plain) + (/[.!?]$/.test(plain) ? "" : ".");
}

/** `a, b and c`. */
export function listing(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** `Left side`, `To the right`, `Both sides`. */
export function sideOf(item: Pick<Item, "side" | "sides">): string {
  if (item.side === "both") return "Both sides";
  return item.sides === "direction" ? `To the ${item.side}` : `${capital(item.side)} side`;
}

export function unitOf(item: Pick<Item, "reps">): string {
  return item.reps === null ? "seconds" : "repetitions";
}

/** `2 s up – 1 s hold – 3 s down`; empty without a tempo. */
export function tempoOf(tempo: Tempo | null): string {
  return tempo === null ? "" : `${num(tempo.up_s)} s up – ${num(tempo.hold_s)} s hold – ${num(tempo.down_s)} s down`;
}

const SOURCES: Readonly<Record<string, string>> = {
  design: "Our own rule",
  person: "What you told us",
  clinician: "Your clinician",
  computed: "Our muscle model",
};

/** A source as it is named in a line: `Thomee 1997`, `Text A3`, `Our own rule`. */
export function sourceName(id: string): string {
  if (/^[a-z]\d+$/.test(id)) return `Text ${id.toUpperCase()}`;
  return SOURCES[id] ?? capital(id.replaceAll("-", " "));
}

/** The name of a thing within a sentence: a lower first letter, but for a name that is one letter or an abbreviation. */
export function within(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

function noon(day: string): Date {
  return new Date(`${day.slice(0, 10)}T12:00:00Z`);
}

function inWords(at: Date, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...form, timeZone: "UTC" }).format(at);
}
