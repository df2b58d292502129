// The site's own script: copying a citation, sorting the list, checking a version. Without it
// everything else is there.
"use strict";

window.provrepo = (() => {
  const loaded = { tiles: new Map(), versions: new Map(), checkpoint: null, styles: null };

  // What the data files call, which are scripts so that a page read from a disk can load them.
  const receivers = {
    version: (id, record, content) => loaded.versions.set(id, { record, content }),
    tile: (path, hashes) => loaded.tiles.set(path, bytesOf(hashes)),
    checkpoint: (text) => { loaded.checkpoint = text; },
    styles: (data) => { loaded.styles = data; },
  };

  // Why a check fails, in the words of the site, each by its name; `about` takes the place of {name}.
  let reasons = {};
  const wrong = (reason, about) => new Error((reasons[reason] || reason).replace("{name}", () => about));

  function load(source) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = source;
      element.onload = () => { element.remove(); resolve(); };
      element.onerror = () => { element.remove(); reject(wrong("missing", source)); };
      document.head.append(element);
    });
  }

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const base64Of = (bytes) => btoa(String.fromCharCode(...bytes));
  const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let place = 0;
    for (const part of parts) { whole.set(part, place); place += part.length; }
    return whole;
  }

  // SHA-256 (FIPS 180-4), for pages that no secure server delivers and that have no WebCrypto.
  function primes(count, root) {
    const found = [];
    for (let n = 2; found.length < count; n++) {
      if (found.every((prime) => n % prime.n)) {
        const power = n ** (1 / root);
        found.push({ n, bits: ((power - Math.floor(power)) * 2 ** 32) >>> 0 });
      }
    }
    return found.map((prime) => prime.bits);
  }

  function sha256Here(data) {
    const rounds = primes(64, 3);
    const hash = primes(8, 2);
    const length = data.length;
    const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
    padded.set(data);
    padded[length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padded.length - 4, (length << 3) >>> 0);
    const turn = (word, by) => (word >>> by) | (word << (32 - by));
    const words = new Uint32Array(64);
    for (let start = 0; start < padded.length; start += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getUint32(start + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = words[i - 15], b = words[i - 2];
        const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
        const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
        words[i] = words[i - 16] + low + words[i - 7] + high;
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i++) {
        const big = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const first = (h + big + ((e & f) ^ (~e & g)) + rounds[i] + words[i]) >>> 0;
        const small = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const second = (small + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { hash[i] = (hash[i] + word) >>> 0; });
    }
    const result = new DataView(new ArrayBuffer(32));
    hash.forEach((word, i) => result.setUint32(4 * i, word));
    return new Uint8Array(result.buffer);
  }

  async function sha256(data) {
    if (window.crypto && crypto.subtle) {
      return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    }
    return sha256Here(data);
  }

  const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));
  const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));

  // The ledger's tree (RFC 9162), read from its tiles (c2sp.org/tlog-tiles).
  class Tree {
    constructor(folder, size) { this.folder = folder; this.size = size; }

    path(level, number) {
      const digits = String(number).padStart(Math.ceil(Math.max(String(number).length, 3) / 3) * 3, "0");
      const parts = digits.match(/.{3}/g);
      const name = [...parts.slice(0, -1).map((part) => `x${part}`), parts.at(-1)].join("/");
      const width = Math.min(256, Math.floor(this.size / 256 ** level) - 256 * number);
      return `tile/${level}/${name}${width < 256 ? `.p/${width}` : ""}`;
    }

    async entry(level, position) {
      const path = this.path(level, Math.floor(position / 256));
      if (!loaded.tiles.has(path)) await load(`${this.folder}/${path}.js`);
      const place = 32 * (position % 256);
      const hash = (loaded.tiles.get(path) || new Uint8Array()).slice(place, place + 32);
      if (hash.length !== 32) throw wrong("damaged", path);
      return hash;
    }

    // The hash of the complete subtree of 2**height leaves that has this position among its like.
    async subtree(height, position) {
      if (height % 8 === 0) return this.entry(height / 8, position);
      const left = await this.subtree(height - 1, 2 * position);
      return nodeHash(left, await this.subtree(height - 1, 2 * position + 1));
    }

    // The hash over the leaves from start on; they begin at a place that their number divides.
    async range(start, count) {
      const height = Math.floor(Math.log2(count));
      if (2 ** height === count) return this.subtree(height, start / count);
      const left = 2 ** height;
      return nodeHash(await this.range(start, left), await this.range(start + left, count - left));
    }

    // The root of the first `size` leaves as it follows from the leaf at `index`.
    async rootFrom(leaf, index, size, start = 0) {
      if (size === 1) return leaf;
      let left = 2 ** Math.floor(Math.log2(size));
      if (left === size) left /= 2;
      if (index < left) {
        const below = await this.rootFrom(leaf, index, left, start);
        return nodeHash(below, await this.range(start + left, size - left));
      }
      const before = await this.range(start, left);
      return nodeHash(before, await this.rootFrom(leaf, index - left, size - left, start + left));
    }
  }

  function parsed(checkpoint) {
    const [origin, size, root] = checkpoint.replace(/\r/g, "").trim().split("\n");
    if (!/^[1-9][0-9]{0,14}$/.test(size || "") || !root) throw wrong("no_checkpoint");
    return { origin, size: Number(size), root: root.trim() };
  }

  // Throw what is wrong with a version; return when nothing is.
  async function check(box, pasted) {
    const { version: id, file, ledger } = box.dataset;
    reasons = JSON.parse(box.dataset.reasons);
    const place = Number(box.dataset.place);
    await load(file);
    await load(`${ledger}/checkpoint.js`);
    const data = loaded.versions.get(id);
    if (!data) throw wrong("data");
    const record = bytesOf(data.record);
    if (hexOf(await sha256(record)) !== id) throw wrong("record");
    const said = JSON.parse(new TextDecoder().decode(record));
    if (data.content !== null) {
      const hash = hexOf(await sha256(new TextEncoder().encode(data.content)));
      if (hash !== said.content) throw wrong("text");
      if (!isShown(data.content)) throw wrong("page");
    }
    const own = parsed(loaded.checkpoint);
    const tree = new Tree(ledger, own.size);
    const leaf = await leafHash(record);
    const checkpoints = pasted.trim() ? [own, parsed(pasted)] : [own];
    for (const { origin, size, root } of checkpoints) {
      if (origin !== own.origin) throw wrong("other", origin);
      if (size > own.size) throw wrong("newer");
      if (place >= size) throw wrong("older");
      if (base64Of(await tree.rootFrom(leaf, place, size)) !== root) {
        throw wrong("not_in");
      }
    }
  }

  // Whether the words on the page are those of the text, notes and white space apart.
  function isShown(content) {
    const shown = document.getElementById("text");
    if (!shown) return false;
    const copy = shown.cloneNode(true);
    copy.querySelectorAll(".noteref").forEach((element) => {
      if (/^[0-9]+$/.test(element.textContent)) element.remove(); // whatever else is there is shown
    });
    copy.querySelectorAll(".control").forEach((element) => {
      element.textContent = String.fromCodePoint(parseInt(element.textContent.slice(2), 16));
    });
    const bare = (text) => text.replace(/\s+/gu, "");
    return bare(copy.textContent) === bare(content);
  }

  function prepareChecks() {
    for (const box of document.querySelectorAll(".check")) {
      const button = box.querySelector("button");
      const output = box.querySelector("output");
      button.hidden = false;
      button.addEventListener("click", async () => {
        output.className = "";
        output.textContent = box.dataset.running;
        try {
          await check(box, box.querySelector("textarea").value);
          output.className = "good";
          output.textContent = box.dataset.good;
        } catch (error) {
          output.className = "bad";
          output.textContent = `${box.dataset.bad} ${error.message}`;
        }
      });
    }
  }

  function prepareCopying() {
    for (const button of document.querySelectorAll("button.copy")) {
      button.hidden = !("copy" in button.dataset);
      button.addEventListener("click", async () => {
        const text = button.dataset.copy;
        try {
          await navigator.clipboard.writeText(text);
        } catch {
          const area = document.createElement("textarea");
          area.value = text;
          document.body.append(area);
          area.select();
          document.execCommand("copy");
          area.remove();
          button.focus();
        }
        const label = button.firstChild;
        const before = label.textContent;
        label.textContent = button.dataset.done;
        setTimeout(() => { label.textContent = before; }, 2000);
      });
    }
  }

  // A style that the page has not, from the file of all others of this document.
  function prepareStyles() {
    for (const box of document.querySelectorAll(".styles")) {
      const select = box.querySelector("select");
      const citation = box.querySelector(".citation");
      const button = box.querySelector("button");
      box.hidden = false;
      select.addEventListener("change", async () => {
        const style = select.value;
        if (style && !loaded.styles) await load(box.dataset.file);
        if (style !== select.value) return;
        button.hidden = !style;
        const [html, text] = style ? cited(loaded.styles, box.dataset.version, style) : ["", ""];
        citation.innerHTML = html;
        button.dataset.copy = text;
      });
    }
  }

  // The citation of a version, from that of its work with what stands for number and id.
  function cited({ number, id, works, versions }, version, style) {
    const [work, ownNumber, ownId, ownName] = versions[version];
    const bytes = Uint8Array.from(id.match(/../g), (pair) => parseInt(pair, 16));
    const name = base64Of(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    return works[work][style].map((text) => text.replaceAll(number, ownNumber)
      .replaceAll(`ni:///sha-256;${name}`, ownName).replaceAll(id, ownId));
  }

  function prepareSorting() {
    const table = document.querySelector("table.documents");
    if (!table) return;
    const heads = [...table.tHead.rows[0].cells];
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const rising = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", rising ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows];
        const text = (row) => row.cells[column].textContent.trim();
        rows.sort((a, b) => (!text(a)) - (!text(b)) || order.compare(text(a), text(b)) * (rising ? 1 : -1));
        table.tBodies[0].append(...rows);
      });
    });
    const hint = document.querySelector(".hint");
    if (hint) hint.hidden = false;
  }

  receivers.load = load;

  document.addEventListener("DOMContentLoaded", () => {
    prepareCopying();
    prepareStyles();
    prepareChecks();
    prepareSorting();
  });

  return receivers;
})();
