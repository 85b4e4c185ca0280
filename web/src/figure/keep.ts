/**
 * Fetches the figures of the coming sessions, so that the worker has them when the network is gone. One after
 * another, and
 * only while nobody asked to save data. In: moves. Out: how many are kept.
 */
import { type Fetcher, whenReady } from "./source";

export interface Wanted {
  readonly exercise: string;
  readonly levels: readonly string[];
}

const MOST = 40;

/** The moves of the coming sessions, those of the next one first; each level once. */
export function wantedOf(pack: {
  readonly sessions: readonly { readonly items: readonly string[] }[];
  readonly items: Readonly<Record<string, { exercise: string; levels: readonly { level: string }[] } | undefined>>;
}): [string, string][] {
  const out = new Map<string, [string, string]>();
  for (const key of pack.sessions.flatMap((session) => session.items)) {
    const item = pack.items[key];
    for (const { level } of item?.levels ?? []) {
      if (item !== undefined) out.set(`${item.exercise} ${level}`, [item.exercise, level]);
    }
  }
  return [...out.values()].slice(0, MOST);
}

export async function keepFigures(
  moves: readonly (readonly [string, string])[],
  fetcher: Fetcher = fetch,
): Promise<number> {
  const fetched = new Set<string>();
  let count = 0;
  for (const [motion, level] of moves) {
    const ready = await whenReady(motion, level, undefined, () => !navigator.onLine, fetcher);
    if (ready === null) continue;
    for (const address of [ready.body, ready.track]) {
      if (fetched.has(address)) continue;
      fetched.add(address);
      await fetcher(address)
        .then((answer) => answer.arrayBuffer())
        .catch(() => undefined);
    }
    count += 1;
  }
  return count;
}
