/**
 * What is said, sounded and felt when the view changes.
 *
 * In: the view before and the view now. Out: at most one thing to say, one tone, one vibration. Nothing repeats: what
 * was said once for a view is not said again for the same one.
 */
import { sideOf } from "../offline/views/words";
import { countOf, switchWords } from "./plan";
import type { View } from "./view";

export type Tone = "start" | "change" | "tick" | "switch" | "end";

export interface Signal {
  readonly say?: string;
  readonly tone?: Tone;
  readonly buzz?: readonly number[];
}

const LAST_SECONDS = 3;

/** What the change from one view to the next calls for. */
export function signalOf(before: View | null, after: View): Signal {
  if (before === null || before.phase !== after.phase || before.turn !== after.turn) return phaseSignal(after);
  if (before.running !== after.running) return after.running ? {} : { say: "Paused" };
  if (!after.running || before.count === after.count) return partSignal(before, after);
  if (after.phase === "work") return after.item.reps === null ? holdSignal(after) : repSignal(after);
  const nearly = after.leftS !== null && after.leftS <= LAST_SECONDS && after.leftS > 0;
  return after.phase === "ready" && nearly ? { say: String(after.leftS), tone: "tick" } : {};
}

function partSignal(before: View, after: View): Signal {
  return after.running && before.part !== after.part ? { tone: "change" } : {};
}

function phaseSignal(view: View): Signal {
  switch (view.phase) {
    case "intro":
      return { say: introWords(view), tone: "change" };
    case "ready":
      return { say: readyWords(view), tone: "switch", buzz: [80, 60, 80] };
    case "work":
      return { say: view.item.reps === null ? "Hold" : String(view.count), tone: "start", buzz: [200] };
    case "rest":
      return { say: restWords(view), tone: "end", buzz: [120, 80, 120] };
    case "ask":
      return { say: "Done. Two short questions.", tone: "end", buzz: [120, 80, 120] };
    case "ended":
      return { say: `${view.item.name} ends here for today.`, tone: "end" };
    case "end":
      return { say: "That was the last one. Well done.", tone: "end", buzz: [200, 100, 200] };
  }
}

function introWords({ item, move }: View): string {
  return sentences(
    item.name,
    sideOf(item),
    `${item.sets} set${item.sets === 1 ? "" : "s"} of ${countOf(item)}`,
    move.position,
  );
}

function readyWords(view: View): string {
  return sentences(view.switched ? switchWords(view.item) : "Get ready", sideOf(view.item), countOf(view.item));
}

function restWords(view: View): string {
  const then = view.next?.switches === true ? `Then ${sideOf(view.next.item).toLowerCase()}` : "";
  return sentences("Rest", view.leftS === null ? "" : `${view.leftS} seconds`, then);
}

function repSignal(view: View): Signal {
  return { say: view.lastOne ? "Last one" : String(view.count), tone: "change" };
}

function holdSignal({ count }: View): Signal {
  if (count <= 0) return {};
  if (count <= LAST_SECONDS) return { say: String(count), tone: "tick" };
  return count % 10 === 0 ? { say: `${count} seconds` } : {};
}

function sentences(...parts: string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => `${part}.`)
    .join(" ");
}

/** What a screen reader is told: once a phase, never each second. */
export function toldAloud(view: View): string {
  const side = sideOf(view.item);
  const words: Record<View["phase"], string> = {
    intro: introWords(view),
    ready: `${view.switched ? switchWords(view.item) : "Get ready"}: ${side}, set ${view.set} of ${view.item.sets}.`,
    work: `${countOf(view.item)}, ${side}. ${view.cue}`,
    rest: restWords(view),
    ask: "The set is over. Please answer.",
    ended: `${view.item.name} ends here for today.`,
    end: "Done for today.",
  };
  return view.running || ["ask", "ended", "end"].includes(view.phase)
    ? words[view.phase]
    : `Paused. ${words[view.phase]}`;
}
