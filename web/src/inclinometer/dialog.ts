/**
 * Ties the measuring to the page: the sensor's directions go into `run.ts`, what comes out is shown, said and put into the
 * page's own form, which the person saves. Without a sensor one sentence says why, and the form stays as it is.
 */

import { fill } from "./form";
import { begin, type Input, type Run, step } from "./run";
import { permit, Sensor } from "./sensor";
import { find, showMeasure, showPlace, showReview, view } from "./show";
import { Signals } from "./signals";
import { aloud, type Page, REFUSED, refusal, TROUBLE, type Who } from "./words";

const TICK_MS = 33;
const WAIT_MS = 1500;

/** Makes the button work where the page offers the phone. */
export function bindInclinometer(page: Document): void {
  const root = page.querySelector<HTMLElement>("[data-inclinometer]");
  const dialog = page.querySelector<HTMLDialogElement>("[data-incline]");
  const form = page.querySelector<HTMLFormElement>("form[data-measure]");
  if (root === null || dialog === null || form === null || page.defaultView === null) return;
  const told = JSON.parse(root.dataset.inclinometer ?? "") as Page;
  const window = page.defaultView as Window & typeof globalThis;
  const button = find<HTMLButtonElement>(root, "[data-phone-open]");
  root.hidden = false;
  button.addEventListener("click", () => void start(window, told, root, dialog, form, button));
}

/** From a tap: permission, a first direction, then the guide. */
async function start(
  window: Window & typeof globalThis,
  page: Page,
  root: HTMLElement,
  dialog: HTMLDialogElement,
  form: HTMLFormElement,
  button: HTMLButtonElement,
): Promise<void> {
  const note = find<HTMLElement>(root, "[data-phone-trouble]");
  const signals = new Signals(window);
  button.disabled = true;
  note.hidden = true;
  let trouble = await permit(window);
  const sensor = trouble === null ? new Sensor(window) : null;
  if (sensor !== null && !(await sensor.first(WAIT_MS))) trouble = "silent";
  button.disabled = false;
  if (sensor === null || trouble !== null) {
    sensor?.stop();
    signals.end();
    note.textContent = trouble === null ? "" : TROUBLE[trouble];
    note.hidden = false;
    return;
  }
  new Guide(window, page, dialog, form, sensor, signals).open();
}

/** The full-screen guide, from opening to closing. */
class Guide {
  private run: Run;
  private who: Who | null = null;
  private ticking = 0;

  constructor(
    private readonly window: Window & typeof globalThis,
    private readonly page: Page,
    private readonly dialog: HTMLDialogElement,
    private readonly form: HTMLFormElement,
    private readonly sensor: Sensor,
    private readonly signals: Signals,
  ) {
    this.run = begin(page, this.now());
  }

  open(): void {
    for (const radio of this.radios()) radio.checked = false;
    this.dialog.addEventListener("click", this.onClick);
    this.dialog.addEventListener("close", this.onClose, { once: true });
    this.ticking = this.window.setInterval(this.tick, TICK_MS);
    this.dialog.showModal();
    this.paint(null);
  }

  private now(): number {
    return this.window.performance.now();
  }

  private radios(): HTMLInputElement[] {
    return [...this.dialog.querySelectorAll<HTMLInputElement>("[data-who] input")];
  }

  private readonly tick = (): void => {
    const { up } = this.sensor;
    if (up !== null && this.window.document.visibilityState === "visible") {
      this.act({ kind: "sample", at: this.now(), up });
    }
  };

  private act(input: Input): void {
    const before = this.run;
    this.run = step(this.page, before, input);
    this.signal(before);
    this.paint(before);
  }

  private signal(before: Run): void {
    const { said } = this.run;
    if (said.length === 0) return;
    const text = aloud(this.page, this.run, before);
    this.signals.say(text);
    find(this.dialog, "[data-said]").textContent = text;
    if (said.some((one) => REFUSED.has(one))) this.signals.tone("refused");
    else if (said.includes("all-done")) this.signals.tone("done");
    else if (said.includes("kept")) this.signals.tone("kept");
    else if (!said.includes("settle")) this.signals.tone("zero");
    const refused = said.find((one) => REFUSED.has(one));
    if (refused !== undefined) view(this.dialog, "[data-why]", refusal(refused, this.page));
    else if (said.includes("zeroed") || said.includes("settle")) view(this.dialog, "[data-why]", "");
  }

  private paint(before: Run | null): void {
    const { dialog, page, run } = this;
    const turned = before === null || before.phase !== run.phase || before.side !== run.side;
    if (run.phase === "place") {
      if (turned) showPlace(dialog, page, run, this.who === null);
    } else if (run.phase === "review") {
      if (turned) showReview(dialog, page, run, this.who);
    } else {
      showMeasure(dialog, page, run, this.now(), turned);
    }
  }

  private readonly onClick = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    if (button === null) return;
    const at = this.now();
    switch (button.dataset.do) {
      case "go":
        this.go(at);
        break;
      case "now":
      case "again":
      case "skip":
        this.act({ kind: button.dataset.do, at });
        break;
      case "redo":
        this.act({ kind: "redo", at, side: Number(button.dataset.sideAt), trial: Number(button.dataset.trialAt) });
        break;
      case "loud":
        this.signals.loud = !this.signals.loud;
        button.setAttribute("aria-pressed", String(this.signals.loud));
        break;
      case "save":
        this.dialog.close("save");
        break;
      default:
        this.dialog.close("close");
    }
  };

  private go(at: number): void {
    const chosen = this.radios().find((radio) => radio.checked)?.value;
    if (chosen === "alone" || chosen === "helper") this.who = chosen;
    find<HTMLElement>(this.dialog, "[data-who-wrong]").hidden = this.who !== null;
    if (this.who === null) this.radios()[0]?.focus();
    else this.act({ kind: "go", at });
  }

  private readonly onClose = (): void => {
    this.window.clearInterval(this.ticking);
    this.dialog.removeEventListener("click", this.onClick);
    this.sensor.stop();
    this.signals.end();
    fill(this.form, this.page, this.run, this.who);
    if (this.dialog.returnValue === "save") this.form.requestSubmit();
  };
}
