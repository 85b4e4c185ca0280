/** The one script of every page: it makes what the server sent easier to use. Every page works without it. */
import "../styles/app.css";
import { bindDisclosures } from "./disclose";
import { bindScales } from "./scale";
import { bindTimers } from "./timer-dom";

bindScales(document);
bindTimers(document);
bindDisclosures(document);
