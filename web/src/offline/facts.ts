/**
 * Facts made on the device: a name that nobody else gives, and the local time at which it was told.
 *
 * In: a kind, its fields, the clock. Out: a `Fact`. Names are UUIDv7 (RFC 9562, 5.7): they sort by the time they were
 * made, within a millisecond too. Times never run back: a clock that was set back, or a fact of another device that is
 * a little ahead, must not put what is told now before what was told earlier on the same day.
 */
import type { Fact } from "./types";

const MOST_COUNT = 0xfff;

/** The instant of the newest known fact of each local day, in milliseconds. */
const newest = new Map<string, number>();
let lastMs = -1;
let count = 0;

/** A fact told now. Fields that are `undefined` are left out: a missing value is missing, never a guess. */
export function newFact(kind: string, fields: Readonly<Record<string, unknown>> = {}, now: Date = new Date()): Fact {
  const at = localTime(afterAll(now));
  noteTimes([{ at }]);
  const told = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...told, id: newId(now.getTime()), at, kind };
}

/** Lets the times of facts that are known already count, so that new ones come after them. */
export function noteTimes(facts: Iterable<{ readonly at: string }>): void {
  for (const { at } of facts) {
    const instant = Date.parse(at);
    if (at.length <= 10 || Number.isNaN(instant)) continue;
    const day = dayOf(at);
    newest.set(day, Math.max(newest.get(day) ?? instant, instant));
  }
}

/** Now, or just after the newest fact of the day where that is later; never on another day. */
function afterAll(now: Date): Date {
  const day = dayOf(localTime(now));
  const last = newest.get(day);
  if (last === undefined || last < now.getTime()) return now;
  const after = new Date(last + 1);
  return dayOf(localTime(after)) === day ? after : now;
}

/** The local calendar day of a time: what "training day" means. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** ISO 8601 with milliseconds and this device's offset, such as `2026-01-05T18:02:00.000+01:00`. */
export function localTime(when: Date): string {
  const offset = -when.getTimezoneOffset();
  const shifted = new Date(when.getTime() + offset * 60_000).toISOString().slice(0, 23);
  const size = Math.abs(offset);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${shifted}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A fresh UUIDv7: later calls give later names, also when the clock stands still or is set back. */
export function newId(nowMs: number): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  if (nowMs > lastMs) {
    lastMs = nowMs;
    count = (((random[8] ?? 0) << 8) | (random[9] ?? 0)) & (MOST_COUNT >> 1);
  } else if (count < MOST_COUNT) {
    count += 1;
  } else {
    lastMs += 1;
    count = 0;
  }
  const tail = [...random.subarray(0, 8)];
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
  const hex = lastMs.toString(16).padStart(12, "0") + (0x7000 | count).toString(16) + tail.map(byte).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}
