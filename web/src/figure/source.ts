/**
 * A figure's files from the server: asked for, waited for while they are made, kept while the page is open.
 *
 * In: a motion and a level. Out: what state they are in; a body; a track. One body serves all tracks of a page.
 */
import { type Body, readBody } from "./body";
import { readTrack, type Track } from "./track";
import { FigureError } from "./trouble";

export interface Still {
  readonly url: string;
  readonly name: string;
}

export interface Ready {
  readonly state: "ready";
  readonly body: string;
  readonly track: string;
  readonly stills: readonly Still[];
  readonly title: string;
  /** What there is to see, for who cannot. */
  readonly alt: string;
  /** Whether the loads were computed, in a sentence. */
  readonly says: string;
}

export interface Building {
  readonly state: "building";
  readonly done: number;
  readonly of: number;
  readonly says: string;
}

export type Answer = Ready | Building | { readonly state: "missing" };

export type Fetcher = (address: string) => Promise<Response>;

/** Waits between two questions: short at first, then longer, so that nobody is pestered. */
const WAITS_MS = [250, 400, 600, 1000, 1500];
const MOST_QUESTIONS = 60;
const KEPT = 8;

/** Where a figure is asked for; a test has no level. */
export const addressOf = (motion: string, level: string): string =>
  `/figure/${encodeURIComponent(motion)}/${encodeURIComponent(level === "" ? "-" : level)}`;

/** What the server says now. Without the network, or with an answer that makes no sense, there is no figure. */
export async function ask(motion: string, level: string, fetcher: Fetcher = fetch): Promise<Answer> {
  try {
    const answer = await fetcher(addressOf(motion, level));
    if (answer.status !== 200 && answer.status !== 202) return { state: "missing" };
    return answerOf(await answer.json());
  } catch {
    return { state: "missing" };
  }
}

export function answerOf(value: unknown): Answer {
  const told = (value ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => (typeof told[name] === "string" ? (told[name] as string) : "");
  if (told.state === "building") {
    return { state: "building", done: Number(told.done ?? 0), of: Number(told.of ?? 0), says: text("says") };
  }
  if (told.state !== "ready" || text("body") === "" || text("track") === "") return { state: "missing" };
  const stills = (Array.isArray(told.stills) ? told.stills : []).map((one: unknown) =>
    typeof one === "string" ? { url: one, name: "" } : { url: (one as Still).url, name: (one as Still).name ?? "" },
  );
  const [title, alt, says] = [text("title"), text("alt"), text("says")];
  return { state: "ready", body: text("body"), track: text("track"), stills, title, alt, says };
}

/** Asks until the figure is there or there is none; `tell` hears how far it is, `stop` ends the waiting. */
export async function whenReady(
  motion: string,
  level: string,
  tell: (building: Building) => void = () => undefined,
  stop: () => boolean = () => false,
  fetcher: Fetcher = fetch,
): Promise<Ready | null> {
  for (let n = 0; n < MOST_QUESTIONS && !stop(); n += 1) {
    const answer = await ask(motion, level, fetcher);
    if (answer.state === "ready") return answer;
    if (answer.state === "missing") return null;
    tell(answer);
    await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(n, WAITS_MS.length - 1)]));
  }
  return null;
}

async function bytes(address: string): Promise<ArrayBuffer> {
  const answer = await fetch(address);
  if (!answer.ok) throw new FigureError(`The figure's file could not be had (${answer.status}).`);
  return answer.arrayBuffer();
}

/** Keeps the last few of what was loaded; a failure is forgotten, so that it can be tried again. */
function kept<T>(load: (address: string) => Promise<T>, most: number): (address: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (address) => {
    const found = known.get(address) ?? load(address);
    known.delete(address);
    known.set(address, found);
    found.catch(() => known.delete(address));
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - most))) known.delete(old);
    return found;
  };
}

export const bodyOf: (address: string) => Promise<Body> = kept(async (address) => readBody(await bytes(address)), 1);
export const trackOf: (address: string) => Promise<Track> = kept(
  async (address) => readTrack(await bytes(address)),
  KEPT,
);
