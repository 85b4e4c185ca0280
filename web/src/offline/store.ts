/**
 * What is kept on the device: the pack, the facts the pack does not know yet, what the server refused, the player's place.
 *
 * In: facts and packs. Out: a `Local`. IndexedDB, database `turnout`; every change is one transaction, so it is kept as
 * a whole or not at all. Facts belong to the person whose pack is here: when somebody else signs in on this device,
 * their queue is theirs, and what the first one left waits for the first one.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { noteTimes } from "./facts";
import { type Local, type Refused, type Reminder, refusal, type Settled, type Ticket } from "./local";
import type { Pack } from "./pack";
import type { Fact } from "./types";

export { type Local, type Refused, type Reminder, type Settled, StorageRefusedError, type Ticket } from "./local";

export const DATABASE = "turnout";
const VERSION = 1;

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly owner: string | null;
  readonly sent: boolean;
  readonly fact: Fact;
}

interface Meta {
  readonly owner: string | null;
  readonly etag: string | null;
  readonly seq: number;
  /** The last ticket given out, and that of the pack here: an answer that was overtaken is left aside. */
  readonly tickets: number;
  readonly packTicket: number;
  /** Whether the browser was asked not to clear this away. */
  readonly asked: boolean;
}

type Key = "pack" | "place" | "meta" | "reminder";

interface Shape extends DBSchema {
  facts: { key: string; value: Row };
  refused: {
    key: string;
    value: Refused & { readonly id: string; readonly owner: string | null; readonly read: boolean };
  };
  kept: { key: Key; value: unknown };
}

const STORES = ["facts", "refused", "kept"] as const;
type Change = IDBPTransaction<Shape, (typeof STORES)[number][], "readwrite">;
const FRESH: Meta = { owner: null, etag: null, seq: 0, tickets: 0, packTicket: 0, asked: false };

/**
 * Opens what is kept here.
 *
 * @throws StorageRefusedError with one sentence for the person where the browser keeps nothing.
 */
export async function openLocal(name: string = DATABASE): Promise<Local> {
  const kept = new Kept(name);
  noteTimes(await kept.facts());
  noteTimes(timesIn(await kept.pack()));
  return kept;
}

class Kept implements Local {
  private readonly name: string;
  private opened: Promise<IDBPDatabase<Shape>> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly channel: BroadcastChannel | null;

  constructor(name: string) {
    this.name = name;
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`${name}-changes`);
    if (this.channel !== null) this.channel.onmessage = () => this.tell();
    unreferenced(this.channel);
  }

  async pack(): Promise<Pack | null> {
    return ((await this.kept("pack")) as Pack | undefined) ?? null;
  }

  async savePack(pack: Pack, knownIds: ReadonlySet<string>, etag: string | null = null, ticket?: number) {
    await this.change(async (tx) => {
      const meta = await metaOf(tx);
      const number = ticket ?? meta.tickets + 1;
      if (number < meta.packTicket) return;
      const owner = pack.person;
      if (meta.owner === null) await adopt(tx, owner);
      await drop(tx, knownIds);
      if (meta.owner !== null && meta.owner !== owner) await tx.objectStore("kept").delete("place");
      await tx.objectStore("kept").put(pack, "pack");
      const tickets = Math.max(meta.tickets, number);
      await saveMeta(tx, { ...meta, owner, etag, tickets, packTicket: number });
    });
    noteTimes(timesIn(pack));
  }

  async facts(): Promise<Fact[]> {
    return (await this.rows()).map((row) => row.fact);
  }

  async add(...facts: Fact[]): Promise<void> {
    if (facts.length === 0) return;
    let asked = true;
    await this.change(async (tx) => {
      const meta = await metaOf(tx);
      let seq = meta.seq;
      for (const fact of facts) {
        if ((await tx.objectStore("facts").getKey(fact.id)) !== undefined) continue;
        seq += 1;
        await tx.objectStore("facts").put({ id: fact.id, seq, owner: meta.owner, sent: false, fact });
      }
      asked = meta.asked;
      await saveMeta(tx, { ...meta, seq, asked: true });
    });
    noteTimes(facts);
    if (!asked) askToKeep();
  }

  async queued(): Promise<Fact[]> {
    return (await this.rows()).filter((row) => !row.sent).map((row) => row.fact);
  }

  async settle(results: readonly Settled[]): Promise<void> {
    await this.change(async (tx) => {
      for (const { id, status, reason } of results) {
        const row = await tx.objectStore("facts").get(id);
        if (row === undefined) continue;
        if (status === "stored" || status === "duplicate") {
          await tx.objectStore("facts").put({ ...row, sent: true });
        } else if (status === "refused" && !row.sent) {
          await tx.objectStore("facts").delete(id);
          await tx.objectStore("refused").put({ id, owner: row.owner, fact: row.fact, reason, read: false });
        }
      }
    });
  }

  async refused(): Promise<Refused[]> {
    const [owner, all] = await this.read(async (db) => Promise.all([this.owner(), db.getAll("refused")]));
    return all.filter((one) => one.owner === owner && !one.read).map(({ fact, reason }) => ({ fact, reason }));
  }

  async readRefused(): Promise<void> {
    await this.change(async (tx) => {
      const { owner } = await metaOf(tx);
      const refused = tx.objectStore("refused");
      for (const one of await refused.getAll()) if (one.owner === owner) await refused.put({ ...one, read: true });
    });
  }

  async place(): Promise<unknown | null> {
    return (await this.kept("place")) ?? null;
  }

  async savePlace(value: unknown): Promise<void> {
    await this.change((tx) => tx.objectStore("kept").put(value, "place"), false);
  }

  async reminder(): Promise<Reminder | null> {
    return ((await this.kept("reminder")) as Reminder | undefined) ?? null;
  }

  async saveReminder(reminder: Reminder | null): Promise<void> {
    await this.change((tx) => {
      const kept = tx.objectStore("kept");
      return reminder === null ? kept.delete("reminder") : kept.put(reminder, "reminder");
    });
  }

  async owner(): Promise<string | null> {
    return ((await this.kept("meta")) as Meta | undefined)?.owner ?? null;
  }

  async ticket(): Promise<Ticket> {
    let out: Ticket = { number: 0, confirmed: new Set(), etag: null };
    await this.change(async (tx) => {
      const meta = await metaOf(tx);
      const rows = await tx.objectStore("facts").getAll();
      const confirmed = new Set(rows.filter((row) => row.sent && row.owner === meta.owner).map((row) => row.id));
      out = { number: meta.tickets + 1, confirmed, etag: meta.etag };
      await saveMeta(tx, { ...meta, tickets: out.number });
    }, false);
    return out;
  }

  async packStands(ticket: Ticket): Promise<void> {
    await this.change(async (tx) => {
      const meta = await metaOf(tx);
      if (ticket.number < meta.packTicket || ticket.etag !== meta.etag) return;
      await drop(tx, ticket.confirmed);
      await saveMeta(tx, { ...meta, packTicket: ticket.number });
    });
  }

  async clear(): Promise<void> {
    await this.change(async (tx) => {
      for (const store of STORES) await tx.objectStore(store).clear();
    });
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async rows(): Promise<Row[]> {
    const [owner, all] = await this.read(async (db) => Promise.all([this.owner(), db.getAll("facts")]));
    return all.filter((row) => row.owner === owner).sort((a, b) => a.seq - b.seq);
  }

  private kept(key: Key): Promise<unknown> {
    return this.read((db) => db.get("kept", key));
  }

  /** One transaction over everything: kept as a whole, or not at all. */
  private async change(act: (tx: Change) => Promise<unknown>, telling = true): Promise<void> {
    await this.read(async (db) => {
      const tx = db.transaction([...STORES], "readwrite");
      try {
        await act(tx);
        await tx.done;
      } catch (error) {
        tx.done.catch(() => undefined);
        abort(tx);
        throw error;
      }
    });
    if (!telling) return;
    this.tell();
    this.channel?.postMessage("changed");
  }

  private async read<T>(act: (db: IDBPDatabase<Shape>) => Promise<T>): Promise<T> {
    try {
      return await act(await this.database());
    } catch (error) {
      throw refusal(error);
    }
  }

  private database(): Promise<IDBPDatabase<Shape>> {
    this.opened ??= this.open();
    return this.opened;
  }

  /** Opens the database; where another tab needs a newer version, or the browser takes it away, the next call reopens. */
  private async open(): Promise<IDBPDatabase<Shape>> {
    const lost = (): void => {
      this.opened = null;
    };
    try {
      return await openDB<Shape>(this.name, VERSION, {
        upgrade(db) {
          db.createObjectStore("facts", { keyPath: "id" });
          db.createObjectStore("refused", { keyPath: "id" });
          db.createObjectStore("kept");
        },
        blocking(_current, _next, event) {
          lost();
          (event.target as IDBDatabase).close();
        },
        terminated: lost,
      });
    } catch (error) {
      lost();
      throw error;
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

async function metaOf(tx: Change): Promise<Meta> {
  return ((await tx.objectStore("kept").get("meta")) as Meta | undefined) ?? FRESH;
}

async function saveMeta(tx: Change, meta: Meta): Promise<void> {
  await tx.objectStore("kept").put(meta, "meta");
}

/** Drops facts, but never one that was not confirmed. */
async function drop(tx: Change, ids: ReadonlySet<string>): Promise<void> {
  const facts = tx.objectStore("facts");
  for (const id of ids) if ((await facts.get(id))?.sent === true) await facts.delete(id);
}

/** What was told before it was known whose record this is belongs to the first who comes. */
async function adopt(tx: Change, owner: string): Promise<void> {
  const [facts, refused] = [tx.objectStore("facts"), tx.objectStore("refused")];
  for (const row of await facts.getAll()) if (row.owner === null) await facts.put({ ...row, owner });
  for (const one of await refused.getAll()) if (one.owner === null) await refused.put({ ...one, owner });
}

/** What the pack stands on: what is told now comes after it. */
function timesIn(pack: Pack | null): { readonly at: string }[] {
  return pack === null ? [] : [{ at: pack.as_of ?? "" }, ...(pack.facts ?? [])];
}

function abort(tx: Change): void {
  try {
    tx.abort();
  } catch {
    // it has ended by itself
  }
}

/** Asks that the browser does not clear this away when room is short. Nothing depends on the answer. */
function askToKeep(): void {
  if (typeof navigator !== "undefined") navigator.storage?.persist?.().catch(() => undefined);
}

/** Under Node a channel must not keep the process alive; browsers have no such thing. */
function unreferenced(channel: BroadcastChannel | null): void {
  (channel as { unref?: () => void } | null)?.unref?.();
}
