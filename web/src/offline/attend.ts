/**
 * Looks after one page: keeps it in step with the server, says how old it is, what waits, what was not taken.
 *
 * In: the page. Out: its status line; on Your data what concerns this device; the reminder, while the page is open.
 */
import { keepInStep } from "./pulse";
import { lines, type Standing, showLines } from "./status";
import { type Local, openLocal } from "./store";
import type { Synced } from "./sync";

const NO_STORE: Pick<Standing, "waiting" | "refused"> = { waiting: 0, refused: 0 };

export async function attend(page: Document): Promise<void> {
  const view = page.defaultView;
  if (view === null) return;
  const local = await openLocal().catch(() => null);
  let last: Synced | null = null;
  const paint = async (): Promise<void> => {
    const line = page.querySelector<HTMLElement>("[data-status]");
    if (line !== null) showLines(line, lines(await standing(page, view, local, last), new Date()));
  };
  view.addEventListener("online", () => void paint());
  view.addEventListener("offline", () => void paint());
  page.addEventListener("submit", (event) => keepTyped(event, view));
  await paint();
  if (local === null) return;
  local.watch(() => void paint());
  const whose = await local.owner();
  keepInStep(local, page, (result) => {
    last = result;
    void paint();
    void forgetOthers(view, local, whose);
    if (result.online) keepFigures(view, local);
  });
  if ((await local.reminder()) !== null) void import("./remind").then((module) => module.remindWhileOpen(local, view));
  const device = page.querySelector<HTMLElement>("[data-device]");
  if (device !== null) void import("./device").then((module) => module.showDevice(device, local));
}

async function standing(page: Document, view: Window, local: Local | null, last: Synced | null): Promise<Standing> {
  const { cached, madeAt, view: plain } = page.documentElement.dataset;
  const shell = page.querySelector("[data-shell]") !== null;
  const told = local === null ? NO_STORE : await waitingIn(local);
  const pack = shell && plain === undefined && local !== null ? await local.pack() : null;
  const path = view.location.pathname;
  const today = path === "/" || shell || path === "/data";
  return {
    online: view.navigator.onLine && last?.online !== false,
    cached: cached !== undefined,
    shell,
    madeAt: (shell ? pack?.made_at : madeAt) ?? null,
    waiting: told.waiting,
    refused: today ? told.refused : 0,
    problem: last?.problem ?? "none",
    path,
  };
}

async function waitingIn(local: Local): Promise<Pick<Standing, "waiting" | "refused">> {
  const [queue, refused] = await Promise.all([local.queued(), local.refused()]);
  return { waiting: queue.length, refused: refused.length };
}

/** From the second visit on the coming sessions' figures are fetched, one by one, for when there is no network. */
function keepFigures(view: Window, local: Local): void {
  if (keeping || !["/", "/play", "/plan"].includes(view.location.pathname)) return;
  if (!view.navigator.serviceWorker?.controller || savesData(view.navigator)) return;
  keeping = true;
  void Promise.all([import("../figure/keep"), local.pack()]).then(([module, pack]) =>
    pack === null ? 0 : module.keepFigures(module.wantedOf(pack)),
  );
}

let keeping = false;

/** Whether the person asked their browser to load as little as can be. */
function savesData(navigator: Navigator): boolean {
  return (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
}

/** Pages kept for one person are no longer here once another has signed in. */
async function forgetOthers(view: Window, local: Local, whose: string | null): Promise<void> {
  if (whose === null || (await local.owner()) === whose) return;
  view.navigator.serviceWorker.controller?.postMessage("forget-pages");
}

const NOT_SENT =
  "You are offline, so nothing was sent. What you typed is still here: send it again when you are connected.";

/** A form of the server's pages that is sent without a network stays as it is, and says so. */
function keepTyped(event: SubmitEvent, view: Window): void {
  const form = event.target;
  if (view.navigator.onLine || event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (form.method !== "post") return;
  event.preventDefault();
  form.querySelector("[data-not-sent]")?.remove();
  const says = form.ownerDocument.createElement("p");
  says.className = "wrong";
  says.dataset.notSent = "";
  says.setAttribute("role", "alert");
  says.textContent = NOT_SENT;
  form.append(says);
}
