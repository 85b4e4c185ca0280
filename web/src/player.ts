/**
 * The script of `/play`: ties the player to what is kept on this device. In: the page. Out: the session on it.
 */
import "../styles/player.css";
import { localTime, newFact } from "./offline/facts";
import type { Pack } from "./offline/pack";
import { type Local, openLocal } from "./offline/store";
import { fresh, sync } from "./offline/sync";
import { offeredFact, today } from "./offline/walk";
import { lazyFigure } from "./player/follower";
import { bindKeys } from "./player/keys";
import { calm, NOTHING_KEEPS } from "./player/screens/calm";
import { keepSettings, readSettings, type Settings } from "./player/settings";
import { browserSounds } from "./player/sound";
import { browserVoice } from "./player/speak";
import { type Deps, type Known, Opening } from "./player/start";
import { wakeLock } from "./player/wake";

/** How long the page waits for a newer plan before it goes on with the one that is here. */
const PATIENCE_MS = 2500;

const day = (): string => localTime(new Date()).slice(0, 10);

async function knownIn(local: Local, pack: Pack | null): Promise<Known | null> {
  if (pack === null) return null;
  const facts = await local.facts();
  const { rules, moves, symptoms, reasons } = pack;
  const at = localTime(new Date());
  return { today: today(pack, facts, { day: at.slice(0, 10), at }), limit: rules.pain_stop, moves, symptoms, reasons };
}

function worldOf(page: Document): Deps["world"] {
  const storage = (): Storage => localStorage;
  let settings: Settings = readSettings(storage);
  const sounds = browserSounds(() => settings.sound);
  for (const tap of ["pointerup", "keydown"]) page.addEventListener(tap, () => sounds.unlock(), { capture: true });
  return {
    now: () => performance.now(),
    stamp: () => {
      const { id, at } = newFact("set");
      return { id, at };
    },
    voice: browserVoice(() => settings.voice),
    sounds,
    wake: wakeLock(page, navigator),
    figure: lazyFigure,
    settings: () => settings,
    keepSettings: (wanted) => {
      settings = wanted;
      keepSettings(storage, wanted);
    },
  };
}

/** Takes the one lock of the player for as long as the page lives; true where the browser knows no locks. */
function onlyWindow(): () => Promise<boolean> {
  let mine = !("locks" in navigator);
  return () =>
    mine
      ? Promise.resolve(true)
      : new Promise((resolve) => {
          void navigator.locks.request("turnout-player", { ifAvailable: true }, (lock) => {
            mine = lock !== null;
            resolve(mine);
            return mine ? new Promise(() => undefined) : undefined;
          });
        });
}

function depsOf(local: Local, page: Document): Deps {
  return {
    known: async (wait) => knownIn(local, wait ? (await fresh(local, PATIENCE_MS)).pack : await local.pack()),
    fact: newFact,
    offered: async (session) => {
      const pack = await local.pack();
      return pack === null ? {} : offeredFact(session, pack);
    },
    add: (...facts) => local.add(...facts),
    place: () => local.place(),
    savePlace: (place) => local.savePlace(place),
    send: async () => {
      await sync(local);
      return (await local.queued()).length === 0;
    },
    day,
    alone: onlyWindow(),
    world: worldOf(page),
  };
}

async function play(root: HTMLElement): Promise<void> {
  document.documentElement.dataset.playing = "";
  try {
    const opening = new Opening(root, depsOf(await openLocal(), document));
    bindKeys(document, root, () => opening.keys());
    await opening.open();
  } catch (error) {
    root.replaceChildren(calm(NOTHING_KEEPS(error instanceof Error ? error.message : String(error))));
  }
}

const root = document.querySelector<HTMLElement>("[data-player]");
if (root !== null) void play(root);
