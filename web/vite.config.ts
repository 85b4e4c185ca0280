import { existsSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

/** Pages that have a script of their own, beside the one of every page. */
const ENTRIES = ["src/main.ts", "src/offline/app.ts", "src/player.ts"];

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

/**
 * The worker, `sw.js`: built from src/sw.ts with the list of hashed files in it. The server gives it out at the root and
 * writes the web app's manifest itself, so nothing here may be called manifest.webmanifest.
 */
function worker(): Plugin[] {
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "src",
    filename: "sw.ts",
    injectRegister: false,
    manifest: false,
    injectManifest: {
      globPatterns: ["assets/*.{js,css,woff2}"],
      modifyURLPrefix: { "assets/": "/static/dist/assets/" },
      dontCacheBustURLsMatching: /-[\w-]{8}\.\w+$/,
      rollupFormat: "iife",
    },
  });
}

// The Python side reads manifest.json and links the hashed files from /static/dist/. Addresses within the built files
// are relative, so the app may stand below a prefix. `--mode preview` builds the page of all components instead.
export default defineConfig(({ mode }) => {
  const preview = mode === "preview";
  return {
    base: "./",
    publicDir: false as const,
    plugins: preview || mode === "test" ? [fontLicences()] : [fontLicences(), ...worker()],
    build: {
      outDir: preview ? "dist" : "../src/turnout/web/static/dist",
      emptyOutDir: true,
      manifest: preview ? false : "manifest.json",
      assetsInlineLimit: 0,
      target: "es2022",
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 600,
      rolldownOptions: { input: preview ? "preview.html" : ENTRIES.filter((entry) => existsSync(entry)) },
    },
    test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
  };
});
