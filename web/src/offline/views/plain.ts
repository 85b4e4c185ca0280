/** Pages that only say something: a form that was not sent, a page that is not here, a device that keeps nothing. */
import { h, head, link, show } from "./dom";

/** A form was sent while there was no network, and the page it stood on could not tell (attend.ts). */
export function notSentView(root: Element): void {
  const back = h("button.button", { type: "button" }, "Go back");
  back.addEventListener("click", () => history.back());
  show(
    root,
    head(
      "",
      "Nothing was sent",
      h("p.lede", {}, "There is no connection, so this form did not reach the server, and nothing was stored."),
      h(
        "p",
        {},
        "Send it again when you are connected. Sessions, the morning after and “something is wrong” work here without a connection.",
      ),
      h("p.buttons", {}, back, link("Go to today", "/", "main")),
    ),
  );
}

/** A page that was never opened here before. */
export function missingView(root: Element): void {
  show(
    root,
    head(
      "",
      "This page is not on this device",
      h("p.lede", {}, "Pages you have opened before can be read here without a connection. This one needs it."),
      h("p.buttons", {}, link("Go to today", "/", "main")),
    ),
  );
}

export function refusedView(root: Element, says: string): void {
  show(root, head("", "This did not work", h("p.lede", {}, says), h("p.buttons", {}, link("Try again", "/", "main"))));
}
