/**
 * The items of a session in one line each, as on the server's Today (templates/_moves.html): left and right together
 * where they ask for the same. Why it is so, and how it is done, folds out: no page of the library may be here.
 *
 * In: items, their steps once a session is under way, how moves are done. Out: a list.
 */
import type { Item, Move, Step, Why } from "../types";
import { type Child, h } from "./dom";
import { ACTIONS, capital, num, sentence, sideOf, sourceName, tempoOf, times, unitOf } from "./words";

interface Group {
  readonly items: readonly Item[];
  readonly steps: readonly Step[];
}

export type Moves = Readonly<Record<string, Move>>;

const CHIPS: Readonly<Record<Exclude<Step["status"], "open">, string>> = {
  done: "logged",
  ended: "ended early",
  skipped: "skipped",
  withheld: "left out now",
};

export function moveList(items: readonly Item[], steps: readonly Step[], moves: Moves): HTMLElement {
  const rows = groups(items, steps).map((group) => row(group, moves));
  return h("div.cols", {}, h("div", {}, h("ul.moves", {}, rows)));
}

/** Neighbouring items with the same dose and level, on one side or on both. */
export function groups(items: readonly Item[], steps: readonly Step[] = []): Group[] {
  const out: { items: Item[]; steps: Step[] }[] = [];
  items.forEach((item, n) => {
    const step = steps[n];
    const mine = step === undefined ? [] : [step];
    const last = out.at(-1);
    const [first] = last?.items ?? [];
    if (last !== undefined && first !== undefined && asksTheSame(first, item)) {
      last.items.push(item);
      last.steps.push(...mine);
    } else {
      out.push({ items: [item], steps: mine });
    }
  });
  return out;
}

function asksTheSame(a: Item, b: Item): boolean {
  const asks = ({ exercise, level, sets, reps, seconds, load, bouts }: Item): string =>
    JSON.stringify([exercise, level, sets, reps, seconds, load, bouts]);
  return asks(a) === asks(b);
}

function row({ items, steps }: Group, moves: Moves): HTMLElement | null {
  const [item] = items;
  if (item === undefined) return null;
  const open = steps.length === 0 || steps.some((step) => step.status === "open");
  const tempo = tempoOf(item.tempo);
  const chips = steps.map((step) => chip(step, steps.length > 1)).filter((one) => one !== null);
  return h(
    "li.move",
    open ? {} : { "data-done": true },
    h(
      "details",
      {},
      h("summary", {}, h("span.name", {}, item.name), dose(item), below(items, item)),
      tempo !== "" && h("p.faint.small", {}, tempo),
      why(items),
      howTo(moves[item.exercise]),
    ),
    chips.length > 0 && h("ul.chips", {}, chips),
  );
}

function below(items: readonly Item[], item: Item): HTMLElement {
  const parts = [sidesOf(items), item.level_name, item.bouts > 1 ? `${item.bouts} times today` : ""].filter(Boolean);
  const moved = items.some(({ action }) => action === "raise" || action === "lower");
  const action = h(moved ? "span.move-moved" : "span", {}, actionsOf(items).toLowerCase());
  return h("span.move-sub", {}, `${parts.join(" · ")} · `, action);
}

function dose(item: Item): HTMLElement {
  const much = item.reps ?? item.seconds;
  return h("span.dose", {}, `${times(item.sets, much === null ? "–" : num(much))} `, h("small", {}, unitOf(item)));
}

/** `One step up`; where the sides differ, each by name. */
function actionsOf(items: readonly Item[]): string {
  const says = new Set(items.map((item) => ACTIONS[item.action]));
  if (says.size === 1) return [...says].join("");
  return items.map((item) => `${item.side} ${ACTIONS[item.action]}`).join(", ");
}

/** `Left, then right`; for one item its side. */
function sidesOf(items: readonly Item[]): string {
  const [first, second] = items;
  if (first === undefined) return "";
  if (second === undefined) return sideOf(first);
  const towards = first.sides === "direction" ? "to the " : "";
  return capital(`${towards}${first.side}, then ${towards}${second.side}`);
}

/** The reasons, once where they are the same on both sides. */
function why(items: readonly Item[]): Child {
  const said = new Set(items.map((item) => JSON.stringify(item.why.map(({ says }) => says.replaceAll(item.side, "")))));
  if (said.size === 1) return reasons(items[0]?.why ?? []);
  return items.map((item) => [h("h3.move-side", {}, sideOf(item)), reasons(item.why)]);
}

function reasons(whys: readonly Why[]): HTMLElement {
  const one = (why: Why): HTMLElement =>
    h("li", {}, h("p", {}, sentence(why.says)), h("p", {}, h("cite", {}, sourceName(why.source))));
  return h("ul.reasons", {}, whys.map(one));
}

function howTo(move: Move | undefined): Child {
  if (move === undefined || move.steps.length === 0) return null;
  const steps = move.steps.map((says) => h("li", {}, says));
  return [h("h3.move-side", {}, "How it is done"), h("ol.small", {}, steps)];
}

function chip(step: Step, named: boolean): HTMLElement | null {
  const side = named ? `${capital(step.item.side)}: ` : "";
  const done = step.status === "open" ? "" : CHIPS[step.status];
  const so = done || (step.sets.length > 0 ? `${step.sets.length} of ${step.item.sets} sets` : "");
  return so === "" ? null : h("li", {}, h("span.chip.chip--strong", {}, side + so));
}
