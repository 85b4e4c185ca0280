/**
 * One button for all folded reasons below an element, `<button data-disclose="#session" hidden>`, and everything
 * unfolded on paper. Without the script the button stays hidden and each reason still opens by itself.
 */

/** Opens all when any is closed, otherwise closes all; returns whether all are open now. */
export function toggleAll(parts: readonly HTMLDetailsElement[]): boolean {
  const open = parts.some((part) => !part.open);
  for (const part of parts) part.open = open;
  return open;
}

export function bindDisclosures(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-disclose]")) {
    const place = page.querySelector(button.dataset.disclose ?? "");
    const parts = place === null ? [] : [...place.querySelectorAll("details")];
    if (parts.length < 2) continue;
    const label = (): void => {
      const open = parts.every((part) => part.open);
      button.textContent = open ? "Fold all reasons" : "Show all reasons";
      button.setAttribute("aria-expanded", String(open));
    };
    button.hidden = false;
    button.addEventListener("click", () => toggleAll(parts));
    for (const part of parts) part.addEventListener("toggle", label);
    label();
  }
  openForPrint(page);
}

/** Opens what is folded before printing and folds it again afterwards. */
function openForPrint(page: Document): void {
  let opened: HTMLDetailsElement[] = [];
  page.defaultView?.addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  page.defaultView?.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });
}
