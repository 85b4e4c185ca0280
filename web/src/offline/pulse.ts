/**
 * When to send and fetch: at the start, when the network or the person comes back, and after something was told.
 *
 * In: a `Local` and what to do with each result. Out: what ends it. A server in trouble is left alone for longer and
 * longer, up to five minutes.
 */
import type { Local } from "./store";
import { type Fetcher, type Synced, sync } from "./sync";

const FIRST_MS = 2000;
const LONGEST_MS = 300_000;
const JOIN_MS = 400;

/** How long to wait after so many failures in a row: 2 s, 4 s ... 5 min. */
export function pauseMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
}

export function keepInStep(
  local: Local,
  page: Document,
  tell: (result: Synced) => void,
  fetcher?: Fetcher,
): () => void {
  const view = page.defaultView ?? globalThis;
  let failures = 0;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const plan = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
  };
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const result = await sync(local, fetcher);
      failures = result.problem === "none" || result.problem === "sign-in" ? 0 : failures + 1;
      tell(result);
      const left = (await local.queued()).length > 0;
      if (failures > 0 && left && page.visibilityState === "visible") plan(pauseMs(failures));
    } catch {
      failures += 1;
    } finally {
      busy = false;
    }
  };
  const soon = (): void => plan(JOIN_MS);
  const changed = async (): Promise<void> => {
    if (busy || failures > 0) return;
    if ((await local.queued()).length > 0) soon();
  };
  const seen = (): void => {
    if (page.visibilityState === "visible") soon();
  };

  const unwatch = local.watch(() => void changed());
  view.addEventListener("online", soon);
  page.addEventListener("visibilitychange", seen);
  void run();
  return () => {
    unwatch();
    view.removeEventListener("online", soon);
    page.removeEventListener("visibilitychange", seen);
    if (timer !== null) clearTimeout(timer);
  };
}
