/**
 * A search that answers while it is typed: `<form method="get" data-live="#found">`. The page of the same address is
 * fetched, its results and the counts behind each filter are put in place of the old ones, and the address is renewed, so
 * that it can be shared. Without the script, or without the network, the form's own button does the same.
 */
import { FRESH } from "./figure/stills";

/** Long enough to type on, short enough to feel at once. */
export const WAIT_MS = 200;

export function bindLive(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-live]");
  const window = page.defaultView;
  if (form === null || window === null) return;
  let waiting = 0;
  let latest = 0;
  const ask = async (): Promise<void> => {
    const mine = ++latest;
    const address = addressOf(form);
    try {
      const answer = await window.fetch(address);
      const text = await answer.text();
      if (answer.ok && mine === latest) replace(page, form, new window.DOMParser().parseFromString(text, "text/html"));
      if (answer.ok && mine === latest) window.history.replaceState(null, "", address);
    } catch {
      // no network: the button still works from what the browser has kept
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void ask(), WAIT_MS);
  });
}

/** The address of the form's answers, without the fields that were left empty. */
export function addressOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") query.append(name, value);
  }
  const asked = query.toString();
  return asked === "" ? (form.getAttribute("action") ?? "") : `${form.getAttribute("action")}?${asked}`;
}

/** The results, the words of each option (they hold counts), and whatever else is marked as live. */
function replace(page: Document, form: HTMLFormElement, fresh: Document): void {
  const place = form.dataset.live ?? "";
  const found = fresh.querySelector(place);
  if (found !== null) page.querySelector(place)?.replaceWith(page.importNode(found, true));
  page.dispatchEvent(new Event(FRESH));
  for (const part of page.querySelectorAll<HTMLElement>("[data-live-part]")) {
    const next = fresh.querySelector<HTMLElement>(`[data-live-part="${part.dataset.livePart}"]`);
    if (next !== null) part.replaceChildren(...[...next.childNodes].map((node) => page.importNode(node, true)));
  }
  for (const option of form.querySelectorAll("option")) {
    const select = option.closest("select");
    const same = fresh.querySelector(`#${select?.id} option[value="${option.value}"]`);
    if (same !== null) option.textContent = same.textContent;
  }
}
