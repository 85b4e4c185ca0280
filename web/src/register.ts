/**
 * Makes the app stay on this device: registers the worker, and looks after what waits here, once the page is at rest.
 *
 * In: the page. Out: nothing global. Only where the browser allows it, on https and on this machine's own address.
 */
import { BUSY } from "./worker/pages";

const QUIET_MS = 2500;

export function register(page: Document): void {
  const view = page.defaultView;
  if (view === null || !view.isSecureContext || !("serviceWorker" in view.navigator)) return;
  const begin = (): void => {
    void registerWorker(view);
    import("./offline/attend").then((module) => module.attend(page)).catch(() => undefined);
  };
  const whenQuiet = (): void => {
    if ("requestIdleCallback" in view) view.requestIdleCallback(begin, { timeout: 2000 });
    else setTimeout(begin, 300);
  };
  if (page.readyState === "complete") whenQuiet();
  else view.addEventListener("load", whenQuiet, { once: true });
}

/**
 * A new version waits while a session is open anywhere; a page outside one lets it take over, unseen, once the page has
 * asked for nothing for a while. (Told while the old worker still had requests in hand, Chromium now and then left that
 * one in its place, idle, and every further page waited.) A new version fetches the shells itself.
 */
async function registerWorker(view: Window): Promise<void> {
  try {
    const registration = await view.navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
    if (BUSY.test(view.location.pathname)) return;
    if (registration.waiting !== null) {
      await quiet();
      registration.waiting?.postMessage("take-over");
    } else if (view.navigator.onLine) registration.active?.postMessage("refresh-shells");
  } catch {
    // Without the worker everything works online as before.
  }
}

/** Until no answer has come for a while. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    let pause = setTimeout(resolve, QUIET_MS);
    const watch = new PerformanceObserver(() => {
      clearTimeout(pause);
      pause = setTimeout(resolve, QUIET_MS);
    });
    watch.observe({ type: "resource" });
  });
}
