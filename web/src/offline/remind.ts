/**
 * Reminders on session days, as far as a browser lets them: while a page is open, and where it wakes the worker by itself.
 *
 * In: the time wished, the pack, the clock. Out: at most one notification a day, which says nothing about the person's
 * health: that a session is due, and how long it takes.
 */
import { localTime } from "./facts";
import { type Local, openLocal } from "./store";
import { today } from "./walk";

export const TAG = "turnout-reminder";
const A_DAY_MS = 86_400_000;

/** How long today's session takes, where one is due and not begun; else `null`. */
export async function minutesDue(local: Local, now: Date): Promise<number | null> {
  const pack = await local.pack();
  if (pack === null) return null;
  const at = localTime(now);
  const day = today(pack, await local.facts(), { day: at.slice(0, 10), at });
  return day.kind === "due" ? day.session.minutes : null;
}

/** Reminds where it is time, a session is due and nobody was reminded today; gives whether it did. */
export async function remind(local: Local, registration: ServiceWorkerRegistration, now: Date): Promise<boolean> {
  const wished = await local.reminder();
  const at = localTime(now);
  const day = at.slice(0, 10);
  if (wished === null || wished.last === day || at.slice(11, 16) < wished.at) return false;
  const minutes = await minutesDue(local, now);
  if (minutes === null) return false;
  await local.saveReminder({ ...wished, last: day });
  await registration.showNotification(`Turnout: a session is due, ${minutes} minute${minutes === 1 ? "" : "s"}.`, {
    tag: TAG,
    icon: "/static/icons/icon-192.png",
  });
  return true;
}

/** Called when the browser wakes the worker. */
export async function remindFromWorker(registration: ServiceWorkerRegistration, now: Date): Promise<void> {
  await remind(await openLocal(), registration, now);
}

/** How long until a time of the day, such as `18:00`; 0 once it has passed. */
export function untilMs(at: string, now: Date): number {
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  const then = new Date(now);
  then.setHours(hours, minutes, 0, 0);
  return Math.min(A_DAY_MS, Math.max(0, then.getTime() - now.getTime()));
}

/** Reminds while a page is open. */
export async function remindWhileOpen(local: Local, view: Window): Promise<void> {
  if (!("Notification" in view) || Notification.permission !== "granted") return;
  let timer: number | undefined;
  const plan = async (): Promise<void> => {
    view.clearTimeout(timer);
    const wished = await local.reminder();
    if (wished === null) return;
    const registration = await view.navigator.serviceWorker.ready;
    timer = view.setTimeout(() => void remind(local, registration, new Date()), untilMs(wished.at, new Date()));
  };
  local.watch(() => void plan());
  await plan();
}
