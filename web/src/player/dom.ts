/** Elements in one line. In: a name, attributes, children. Out: an element. Text is always text, never markup. */

type Child = Node | string | null | false;
type Attributes = Readonly<Record<string, string | boolean | null | undefined>>;

export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = h("button", { type: "button", class: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** The one thing to do next: Enter presses it from anywhere. */
export function mainButton(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return button(label, act, { class: "button button--main", "data-main": true, ...attributes });
}

export function textButton(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return button(label, act, { class: "button button--text", ...attributes });
}

export function link(label: string, to: string, attributes: Attributes = {}): HTMLAnchorElement {
  return h("a", { class: "button", href: to, ...attributes }, label);
}

/** A drawing of strokes on a 24 x 24 grid, for a button that has a name of its own. */
export function icon(...paths: readonly string[]): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    drawing.append(path);
  }
  return drawing;
}

/** A place whose content is made anew only when what it shows has changed, and that keeps the focus where it was. */
export class Slot {
  readonly root: HTMLElement;
  private key: string | null = null;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  show(key: string, build: () => readonly Child[]): void {
    if (key === this.key) return;
    const held = this.root.contains(document.activeElement) && document.activeElement !== this.root;
    this.key = key;
    this.root.replaceChildren(...build().filter((child): child is Node | string => child !== null && child !== false));
    if (!held) return;
    this.root.tabIndex = -1;
    this.root.focus({ preventScroll: true });
  }
}
