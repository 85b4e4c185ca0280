/** The three views of the guide: where the phone goes, the number of the moment, the results. In: the run. Out: the page. */
import { type Run, settleLeft, told } from "./run";
import { line, type Page, shown, side, verdict, type Who } from "./words";

/** An element that the template is known to have. */
export function find<E extends HTMLElement>(root: ParentNode, selector: string): E {
  const element = root.querySelector<E>(selector);
  if (element === null) throw new Error(`The page lacks ${selector}.`);
  return element;
}

/** Text into a place that hides itself when there is none. */
export function view(root: ParentNode, selector: string, text: string): void {
  const place = find(root, selector);
  place.textContent = text;
  place.hidden = text === "";
}

export function showPlace(dialog: HTMLElement, page: Page, run: Run, askWho: boolean): void {
  turnTo(dialog, "place");
  name(dialog, page, run);
  find(dialog, "[data-who]").hidden = !askWho;
  const values = told(run, run.side).length;
  find(dialog, '[data-do="go"]').textContent = values > 0 ? `Start trial ${run.trial + 1}` : "Start";
  find(dialog, '[data-do="skip"]').hidden = values > 0 || page.sides.length < 2;
  find(dialog, "#incline-head").focus();
}

export function showMeasure(dialog: HTMLElement, page: Page, run: Run, at: number, turned: boolean): void {
  if (turned) turnTo(dialog, "measure");
  name(dialog, page, run);
  put(dialog, "[data-trial]", `Trial ${run.trial + 1} of ${page.trials}`);
  put(dialog, "[data-line]", line(page, run));
  put(dialog, "[data-number]", number(page, run, at));
  put(dialog, "[data-now]", { settle: "I am in position", zero: "Zero now" }[run.phase as string] ?? "Take it now");
  find(dialog, "[data-number]").dataset.phase = run.phase;
  const kept = told(run, run.side);
  const list = find(dialog, "[data-kept]");
  if (list.childElementCount !== kept.length) list.replaceChildren(...kept.map((value) => item(shown(value))));
  if (turned && run.phase === "settle") find(dialog, "[data-now]").focus();
}

/** The seconds left, the trial kept last, or the angle of this moment. */
function number(page: Page, run: Run, at: number): string {
  if (run.phase === "settle") return String(settleLeft(page, run, at));
  if (run.phase === "move") return shown(Math.round(run.now.angle ?? 0));
  const before = run.values[run.side]?.[run.trial - 1] ?? null;
  return before === null ? "–" : shown(before);
}

export function showReview(dialog: HTMLElement, page: Page, run: Run, who: Who | null): void {
  turnTo(dialog, "review");
  find(dialog, "[data-results]").replaceChildren(...page.sides.map((_, n) => result(page, run, n, who)));
  find(dialog, '[data-do="save"]').hidden = page.sides.every((_, n) => told(run, n).length === 0);
  find(dialog, "[data-review-head]").focus();
}

/** One side: the middle value large, what it amounts to, and each trial with a way to do it again. */
function result(page: Page, run: Run, n: number, who: Who | null): HTMLElement {
  const section = make("section", "incline-result");
  const { value, says } = verdict(page, run, n, who);
  section.append(make("h3", "", side(page, n)));
  if (value !== null) section.append(make("p", "incline-median", shown(value)));
  section.append(make("p", "", says));
  const list = make("ul", "incline-trials");
  const trials = value === null ? [null] : (run.values[n] ?? []);
  for (const [trial, kept] of trials.entries()) list.append(redo(n, trial, kept));
  section.append(list);
  return section;
}

function redo(n: number, trial: number, value: number | null): HTMLElement {
  const again = make("button", "button", value === null ? `Measure trial ${trial + 1}` : "Again");
  again.setAttribute("type", "button");
  if (value !== null) again.setAttribute("aria-label", `Again: trial ${trial + 1}`);
  Object.assign(again.dataset, { do: "redo", sideAt: String(n), trialAt: String(trial) });
  const row = value === null ? make("li") : item(shown(value));
  row.append(again);
  return row;
}

function item(text: string): HTMLElement {
  const row = make("li");
  row.append(make("span", "num", text));
  return row;
}

function make(tag: string, className = "", text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.textContent = text;
  return element;
}

function turnTo(dialog: HTMLElement, name: string): void {
  for (const section of dialog.querySelectorAll<HTMLElement>("[data-view]")) {
    section.hidden = section.dataset.view !== name;
  }
}

function name(dialog: HTMLElement, page: Page, run: Run): void {
  for (const place of dialog.querySelectorAll("[data-side]")) {
    if (place.textContent !== side(page, run.side)) place.textContent = side(page, run.side);
  }
}

function put(root: HTMLElement, selector: string, text: string): void {
  const element = find(root, selector);
  if (element.textContent !== text) element.textContent = text;
}
