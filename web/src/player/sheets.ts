/**
 * The sheets over the player: what hurt, why to skip, whether to stop, what is said and sounded. In: what they are about.
 * Out: a dialog that answers once. Escape closes each without an answer.
 */
import { button, h, link, mainButton, textButton } from "./dom";
import { PACES, type Settings } from "./settings";
import { tens } from "./tens";

/** Opens a sheet; `closed` comes after it is gone, whichever way. */
export function sheet(heading: string, closed: () => void, ...children: readonly (Node | null)[]): HTMLDialogElement {
  const title = h("h2", { tabindex: "-1", id: "sheet-title", autofocus: true }, heading);
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": "sheet-title" }, title, ...children);
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  title.focus({ preventScroll: true });
  return dialog;
}

export interface Hurt {
  readonly pain: number;
  readonly symptoms: readonly string[];
}

export interface HurtQuestion {
  readonly heading: string;
  readonly limit: number;
  readonly symptoms: Readonly<Record<string, string>>;
  /** What was told about this set before. */
  readonly pain: number | null;
  /** Whether the move loads both legs: then it ends on both sides. */
  readonly bothLegs: boolean;
}

/** The worst pain, and what was felt. `tell` says whether the set may go on; then the person decides. */
export function hurtSheet(
  question: HurtQuestion,
  tell: (hurt: Hurt) => boolean,
  onGoOn: { readonly go: () => void; readonly end: () => void } | null,
  closed: () => void,
): void {
  let pain = question.pain;
  const felt = new Set<string>();
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true }, "Please choose a number, 0 for no pain.");
  const scale = h("div", {});
  const draw = (): void => scale.replaceChildren(tens("The worst pain, 0 to 10", "pain", choose, pain ?? undefined));
  const choose = (n: number): void => {
    pain = n;
    wrong.hidden = true;
    draw();
    scale.querySelector<HTMLElement>(`[data-n="${n}"]`)?.focus();
  };
  const save = (): void => {
    wrong.hidden = pain !== null;
    if (pain === null) return;
    const mayGoOn = tell({ pain, symptoms: [...felt] });
    if (!mayGoOn || onGoOn === null) dialog.close();
    else body.replaceChildren(...notedBody(pain, question.limit, onGoOn, () => dialog.close()));
  };
  draw();
  const ends = h(
    "p",
    { class: "hint" },
    `A number above ${question.limit}, or any of these, ends the exercise${question.bothLegs ? "." : " on this side."}`,
  );
  const boxes = h("div", { class: "answers answers--two" }, ...toggles(question.symptoms, felt));
  const body = h(
    "div",
    {},
    scale,
    h("h3", {}, "Did you feel any of this?"),
    ends,
    boxes,
    wrong,
    h(
      "p",
      { class: "buttons" },
      mainButton("Save", save),
      textButton("Back", () => dialog.close()),
    ),
  );
  const dialog = sheet(question.heading, closed, body);
}

function notedBody(
  pain: number,
  limit: number,
  way: { readonly go: () => void; readonly end: () => void },
  close: () => void,
): Node[] {
  const says = `Pain ${pain} of 10 is noted. Up to ${limit} you may go on, as long as it does not grow.`;
  const then = (act: () => void) => () => {
    close();
    act();
  };
  return [
    h("p", { role: "status" }, says),
    h("p", { class: "buttons" }, mainButton("Go on with the set", then(way.go)), button("End this set", then(way.end))),
  ];
}

function toggles(names: Readonly<Record<string, string>>, chosen: Set<string>): HTMLElement[] {
  return Object.entries(names).map(([id, says]) => {
    const made = button(says.charAt(0).toUpperCase() + says.slice(1), () => {
      if (!chosen.delete(id)) chosen.add(id);
      made.setAttribute("aria-pressed", String(chosen.has(id)));
    });
    made.setAttribute("aria-pressed", "false");
    return made;
  });
}

/** Why something is left out: one tap, for one side or both. */
export function skipSheet(
  name: string,
  other: string | null,
  reasons: Readonly<Record<string, string>>,
  tell: (reason: string, both: boolean) => void,
  closed: () => void,
): void {
  const box = h("input", { type: "checkbox" });
  const both = other === null ? null : h("label", { class: "check" }, box, h("span", {}, other));
  const buttons = Object.entries(reasons).map(([reason, says]) =>
    button(says, () => {
      dialog.close();
      tell(reason, box.checked);
    }),
  );
  const dialog = sheet(
    `Skip ${name}?`,
    closed,
    both,
    h("p", { class: "asked", id: "why-skip" }, "Why?"),
    h("div", { class: "answers answers--two", role: "group", "aria-labelledby": "why-skip" }, ...buttons),
    h(
      "p",
      { class: "buttons" },
      textButton("Back to it", () => dialog.close()),
    ),
  );
}

/** Stop: enough for today, or something is wrong. */
export function stopSheet(enough: () => void, closed: () => void): void {
  const dialog = sheet(
    "Stop here?",
    closed,
    h("p", {}, "What you did counts. What is left comes first next time."),
    h(
      "div",
      { class: "answers" },
      button("Enough for today", () => {
        dialog.close();
        enough();
      }),
      link("Something is wrong", "/wrong"),
      mainButton("Go on", () => dialog.close()),
    ),
  );
}

const FLAGS = [
  ["voice", "Voice"],
  ["sound", "Sounds"],
  ["vibration", "Vibration"],
  ["auto", "The next exercise starts by itself"],
] as const;

/** What is said, sounded and felt, and how fast. */
export function settingsSheet(settings: Settings, change: (settings: Settings) => void, closed: () => void): void {
  let now = settings;
  const set = (values: Partial<Settings>): void => {
    now = { ...now, ...values };
    change(now);
  };
  const boxes = FLAGS.map(([name, says]) => {
    const box = h("input", { type: "checkbox", checked: settings[name] });
    box.addEventListener("change", () => set({ [name]: box.checked }));
    return h("label", { class: "check" }, box, h("span", {}, says));
  });
  const paces = PACES.map(({ pace, name }) => {
    const radio = h("input", { type: "radio", name: "pace", checked: settings.pace === pace });
    radio.addEventListener("change", () => set({ pace }));
    return h("label", {}, radio, h("span", {}, name));
  });
  const dialog = sheet(
    "Voice and sound",
    closed,
    ...boxes,
    h(
      "fieldset",
      { class: "ask" },
      h("legend", {}, "Pace, from the next set on"),
      h("div", { class: "choices" }, ...paces),
    ),
    h(
      "p",
      { class: "buttons" },
      mainButton("Close", () => dialog.close()),
    ),
  );
}
