/**
 * Sends what waits on the device and fetches the pack anew.
 *
 * In: a `Local`, and a `fetch`. Out: what was sent, what was refused, and whether the server could be reached. A fact
 * leaves the queue only when the server has said what became of it; a lost answer leads to a second sending, which the
 * server knows by the fact's name. Runs one at a time, in all tabs together where the browser has web locks.
 */
import type { Pack } from "./pack";
import type { Local, Settled } from "./store";
import type { Fact } from "./types";

export const FACTS = "/api/v1/facts";
export const PACK = "/api/v1/pack";
const BATCH = 200;
const PATIENCE_MS = 20_000;
/** Requests of one run at most, so that a server that fails at everything is not asked fact by fact. */
const MOST_REQUESTS = 40;

/** `none`; no answer; nobody is signed in; somebody else is; the server failed and should be left alone for a while. */
export type Problem = "none" | "offline" | "sign-in" | "other-person" | "server";

export interface Synced {
  readonly sent: number;
  readonly refused: number;
  readonly online: boolean;
  readonly problem: Problem;
}

export type Fetcher = (address: string, init?: RequestInit) => Promise<Response>;

interface Sending {
  readonly sent: number;
  readonly refused: number;
  readonly problem: Problem;
}

const NOTHING: Sending = { sent: 0, refused: 0, problem: "none" };
const running = new WeakMap<Local, Promise<unknown>>();

/** Sends the queue, then fetches the pack. Errors of the network keep everything as it is. */
export function sync(local: Local, fetcher: Fetcher = (address, init) => fetch(address, init)): Promise<Synced> {
  const before = running.get(local) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => locked(() => once(local, fetcher)));
  running.set(local, mine);
  return mine;
}

/** The pack as new as it can be had within a time, else the one that is here. */
export async function fresh(
  local: Local,
  timeoutMs: number,
  fetcher?: Fetcher,
): Promise<{ readonly pack: Pack | null; readonly online: boolean }> {
  const late = new Promise<null>((done) => setTimeout(done, timeoutMs, null));
  const synced = await Promise.race([sync(local, fetcher), late]);
  return { pack: await local.pack(), online: synced?.online ?? false };
}

async function locked(act: () => Promise<Synced>): Promise<Synced> {
  const locks = typeof navigator === "undefined" ? undefined : navigator.locks;
  return locks ? ((await locks.request("turnout-sync", act)) as Synced) : act();
}

async function once(local: Local, fetcher: Fetcher): Promise<Synced> {
  const told = await sendAll(local, fetcher);
  const gone: Problem[] = ["offline", "sign-in"];
  const pulled = gone.includes(told.problem) ? told.problem : await pull(local, fetcher);
  const problem = told.problem === "none" ? pulled : told.problem;
  return { sent: told.sent, refused: told.refused, online: pulled !== "offline", problem };
}

async function sendAll(local: Local, fetcher: Fetcher): Promise<Sending> {
  const queue = await local.queued();
  const trip: Trip = { local, fetcher, owner: await local.owner(), left: MOST_REQUESTS };
  let all = NOTHING;
  for (let at = 0; at < queue.length && goesOn(all); at += BATCH) {
    all = plus(all, await send(trip, queue.slice(at, at + BATCH)));
  }
  return all;
}

interface Trip {
  readonly local: Local;
  readonly fetcher: Fetcher;
  readonly owner: string | null;
  left: number;
}

/** A server that fails at one batch may take the next. */
function goesOn(sofar: Sending): boolean {
  return sofar.problem === "none" || sofar.problem === "server";
}

/** Sends a batch. Where the server cannot take it as a whole it goes in halves, so that one fact never holds up all. */
async function send(trip: Trip, batch: readonly Fact[]): Promise<Sending> {
  if (trip.left <= 0) return { ...NOTHING, problem: "server" };
  trip.left -= 1;
  const answer = await post(trip, batch);
  if (Array.isArray(answer)) return settled(trip.local, batch, answer);
  if (!answer.halve) return { ...NOTHING, problem: answer.problem };
  const [only] = batch;
  if (only !== undefined && batch.length === 1) {
    if (answer.reason === "") return { ...NOTHING, problem: answer.problem };
    return settled(trip.local, batch, [{ id: only.id, status: "refused", reason: answer.reason }]);
  }
  const half = Math.ceil(batch.length / 2);
  const first = await send(trip, batch.slice(0, half));
  return goesOn(first) ? plus(first, await send(trip, batch.slice(half))) : first;
}

interface Failed {
  readonly problem: Problem;
  /** Whether a smaller batch may fare better. */
  readonly halve: boolean;
  /** Why the server takes it never; empty where trying again makes sense. */
  readonly reason: string;
}

const failed = (problem: Problem, halve = false, reason = ""): Failed => ({ problem, halve, reason });

async function post({ fetcher, owner }: Trip, batch: readonly Fact[]): Promise<Settled[] | Failed> {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (owner !== null) headers["Turnout-Person"] = owner;
  try {
    const answer = await fetcher(FACTS, { method: "POST", headers, body: JSON.stringify(batch), ...polite() });
    if (answer.ok) return results(await answer.json());
    return failure(answer.status, await reasonOf(answer));
  } catch {
    return failed("offline");
  }
}

function failure(status: number, reason: string): Failed {
  if (status === 401 || status === 0) return failed("sign-in");
  if (status === 409) return failed("other-person");
  if (status === 500) return failed("server", true);
  if (status === 413 || status === 422) return failed("server", true, reason);
  return failed("server");
}

/** What became of each fact; an answer that is not ours (a hotel's sign-in page) counts as none. */
function results(answer: unknown): Settled[] {
  const list = (answer as { results?: unknown } | null)?.results;
  if (!Array.isArray(list)) throw new TypeError("not an answer of ours");
  return list.filter((one): one is Settled => typeof one?.id === "string" && typeof one?.status === "string");
}

async function reasonOf(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => null)) as { detail?: unknown } | null;
  return typeof problem?.detail === "string" ? problem.detail : "The server cannot read it.";
}

async function settled(local: Local, batch: readonly Fact[], results: readonly Settled[]): Promise<Sending> {
  const ours = new Set(batch.map((fact) => fact.id));
  const mine = results.filter((one) => ours.has(one.id));
  await local.settle(mine);
  const refused = mine.filter((one) => one.status === "refused").length;
  const problem: Problem = mine.length < ours.size ? "server" : "none";
  return { sent: mine.length - refused, refused, problem };
}

/** Fetches the pack unless the one here is still what the server would make. */
async function pull(local: Local, fetcher: Fetcher): Promise<Problem> {
  const ticket = await local.ticket();
  const headers: Record<string, string> = { Accept: "application/json" };
  if (ticket.etag !== null) headers["If-None-Match"] = ticket.etag;
  let answer: Response;
  let pack: Pack | null;
  try {
    answer = await fetcher(PACK, { headers, ...polite() });
    pack = answer.ok ? ((await answer.json()) as Pack | null) : null;
  } catch {
    return "offline";
  }
  if (answer.status === 304) await local.packStands(ticket);
  else if (answer.status === 401 || answer.status === 0) return "sign-in";
  else if (pack === null || typeof pack !== "object") return "server";
  else await local.savePack(pack, ticket.confirmed, answer.headers.get("ETag"), ticket.number);
  return "none";
}

/** Our cookie, no copy of the browser's, no redirect to a page for people, and an end to waiting. */
function polite(): RequestInit {
  return {
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
}

function plus(a: Sending, b: Sending): Sending {
  return {
    sent: a.sent + b.sent,
    refused: a.refused + b.refused,
    problem: b.problem === "none" ? a.problem : b.problem,
  };
}
