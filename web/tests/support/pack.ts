/** A small pack to test with: no session, no question, nothing told. Tests name what is different. */
import type { KnownFlag, Pack, PackItem } from "../../src/offline/pack";
import type { Item } from "../../src/offline/types";

const flag = (id: string, urgency: KnownFlag["urgency"]): KnownFlag => ({
  id,
  name: `Name of ${id}`,
  asks: `Is ${id} so?`,
  says: `Go because of ${id}.`,
  urgency,
  answered: "2026-11-20",
});

export const FLAGS = [
  flag("now-one", "now"),
  flag("now-two", "now"),
  flag("soon", "same-day"),
  flag("later", "two-weeks"),
  flag("before", "before-starting"),
];

export function pack(other: Partial<Pack> = {}): Pack {
  return {
    version: 1,
    person: "me",
    made_at: "2026-11-23T09:00:00+00:00",
    knowledge: "test",
    from: "2026-11-23",
    until: "2026-12-06",
    as_of: "2026-11-20T09:00:00.000+00:00",
    stop: null,
    flags: FLAGS,
    ask_why: "",
    asked_new: "2026-11-20",
    stale_before: null,
    told: { now: { left: null, right: null }, pain: { left: null, right: null } },
    last: null,
    rules: {
      pain_stop: 5,
      pain_progress: 2,
      next_day_rise: 2,
      settled_without_baseline: 2,
      pain_rise_rescreen: 3,
      gap_days: 14,
      rescreen_days: 28,
      plyometric_gap_days: 2,
    },
    pace: { per_week: 3, gap_days: 2, days: [], jumped: null },
    composed: false,
    rises_while: [],
    gate: null,
    sessions: [],
    items: {},
    moves: {},
    facts: [],
    why: {} as Pack["why"],
    says: {
      rest: "Rest is the plan.",
      nothing: "Nothing can be offered today.",
      ask_new: "something new was reported",
    },
    headings: {
      now: "Please get help now",
      "same-day": "Please see a clinician today",
      "two-weeks": "Please see a doctor within two weeks",
      "before-starting": "Please ask a clinician before you start",
    },
    symptoms: {},
    reasons: {},
    ...other,
  };
}

export function item(other: Partial<Item> = {}): Item {
  return {
    key: "clamshell/left",
    exercise: "clamshell",
    name: "Clamshell",
    side: "left",
    sides: "each",
    loads: ["left"],
    role: "work",
    bouts: 1,
    level: "no-band",
    level_name: "Without a band",
    sets: 2,
    reps: 12,
    seconds: null,
    tempo: { up_s: 2, hold_s: 1, down_s: 3 },
    rest_s: 60,
    load: {},
    minutes: 4,
    action: "keep",
    why: [{ criterion: "held", says: "as last time: 2x12 at 30 deg", source: "design", values: {} }],
    ...other,
  };
}

/** A pack with one session of one item on a day. */
export function due(on: string): Pack {
  const node = {
    level: 0,
    sets: 2,
    count: 12,
    hurts: 0,
    minutes: [4, 4],
    length_s: [240, 240],
    calm: 0,
    gap: null,
  } as const;
  const down = { hurt: null, hurt_worse: null, hurt_again: null, worse: [null, null], again: [null, null] } as const;
  const one: PackItem = {
    ...item(),
    unit: "reps",
    jump: false,
    per_week: 3,
    done: [],
    changes: null,
    while: [],
    returns: false,
    because: [],
    rises_until: null,
    root: { offer: 0, held: 0, worse: null, again: null, gap: null },
    levels: [{ level: "no-band", level_name: "Without a band", tempo: null, load: {} }],
    nodes: [{ ...node, ...down }],
  };
  return pack({ sessions: [{ on, gap: 2, items: ["clamshell/left"] }], items: { "clamshell/left": one } });
}
