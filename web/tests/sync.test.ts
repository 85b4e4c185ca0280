import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newFact } from "../src/offline/facts";
import { type Local, openLocal } from "../src/offline/store";
import { type Fetcher, fresh, sync } from "../src/offline/sync";
import type { Fact } from "../src/offline/types";
import { FakeServer, numbers } from "./support/server";

const sets = (n: number): Fact[] => Array.from({ length: n }, (_, reps) => newFact("set", { reps }));
const ids = (facts: Iterable<Fact>): string[] => [...facts].map((fact) => fact.id).sort();

/** What the device would show: what is in its pack, and beside it what the pack does not know yet. */
async function shown(local: Local): Promise<string[]> {
  const pack = (await local.pack()) as unknown as { contains: string[] } | null;
  return [...(pack?.contains ?? []), ...(await local.facts()).map((fact) => fact.id)].sort();
}

let server: FakeServer;
let local: Local;

beforeEach(async () => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  server = new FakeServer();
  local = await openLocal();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("sending", () => {
  test("takes the queue to the server and brings the pack", async () => {
    const told = sets(3);
    await local.add(...told);
    expect(await sync(local, server.fetch)).toEqual({ sent: 3, refused: 0, online: true, problem: "none" });
    expect(ids(server.facts.values())).toEqual(ids(told));
    expect(await local.facts()).toEqual([]);
    expect(await shown(local)).toEqual(ids(told));
  });

  test("goes in batches of 200 at most", async () => {
    await local.add(...sets(450));
    await sync(local, server.fetch);
    expect(server.batches).toEqual([200, 200, 50]);
  });

  test("asks for the pack only if it changed", async () => {
    await sync(local, server.fetch);
    await sync(local, server.fetch);
    expect(server.packs).toHaveLength(2);
    expect(await local.pack()).not.toBeNull();
  });

  test("offline keeps everything and says so", async () => {
    server.fate = () => "never-arrives";
    await local.add(...sets(2));
    expect(await sync(local, server.fetch)).toEqual({ sent: 0, refused: 0, online: false, problem: "offline" });
    expect(await local.queued()).toHaveLength(2);
  });

  test("a lost answer doubles nothing: the second sending is known by the facts' names", async () => {
    const told = sets(3);
    await local.add(...told);
    server.fate = () => "answer-lost";
    await sync(local, server.fetch);
    expect(server.facts.size).toBe(3);
    expect(await local.queued()).toHaveLength(3);
    server.fate = () => "answered";
    expect((await sync(local, server.fetch)).sent).toBe(3);
    expect(server.facts.size).toBe(3);
    expect(await shown(local)).toEqual(ids(told));
  });

  test("drops no fact before a pack that was made after it was confirmed has arrived", async () => {
    const told = sets(2);
    await local.add(...told);
    let n = 0;
    server.fate = () => (n++ === 0 ? "answered" : "never-arrives");
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 2, online: false });
    expect(await local.queued()).toEqual([]);
    expect(await local.facts()).toEqual(told);
  });

  test("a refused fact leaves the queue with its reason and holds up no other", async () => {
    const told = sets(4);
    server.refuses = (fact) => (fact.reps === 1 ? "That lies in the future." : "");
    await local.add(...told);
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 3, refused: 1, problem: "none" });
    expect(await local.refused()).toEqual([{ fact: told[1], reason: "That lies in the future." }]);
    expect(await local.queued()).toEqual([]);
  });

  test("a fact at which the server breaks holds up no other and stays", async () => {
    const told = sets(100);
    server.breaksAt = (fact) => fact.reps === 63;
    await local.add(...told);
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 99, problem: "server" });
    expect(await local.queued()).toEqual([told[63]]);
    expect(server.batches.length).toBeLessThan(20);
  });

  test("a server that breaks at everything is not asked fact by fact", async () => {
    server.breaksAt = () => true;
    await local.add(...sets(300));
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 0, problem: "server", online: true });
    expect(server.batches.length).toBeLessThanOrEqual(40);
    expect(await local.queued()).toHaveLength(300);
  });

  test("an overloaded server keeps everything here", async () => {
    server.fate = () => "fails";
    await local.add(...sets(2));
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 0, problem: "server" });
    expect(await local.queued()).toHaveLength(2);
  });

  test("signed out keeps everything and asks to sign in", async () => {
    server.signedIn = false;
    await local.add(...sets(2));
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 0, online: true, problem: "sign-in" });
    expect(await local.queued()).toHaveLength(2);
  });

  test("an answer that is not the server's settles nothing", async () => {
    await local.add(...sets(2));
    const hotel: Fetcher = async () => new Response("<html>Welcome to our hotel", { status: 200 });
    expect(await sync(local, hotel)).toMatchObject({ sent: 0, online: false });
    expect(await local.queued()).toHaveLength(2);
    expect(await local.pack()).toBeNull();
  });

  test("never gives one person's facts to another", async () => {
    server.person = "ada";
    await sync(local, server.fetch);
    await local.add(...sets(2));
    server.person = "ben";
    expect(await sync(local, server.fetch)).toMatchObject({ sent: 0, problem: "other-person" });
    expect(server.facts.size).toBe(0);
    expect(await local.queued()).toEqual([]);
    server.person = "ada";
    await sync(local, server.fetch);
    expect((await sync(local, server.fetch)).sent).toBe(2);
  });
});

describe("fresh", () => {
  test("waits for the server no longer than it is told", async () => {
    await sync(local, server.fetch);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    server.delay = () => new Promise(() => undefined);
    const waiting = fresh(local, 3000, server.fetch);
    await vi.advanceTimersByTimeAsync(3000);
    vi.useRealTimers();
    expect(await waiting).toMatchObject({ online: false, pack: { person: "me" } });
  });

  test("gives the new pack when the server answers in time", async () => {
    await local.add(...sets(1));
    const { pack, online } = await fresh(local, 3000, server.fetch);
    expect(online).toBe(true);
    expect((pack as unknown as { contains: string[] }).contains).toHaveLength(1);
  });
});

describe("whatever goes wrong", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "two devices, two tabs each: nothing lost, nothing doubled (%i)",
    async (seed) => {
      const next = numbers(seed);
      const fates = ["answered", "never-arrives", "answer-lost", "fails"] as const;
      server.fate = () => fates[Math.floor(next() * fates.length)] ?? "answered";
      server.delay = async () => {
        for (let n = Math.floor(next() * 6); n > 0; n -= 1) await Promise.resolve();
      };
      const devices = [new IDBFactory(), new IDBFactory()];
      const tabs: { local: Local; device: number }[] = [];
      for (const device of [0, 0, 1, 1]) {
        vi.stubGlobal("indexedDB", devices[device]);
        const opened = await openLocal();
        await opened.facts();
        tabs.push({ local: opened, device });
      }
      const told: Fact[] = [];
      const under: Promise<unknown>[] = [];
      for (let n = 0; n < 40; n += 1) {
        const tab = tabs[Math.floor(next() * tabs.length)];
        if (tab === undefined) continue;
        if (next() < 0.6) {
          const some = sets(1 + Math.floor(next() * 3));
          told.push(...some);
          under.push(tab.local.add(...some));
        }
        if (next() < 0.6) under.push(sync(tab.local, server.fetch));
        if (next() < 0.3) await Promise.allSettled(under.splice(0));
      }
      await Promise.all(under);
      server.fate = () => "answered";
      for (const tab of [...tabs, ...tabs]) await sync(tab.local, server.fetch);
      expect(ids(server.facts.values())).toEqual(ids(told));
      for (const tab of tabs) {
        expect(await shown(tab.local)).toEqual(ids(told));
        expect(await tab.local.queued()).toEqual([]);
      }
    },
  );
});
