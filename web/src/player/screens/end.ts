/** The end of a session, quietly: what was done, what is left, what comes next. In: a plan and a state. Out: an element. */
import { h, link } from "../dom";
import { nameOf, type Plan, unitOf } from "../plan";
import { doneOf, type State } from "../state";
import { TOMORROW } from "./calm";

export function endScreen(plan: Plan, state: State, kept: HTMLElement): HTMLElement {
  const left = plan.items.filter((item) => state.closed[item.key]?.status === "left");
  const lines = plan.items.flatMap((item) => {
    const done = doneOf(state, item.key);
    if (done === 0 && state.closed[item.key]?.status !== "skipped") return [];
    return [h("div", {}, h("dt", {}, nameOf(item)), h("dd", {}, says(plan, state, item.key)))];
  });
  const minutes = state.end?.minutes ?? 1;
  return h(
    "section",
    { class: "pl-calm" },
    h("p", { class: "eyebrow" }, `${minutes} minute${minutes === 1 ? "" : "s"}`),
    h("h1", { tabindex: "-1" }, left.length > 0 ? "Enough for today" : "Done for today"),
    h("p", { class: "lede" }, TOMORROW),
    lines.length > 0 && h("dl", { class: "pl-done" }, ...lines),
    left.length > 0 && h("p", {}, `Left for next time: ${left.map(nameOf).join("; ")}.`),
    kept,
    h("p", { class: "buttons" }, link("Back to today", "/", { class: "button button--main", "data-main": true })),
  );
}

function says(plan: Plan, state: State, key: string): string {
  const item = plan.items.find((one) => one.key === key);
  const mine = state.sets.filter((one) => one.key === key);
  const before = state.already[key] ?? 0;
  const parts = mine.length === 0 ? [] : [`${mine.map((one) => one.count).join(", ")} ${item ? unitOf(item) : ""}`];
  if (before > 0) parts.unshift(`${before} set${before === 1 ? "" : "s"} before`);
  const worst = Math.max(-1, ...mine.map((one) => one.pain ?? -1));
  if (worst >= 0) parts.push(`pain ${worst}`);
  const closed = state.closed[key]?.status;
  if (closed === "ended") parts.push("ended early");
  if (closed === "skipped") parts.push("skipped");
  return parts.join(" · ");
}
