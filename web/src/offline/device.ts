/**
 * Your data, "On this device": what waits here, what the server did not take and why, and the reminder.
 *
 * In: the section of the page, the device's store. Out: its parts, drawn anew when something changes. Permission for
 * notifications is asked only from the tap on the switch.
 */
import { TAG } from "./remind";
import type { Local, Refused } from "./store";
import { button, h, put } from "./views/dom";
import { capital, count, longDay } from "./views/words";

const NOT_ALLOWED = "The browser does not allow notifications from Turnout. Its settings for this site decide that.";
const USUAL = "18:00";
const SIX_HOURS_MS = 6 * 3_600_000;

export async function showDevice(section: HTMLElement, local: Local): Promise<void> {
  const waits = section.querySelector("[data-device-waits]");
  const reminder = section.querySelector<HTMLElement>("[data-device-reminder]");
  const draw = async (): Promise<void> => {
    if (waits !== null) put(waits, ...(await waiting(local)));
  };
  local.watch(() => void draw());
  await draw();
  if (reminder !== null && "Notification" in window) await showReminder(reminder, local);
}

async function waiting(local: Local): Promise<HTMLElement[]> {
  const [queue, refused] = await Promise.all([local.queued(), local.refused()]);
  const says =
    queue.length === 0
      ? `Nothing waits here${refused.length > 0 ? "." : ": everything told on this device has reached the server."}`
      : `${count(queue.length, "answer waits", "answers wait")} here until there is a connection.`;
  const line = h("p", {}, says);
  return refused.length === 0 ? [line] : [line, notTaken(refused, local)];
}

function notTaken(refused: readonly Refused[], local: Local): HTMLElement {
  const one = ({ fact, reason }: Refused): HTMLElement =>
    h("li", {}, `${capital(nameOf(fact.kind))}, ${longDay(fact.at)}: ${inWords(reason)}`);
  return h(
    "div.note",
    {},
    h("h3", {}, `${count(refused.length, "answer was", "answers were")} not taken`),
    h("ul", {}, refused.map(one)),
    h(
      "p.buttons",
      {},
      button("I have read this", () => void local.readRefused()),
    ),
  );
}

/** A reason of the server's without the names of its fields. */
function inWords(reason: string): string {
  if (/lies in the future/.test(reason)) return "its time lies in the future. Please look at this device’s clock.";
  return reason.replace(/^[a-z-]+: /, "");
}

const KINDS: Readonly<Record<string, string>> = {
  set: "a set",
  pain: "pain",
  "next-day": "the morning after",
  screen: "safety answers",
  session: "the end of a session",
  offered: "what was offered",
  skip: "something left out",
  correction: "a correction",
};

function nameOf(kind: string): string {
  return KINDS[kind] ?? kind;
}

async function showReminder(root: HTMLElement, local: Local): Promise<void> {
  const wished = await local.reminder();
  const on = wished !== null && Notification.permission === "granted";
  const time = h("input", { id: "remind-at", type: "time", value: wished?.at ?? USUAL }) as HTMLInputElement;
  const says = h("p.hint", { role: "status" }, on ? `On: session days at ${time.value}.` : "");
  const toggle = button(on ? "Do not remind me" : "Remind me", () => void flip());
  const flip = async (): Promise<void> => {
    if ((await local.reminder()) !== null && Notification.permission === "granted") await local.saveReminder(null);
    else if (!(await turnOn(local, time.value))) {
      put(says, NOT_ALLOWED);
      return;
    }
    await showReminder(root, local);
  };
  time.addEventListener("change", () => {
    if (time.value !== "" && on) void local.saveReminder({ at: time.value, last: wished?.last ?? "" });
  });
  const label = h("label", { for: "remind-at" }, "Remind me on session days at");
  put(root, h("div.field", {}, label, time), h("p.buttons", {}, toggle), says);
  root.hidden = false;
}

/** Asks for permission, keeps the wish, and asks the browser to wake the worker now and then where it can. */
async function turnOn(local: Local, at: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await local.saveReminder({ at: at === "" ? USUAL : at, last: "" });
  const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & {
    periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> };
  };
  await registration.periodicSync?.register(TAG, { minInterval: SIX_HOURS_MS }).catch(() => undefined);
  return true;
}
