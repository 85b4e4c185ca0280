/** The one script of every page: it makes what the server sent easier to use. Every page works without it. */
import "../styles/app.css";
import { bindDisclosures } from "./disclose";
import { bindPicks } from "./figure/choose";
import { bindFigures } from "./figure/place";
import { bindStills } from "./figure/stills";
import { register } from "./register";
import { bindScales } from "./scale";
import { bindTimers } from "./timer-dom";

bindScales(document);
bindTimers(document);
bindDisclosures(document);
bindFigures(document);
bindPicks(document);
bindStills(document);
if (document.querySelector("[data-inclinometer]") !== null) {
  void import("./inclinometer/dialog").then((module) => module.bindInclinometer(document));
}
if (document.querySelector("[data-live]") !== null) {
  void import("./live").then((module) => module.bindLive(document));
}
register(document);
