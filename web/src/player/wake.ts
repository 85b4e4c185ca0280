/**
 * Keeps the screen on while a session runs. The lock goes when the page is hidden and is asked for again when it is back.
 * In: a document and its navigator. Out: whether there is such a thing here; the person is told where there is not.
 */

export interface Wake {
  /** Asks for the lock; true when it is held. */
  hold(): Promise<boolean>;
  release(): void;
}

interface Sentinel {
  readonly released: boolean;
  release(): Promise<void>;
}
interface Lock {
  request(type: "screen"): Promise<Sentinel>;
}

export function wakeLock(page: Document, navigator: { readonly wakeLock?: Lock }): Wake {
  let wanted = false;
  let held: Sentinel | null = null;
  const ask = async (): Promise<boolean> => {
    if (navigator.wakeLock === undefined) return false;
    if (held !== null && !held.released) return true;
    try {
      const got = await navigator.wakeLock.request("screen");
      if (wanted) held = got;
      else await got.release();
      return true;
    } catch {
      return page.visibilityState !== "visible";
    }
  };
  page.addEventListener("visibilitychange", () => {
    if (wanted && page.visibilityState === "visible") void ask();
  });
  return {
    hold() {
      wanted = true;
      return ask();
    },
    release() {
      wanted = false;
      void held?.release().catch(() => undefined);
      held = null;
    },
  };
}
