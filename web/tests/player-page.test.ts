import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Fact, Session, Today } from "../src/offline/types";
import { bindKeys } from "../src/player/keys";
import { fits, leftBehind, type Place, placeOf, readPlace, takenUp } from "../src/player/place";
import { USUAL } from "../src/player/settings";
import { type Deps, type Known, Opening } from "../src/player/start";
import { item, move, plan, steps, Walk } from "./player-world";

const CLAM = [item("clam"), item("clam", { side: "right" })];
const SESSION: Session = { on: "2026-11-23", minutes: 6, items: CLAM };
const NOTHING = { morning: null, anythingNew: false, pain: [] } as const;
const ASKS = {
  morning: { about: "2026-11-21", sides: ["left"] },
  anythingNew: true,
  pain: ["left", "right"],
} as const;
const GOING: Today = { kind: "going", session: SESSION, steps: steps(...CLAM) };

/** A device whose days are given one after another. */
class Device {
  readonly told: Fact[] = [];
  kept: Place | null = null;
  days: Today[];
  alone = true;
  /** Time that passed while the page slept. */
  sleptMs = 0;
  private names = 0;

  constructor(...days: Today[]) {
    this.days = days;
  }

  deps(): Deps {
    const known = async (): Promise<Known | null> => {
      const today = this.days.length > 1 ? this.days.shift() : this.days[0];
      const moves = { clam: move() };
      return today === undefined ? null : { today, limit: 5, moves, symptoms: { numb: "numbness" }, reasons: {} };
    };
    return {
      known,
      fact: (kind, fields) => {
        this.names += 1;
        return { id: `f${this.names}`, at: `t${this.names}`, kind, ...fields };
      },
      offered: async (session) => ({ knowledge: "k", session }),
      add: async (...facts) => void this.told.push(...facts),
      place: async () => this.kept,
      savePlace: async (place) => {
        this.kept = place;
      },
      send: async () => true,
      day: () => "2026-11-23",
      alone: async () => this.alone,
      world: {
        now: () => performance.now() + this.sleptMs,
        stamp: () => {
          this.names += 1;
          return { id: `s${this.names}`, at: `t${this.names}` };
        },
        voice: { say: () => undefined, quiet: () => undefined },
        sounds: { unlock: () => undefined, play: () => undefined },
        wake: { hold: async () => true, release: () => undefined },
        settings: () => USUAL,
        keepSettings: () => undefined,
      },
    };
  }
}

let root: HTMLElement;
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(50).then(() => undefined);
const heading = (): string => root.querySelector("h1")?.textContent ?? "";
const tap = async (name: string): Promise<void> => {
  const found = [...document.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent === name);
  if (found === undefined) throw new Error(`no button ${name} on: ${document.body.textContent}`);
  found.click();
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"] });
  document.body.innerHTML = "<main></main>";
  root = document.querySelector("main") as HTMLElement;
  window.scrollTo = () => undefined;
});
afterEach(() => {
  vi.useRealTimers();
});

describe("before a session", () => {
  it("one question is on the screen at a time, nothing chosen; the answers are the forms' facts", async () => {
    const device = new Device({ kind: "due", session: SESSION, before: ASKS, why: [] }, GOING);
    void new Opening(root, device.deps()).open();
    await settle();
    expect(heading()).toBe("Left hip, the morning after");
    expect(root.querySelectorAll('[aria-pressed="true"], :checked')).toHaveLength(0);
    await tap("2");
    expect(heading()).toBe("Anything new since last time?");
    await tap("No, nothing new");
    await tap("3");
    await tap("Back");
    expect(heading()).toBe("Left hip, pain now");
    await tap("1");
    await tap("0");
    expect(device.told).toMatchObject([
      { kind: "next-day", side: "left", pain: 2 },
      { kind: "pain", side: "left", now: 1 },
      { kind: "pain", side: "right", now: 0 },
      { kind: "screen", anything_new: false },
    ]);
    expect(heading()).toBe("clam");
  });

  it("a morning that is not remembered is no fact, and is not asked again", async () => {
    const only: Today = { kind: "due", session: SESSION, before: { ...ASKS, anythingNew: false, pain: [] }, why: [] };
    const device = new Device(only, only, GOING);
    void new Opening(root, device.deps()).open();
    await settle();
    await tap("I do not remember");
    expect(device.told.map((fact) => fact.kind)).toEqual(["offered"]);
    expect(heading()).toBe("clam");
  });

  it("with nothing to ask the first tap is Begin; only then it is offered", async () => {
    const device = new Device({ kind: "due", session: SESSION, before: NOTHING, why: ["your first session"] }, GOING);
    void new Opening(root, device.deps()).open();
    await settle();
    expect(heading()).toBe("One move, 6 minutes");
    expect(device.told).toEqual([]);
    await tap("Begin");
    expect(device.told).toMatchObject([{ kind: "offered", knowledge: "k", session: SESSION }]);
  });

  it.each([
    [{ kind: "rest", next: "2026-11-24", why: [] }, "Rest today"],
    [{ kind: "expired", until: "2026-11-20" }, "The plan here is too old"],
    [{ kind: "nothing", why: ["x"] }, "Nothing can be offered today"],
    [{ kind: "done", steps: [], finished: true }, "Done for today"],
    [{ kind: "done", steps: [], finished: false }, "That was the last one"],
    [{ kind: "stop", stop: { urgency: "now", heading: "Go now", say: "x", flags: [] } }, "Go now"],
    [{ kind: "ask", why: "", flags: [flag()] }, "First, what would need help at once"],
  ] as const)("a day of %j has its own calm page", async (today, says) => {
    void new Opening(root, new Device(today as unknown as Today).deps()).open();
    await settle();
    expect(heading()).toBe(says);
    expect(root.querySelector(".pl")).toBeNull();
  });

  it("without a plan on the device it says what to do", async () => {
    void new Opening(root, new Device().deps()).open();
    await settle();
    expect(heading()).toBe("Nothing is kept here yet");
    expect(root.querySelector('a[href="/session"]')).not.toBeNull();
  });
});

function flag() {
  return { id: "x", name: "X", asks: "Is it so?", says: "x", urgency: "now" as const };
}

describe("a running session", () => {
  it("what was done in a closed tab is there again, mid-set, and told once", async () => {
    const device = new Device(GOING);
    void new Opening(root, device.deps()).open();
    await settle();
    await tap("Start");
    await vi.advanceTimersByTimeAsync(10_000 + 31_000);
    const kept = device.kept;
    expect(kept?.state.phase).toBe("work");

    root.replaceChildren();
    void new Opening(root, device.deps()).open();
    await settle();
    expect(heading()).toBe("clam, left side");
    expect(root.textContent).toContain("Set 1 of 2: 5 of 10 repetitions done.");
    await tap("Go on where you were");
    await vi.advanceTimersByTimeAsync(10_200);
    expect(root.querySelector(".pl-numeral")?.textContent).toBe("6");
  });

  it("a phone that went dark mid-set does not count on: it stands where it fell asleep", async () => {
    const device = new Device(GOING);
    void new Opening(root, device.deps()).open();
    await settle();
    await tap("Start");
    await vi.advanceTimersByTimeAsync(10_000 + 31_000);
    device.sleptMs = 300_000;
    await tap("Too easy");
    expect(heading()).toBe("Paused");
    expect(root.querySelector(".pl-numeral")?.textContent).toBe("6");
    expect(device.kept?.state.sets).toEqual([]);
  });

  it("a second window does not run the same session", async () => {
    const device = new Device(GOING);
    device.alone = false;
    void new Opening(root, device.deps()).open();
    await settle();
    expect(heading()).toBe("The session is open in another window");
  });

  it("a symptom that asks the safety questions again leads to them", async () => {
    const device = new Device(GOING, { kind: "ask", why: "", flags: [flag()] });
    void new Opening(root, device.deps()).open();
    await settle();
    await tap("Start");
    await vi.advanceTimersByTimeAsync(20_000);
    await tap("That hurt");
    await tap("0");
    await tap("Numbness");
    await tap("Save");
    await settle();
    expect(device.told).toMatchObject([{ kind: "set", side: "left", pain: 0, symptoms: ["numb"] }]);
    expect(heading()).toBe("First, what would need help at once");
  });

  it("a digit answers, 1 waits for a 0, and Space pauses", async () => {
    const device = new Device(
      { kind: "due", session: SESSION, before: { ...NOTHING, pain: ["left"] }, why: [] },
      GOING,
    );
    const opening = new Opening(root, device.deps());
    bindKeys(document, root, () => opening.keys());
    void opening.open();
    await settle();
    for (const key of ["1", "0"]) document.dispatchEvent(new KeyboardEvent("keydown", { key }));
    await settle();
    expect(device.told).toMatchObject([{ kind: "pain", now: 10 }]);
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    await settle();
    expect(heading()).toBe("Get ready");
    document.dispatchEvent(new KeyboardEvent("keydown", { key: " " }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heading()).toBe("Paused");
  });
});

describe("a kept place", () => {
  const worked = (): Walk => {
    const walk = new Walk(plan(CLAM));
    walk.until("work");
    walk.pass(60 + 10 + 20);
    return walk;
  };

  it("of another day is told with what is known of it, once", async () => {
    const walk = worked();
    const device = new Device({ kind: "rest", next: null, why: [] });
    device.kept = { ...placeOf(walk.plan, walk.state, [], walk.now), on: "2026-11-22" };
    void new Opening(root, device.deps()).open();
    await settle();
    expect(device.told).toMatchObject([{ kind: "set", side: "left", reps: 10 }]);
    expect(device.told[0] !== undefined && "pain" in device.told[0]).toBe(false);
    expect(device.kept).toBeNull();
  });

  it("leaves out what was told before", () => {
    const walk = worked();
    const id = walk.state.sets[0]?.id ?? "";
    expect(leftBehind(placeOf(walk.plan, walk.state, [id], walk.now))).toEqual([]);
  });

  it("belongs to its session only: another day or another dose is not taken up", () => {
    const walk = worked();
    const place = placeOf(walk.plan, walk.state, [], walk.now);
    expect(fits(place, "2026-11-23", steps(...CLAM))).toBe(true);
    expect(fits(place, "2026-11-24", steps(...CLAM))).toBe(false);
    expect(fits(place, "2026-11-23", steps(item("clam", { sets: 1 })))).toBe(false);
  });

  it("counts a set once, whether it is here, there or both", () => {
    const walk = worked();
    const [left, right] = steps(...CLAM);
    if (left === undefined || right === undefined) throw new Error("no steps");
    const own = { id: walk.state.sets[0]?.id ?? "", at: "t", kind: "set" };
    const there = { id: "elsewhere", at: "t", kind: "set" };
    const place = placeOf(walk.plan, walk.state, [own.id], walk.now);
    const state = takenUp(place, [
      { ...left, sets: [own] },
      { ...right, sets: [there] },
    ]);
    expect(state.already).toEqual({ "clam/left": 0, "clam/right": 1 });
  });

  it("that cannot be read is none", () => {
    for (const kept of [null, undefined, 3, {}, { version: 2 }, { version: 1, items: [] }]) {
      expect(readPlace(kept)).toBeNull();
    }
  });
});
