/**
 * A 0-10 scale by keyboard. Radio buttons already move with the arrows, but wrap from 10 to 0, which turns the worst
 * pain into none with one key too many. Here the arrows stop at the ends, Home and End go there, a digit picks its
 * number, and 1 then 0 within a moment picks 10.
 */

/** Two digits count as one number when they follow each other within this time. */
export const JOIN_MS = 700;

export interface LastDigit {
  readonly digit: number;
  readonly atMs: number;
}

/** Where a step leads: from nothing to the lowest, then one by one, never past an end. */
export function step(current: number | null, by: 1 | -1, low: number, high: number): number {
  return current === null ? low : Math.min(high, Math.max(low, current + by));
}

/** The number that a digit means, given the digit before it; `null` when it is off the scale. */
export function typed(digit: number, atMs: number, before: LastDigit | null, low: number, high: number): number | null {
  if (before !== null && atMs - before.atMs <= JOIN_MS) {
    const joined = before.digit * 10 + digit;
    if (joined >= low && joined <= high) return joined;
  }
  return digit >= low && digit <= high ? digit : null;
}

/** The number a key leads to; `null` for a key that is not ours. */
export function forKey(key: string, current: number | null, low: number, high: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return step(current, 1, low, high);
    case "ArrowLeft":
    case "ArrowDown":
      return step(current, -1, low, high);
    case "Home":
      return low;
    case "End":
      return high;
    default:
      return null;
  }
}

/** Ties one `[data-scale]` element with radio buttons of whole numbers to the keys. */
export function bindScale(root: HTMLElement): void {
  const radios = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  const numbers = radios.map((radio) => Number(radio.value));
  if (numbers.length === 0 || numbers.some((number) => !Number.isInteger(number))) return;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  let last: LastDigit | null = null;

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = radios.find((radio) => radio.checked);
    const current = chosen === undefined ? null : Number(chosen.value);
    let target: number | null;
    if (/^[0-9]$/.test(event.key)) {
      const digit = Number(event.key);
      target = typed(digit, event.timeStamp, last, low, high);
      last = { digit, atMs: event.timeStamp };
    } else {
      target = forKey(event.key, current, low, high);
    }
    const radio = target === null ? undefined : radios[numbers.indexOf(target)];
    if (radio === undefined) return;
    event.preventDefault();
    choose(radio);
  });
}

export function bindScales(within: ParentNode): void {
  for (const root of within.querySelectorAll<HTMLElement>("[data-scale]")) bindScale(root);
}

function choose(radio: HTMLInputElement): void {
  radio.focus();
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}
