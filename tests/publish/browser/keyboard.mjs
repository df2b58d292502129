// Walk with the keyboard alone: Tab until a place is reached, then Enter; say what was copied.
// node keyboard.mjs CHROMIUM PAGE WORDS… — each a place's words, the last one a button that copies
import puppeteer from "puppeteer-core";

const MOST = 200;
const [executablePath, home, ...places] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  const isSeen = () => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const words = () => document.activeElement.textContent.trim();
  await page.goto(home);
  for (const [number, place] of places.entries()) {
    let steps = 0;
    do {
      await page.keyboard.press("Tab");
      if (++steps > MOST) throw new Error(`the keyboard does not reach “${place}”`);
    } while (!(await page.evaluate(words)).startsWith(place));
    const seen = await page.evaluate(isSeen);
    const last = number === places.length - 1;
    if (last) {
      await page.evaluate(() => {
        navigator.clipboard.writeText = async (text) => { window.copied = text; };
      });
    }
    await Promise.all([last ? null : page.waitForNavigation(), page.keyboard.press("Enter")]);
    if (last) await page.waitForFunction(() => window.copied !== undefined);
    const copied = last ? await page.evaluate(() => window.copied) : null;
    console.log(JSON.stringify({ place, steps, seen, url: page.url(), copied }));
  }
} finally {
  await browser.close();
}
