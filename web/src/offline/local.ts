/**
 * What the rest of the app sees of the device's store: its verbs, and the one error it raises for people.
 *
 * store.ts keeps it in IndexedDB. In: what the browser says when it refuses. Out: one sentence for the person.
 */
import type { Pack } from "./pack";
import type { Fact } from "./types";

/** What became of one fact at the server. */
export interface Settled {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
}

export interface Refused {
  readonly fact: Fact;
  readonly reason: string;
}

/** `at`: local time, such as `18:00`; `last`: the day on which it was last given. */
export interface Reminder {
  readonly at: string;
  readonly last: string;
}

/** A look at the store before the pack is asked for: what the server has confirmed by then, and which pack is here. */
export interface Ticket {
  readonly number: number;
  readonly confirmed: ReadonlySet<string>;
  readonly etag: string | null;
}

export interface Local {
  pack(): Promise<Pack | null>;
  /** Keeps a pack and drops the facts among `knownIds` that the server had confirmed before it was made. */
  savePack(pack: Pack, knownIds: ReadonlySet<string>, etag?: string | null, ticket?: number): Promise<void>;
  /** Facts not yet contained in the pack, in the order they were told. */
  facts(): Promise<Fact[]>;
  /** Keeps facts and queues them, all of them or none. */
  add(...facts: Fact[]): Promise<void>;
  /** Facts the server has not confirmed. */
  queued(): Promise<Fact[]>;
  settle(results: readonly Settled[]): Promise<void>;
  refused(): Promise<Refused[]>;
  /** Takes refused facts off the list once they were read; they stay on the device. */
  readRefused(): Promise<void>;
  place(): Promise<unknown | null>;
  savePlace(value: unknown): Promise<void>;
  /** When to remind on session days; `null`: not at all. */
  reminder(): Promise<Reminder | null>;
  saveReminder(reminder: Reminder | null): Promise<void>;
  /** Whose record this is; `null` before the first pack. */
  owner(): Promise<string | null>;
  ticket(): Promise<Ticket>;
  /** The server says that the pack here is what it would make now. */
  packStands(ticket: Ticket): Promise<void>;
  clear(): Promise<void>;
  /** Calls back after every change, made here or in another tab; gives what ends that. */
  watch(listener: () => void): () => void;
}

/** The browser keeps nothing for us: a private window, no room, or storage switched off. */
export class StorageRefusedError extends Error {
  override readonly name = "StorageRefusedError";
}

const SHUT =
  "This browser keeps nothing for Turnout (a private window, or storage is switched off), so answers cannot wait here.";
const FULL = "There is no room left on this device; the answer was not kept. Please free some room and try again.";

/** The one sentence for the person; an error that is our own stays what it is. */
export function refusal(error: unknown): unknown {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError") return new StorageRefusedError(FULL, { cause: error });
  const shut = ["InvalidStateError", "SecurityError", "UnknownError", "NotAllowedError", "AbortError", "VersionError"];
  if (shut.includes(name) || typeof indexedDB === "undefined") return new StorageRefusedError(SHUT, { cause: error });
  return error;
}
