/**
 * The red-flag questions, most urgent first, as on the server's /start/safety.
 *
 * In: a place, the questions, what to do with a page's answers. Out: the questions. Nothing is pre-filled. A yes is
 * handed on only after it was confirmed, since from then on only a clinician lifts it; after it nothing more is asked.
 */
import type { Flag, Urgency } from "../types";
import { button, chosen, h, head, show, showWrongs, yesOrNo } from "./dom";

/** Answers of one page; `last` where nothing is left to ask: after the last page, or after a yes. */
export type OnAnswer = (answers: Answers, last: boolean) => void | Promise<void>;
export type Answers = Readonly<Record<string, boolean>>;

interface Page {
  readonly flags: readonly Flag[];
  readonly title: string;
  readonly eyebrow: string;
  readonly lede: string;
  readonly told: (answers: Answers) => Promise<void>;
}

/** The urgencies of one page. What needs help at once stands alone. */
const PAGES: readonly (readonly Urgency[])[] = [["now"], ["same-day", "two-weeks"], ["before-starting"]];
const TITLES = [
  "First, what would need help at once",
  "Next, what should be seen soon",
  "Last, what to clear before you begin",
] as const;
const SECTIONS: Readonly<Record<Urgency, string>> = {
  now: "Help is needed at once",
  "same-day": "To be seen the same day",
  "two-weeks": "To be seen within two weeks",
  "before-starting": "To be cleared before you begin",
};
const A_YES = "A single yes stops the programme until a clinician has looked at it.";

export function askView(root: HTMLElement, flags: readonly Flag[], onAnswer: OnAnswer, why = ""): void {
  const pages = PAGES.map((urgencies, n) => ({ n, flags: flags.filter((flag) => urgencies.includes(flag.urgency)) }));
  const open = pages.filter((page) => page.flags.length > 0);
  const ask = (at: number): void => {
    const page = open[at];
    if (page === undefined) return;
    const told = async (answers: Answers): Promise<void> => {
      const last = at === open.length - 1 || Object.values(answers).some(Boolean);
      await onAnswer(answers, last);
      if (!last) ask(at + 1);
    };
    const because = why === "" ? A_YES : `Asked again because ${why}.`;
    const lede = `Please read each one. ${at === 0 ? because : "If none is so, say it once at the end."}`;
    const eyebrow = `Safety, part ${at + 1} of ${open.length}`;
    showPage(root, { flags: page.flags, title: TITLES[page.n] ?? TITLES[0], eyebrow, lede, told });
  };
  ask(0);
}

function showPage(root: HTMLElement, page: Page, before: Answers = {}): void {
  const { flags } = page;
  const none = `${flags.length > 1 ? `No to all ${flags.length}` : "No"}: none of these is so`;
  const form = h(
    "form",
    {},
    sections(flags),
    h(
      "p.buttons",
      { id: "none" },
      button(none, () => void saveNone(form, page), "main"),
      h("button.button", {}, "Save my answers"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void save(root, form, page);
  });
  show(root, head(page.eyebrow, page.title, h("p.lede", {}, page.lede)), form);
  for (const [id, yes] of Object.entries(before)) {
    const radio = form.querySelector<HTMLInputElement>(`[name="${id}"][value="${yes ? "yes" : "no"}"]`);
    if (radio !== null) radio.checked = true;
  }
}

function sections(flags: readonly Flag[]): HTMLElement[] {
  const urgencies = [...new Set(flags.map((flag) => flag.urgency))];
  return urgencies.flatMap((urgency) => {
    const asks = flags.filter((flag) => flag.urgency === urgency).map((flag) => yesOrNo(flag.id, flag.asks));
    const list = h("div.asks.asks--close", {}, asks);
    return urgencies.length > 1 ? [h("h2.asks-head", {}, SECTIONS[urgency]), list] : [list];
  });
}

async function save(root: HTMLElement, form: HTMLElement, page: Page): Promise<void> {
  const answers = answersIn(form, page.flags);
  const yes = page.flags.filter((flag) => answers[flag.id] === true);
  const open = page.flags.filter((flag) => !(flag.id in answers));
  if (yes.length > 0) sure(root, page, yes, answers);
  else if (open.length > 0) {
    showWrongs(form, new Map(open.map((flag) => [flag.id, `${flag.name}: please answer yes or no.`])));
  } else await handOn(form, answers, page);
}

async function saveNone(form: HTMLElement, page: Page): Promise<void> {
  if (Object.values(answersIn(form, page.flags)).some(Boolean)) {
    const says = "You answered yes to a question. Save your answers, or change that one first.";
    showWrongs(form, new Map([["none", says]]));
    return;
  }
  await handOn(form, Object.fromEntries(page.flags.map((flag) => [flag.id, false])), page);
}

/** Asks once more before a yes is kept. A slip goes back to the questions, with the other answers as they were. */
function sure(root: HTMLElement, page: Page, yes: readonly Flag[], answers: Answers): void {
  const others = Object.fromEntries(Object.entries(answers).filter(([, answer]) => !answer));
  const parts = yes.map((flag) =>
    h("div.sure", {}, h("p.sure-asked", {}, flag.asks), h("p", {}, h("strong", {}, "If it is so:"), ` ${flag.says}`)),
  );
  const place = h(
    "div.reading",
    {},
    parts,
    h(
      "p.buttons",
      { id: "none" },
      button("Yes, it is so", () => void handOn(place, answers, page), "main"),
      button("No, I tapped wrongly", () => showPage(root, page, others)),
    ),
  );
  const lede = `${A_YES} Until you answer here, the question stays open and nothing is offered.`;
  show(root, head("Not saved yet", "You answered yes. Is that so?", h("p.lede", {}, lede)), place);
}

/** Hands answers on once; a storage that refuses is said in words and the answers stay on the page. */
async function handOn(place: HTMLElement, answers: Answers, page: Page): Promise<void> {
  if (place.dataset.sending !== undefined) return;
  place.dataset.sending = "";
  try {
    await page.told(answers);
  } catch (error) {
    showWrongs(place, new Map([["none", error instanceof Error ? error.message : String(error)]]));
  } finally {
    delete place.dataset.sending;
  }
}

function answersIn(form: ParentNode, flags: readonly Flag[]): Record<string, boolean> {
  const told = flags.map((flag) => [flag.id, chosen(form, flag.id)] as const);
  return Object.fromEntries(told.filter(([, value]) => value !== null).map(([id, value]) => [id, value === "yes"]));
}
