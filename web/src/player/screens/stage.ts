/**
 * The one screen of a running session. In: a plan, the view and the state of the moment. Out: the page, changed only where
 * something changed. What is read from the floor comes first: one number, the side, the phase.
 */
import { capital, sideOf, times } from "../../offline/views/words";
import { sideOpen } from "../answers";
import type { Controls } from "../controls";
import { type Follower, shownAt } from "../course";
import { button, h, icon, mainButton, Slot, textButton } from "../dom";
import { type PartName, type Plan, unitOf } from "../plan";
import type { State } from "../state";
import { endedWords, type View } from "../view";
import { asksKey, asksOfSet, sideAsk } from "./asks";
import { eyebrowOf, headingOf, introSub, sidesOf } from "./phrases";

/** As many muscles as a caption has room for, and how many of them are said to work. */
const NAMED = 5;
const WORKING = 3;
const PARTS: Readonly<Record<PartName | "hold-on", string>> = {
  up: "Up",
  hold: "Hold",
  down: "Down",
  go: "Go",
  back: "Back",
  step: "Step",
  move: "Move",
  "hold-on": "Hold",
};

export class Stage {
  readonly root: HTMLElement;
  private readonly plan: Plan;
  private readonly controls: Controls;
  private readonly symptoms: Readonly<Record<string, string>>;
  private readonly top = new Slot(h("div", { class: "pl-top" }));
  private readonly words = new Slot(h("div", { class: "pl-words" }));
  private readonly number = new Slot(h("div", { class: "pl-number" }));
  private readonly middle = new Slot(h("div", { class: "pl-middle" }));
  private readonly buttons = new Slot(h("div", { class: "pl-buttons" }));
  private readonly figure = h("figure", { class: "pl-figure", hidden: true });
  private readonly follower: Follower | null;
  private readonly line = h("i", { class: "pl-line" });
  private readonly live = h("p", { class: "unseen", role: "status" });
  /** Something to be said once beside the phase, such as that the screen may go dark. */
  notice = "";

  constructor(
    plan: Plan,
    controls: Controls,
    symptoms: Readonly<Record<string, string>>,
    follower?: (place: HTMLElement) => Follower,
  ) {
    this.follower = follower?.(this.figure) ?? null;
    this.plan = plan;
    this.controls = controls;
    this.symptoms = symptoms;
    const slots = [this.words, this.number, this.middle, this.buttons].map((slot) => slot.root);
    this.root = h(
      "div",
      { class: "pl" },
      this.top.root,
      h("div", { class: "pl-stage" }, this.figure, ...slots),
      this.live,
    );
  }

  show(view: View, state: State, aloud: string): void {
    const { root, figure } = this;
    root.dataset.phase = view.phase;
    root.toggleAttribute("data-paused", !view.running && !["ask", "ended", "end"].includes(view.phase));
    figure.dataset.motion = view.item.exercise;
    const { move, course } = shownAt(this.plan, view, state.pace);
    this.follower?.show(move);
    this.follower?.follow(course);
    this.top.show(view.dashes.join(), () => this.topBar(view));
    this.words.show(`${view.phase} ${view.turn} ${view.switched} ${view.running}`, () => this.wordsOf(view, state));
    this.number.show(`${view.phase} ${view.turn}`, () => this.numberOf(view));
    this.middle.show(this.middleKey(view, state), () => this.middleOf(view, state));
    this.buttons.show(`${view.phase} ${view.running} ${state.easy} ${view.turn}`, () => this.buttonsOf(view, state));
    this.count(view);
    if (this.live.textContent !== aloud) this.live.textContent = aloud;
  }

  /** Nothing more can be tapped here. */
  rest(): void {
    this.root.dataset.phase = "end";
    this.root.inert = true;
  }

  private topBar(view: View): Node[] {
    const at = Math.max(0, view.dashes.indexOf("now"));
    const dashes = view.dashes.map((dash) =>
      h("li", { "data-done": dash === "done", "aria-current": dash === "now" ? "step" : null }),
    );
    const stop = button("", () => this.controls.stop(), { class: "button pl-icon", "aria-label": "Stop" });
    stop.append(icon("M6 6 L18 18", "M18 6 L6 18"));
    const settings = button("", () => this.controls.settings(), {
      class: "button pl-icon",
      "aria-label": "Voice and sound",
    });
    settings.append(icon("M4 8 H20", "M4 16 H20", "M9 5.5 V10.5", "M15 13.5 V18.5"));
    const label = `Part ${at + 1} of ${view.dashes.length}`;
    return [stop, h("ol", { class: "steps pl-dashes", "aria-label": label }, ...dashes), settings];
  }

  private wordsOf(view: View, state: State): Node[] {
    const { item } = view;
    const working = view.phase === "work" && view.running;
    const eyebrow = view.phase === "intro" ? sidesOf(this.plan, state) : eyebrowOf(view);
    const parts: Node[] = [
      this.caption(view, working),
      h("p", { class: "eyebrow" }, eyebrow),
      h("h1", { tabindex: "-1" }, headingOf(view)),
    ];
    const sub = view.phase === "intro" ? introSub(view) : `Set ${view.set} of ${item.sets} · ${item.level_name}`;
    if (view.phase !== "ask" && view.phase !== "ended") parts.push(h("p", { class: "pl-sub" }, sub));
    return parts;
  }

  private caption(view: View, working: boolean): HTMLElement {
    const names = view.move.muscles.slice(0, NAMED).flatMap((muscle, n) => {
      const name = h("span", { class: working && n < WORKING ? "works" : null }, muscle);
      return n === 0 ? [name] : [", ", name];
    });
    const where = view.phase === "intro" && view.move.where ? `${capital(view.move.where)}: ` : "";
    return h("p", { class: "caption" }, where, ...names);
  }

  private numberOf(view: View): Node[] {
    const { item } = view;
    if (view.phase === "ask" || view.phase === "ended" || view.phase === "end") return [];
    if (view.phase === "intro") {
      const what = `${unitOf(item, item.reps ?? item.seconds ?? 0)}${item.bouts > 1 ? `, ${item.bouts} times today` : ""}`;
      return [h("p", { class: "pl-dose" }, times(item.sets, item.reps ?? item.seconds ?? "–"), h("small", {}, what))];
    }
    const of = view.phase !== "work" ? "seconds" : item.reps === null ? `of ${item.seconds} s` : `of ${item.reps}`;
    return [
      h(
        "p",
        { class: "pl-count", role: "timer" },
        h("span", { class: "pl-numeral" }),
        h("span", { class: "pl-beside" }, h("span", { class: "pl-part" }), h("span", { class: "pl-of" }, of)),
      ),
      h("div", { class: "pl-track", "aria-hidden": "true" }, this.line),
    ];
  }

  /** The part that changes all the time. */
  private count(view: View): void {
    const numeral = this.number.root.querySelector<HTMLElement>(".pl-numeral");
    const part = this.number.root.querySelector<HTMLElement>(".pl-part");
    const left = this.buttons.root.querySelector<HTMLElement>("[data-left]");
    if (left !== null) put(left, view.leftS === null || !view.running ? "" : `Starts by itself in ${view.leftS} s.`);
    if (numeral === null || part === null) return;
    put(numeral, String(view.count));
    numeral.dataset.digits = String(String(view.count).length);
    put(part, view.part === null ? "" : PARTS[view.part]);
    this.line.style.transform = `scaleX(${view.fraction.toFixed(3)})`;
  }

  private middleKey(view: View, state: State): string {
    if (view.phase === "work") return `cue ${view.cue} ${state.easy} ${view.lastOne}`;
    if (view.phase === "intro") return `steps ${view.item.exercise} ${this.notice}`;
    if (view.phase === "ended")
      return `ended ${state.ended} ${state.sets.find(({ id }) => id === state.ended)?.sealed}`;
    return view.asks.length === 0 && view.last === null ? "none" : asksKey(view, state);
  }

  private middleOf(view: View, state: State): Node[] {
    if (view.phase === "intro") return this.steps(view);
    if (view.phase === "ended") return this.endedOf(state);
    if (view.phase !== "work") return asksOfSet(this.plan, view, state, this.controls);
    const easy = h("p", { class: "pl-noted", role: "status" }, "Noted, for the next time.");
    return [h("p", { class: "cue" }, view.cue), ...(state.easy ? [easy] : [])].filter((one) => one.textContent !== "");
  }

  private steps(view: View): Node[] {
    const { steps, avoid } = view.move;
    const parts: Node[] = [];
    if (this.notice !== "") parts.push(h("p", { class: "pl-noted" }, this.notice));
    if (steps.length > 0) parts.push(h("ol", { class: "pl-steps" }, ...steps.map((says) => h("li", {}, says))));
    if (avoid.length > 0) {
      parts.push(h("h2", {}, "Avoid"), h("ul", { class: "pl-steps" }, ...avoid.map((says) => h("li", {}, says))));
    }
    return parts;
  }

  private endedOf(state: State): Node[] {
    const one = state.sets.find((set) => set.id === state.ended);
    const why = one === undefined ? "" : endedWords(one, this.plan.limit, this.symptoms);
    const item = this.plan.items.find(({ key }) => key === one?.key);
    const which = item === undefined ? "It" : `${item.name}, ${sideOf(item).toLowerCase()}, `;
    return [
      h("p", { class: "lede" }, why),
      ...(one !== undefined && !one.sealed && sideOpen(this.plan, one) ? [sideAsk(one, "", this.controls)] : []),
      h("p", {}, `${which}is over for today. Next time it is made easier, or left out. What you did counts.`),
      h("p", {}, h("a", { href: "/wrong" }, "Something is wrong")),
    ];
  }

  private buttonsOf(view: View, state: State): Node[] {
    const { controls } = this;
    if (!view.running && (view.phase === "work" || view.phase === "rest" || view.phase === "ready")) {
      return paused(view, controls);
    }
    switch (view.phase) {
      case "intro":
        return introButtons(view, state, controls);
      case "work":
        return workButtons(view, state, controls);
      case "ready":
      case "rest":
        return restButtons(view, controls);
      case "ended":
        return [mainButton("Go on with the next", () => controls.begin()), button("Enough for today", controls.enough)];
      default:
        return [];
    }
  }
}

/** In every phase the way on stands first, then Skip, then what holds or goes on, at the bottom, where it was before. */
function row(first: Node, main: Node, controls: Controls): Node {
  return h("div", { class: "pl-three" }, first, button("Skip", controls.skip), main);
}

function introButtons(view: View, state: State, controls: Controls): Node[] {
  const label = view.running ? "Wait" : "Start by itself";
  const hold = h(
    "p",
    { class: "pl-row" },
    h("span", { class: "pl-left", "data-left": true }),
    textButton(label, () => controls.toggle()),
  );
  const start = mainButton("Start", () => controls.begin());
  const both = h("div", { class: "pl-go" }, button("Skip", controls.skip), start);
  return state.begun && state.auto ? [hold, both] : [both];
}

function workButtons(view: View, state: State, controls: Controls): Node[] {
  return [
    h(
      "div",
      { class: "pl-two" },
      button("That hurt", controls.hurt),
      button("Too easy", controls.easy, { "aria-pressed": String(state.easy) }),
    ),
    row(
      wayOn(view, controls),
      mainButton("Pause", () => controls.toggle()),
      controls,
    ),
  ];
}

function restButtons(view: View, controls: Controls): Node[] {
  return [
    row(
      wayOn(view, controls),
      mainButton("Pause", () => controls.toggle()),
      controls,
    ),
  ];
}

function wayOn(view: View, controls: Controls): Node {
  if (view.phase === "work") return button("Done", controls.done);
  return button(view.phase === "ready" ? "Start now" : "Next set", controls.begin);
}

function paused(view: View, controls: Controls): Node[] {
  const goOn = mainButton("Go on", () => controls.toggle());
  const below = row(wayOn(view, controls), goOn, controls);
  if (view.phase !== "work") return [below];
  const again = button("Start this set again", () => controls.again());
  return [h("div", { class: "pl-two" }, button("That hurt", controls.hurt), again), below];
}

function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
