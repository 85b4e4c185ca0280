/**
 * Elements without markup in strings: whatever a text holds, it stays a text.
 *
 * In: a tag with classes, attributes, children. Out: an element. The scale and the yes-or-no questions have the same
 * classes and names as those of the server's forms (templates/_parts.html).
 */
import { bindScale } from "../../scale";

export type Child = Node | string | null | false | readonly Child[];
type Attributes = Readonly<Record<string, string | true>>;

/** `h("p.faint.small", {}, "words")`. */
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const [name = "div", ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value === true ? "" : value);
  fill(element, children);
  return element;
}

/** Puts new content in the place of the old. */
export function put(root: Element, ...children: readonly Child[]): void {
  root.replaceChildren();
  fill(root, children);
}

function fill(root: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === false) continue;
    if (typeof child === "string" || child instanceof Node) root.append(child);
    else fill(root, child);
  }
}

export function button(says: string, act: () => void, kind = ""): HTMLElement {
  const element = h(`button.button${kind === "" ? "" : `.button--${kind}`}`, { type: "button" }, says);
  element.addEventListener("click", act);
  return element;
}

export function link(says: string, to: string, kind = ""): HTMLElement {
  return h(`a.button${kind === "" ? "" : `.button--${kind}`}`, { href: to }, says);
}

/** The head of a page: a small line, the one heading, a lead, what to do. */
export function head(eyebrow: string, title: string, ...rest: readonly Child[]): HTMLElement {
  return h("div.head", {}, eyebrow !== "" && h("p.eyebrow", {}, eyebrow), h("h1", { tabindex: "-1" }, title), rest);
}

/** 0 to 10, nothing chosen. */
export function scale(name: string, legend: string, hint = ""): HTMLElement {
  const numbers = Array.from({ length: 11 }, (_, n) =>
    h("label", {}, h("input", { type: "radio", name, value: String(n) }), h("span", {}, String(n))),
  );
  const root = h("div.scale", { "data-scale": true }, numbers);
  bindScale(root);
  return h(
    "fieldset.ask",
    { id: name },
    h("legend", {}, legend),
    hint !== "" && h("p.hint", {}, hint),
    root,
    h("p.scale-ends", {}, h("span", {}, "0 · no pain"), h("span", {}, "10 · the worst imaginable")),
  );
}

/** Yes or no, nothing chosen. */
export function yesOrNo(name: string, legend: string): HTMLElement {
  const answers = [
    ["yes", "Yes"],
    ["no", "No"],
  ].map(([value, says]) =>
    h("label", {}, h("input", { type: "radio", name, value: value ?? "" }), h("span", {}, says ?? "")),
  );
  return h("fieldset.ask.ask--row", { id: name }, h("legend", {}, legend), h("div.choices", {}, answers));
}

/** What was chosen; `null` for nothing. */
export function chosen(root: ParentNode, name: string): string | null {
  return root.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? null;
}

/** Says at the top of a form what is still needed, and goes there. */
export function showWrongs(form: Element, wrongs: ReadonlyMap<string, string>): void {
  form.querySelector(".wrongs")?.remove();
  for (const part of form.querySelectorAll("[aria-invalid]")) part.removeAttribute("aria-invalid");
  for (const old of form.querySelectorAll(".wrong")) old.remove();
  if (wrongs.size === 0) return;
  for (const [name, says] of wrongs) {
    const part = form.querySelector(`#${CSS.escape(name)}`);
    part?.setAttribute("aria-invalid", "true");
    const words = h("p.wrong", {}, says);
    if (part?.matches("fieldset")) part.append(words);
    else part?.before(words);
  }
  const title = wrongs.size === 1 ? "One answer is still needed" : `${wrongs.size} answers are still needed`;
  const links = [...wrongs].map(([name, says]) => h("li", {}, h("a", { href: `#${name}` }, says)));
  const box = h("div.wrongs", { role: "alert", tabindex: "-1" }, h("h2", {}, title), h("ul", {}, links));
  form.prepend(box);
  box.focus();
}

/** Shows another view: from the top, with its heading as what is read first. */
export function show(root: Element, ...children: readonly Child[]): void {
  put(root, ...children);
  const title = root.querySelector<HTMLElement>("h1");
  document.title = `${title?.textContent ?? "Today"} · Turnout`;
  title?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}
