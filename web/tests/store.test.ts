import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newFact } from "../src/offline/facts";
import type { Pack } from "../src/offline/pack";
import { type Local, openLocal, StorageRefusedError } from "../src/offline/store";

const pack = (content: Record<string, unknown> = {}): Pack => ({ person: "me", ...content }) as unknown as Pack;
const stored = (...ids: string[]) => ids.map((id) => ({ id, status: "stored", reason: "" }));

let local: Local;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  local = await openLocal();
});

afterEach(() => vi.unstubAllGlobals());

describe("facts", () => {
  test("wait in the order they were told, whatever their names", async () => {
    const told = [newFact("set", { reps: 3 }), newFact("pain", { now: 1 }), newFact("session", { done: true })];
    await local.add(...[...told].reverse());
    expect(await local.facts()).toEqual([...told].reverse());
    expect(await local.queued()).toEqual([...told].reverse());
  });

  test("told twice are kept once", async () => {
    const fact = newFact("pain", { now: 1 });
    await local.add(fact, fact);
    await local.add(fact);
    expect(await local.facts()).toEqual([fact]);
  });

  test("are kept together or not at all", async () => {
    const bad = { ...newFact("pain"), cannotBeKept: () => 1 };
    await expect(local.add(newFact("set"), newFact("set"), bad)).rejects.toThrow();
    expect(await local.facts()).toEqual([]);
    await local.add(newFact("set"));
    expect(await local.facts()).toHaveLength(1);
  });

  test("leave the queue when the server has them, and the device when a later pack has them", async () => {
    const [one, two] = [newFact("set", { reps: 1 }), newFact("set", { reps: 2 })];
    await local.add(one, two);
    await local.settle(stored(one.id));
    expect(await local.queued()).toEqual([two]);
    expect(await local.facts()).toEqual([one, two]);
    await local.savePack(pack(), new Set([one.id, two.id]));
    expect(await local.facts()).toEqual([two]);
  });

  test("outlive another tab's closing and opening", async () => {
    const fact = newFact("set");
    await local.add(fact);
    const other = await openLocal();
    expect(await other.facts()).toEqual([fact]);
    await other.settle(stored(fact.id));
    expect(await local.queued()).toEqual([]);
  });

  test("that were refused leave the queue and are told with the reason, until they were read", async () => {
    const fact = newFact("set", { exercise: "gone" });
    await local.add(fact);
    await local.settle([{ id: fact.id, status: "refused", reason: "There is no exercise 'gone'." }]);
    expect(await local.facts()).toEqual([]);
    expect(await local.refused()).toEqual([{ fact, reason: "There is no exercise 'gone'." }]);
    await local.readRefused();
    expect(await local.refused()).toEqual([]);
  });

  test("confirmed once stay confirmed, whatever comes later", async () => {
    const fact = newFact("set");
    await local.add(fact);
    await local.settle(stored(fact.id));
    await local.settle([{ id: fact.id, status: "refused", reason: "late" }]);
    expect(await local.facts()).toEqual([fact]);
    expect(await local.refused()).toEqual([]);
  });
});

describe("the pack", () => {
  test("is missing before the first one, and the same afterwards", async () => {
    expect(await local.pack()).toBeNull();
    await local.savePack(pack({ made_at: "2026-11-23T09:00:00+00:00" }), new Set());
    expect(await local.pack()).toEqual({ person: "me", made_at: "2026-11-23T09:00:00+00:00" });
  });

  test("that was asked for earlier never takes the place of one asked for later", async () => {
    const fact = newFact("set");
    const early = await local.ticket();
    await local.add(fact);
    await local.settle(stored(fact.id));
    const late = await local.ticket();
    await local.savePack(pack({ n: 2 }), late.confirmed, '"2"', late.number);
    await local.savePack(pack({ n: 1 }), early.confirmed, '"1"', early.number);
    expect(await local.pack()).toEqual({ person: "me", n: 2 });
    expect(await local.facts()).toEqual([]);
  });

  test("that stands drops what the server had when it was asked", async () => {
    const [one, two] = [newFact("set"), newFact("set")];
    await local.savePack(pack(), new Set(), '"a"');
    await local.add(one, two);
    await local.settle(stored(one.id));
    const ticket = await local.ticket();
    await local.settle(stored(two.id));
    await local.packStands(ticket);
    expect(await local.facts()).toEqual([two]);
  });
});

describe("people", () => {
  test("on one device never see or send each other's facts", async () => {
    await local.savePack(pack({ person: "ada" }), new Set());
    const hers = newFact("pain", { now: 4 });
    await local.add(hers);
    await local.savePlace({ set: 2 });
    await local.savePack(pack({ person: "ben" }), new Set());
    expect(await local.queued()).toEqual([]);
    expect(await local.place()).toBeNull();
    await local.add(newFact("pain", { now: 1 }));
    await local.savePack(pack({ person: "ada" }), new Set());
    expect(await local.queued()).toEqual([hers]);
  });

  test("own what was told here before it was known who they are", async () => {
    const fact = newFact("pain", { now: 4 });
    await local.add(fact);
    await local.savePack(pack({ person: "ada" }), new Set());
    expect(await local.queued()).toEqual([fact]);
    expect(await local.owner()).toBe("ada");
  });
});

describe("the store", () => {
  test("keeps the place, and forgets everything when told", async () => {
    await local.savePlace({ item: "clamshell/left", set: 2 });
    expect(await local.place()).toEqual({ item: "clamshell/left", set: 2 });
    await local.add(newFact("set"));
    await local.clear();
    expect(await local.place()).toBeNull();
    expect(await local.facts()).toEqual([]);
    expect(await local.owner()).toBeNull();
  });

  test("tells of changes, here and in another tab", async () => {
    const other = await openLocal();
    const [here, there] = [vi.fn(), vi.fn()];
    const end = local.watch(here);
    other.watch(there);
    await local.add(newFact("set"));
    expect(here).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(there).toHaveBeenCalled());
    end();
    await local.add(newFact("set"));
    expect(here).toHaveBeenCalledTimes(1);
  });

  test("asks once that it is not cleared away", async () => {
    const persist = vi.fn(() => Promise.resolve(true));
    vi.stubGlobal("navigator", { storage: { persist } });
    await local.add(newFact("set"));
    await local.add(newFact("set"));
    await (await openLocal()).add(newFact("set"));
    expect(persist).toHaveBeenCalledTimes(1);
  });

  test("says in one sentence that the browser keeps nothing", async () => {
    const shut = { open: () => { throw new DOMException("no", "SecurityError"); } }; // biome-ignore format: one line
    vi.stubGlobal("indexedDB", shut);
    const error = await openLocal().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StorageRefusedError);
    expect((error as Error).message).toMatch(/keeps nothing for Turnout/);
  });

  test("says in one sentence that there is no room, and keeps nothing half", async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const error = await local.add(newFact("set"), newFact("set")).catch((e: unknown) => e);
    put.mockRestore();
    expect(error).toBeInstanceOf(StorageRefusedError);
    expect((error as Error).message).toMatch(/no room left/);
    expect(await local.facts()).toEqual([]);
  });
});
