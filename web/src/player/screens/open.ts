/** The screens that wait for one tap before a session runs. In: what it is about. Out: the tap. */
import type { Session } from "../../offline/types";
import { sentence, titleOf } from "../../offline/views/words";
import { button, h, link, mainButton, textButton } from "../dom";
import { countSoFar } from "../machine";
import { countOf, itemOf, nameOf, type Plan } from "../plan";
import type { State } from "../state";

type Show = (screen: HTMLElement) => void;

/** What there is to do today, and one button. */
export function beginScreen(session: Session, why: readonly string[], show: Show): Promise<void> {
  const names = [...new Set(session.items.map((item) => item.name))];
  const reasons = why.map((says) => h("p", {}, sentence(says)));
  return new Promise((resolve) =>
    show(
      h(
        "section",
        { class: "pl-calm" },
        h("h1", { tabindex: "-1" }, titleOf(session.items, session.minutes)),
        ...reasons,
        h("ol", { class: "pl-list" }, ...names.map((name) => h("li", { class: "name" }, name))),
        h(
          "p",
          { class: "buttons" },
          mainButton("Begin", () => resolve()),
        ),
      ),
    ),
  );
}

/** A closed tab is taken up where it was, or at the start of its set. */
export function takeUpScreen(plan: Plan, state: State, show: Show): Promise<"go" | "again" | "enough"> {
  const mid = state.carriedMs > 0;
  const item = itemOf(plan, state.turn);
  const set = `Set ${plan.turns[state.turn]?.set ?? 1} of ${item.sets}`;
  return new Promise((resolve) =>
    show(
      h(
        "section",
        { class: "pl-calm" },
        h("p", { class: "eyebrow" }, "You were here"),
        h("h1", { tabindex: "-1" }, nameOf(item)),
        h("p", { class: "lede" }, mid ? `${set}: ${soFar(plan, state)}.` : `${set}. Nothing that was done is lost.`),
        h(
          "div",
          { class: "answers" },
          mainButton("Go on where you were", () => resolve("go")),
          mid && button("Start this set again", () => resolve("again")),
          textButton("Enough for today", () => resolve("enough")),
        ),
      ),
    ),
  );
}

function soFar(plan: Plan, state: State): string {
  const item = itemOf(plan, state.turn);
  const count = countSoFar(plan, { ...state, spentMs: state.carriedMs, sinceMs: null }, 0);
  return `${count} of ${countOf(item)} done`;
}

/** Everything is done or closed; only the end was not told. */
export function finishScreen(show: Show): Promise<void> {
  return new Promise((resolve) =>
    show(
      h(
        "section",
        { class: "pl-calm" },
        h("h1", { tabindex: "-1" }, "That was the last one"),
        h("p", {}, "Nothing is left of today’s session."),
        h(
          "p",
          { class: "buttons" },
          mainButton("Finish the session", () => resolve()),
          link("Back to today", "/"),
        ),
      ),
    ),
  );
}
