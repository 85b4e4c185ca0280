/**
 * The buttons below a figure. In: what they do. Out: elements, and ways to show the state of things. All are real
 * buttons
 * with a name; what is on is said by `aria-pressed`.
 */

import type { ViewName } from "./orbit";
import { ZOOM } from "./orbit";
import type { Limb } from "./words";

export interface Acts {
  readonly play: () => void;
  readonly slow: () => void;
  readonly scrub: (share: number) => void;
  readonly phase: (number: number) => void;
  readonly view: (name: ViewName) => void;
  readonly zoom: (by: number) => void;
  readonly reset: () => void;
  readonly deep: () => void;
  readonly side: (side: Limb) => void;
}

export interface Offers {
  readonly phases: readonly string[];
  /** Key poses instead of movement. */
  readonly still: boolean;
  readonly sides: boolean;
  readonly deep: boolean;
}

export interface Shown {
  readonly playing: boolean;
  readonly slow: boolean;
  readonly share: number;
  readonly phase: number;
  readonly deep: boolean;
  readonly side: Limb;
}

const VIEWS: readonly (readonly [ViewName, string])[] = [
  ["front", "Front"],
  ["back", "Back"],
  ["side", "Side"],
  ["top", "Top"],
];
const PLAY = "M8 5.5 L18.5 12 L8 18.5 Z";
const PAUSE = "M8 6 V18 M16 6 V18";
const SPACE = "http://www.w3.org/2000/svg";

function make<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  return element;
}

function button(label: string, act: () => void, className = "motion-button"): HTMLButtonElement {
  const made = make("button", className);
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function drawn(label: string, path: string, act: () => void): HTMLButtonElement {
  const made = button("", act, "motion-button motion-button--icon");
  made.setAttribute("aria-label", label);
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SPACE, "path");
  line.setAttribute("d", path);
  svg.append(line);
  made.append(svg);
  return made;
}

function group(label: string, ...children: readonly HTMLElement[]): HTMLElement {
  const made = make("div", "motion-group");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  made.append(...children);
  return made;
}

const press = (one: HTMLElement, on: boolean): void => one.setAttribute("aria-pressed", String(on));

/** `sit-down` as a person reads it. */
export const phaseName = (name: string): string => {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export class Panel {
  readonly root = make("div", "motion-tools");
  private readonly acts: Acts;
  private readonly offers: Offers;
  private readonly playing: HTMLButtonElement;
  private readonly line: HTMLInputElement;
  private readonly slow: HTMLButtonElement;
  private readonly deep: HTMLButtonElement;
  private readonly phases: readonly HTMLButtonElement[];
  private readonly sides: ReadonlyMap<Limb, HTMLButtonElement>;

  constructor(acts: Acts, offers: Offers) {
    this.acts = acts;
    this.offers = offers;
    this.playing = drawn("Play", PLAY, acts.play);
    this.slow = button("Slow", acts.slow);
    this.line = this.timeline();
    this.deep = button("Only the deep rotators", acts.deep);
    this.phases = offers.phases.map((name, n) => button(`${n + 1} ${phaseName(name)}`, () => acts.phase(n)));
    this.sides = new Map(
      (["left", "right"] as const).map((side) => [side, button(phaseName(side), () => acts.side(side))]),
    );
    this.root.append(...this.rows());
  }

  private rows(): HTMLElement[] {
    const { acts, offers } = this;
    const time = offers.still
      ? group("Positions", ...this.phases)
      : group("Movement", this.playing, this.line, this.slow);
    time.classList.add("motion-time");
    const looks = group("Seen from", ...VIEWS.map(([name, label]) => button(label, () => acts.view(name))));
    const near = group(
      "Distance",
      drawn("Nearer", "M12 6 V18 M6 12 H18", () => acts.zoom(1 / ZOOM)),
      drawn("Farther", "M6 12 H18", () => acts.zoom(ZOOM)),
      button("Reset", acts.reset),
    );
    const rows = [time, looks, near];
    if (offers.sides) rows.push(group("Working side", ...this.sides.values()));
    if (offers.deep) rows.push(group("Muscles", this.deep));
    return rows;
  }

  private timeline(): HTMLInputElement {
    const line = make("input", "motion-line");
    line.type = "range";
    line.min = "0";
    line.max = "100";
    line.step = "1";
    line.value = "0";
    line.setAttribute("aria-label", "Place in the repetition, in percent");
    line.addEventListener("input", () => this.acts.scrub(Number(line.value) / 100));
    return line;
  }

  show({ playing, slow, share, phase, deep, side }: Shown): void {
    const label = playing ? "Pause" : "Play";
    if (this.playing.getAttribute("aria-label") !== label) {
      this.playing.setAttribute("aria-label", label);
      this.playing.querySelector("path")?.setAttribute("d", playing ? PAUSE : PLAY);
    }
    const value = String(Math.round(share * 100));
    if (this.line.value !== value) this.line.value = value;
    press(this.slow, slow);
    press(this.deep, deep);
    for (const [n, one] of this.phases.entries()) press(one, n === phase);
    for (const [name, one] of this.sides) press(one, name === side);
  }
}
