import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The typefaces' licence asks to travel with them. */
function fontLicences(): Plugin {
  return {
    name: "font-licences",
    generateBundle() {
      for (const name of ["@fontsource/eb-garamond", "@fontsource-variable/inter"]) {
        const source = readFileSync(`node_modules/${name}/LICENSE`, "utf8");
        this.emitFile({ type: "asset", fileName: `licences/${name.split("/")[1]}-OFL.txt`, source });
      }
    },
  };
}

// The Python side reads manifest.json and links the hashed files from /static/dist/. Addresses within the built files
// are relative, so the app may stand below a prefix. `--mode preview` builds the page of all components instead.
export default defineConfig(({ mode }) => {
  const preview = mode === "preview";
  return {
    base: "./",
    publicDir: false as const,
    plugins: [fontLicences()],
    build: {
      outDir: preview ? "dist" : "../src/turnout/web/static/dist",
      emptyOutDir: true,
      manifest: preview ? false : "manifest.json",
      assetsInlineLimit: 0,
      target: "es2022",
      modulePreload: { polyfill: false },
      rolldownOptions: { input: preview ? "preview.html" : "src/main.ts" },
    },
    test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
  };
});
