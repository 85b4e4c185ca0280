/** A small pack whose answers are known by hand: the clam on each side, three rungs, three sessions a week. */
import type { Pack, PackItem, PackNode } from "../src/offline/pack";
import type { Fact, Limb, Session, Today } from "../src/offline/types";
import { offeredFact, today } from "../src/offline/walk";
import { pack as plain } from "./support/pack";

/** 0: 3x12 with a band, 1: 2x12 with a band, 2: 3x12 without, 3: a set more than 0, 4: 2x12 without, 5: as 2 where it did not hurt. */
const NODES: readonly PackNode[] = [
  node(1, 3, { hurt: 2, hurt_worse: 4, hurt_again: null, worse: [null, 4, 1], again: [4, 4, 5], gap: 4 }),
  node(1, 2, { hurt: 4, worse: [null, 4], again: [4, 4], gap: 4 }),
  node(0, 3, { worse: [null, 4, 4], hurts: 1, calm: 5 }),
  node(1, 4, { hurt: 2, worse: [null, 1, 0, 0], again: [4, 4, 5, 5], gap: 1, calm: 3 }),
  node(0, 2, { hurts: 0, calm: 4 }),
  node(0, 3, { calm: 5 }),
];

function node(level: number, sets: number, edges: Partial<PackNode>): PackNode {
  const none = { hurt: null, hurt_worse: null, hurt_again: null, worse: [], again: [], gap: null };
  return {
    level,
    sets,
    count: 12,
    hurts: 0,
    minutes: [5, 4],
    length_s: [300, 240],
    calm: level === 1 ? (sets === 3 ? 0 : 1) : 4,
    ...none,
    ...edges,
  };
}

export function clam(side: Limb, other: Partial<PackItem> = {}): PackItem {
  const level = (id: string) => ({ level: id, level_name: id, tempo: null, load: {} });
  return {
    exercise: "clamshell",
    name: "Clamshell",
    side,
    sides: "each",
    loads: [side],
    role: "work",
    bouts: 1,
    rest_s: 45,
    unit: "reps",
    jump: false,
    per_week: 7,
    done: ["2026-11-21"],
    changes: null,
    while: [],
    returns: false,
    action: "raise",
    why: [{ criterion: "dose-met", says: "3x12 met: one set more", source: "design", values: {} }],
    because: [{ criterion: "programme", says: "part of it", source: "design", values: {} }],
    rises_until: "2026-12-06",
    root: { offer: 3, held: 0, worse: 1, again: 5, gap: 4 },
    levels: [level("no-band"), level("band-yellow")],
    nodes: NODES,
    ...other,
  };
}

const WAYS = ["held", "unsettled", "hurt", "worse", "again", "hurt_worse", "gap"] as const;

export function pack(other: Partial<Pack> = {}): Pack {
  const keys = ["clamshell/left", "clamshell/right"];
  const days = ["2026-11-23", "2026-11-25", "2026-11-28", "2026-11-30"];
  return plain({
    as_of: "2026-11-22T09:00:00.000+00:00",
    told: {
      now: { left: { day: "2026-11-22", pain: 1 }, right: { day: "2026-11-22", pain: 0 } },
      pain: { left: { day: "2026-11-21", pain: 1 }, right: { day: "2026-11-21", pain: 0 } },
    },
    last: {
      day: "2026-11-21",
      loads: ["left", "right"],
      baseline: { left: 1, right: 0 },
      worse_before: [],
      mornings: { left: 1, right: 0 },
    },
    pace: { per_week: 3, gap_days: 2, days: ["2026-11-18", "2026-11-21"], jumped: null },
    sessions: days.map((on, place) => ({ on, gap: place === 0 ? 0 : 2, items: keys })),
    items: { "clamshell/left": clam("left"), "clamshell/right": clam("right") },
    why: Object.fromEntries(WAYS.map((way) => [way, { criterion: way, says: way, source: "design" }])) as Pack["why"],
    says: {
      sore: "Pain {pain} of 10 on the {side} side",
      left_out: "Without {names}",
      ended_pain: "Pain {pain}",
      and: "and",
    },
    symptoms: { pinch: "a pinch in the groin" },
    ...other,
  });
}

/** A person with the pack on a phone: tells facts one after another. */
export class Phone {
  day = "2026-11-23";
  facts: Fact[] = [];
  private minute = 7 * 60;

  constructor(readonly pack: Pack) {}

  tell(kind: string, fields: Record<string, unknown> = {}): Fact {
    this.minute += 1;
    const clock = [this.minute / 60, this.minute % 60].map((n) => String(Math.floor(n)).padStart(2, "0"));
    const id = `${String(this.facts.length + 1).padStart(8, "0")}-0000-7000-8000-000000000000`;
    const fact = { id, at: `${this.day}T${clock.join(":")}:00.000+00:00`, kind, ...fields };
    this.facts.push(fact);
    return fact;
  }

  on(day: string): this {
    this.day = day;
    this.minute = 7 * 60;
    return this;
  }

  today(): Today {
    return today(this.pack, this.facts, { day: this.day, at: `${this.day}T12:00:00.000+00:00` });
  }

  due(): Session {
    const now = this.today();
    if (now.kind !== "due") throw new Error(`${this.day} is not due but ${JSON.stringify(now)}`);
    return now.session;
  }

  /** The doses due, as `left 3x12 band-yellow keep`. */
  doses(): string[] {
    return this.due().items.map((item) => `${item.side} ${item.sets}x${item.reps} ${item.level} ${item.action}`);
  }

  begin(): Session {
    const session = this.due();
    this.tell("offered", offeredFact(session, this.pack));
    return session;
  }

  set(side: Limb, fields: Record<string, unknown> = {}): Fact {
    return this.tell("set", { exercise: "clamshell", level: "band-yellow", side, reps: 12, pain: 0, ...fields });
  }

  /** The whole session as offered; `fields` for the sets of one side. */
  perform(side?: Limb, fields: Record<string, unknown> = {}): void {
    for (const item of this.begin().items)
      for (let set = 0; set < item.sets; set += 1)
        this.set(item.side as Limb, { level: item.level, ...(item.side === side ? fields : {}) });
    this.tell("session", { done: true, minutes: 20 });
  }

  morning(left: number, right: number): void {
    this.tell("next-day", { side: "left", pain: left });
    this.tell("next-day", { side: "right", pain: right });
  }
}
