/**
 * The questions about a set, one at a time, with its count to mend. In: what is open. Out: an element; the answers go to
 * the controls. A wrong tap is mended by tapping the answer again, until the next set begins.
 */
import type { Side } from "../../offline/types";
import { capital } from "../../offline/views/words";
import type { Ask } from "../answers";
import { itemFor } from "../answers";
import type { Controls } from "../controls";
import { h, textButton } from "../dom";
import { nameOf, type Plan, unitOf } from "../plan";
import type { Clean, SetRecord, State } from "../state";
import { choice, stepper, tens } from "../tens";
import type { View } from "../view";

/** What the questions depend on: while it stays the same they are not made anew. */
export function asksKey(view: View, state: State): string {
  const ask = view.asks[0];
  return JSON.stringify([view.phase === "ask", ask, shown(view, state), state.clean]);
}

/** The set that is talked about: the one asked about, else the last. */
function shown(view: View, state: State): SetRecord | null {
  const ask = view.asks[0];
  return state.sets.find((one) => one.id === ask?.id) ?? view.last;
}

export function asksOfSet(plan: Plan, view: View, state: State, controls: Controls): HTMLElement[] {
  const one = shown(view, state);
  if (one === null || one.sealed || !["rest", "ready", "ask"].includes(view.phase)) return [];
  const ask = view.asks[0];
  const late = view.phase === "ask";
  return [
    h(
      "div",
      { class: "pl-asks" },
      ask === undefined ? thanks() : question(plan, ask, one, late, controls),
      h("div", { class: "mend" }, ...steppers(plan, one, controls)),
      h("p", { class: "told" }, ...told(plan, one, state, controls), felt(controls, one)),
    ),
  ];
}

const thanks = (): HTMLElement => h("p", { class: "asked" }, "Thank you. That is all for this set.");

/** A question says which set it is about: by then the page may tell of the next one. */
function question(plan: Plan, ask: Ask, one: SetRecord, late: boolean, controls: Controls): HTMLElement {
  const item = itemFor(plan, one.key);
  const about = item === undefined ? "" : `${nameOf(item)}, set ${one.set}`;
  const unsure = (kind: "pain" | "effort") =>
    late ? textButton("I cannot say", () => controls.answer(one.id, { [kind]: null })) : null;
  if (ask.kind === "side") return sideAsk(one, about, controls);
  if (ask.kind === "clean") {
    const answers: readonly (readonly [Clean, string])[] = [
      ["yes", "Yes"],
      ["no", "No"],
      ["unsure", "Not sure"],
    ];
    return h(
      "div",
      {},
      choice("Done as described (clean), in every set?", answers, (clean) => controls.clean(ask.key, clean), about),
    );
  }
  const legend = ask.kind === "pain" ? "The worst pain in this set" : "How hard was it?";
  const tell = (value: number): void => controls.answer(one.id, { [ask.kind]: value });
  return h("div", {}, tens(legend, ask.kind, tell, undefined, about), unsure(ask.kind));
}

const FELT: readonly (readonly [Side, string])[] = [
  ["left", "Left"],
  ["right", "Right"],
  ["both", "Both"],
];

/** On which side it was felt, in a move that loads both legs. Not to know is an answer: then it counts for both. */
export function sideAsk(one: SetRecord, about: string, controls: Controls): HTMLElement {
  const legend = (one.pain ?? 0) > 0 ? "Which side hurt?" : "On which side did you feel it?";
  const tell = (feltSide: Side | null): void => controls.answer(one.id, { feltSide });
  return h(
    "div",
    {},
    choice(legend, FELT, tell, about),
    textButton("I cannot say", () => tell(null)),
  );
}

function steppers(plan: Plan, one: SetRecord, controls: Controls): HTMLElement[] {
  const item = itemFor(plan, one.key);
  if (item === undefined) return [];
  const by = item.reps === null ? 5 : 1;
  const label = capital(unitOf(item));
  const count = (value: number): void => controls.answer(one.id, { count: Math.min(1000, Math.max(0, value)) });
  const out = [
    stepper(
      label,
      `${one.count} ${unitOf(item, one.count)}`,
      () => count(one.count - by),
      () => count(one.count + by),
    ),
  ];
  if (!controls.weighs(item)) return out;
  const kg = (value: number): void => controls.answer(one.id, { kg: Math.min(300, Math.max(0, value)) });
  const now = one.kg ?? 0;
  out.push(
    stepper(
      "Kilograms",
      one.kg === undefined ? "– kg" : `${now} kg`,
      () => kg(now - 1),
      () => kg(now + 1),
    ),
  );
  return out;
}

/** What was answered, to be tapped when it was a slip. */
function told(plan: Plan, one: SetRecord, state: State, controls: Controls): HTMLElement[] {
  const out: HTMLElement[] = [];
  const again = (label: string, ask: Ask) =>
    out.push(textButton(label, () => controls.reopen(ask), { "aria-label": `${label}. Answer again` }));
  for (const kind of ["pain", "effort"] as const) {
    const value = one[kind];
    if (value !== undefined) again(`${capital(kind)} ${value ?? "not said"}`, { kind, id: one.id });
    const where = FELT.find(([side]) => side === one.feltSide)?.[1] ?? "Side not said";
    if (kind === "pain" && one.feltSide !== undefined) again(where, { kind: "side", id: one.id });
  }
  const clean = state.clean[one.key];
  if (clean !== undefined && itemFor(plan, one.key) !== undefined) {
    again(`Clean: ${CLEAN[clean]}`, { kind: "clean", id: one.id, key: one.key });
  }
  return out;
}

const CLEAN: Readonly<Record<Clean, string>> = { yes: "yes", no: "no", unsure: "not sure" };

function felt(controls: Controls, one: SetRecord): HTMLElement {
  return textButton("I felt something", () => controls.felt(one.id));
}
