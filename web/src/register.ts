/**
 * Makes the app stay on this device: registers the worker, and looks after what waits here, once the page is at rest.
 *
 * In: the page. Out: nothing global. Only where the browser allows it, on https and on this machine's own address.
 */
import { BUSY } from "./worker/pages";

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

/** A new version waits while a session is open anywhere; a page that starts outside one lets it take over, unseen. */
async function registerWorker(view: Window): Promise<void> {
  try {
    const registration = await view.navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
    if (BUSY.test(view.location.pathname)) return;
    registration.waiting?.postMessage("take-over");
    if (view.navigator.onLine) registration.active?.postMessage("refresh-shells");
  } catch {
    // Without the worker everything works online as before.
  }
}
