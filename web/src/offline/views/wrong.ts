/**
 * Something is wrong: pain that is new or worse, something else that is new, or a slip of the finger.
 *
 * In: the limit of pain, what to do with what is told. Out: the page, as the server's wrong.html. Nothing is kept before
 * it is said outright.
 */
import type { Limb } from "../types";
import { button, chosen, h, head, link, scale, show, showWrongs } from "./dom";
import { capital } from "./words";

const SITES = ["groin", "front of the hip", "side of the hip", "buttock", "thigh"] as const;
const LIMBS: readonly Limb[] = ["left", "right"];
const ELSE =
  "A fall, numbness, weakness, a leg that gives way, fever, swelling, shortness of breath, pain in the chest, a new " +
  "diagnosis or medicine, an operation, or anything that worries you. The safety questions are then asked again, most " +
  "urgent first.";

export interface PainTold {
  readonly side: Limb;
  readonly now: number;
  readonly site: string | undefined;
}

export interface OnWrong {
  readonly pain: (told: readonly PainTold[]) => Promise<void>;
  readonly other: () => Promise<void>;
}

export function wrongView(root: Element, limit: number, back: string, on: OnWrong): void {
  const form = h(
    "form",
    {},
    LIMBS.map((side) => h("div.pain-side", {}, scale(`pain-${side}`, `${capital(side)} side, pain now`), where(side))),
    h("p.buttons", {}, h("button.button.button--main", {}, "Save the pain")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(form, on);
  });
  const other = h("p.buttons", { id: "other" });
  other.append(button("Ask me the safety questions", () => void told(other, on.other)));
  const hurts = `Above ${limit} nothing loads that side today. Leave the side empty that does not hurt.`;
  show(
    root,
    head(
      "",
      "Something is wrong",
      h("p.lede", {}, "Stop what you are doing. Then say which it is."),
      h("p.buttons", {}, link("I tapped wrongly: go back", back, "text")),
    ),
    h(
      "div.reading",
      {},
      h("section.asks-part", {}, h("h2", {}, "Pain that is new or worse"), h("p.hint", {}, hurts), form),
      h("section.asks-part", {}, h("h2", {}, "Something else that is new"), h("p.hint", {}, ELSE), other),
      h("p.faint", {}, "In an emergency do not answer questions here: call your local emergency number."),
    ),
  );
}

function where(side: Limb): HTMLElement {
  const id = `site-${side}`;
  const options = SITES.map((site) => h("option", { value: site }, capital(site)));
  return h(
    "div.field",
    {},
    h("label", { for: id }, `Where on the ${side}? `, h("span.faint", {}, "(optional)")),
    h("span.select", {}, h("select", { id, name: id }, h("option", { value: "" }, "Hard to say"), options)),
  );
}

async function save(form: HTMLElement, on: OnWrong): Promise<void> {
  const pains: PainTold[] = [];
  const wrongs = new Map<string, string>();
  for (const side of LIMBS) {
    const now = chosen(form, `pain-${side}`);
    const site = form.querySelector<HTMLSelectElement>(`#site-${side}`)?.value ?? "";
    if (now !== null) pains.push({ side, now: Number(now), site: site === "" ? undefined : site });
    else if (site !== "") wrongs.set(`pain-${side}`, `Please choose a number for pain now on the ${side} side.`);
  }
  if (pains.length === 0 && wrongs.size === 0)
    wrongs.set("pain-left", "Please choose a number for the side that hurts.");
  showWrongs(form, wrongs);
  if (wrongs.size === 0) await told(form, () => on.pain(pains));
}

/** Hands on once; where the device keeps nothing, that is said and the answers stay. */
async function told(place: HTMLElement, act: () => Promise<void>): Promise<void> {
  if (place.dataset.sending !== undefined) return;
  place.dataset.sending = "";
  try {
    await act();
  } catch (error) {
    place.after(h("p.wrong", { role: "alert" }, error instanceof Error ? error.message : String(error)));
  } finally {
    delete place.dataset.sending;
  }
}
