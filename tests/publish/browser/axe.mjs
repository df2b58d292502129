// Say what axe-core finds on pages: one JSON object a page, with light and dark colours.
// node axe.mjs CHROMIUM PAGE…
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const [executablePath, ...pages] = process.argv.slice(2);
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  for (const url of pages) {
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(url);
      await page.evaluate(source);
      const { violations, passes } = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      const named = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }));
      console.log(JSON.stringify({ url, scheme, passes: passes.length, violations: named }));
    }
  }
} finally {
  await browser.close();
}
