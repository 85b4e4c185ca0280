/** The heading and the small lines of a running session. In: the view of the moment. Out: words. */
import { capital, listing, sideOf, tempoOf } from "../../offline/views/words";
import { groupOf, type Plan, switchWords } from "../plan";
import type { State } from "../state";
import type { View } from "../view";

export function headingOf(view: View): string {
  const { phase, item } = view;
  if (phase === "intro") return item.name;
  if (phase === "ask") return "How was it?";
  if (phase === "ended") return "This one ends here for today";
  if (phase === "rest") return view.running ? "Rest" : "Rest, paused";
  if (!view.running) return "Paused";
  if (phase === "ready") return view.switched ? switchWords(item) : "Get ready";
  return item.side === "both" ? item.name : sideOf(item);
}

export function eyebrowOf(view: View): string {
  const { item, next, phase } = view;
  if (phase === "ask" || phase === "ended") return item.name;
  if (phase === "work" && view.running && item.side === "both") return sideOf(item);
  if (phase === "ready" || !view.running) return `${item.name} · ${sideOf(item).toLowerCase()}`;
  if (next === null) return `${item.name} · the last set`;
  const then = !next.same ? next.item.name : next.switches ? sideOf(next.item).toLowerCase() : "";
  if (then === "") return item.name;
  return phase === "rest" ? `${item.name} · then ${then}` : `${item.name} · ${then} next`;
}

export function sidesOf(plan: Plan, state: State): string {
  const open = groupOf(plan, state.turn).filter(({ key }) => state.closed[key] === undefined);
  if (open.length < 2) return open.map(sideOf).join("");
  return capital(`${listing(open.map((item) => sideOf(item).toLowerCase()))}, in turns`);
}

export function introSub({ item, move }: View): string {
  const pace = item.reps === null ? "" : tempoOf(item.tempo);
  return [item.level_name, pace, move.position.toLowerCase()].filter(Boolean).join(" · ");
}
