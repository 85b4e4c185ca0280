/**
 * The keyboard alone runs a session: Space pauses and goes on, Enter presses the main button, H says that it hurt, S skips,
 * digits answer, Escape opens the stop sheet. In: key presses. Out: taps on what is on the page.
 */
import { Digits } from "./tens";

export interface Keys {
  pause(): void;
  hurt(): void;
  skip(): void;
  stop(): void;
}

export function bindKeys(page: Document, root: HTMLElement, keys: () => Keys | null): void {
  const digits = new Digits(() => (openSheet(page) ?? root).querySelector("[data-tens]"));
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    if (/^[0-9]$/.test(event.key)) {
      if (digits.press(Number(event.key))) event.preventDefault();
      return;
    }
    const sheet = openSheet(page);
    if (sheet !== null) {
      if (event.key === "Enter" && !onControl(page) && pressMain(sheet)) event.preventDefault();
      return;
    }
    if (act(page, root, keys(), event.key)) event.preventDefault();
  });
}

function act(page: Document, root: HTMLElement, keys: Keys | null, key: string): boolean {
  if (key === "Enter") return !onControl(page) && pressMain(root);
  if (keys === null || (key === " " && onControl(page))) return false;
  const does: Readonly<Record<string, () => void>> = {
    " ": keys.pause,
    Escape: keys.stop,
    h: keys.hurt,
    s: keys.skip,
  };
  const act = does[key.length === 1 ? key.toLowerCase() : key];
  act?.();
  return act !== undefined;
}

function pressMain(root: ParentNode): boolean {
  const main = root.querySelector<HTMLElement>("[data-main]");
  main?.click();
  return main !== null;
}

/** Whether a control has the focus visibly: then Space and Enter are its own. After a tap they are not. */
function onControl(page: Document): boolean {
  const focused = page.activeElement;
  return focused?.matches(":is(button, a, summary, input, select):focus-visible") ?? false;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && ["text", "number", "date"].includes(target.type);
}

function openSheet(page: Document): HTMLDialogElement | null {
  return page.querySelector<HTMLDialogElement>("dialog[open]");
}
