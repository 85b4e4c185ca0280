import { afterEach, describe, expect, test, vi } from "vitest";

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/;

/** The module anew: it remembers the newest time it gave out. */
async function fresh(): Promise<typeof import("../src/offline/facts")> {
  vi.resetModules();
  return import("../src/offline/facts");
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("names", () => {
  test("are UUIDv7 that carry the time they were made", async () => {
    const { newId } = await fresh();
    const at = Date.UTC(2026, 10, 23, 9);
    const id = newId(at);
    expect(id).toMatch(UUID7);
    expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
  });

  test("sort in the order they were made, whatever the clock does, and never repeat", async () => {
    const { newId } = await fresh();
    const next = numbers(7);
    let clock = Date.UTC(2026, 10, 23, 9);
    const made: string[] = [];
    for (let n = 0; n < 20_000; n += 1) {
      if (next() < 0.05) clock += Math.floor(next() * 4);
      if (next() < 0.01) clock -= Math.floor(next() * 10_000);
      made.push(newId(clock));
    }
    expect(made.every((id) => UUID7.test(id))).toBe(true);
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  test("of two devices differ in the same millisecond", async () => {
    const [one, two] = [await fresh(), await fresh()];
    const at = Date.UTC(2026, 10, 23, 9);
    const made = new Set(Array.from({ length: 2000 }, () => [one.newId(at), two.newId(at)]).flat());
    expect(made.size).toBe(4000);
  });
});

describe("times", () => {
  test("carry the local day, milliseconds and the offset", async () => {
    const { localTime } = await fresh();
    const zones = { "Asia/Kolkata": "+05:30", "America/St_Johns": "-03:30", UTC: "+00:00", "Asia/Tokyo": "+09:00" };
    for (const [zone, offset] of Object.entries(zones)) {
      vi.stubEnv("TZ", zone);
      const when = new Date(Date.UTC(2026, 0, 5, 18, 2, 3, 4));
      expect(localTime(when)).toMatch(AT);
      expect(localTime(when).slice(-6)).toBe(offset);
      expect(Date.parse(localTime(when))).toBe(when.getTime());
    }
  });

  test("follow the day of the place, not of Greenwich", async () => {
    const { newFact, dayOf } = await fresh();
    vi.stubEnv("TZ", "Pacific/Auckland");
    expect(dayOf(newFact("pain", { now: 1 }, new Date(Date.UTC(2026, 0, 5, 18))).at)).toBe("2026-01-06");
  });

  test("never run back within a day, whatever the clock does", async () => {
    const { newFact } = await fresh();
    const next = numbers(11);
    let clock = Date.UTC(2026, 10, 23, 12);
    let before = 0;
    for (let n = 0; n < 3000; n += 1) {
      clock += Math.floor(next() * 5) - 2;
      const instant = Date.parse(newFact("set", {}, new Date(clock)).at);
      expect(instant).toBeGreaterThan(before);
      before = instant;
    }
  });

  test("come after what another device told today, and stay on their day", async () => {
    vi.stubEnv("TZ", "UTC");
    const { newFact, noteTimes } = await fresh();
    noteTimes([{ at: "2026-11-23T10:00:00.500+00:00" }, { at: "2026-11-23" }, { at: "nonsense at all" }]);
    expect(newFact("pain", {}, new Date("2026-11-23T09:00:00Z")).at).toBe("2026-11-23T10:00:00.501+00:00");
    noteTimes([{ at: "2026-11-24T23:59:59.999+00:00" }]);
    expect(newFact("pain", {}, new Date("2026-11-24T08:00:00Z")).at).toBe("2026-11-24T08:00:00.000+00:00");
    expect(newFact("pain", {}, new Date("2026-11-25T08:00:00Z")).at).toBe("2026-11-25T08:00:00.000+00:00");
  });
});

describe("a fact", () => {
  test("holds its fields; what was not told is left out, and nothing overrides its name or time", async () => {
    const { newFact } = await fresh();
    const fact = newFact("pain", { side: "left", now: 0, worst: undefined, id: "mine", at: "never" });
    expect(Object.keys(fact).sort()).toEqual(["at", "id", "kind", "now", "side"]);
    expect(fact.now).toBe(0);
    expect(fact.id).toMatch(UUID7);
    expect(fact.at).toMatch(AT);
  });
});
