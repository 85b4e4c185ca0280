/**
 * The quiet line at the top of a page: how old it is when the network is gone, what waits here, what was not taken.
 *
 * In: the state of things. Out: sentences, and the line's content. It is a live region, so a change is also spoken.
 */
import type { Problem } from "./sync";
import { count } from "./views/words";

export interface Standing {
  readonly online: boolean;
  /** Shown from a copy on this device. */
  readonly cached: boolean;
  /** The shell, whose content is worked out here from the plan that was fetched last. */
  readonly shell: boolean;
  /** When the page, or in the shell the plan, was made; `null` where that is not known. */
  readonly madeAt: string | null;
  readonly waiting: number;
  readonly refused: number;
  readonly problem: Problem;
  readonly path: string;
}

export interface Line {
  readonly says: string;
  readonly link?: { readonly says: string; readonly to: string };
}

/** What the line says, in order of weight. Nothing to say is the usual case. */
export function lines(standing: Standing, now: Date): Line[] {
  const out: Line[] = [];
  const age = ageOf(standing, now);
  if (age !== "") out.push({ says: age });
  if (standing.waiting > 0) out.push(waiting(standing));
  if (standing.refused > 0) {
    const says = `${count(standing.refused, "answer was", "answers were")} not taken.`;
    out.push({ says, link: { says: "See why", to: "/data#device" } });
  }
  return out;
}

function ageOf({ online, cached, shell, madeAt }: Standing, now: Date): string {
  if (online && (!cached || shell)) return "";
  const begin = online ? "The server did not answer in time." : "You are offline.";
  const made = madeAt === null ? "" : momentOf(madeAt, now);
  if (made === "") return begin;
  return shell ? `${begin} The plan here is from ${made}.` : `${begin} This page is from ${made}.`;
}

function waiting({ waiting, problem, path, online }: Standing): Line {
  const says = count(waiting, "answer waits", "answers wait");
  if (problem === "sign-in" && online) {
    const to = `/sign-in?to=${encodeURIComponent(path)}`;
    return { says: `${says} on this device.`, link: { says: "Sign in to send", to } };
  }
  const go = waiting === 1 ? "it goes out" : "they go out";
  if (online && problem === "server") return { says: `${says} on this device; ${go} when the server takes them.` };
  return { says: `${says} on this device; ${go} when you are connected.` };
}

/** `18:02`, `Tuesday 18:02`, `Tuesday 3 November, 18:02`; empty for what is no time. */
export function momentOf(at: string, now: Date): string {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return "";
  const clock = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = new Date(when).setHours(0, 0, 0, 0);
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - day) / 86_400_000);
  if (days === 0) return `${clock} today`;
  const weekday = when.toLocaleDateString("en-GB", { weekday: "long" });
  if (days > 0 && days < 7) return `${weekday} ${clock}`;
  return `${weekday} ${when.getDate()} ${when.toLocaleDateString("en-GB", { month: "long" })}, ${clock}`;
}

/** Writes the line, only where it changed. */
export function showLines(root: HTMLElement, told: readonly Line[]): void {
  const key = JSON.stringify(told);
  if (root.dataset.shown === key) return;
  root.dataset.shown = key;
  root.replaceChildren(
    ...told.map(({ says, link }) => {
      const part = root.ownerDocument.createElement("span");
      part.append(says);
      if (link !== undefined) {
        const anchor = root.ownerDocument.createElement("a");
        anchor.href = link.to;
        anchor.textContent = link.says;
        part.append(" ", anchor);
      }
      return part;
    }),
  );
}
