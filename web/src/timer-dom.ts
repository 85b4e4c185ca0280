/**
 * Ties the timer to the page. Markup: an element with `data-timer` and its numbers,
 *
 *     <section class="timer" data-timer data-ready="5" data-hold="30" data-rest="30" data-sets="2" hidden>
 *
 * holding any of `data-timer-phase`, `data-timer-set`, `data-timer-left`, a `progress`, and buttons with
 * `data-timer-do="toggle|skip|reset"`. Words come from `data-say-ready`, `-hold`, `-rest`, `-done`.
 */
import { IDLE, type Phase, pause, skip, start, type TimerPlan, type TimerState, type TimerView, view } from "./timer";

const WORDS: Record<Phase, string> = { ready: "Get ready", hold: "Hold", rest: "Rest", done: "Done" };
const TICK_MS = 100;

/** Reads the plan; a number that is missing or not a number counts as 0, and there is at least one set. */
export function readPlan(root: HTMLElement): TimerPlan {
  const number = (key: string): number => Math.max(0, Number(root.dataset[key] ?? 0) || 0);
  return {
    readySeconds: number("ready"),
    holdSeconds: number("hold"),
    restSeconds: number("rest"),
    sets: Math.max(1, Math.floor(number("sets"))),
  };
}

/** Starts one timer's life; returns what ends it. `now` is a clock in milliseconds. */
export function bindTimer(root: HTMLElement, now: () => number = () => performance.now()): () => void {
  const plan = readPlan(root);
  let state: TimerState = IDLE;
  let shown: TimerView | null = null;

  const paint = (): void => {
    const next = view(plan, state, now());
    if (shown !== null && next.phase !== shown.phase && next.status !== "idle") nudge(next.phase);
    show(root, plan, next, shown);
    shown = next;
  };
  const act = (action: string | undefined): void => {
    const at = now();
    const status = view(plan, state, at).status;
    if (action === "skip") state = skip(plan, state, at);
    else if (action === "reset" || status === "done") state = IDLE;
    else state = status === "running" ? pause(state, at) : start(state, at);
    paint();
  };
  const onClick = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-timer-do]") : null;
    if (button !== null) act(button.dataset.timerDo);
  };

  root.addEventListener("click", onClick);
  const ticking = setInterval(paint, TICK_MS);
  root.hidden = false;
  paint();
  return () => {
    clearInterval(ticking);
    root.removeEventListener("click", onClick);
  };
}

/** Every timer of the page that has something to time. */
export function bindTimers(within: ParentNode): void {
  for (const root of within.querySelectorAll<HTMLElement>("[data-timer]")) {
    if (readPlan(root).holdSeconds > 0) bindTimer(root);
  }
}

function show(root: HTMLElement, plan: TimerPlan, next: TimerView, before: TimerView | null): void {
  put(root, "[data-timer-left]", String(next.leftSeconds));
  const bar = root.querySelector("progress");
  if (bar !== null) bar.value = next.fraction;
  if (before !== null && same(before, next)) return;
  root.dataset.phase = next.phase;
  put(root, "[data-timer-phase]", words(root, next.phase));
  put(root, "[data-timer-set]", plan.sets > 1 ? `${next.set} of ${plan.sets}` : "");
  put(root, '[data-timer-do="toggle"]', toggleWord(next));
}

function same(a: TimerView, b: TimerView): boolean {
  return a.phase === b.phase && a.set === b.set && a.status === b.status;
}

function words(root: HTMLElement, phase: Phase): string {
  const key = `say${phase.charAt(0).toUpperCase()}${phase.slice(1)}`;
  return root.dataset[key] ?? WORDS[phase];
}

function toggleWord(next: TimerView): string {
  return { idle: "Start", running: "Pause", paused: "Go on", done: "Once more" }[next.status];
}

function put(root: HTMLElement, selector: string, text: string): void {
  const element = root.querySelector(selector);
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** A short shake where the device can; long at the end. */
function nudge(phase: Phase): void {
  navigator.vibrate?.(phase === "done" ? [200, 100, 200] : 120);
}
