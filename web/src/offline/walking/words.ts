/** Words of the pack, filled in. */

import type { Pack } from "../pack";
import type { Limb, Stop, Urgency } from "../types";

/** One of the pack's sentences, with `{names}` put in. */
export function say(pack: Pack, id: string, values: Readonly<Record<string, string | number>> = {}): string {
  return fill(pack, pack.says[id] ?? "", values);
}

/** A text of the pack with `{names}` put in. */
export function fill(pack: Pack, text: string, values: Readonly<Record<string, string | number>> = {}): string {
  const all: Record<string, string | number> = {
    pain_stop: pack.rules.pain_stop,
    gap_days: pack.rules.gap_days,
    rescreen_days: pack.rules.rescreen_days,
    pain_rise: pack.rules.pain_rise_rescreen,
    per_week: pack.pace.per_week,
    ...values,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in all ? String(all[name]) : whole));
}

/** `a, b and c`. */
export function listing(pack: Pack, words: readonly string[]): string {
  const and = ` ${pack.says.and ?? "and"} `;
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")}${and}${words.at(-1)}`;
}

/** That a side is too sore to be loaded today. */
export function soreWords(pack: Pack, limbs: readonly Limb[], pain: number): string {
  return say(pack, "sore", { pain, side: listing(pack, limbs) });
}

const URGENCIES: readonly Urgency[] = ["now", "same-day", "two-weeks", "before-starting"];

/** The stop that a set of red flags amounts to, the most urgent first. */
export function stopOf(pack: Pack, ids: ReadonlySet<string>): Stop | null {
  const flags = pack.flags.filter((flag) => ids.has(flag.id));
  flags.sort((a, b) => URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency));
  const own = pack.stop;
  if (flags.length === 0 && own === null && ids.size === 0) return null;
  const urgency = flags[0]?.urgency ?? own?.urgency ?? "now";
  const say = [...new Set(flags.map((flag) => flag.says))].join(" ") || (own?.say ?? "");
  return { urgency, heading: pack.headings[urgency], say, flags };
}
