/**
 * A question answered with one tap: 0 to 10, or a few words. Nothing is chosen beforehand.
 *
 * By keyboard a digit taps its number; 1 waits a moment for a 0, as in `../scale`. In: a question. Out: an element.
 */
import { JOIN_MS, typed } from "../scale";
import { button, h } from "./dom";

const ENDS: Readonly<Record<"pain" | "effort", readonly [string, string]>> = {
  pain: ["no pain", "the worst imaginable"],
  effort: ["no effort", "not one more"],
};

let made = 0;

/** The question and, above it, the set it is about; together they name the answers below. */
function asking(about: string, legend: string, id: string): HTMLElement[] {
  const asked = h("p", { class: "asked", id }, legend);
  return about === "" ? [asked] : [h("p", { class: "eyebrow", id: `${id}-about` }, about), asked];
}

const naming = (about: string, id: string): string => (about === "" ? id : `${id}-about ${id}`);

/** A row of eleven numbers below its question. */
export function tens(
  legend: string,
  what: "pain" | "effort",
  tell: (value: number) => void,
  chosen?: number | null,
  about = "",
) {
  made += 1;
  const id = `tens-${made}`;
  const numbers = Array.from({ length: 11 }, (_, n) =>
    button(String(n), () => tell(n), {
      class: "tens-n",
      "data-n": String(n),
      "aria-label": `${n} of 10`,
      "aria-pressed": chosen === undefined ? null : String(n === chosen),
    }),
  );
  const [low, high] = ENDS[what];
  return h(
    "div",
    { class: "tens", role: "group", "aria-labelledby": naming(about, id), "data-tens": true },
    ...asking(about, legend, id),
    h("div", { class: "tens-row" }, ...numbers),
    h("p", { class: "tens-ends" }, h("span", {}, `0 · ${low}`), h("span", {}, `10 · ${high}`)),
  );
}

/** A question with a few answers in words. */
export function choice<T extends string>(
  legend: string,
  answers: readonly (readonly [T, string])[],
  tell: (value: T) => void,
  about = "",
) {
  made += 1;
  const id = `tens-${made}`;
  const buttons = answers.map(([value, says]) => button(says, () => tell(value)));
  return h(
    "div",
    { class: "tens", role: "group", "aria-labelledby": naming(about, id) },
    ...asking(about, legend, id),
    h("div", { class: "answers" }, ...buttons),
  );
}

/** Taps the number that typed digits mean, on whichever scale is on top. */
export class Digits {
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private readonly find: () => ParentNode | null;

  constructor(find: () => ParentNode | null) {
    this.find = find;
  }

  /** Takes a digit; false where there is nothing to answer. */
  press(digit: number): boolean {
    const scale = this.find();
    if (scale === null) return false;
    if (this.waiting !== null) {
      clearTimeout(this.waiting);
      this.waiting = null;
      const joined = typed(digit, 0, { digit: 1, atMs: 0 }, 0, 10);
      if (digit === 0 && joined !== null) return tap(scale, joined);
      tap(scale, 1);
      return this.press(digit);
    }
    if (digit !== 1) return tap(scale, digit);
    this.waiting = setTimeout(() => {
      this.waiting = null;
      tap(scale, 1);
    }, JOIN_MS);
    return true;
  }
}

function tap(scale: ParentNode, n: number): boolean {
  const found = scale.querySelector<HTMLButtonElement>(`[data-n="${n}"]`);
  found?.click();
  return found !== null;
}

/** A number to mend with a smaller and a greater one beside it. */
export function stepper(label: string, shown: string, less: () => void, more: () => void) {
  return h(
    "div",
    { class: "stepper", role: "group", "aria-label": label },
    button("−", less, { "aria-label": `${label}: less` }),
    h("output", {}, shown),
    button("+", more, { "aria-label": `${label}: more` }),
  );
}
