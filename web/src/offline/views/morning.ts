/**
 * The morning after: how each hip is, 0 to 10, or both fine in one tap.
 *
 * In: the pack and the facts told since. Out: the open question, and the page that asks it, as the server's morning.html.
 */
import type { Pack } from "../pack";
import type { Fact, Limb } from "../types";
import { fold, lastBefore } from "../walking/fold";
import { button, chosen, h, head, link, scale, show, showWrongs } from "./dom";
import { capital, longDay, num } from "./words";

const LIMBS: readonly Limb[] = ["left", "right"];

export interface Morning {
  readonly about: string;
  readonly sides: readonly Limb[];
  readonly before: Readonly<Record<Limb, number | null>>;
  /** From this rise on the next session is made smaller. */
  readonly rise: number;
}

export type OnMorning = (answers: readonly { readonly side: Limb; readonly pain: number }[]) => Promise<void>;

/** The question while it is open: sides that the last session loaded and that nobody was asked about since. */
export function openMorning(pack: Pack, facts: readonly Fact[], day: string): Morning | null {
  const last = lastBefore(fold(pack, facts), day);
  if (last === null) return null;
  const sides = LIMBS.filter((limb) => last.loads.has(limb) && last.mornings[limb] === null);
  if (sides.length === 0) return null;
  return { about: last.day, sides, before: last.baseline, rise: pack.rules.next_day_rise };
}

export function morningView(root: Element, day: string, question: Morning | null, on: OnMorning): void {
  if (question === null) nothingToAsk(root, day);
  else ask(root, question, on);
}

function nothingToAsk(root: Element, day: string): void {
  show(
    root,
    head(
      longDay(day),
      "Nothing to ask this morning",
      h("p.lede", {}, "The question comes the morning after a session."),
      h("p.buttons", {}, link("Go to today", "/", "main")),
    ),
  );
}

function ask(root: Element, { about, sides, before, rise }: Morning, on: OnMorning): void {
  const both = sides.length === 2;
  const form = h("form.reading");
  const fine = button("Both fine: no pain on either side", () => {
    void told(form, () => on(sides.map((side) => ({ side, pain: 0 }))));
  });
  const scales = sides.map((side) => {
    const was = before[side];
    return scale(
      `morning-${side}`,
      `${capital(side)} hip, pain that morning`,
      was === null ? "" : `Before that session it was ${num(was)}.`,
    );
  });
  form.append(
    ...(both ? [h("p.buttons", {}, fine), h("p.or", {}, "or side by side")] : []),
    ...scales,
    h(
      "p.buttons",
      { id: "save" },
      h("button.button.button--main", {}, "Save"),
      link("I do not remember", "/?morning=unknown", "text"),
    ),
    h(
      "p.faint.small",
      {},
      "Without an answer the next session stays as it was: what is not known never counts as well.",
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(form, sides, on);
  });
  const title = `How ${both ? "are your hips" : "is your hip"} the morning after?`;
  const lede = `Your answer decides what the next session may be: a rise of ${num(rise)} points or more makes it smaller.`;
  show(root, head(`After ${longDay(about)}`, title, h("p.lede", {}, lede)), form);
}

async function save(form: HTMLElement, sides: readonly Limb[], on: OnMorning): Promise<void> {
  const answers = sides.map((side) => ({ side, pain: chosen(form, `morning-${side}`) }));
  const open = answers.filter((answer) => answer.pain === null);
  showWrongs(form, new Map(open.map(({ side }) => [`morning-${side}`, "Please choose a number from 0 to 10."])));
  if (open.length > 0) return;
  await told(form, () => on(answers.map(({ side, pain }) => ({ side, pain: Number(pain) }))));
}

/** Hands on once; where the device keeps nothing, that is said and the answers stay. */
async function told(form: HTMLElement, act: () => Promise<void>): Promise<void> {
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = "";
  try {
    await act();
  } catch (error) {
    showWrongs(form, new Map([["save", error instanceof Error ? error.message : String(error)]]));
  } finally {
    delete form.dataset.sending;
  }
}
