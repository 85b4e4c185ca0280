// Runs the browser's own walk.ts under Node: one JSON object a line in, one a line out.
// Arguments: the path of web/src/offline, and, as JSON, [file, right, wrong] texts to plant a bug.
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, plants = "[]"] = process.argv.slice(2);
const planted = JSON.parse(plants);
const used = new Set();

registerHooks({
  resolve(specifier, context, nextResolve) {
    const bare = specifier.startsWith(".") && !/\.[a-z]+$/.test(specifier);
    return nextResolve(bare ? `${specifier}.ts` : specifier, context);
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    for (const [file, right, wrong] of planted) {
      if (!url.endsWith(file)) continue;
      const text = String(loaded.source);
      if (!text.includes(right)) throw new Error(`${file} has no ${right}`);
      used.add(file);
      loaded.source = text.replace(right, wrong);
    }
    return loaded;
  },
});

const walk = await import(`${pathToFileURL(folder)}/walk.ts`);
for (const [file] of planted) if (!used.has(file)) throw new Error(`${file} was not read`);

let pack = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { pack: given, facts, now, offered } = JSON.parse(line);
  if (given) pack = given;
  const answer = {};
  if (now) answer.today = walk.today(pack, facts, now);
  if (offered) answer.offered = walk.offeredFact(offered, pack);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
