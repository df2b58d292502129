// The search of a site. Words are cut and folded as `provrepo search` does it, the index says which
// texts may answer, and each is read before it is shown. Everything comes in scripts, which a page
// read from a disk may load, and all that is shown is text: no HTML is ever made of it.
"use strict";

provrepo.search = (() => {
  const SIGNS = "[]［］〔〕【】⟦⟧〚〛";
  const PARTNERS = new Map(["[]", "［］", "〔〕", "【】", "⟦⟧", "〚〛"].map((pair) => [pair[0], pair[1]]));
  const HAS_SIGN = /[[\]［］〔〕【】⟦⟧〚〛]/u;
  const NO_SIGNS = /[[\]［］〔〕【】⟦⟧〚〛]/gu;

  // Scripts that write no space between words: there a word is one character.
  const BY_CHARACTER = "\\u0e01-\\u0e30\\u0e32\\u0e40-\\u0e46\\u0e81-\\u0eb0\\u0eb2\\u0ebd-\\u0ec6\\u0edc-\\u0edf"
    + "\\u1000-\\u102a\\u103f\\u1050-\\u1055\\u1780-\\u17b3\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035"
    + "\\u3038-\\u303c\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3105-\\u312f\\u31a0-\\u31bf"
    + "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua48c\\uf900-\\ufadf\\uff66-\\uff9d"
    + "\\u{16fe0}-\\u{1b2ff}\\u{20000}-\\u{323af}";
  const HANGUL = "\\uac00-\\ud7a3";
  const PRIVATE = "\\ue000-\\uf8ff\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";
  const JAMO_LETTERS = "\\u1100-\\u11ff\\ua960-\\ua97c\\ud7b0-\\ud7c6\\ud7cb-\\ud7fb";
  const JAMO = "[\\u1100-\\u115f\\ua960-\\ua97c][\\u1160-\\u11a7\\ud7b0-\\ud7c6]+[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]*";
  const NUMBER_SIGNS = "\\xb2\\xb3\\xb9\\xbc-\\xbe\\u2070\\u2074-\\u2079\\u2150-\\u215f\\u2189\\u2460-\\u249b"
    + "\\u24ea-\\u24ff\\u2776-\\u2793\\u3192-\\u3195\\u3220-\\u3229\\u3248-\\u324f\\u3251-\\u325f\\u3280-\\u3289\\u32b1-\\u32bf";
  const NO_LETTERS = `${BY_CHARACTER}${HANGUL}${NUMBER_SIGNS}\\u02b0-\\u02ff\\ua788-\\ua78c${JAMO_LETTERS}\\uff9e\\uff9f`;
  const LETTER = `(?![${NO_LETTERS}])[\\p{L}\\p{N}]`;
  const MARK = "[\\p{M}\\u070f\\u200c\\u200d\\uff9e\\uff9f\\u{1f3fb}-\\u{1f3ff}\\u{e0100}-\\u{e01ef}"
    + "\\xad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]";
  const WORD = new RegExp(`(?:${LETTER})+(?:${MARK}+(?:${LETTER})*)*|[${BY_CHARACTER}${HANGUL}${PRIVATE}]${MARK}*`
    + `|${JAMO}|[${JAMO_LETTERS}]|[${NUMBER_SIGNS}]`, "gu");
  const SINGLE = new RegExp(`^[${BY_CHARACTER}${PRIVATE}]`, "u");

  const STROKED = { ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ŧ: "t", ı: "i", æ: "ae", œ: "oe", þ: "th", ŀ: "l", ĸ: "k" };
  const OTHER_FORMS = "ךםןףץٱٲٳىیےېةۃهہەھکڪ", FORMS = "כמנפצاااييييههههههكك";
  for (const [place, sign] of Array.from(OTHER_FORMS).entries()) STROKED[sign] = FORMS[place];
  const SAME_LETTER = new RegExp(`[${Object.keys(STROKED).join("")}]`, "gu");
  const STRIPPED = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}\u0640\u02b0-\u02ff]/u;
  const DIGIT = /\p{Nd}/u, KEPT = /[\p{L}\p{N}\p{M}\p{Co}\p{Cn}\u2e80-\u2fdf]/u;

  function digit(sign) {
    const code = sign.codePointAt(0);
    let zero = code;
    while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  }

  function bare(word) {
    return Array.from(word.normalize("NFKD"), (sign) => {
      if (STRIPPED.test(sign)) return "";
      if (DIGIT.test(sign)) return digit(sign);
      return KEPT.test(sign) ? sign : "";
    }).join("");
  }

  // Case folding (Unicode's CaseFolding.txt) as far as it is more than small letters.
  const small = (word) => word.replace(/[\u1c80-\u1c88]/gu, (sign) => sign.toUpperCase()).toLowerCase().replace(/[ẞß]/gu, "ss").replace(/ς/gu, "σ")
    .replace(/[\uab70-\uabbf]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xab70 + 0x13a0))
    .replace(/[\u13f8-\u13fd]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 8));

  const foldings = new Map();
  function fold(word) {
    let folded = foldings.get(word);
    if (folded === undefined) {
      // eslint-disable-next-line no-control-regex
      folded = /^[\x00-\x7f]*$/.test(word) ? word.toLowerCase()
        : bare(small(bare(word))).replace(SAME_LETTER, (sign) => STROKED[sign]).normalize("NFC");
      foldings.set(word, folded);
    }
    return folded;
  }

  const kind = (word) => (word[0] >= "\uac00" && word[0] <= "\ud7a3" ? "hangul" : SINGLE.test(word) ? "han" : "word");

  function* words(text) {
    for (const match of text.matchAll(WORD)) {
      const word = fold(match[0]);
      if (word) yield { word, start: match.index, end: match.index + match[0].length };
    }
  }

  // The query language: all words, "a phrase", a*, -without, a OR b.

  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");

  function item(pieces, ends, tight) {
    if (kind(pieces[0]) !== "word" || !(ends || pieces.length > 1)) return { word: pieces[0], tight };
    const pattern = new RegExp(`^${pieces.map(escaped).join(".*")}${ends ? ".*" : ""}$`, "su");
    return { word: pieces[0], pattern, tight };
  }

  function phrase(part) {
    const text = part.replace(NO_SIGNS, "");
    const found = [...text.matchAll(WORD)];
    const items = [];
    let end = 0;
    for (let number = 0; number < found.length; number++) {
      const match = found[number];
      const before = text.slice(end, match.index);
      const pieces = [fold(match[0])];
      end = match.index + match[0].length;
      while (number + 1 < found.length) {
        const next = found[number + 1];
        const both = pieces[0] && fold(next[0]);
        if (!/^\*+$/u.test(text.slice(end, next.index)) || !both) break;
        if (kind(pieces.at(-1)) !== "word" || kind(both) !== "word") break;
        pieces.push(both);
        end = next.index + next[0].length;
        number++;
      }
      if (!pieces[0]) continue;
      // The index knows how words begin. What ends so is in too many of its files.
      if (before.endsWith("*") && kind(pieces[0]) === "word") throw new Error("wrongStar");
      items.push(item(pieces, text[end] === "*", items.length > 0 && before === ""));
    }
    return items;
  }

  function parse(written) {
    const clauses = [];
    let afterBlank = true, followsOr = false;
    const parts = /(-*)(?:"([^"]*)"?|([^\s"]+))|(\s+)/gu;
    for (const match of written.slice(0, 2000).replace(/[“”„‟〝〞〟＂]/gu, '"').matchAll(parts)) {
      if (match[4] !== undefined) { afterBlank = true; continue; }
      const excludes = afterBlank && Boolean(match[1]);
      afterBlank = false;
      const quoted = match[2] !== undefined;
      const part = quoted ? match[2] : match[3];
      if (part === "OR" && !quoted && !excludes) {
        if (!clauses.length) throw new Error("wrongOr");
        followsOr = true;
        continue;
      }
      const items = phrase(part);
      if (items.length && followsOr) {
        if (excludes || clauses.at(-1).excludes) throw new Error("wrongOr");
        clauses.at(-1).phrases.push(items);
      } else if (items.length) {
        clauses.push({ phrases: [items], excludes });
      }
      followsOr = false;
    }
    if (followsOr) throw new Error("wrongOr");
    if (!clauses.some((clause) => !clause.excludes)) throw new Error("noWord");
    return clauses;
  }

  // Postings, as the index writes them.

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Map(Array.from(DIGITS, (sign, value) => [sign, value]));

  function numbers(written) {
    const all = [];
    let value = 0, shift = 0;
    for (const sign of written) {
      const part = VALUES.get(sign);
      value += (part & 31) * 2 ** shift;
      shift += 5;
      if (part < 32) { all.push(value); value = shift = 0; }
    }
    return all;
  }

  function postings(written, start) {
    const texts = new Map();
    let text = -1;
    if (!written.startsWith("!")) {
      const all = numbers(written);
      for (let place = 0; place < all.length; place++) {
        text += Math.floor(all[place] / 2) + 1;
        texts.set(start + text, all[place] % 2 ? all[++place] : 1);
      }
      return texts;
    }
    const [bits, masks] = written.slice(1).split(".");
    Array.from(bits, (sign, place) => {
      for (let bit = 0; bit < 6; bit++) if (VALUES.get(sign) >> bit & 1) texts.set(start + 6 * place + bit, 1);
    });
    const all = numbers(masks);
    for (let place = 0; place < all.length; place += 2) {
      text += all[place] + 1;
      texts.set(start + text, all[place + 1]);
    }
    return texts;
  }

  // The index: levels, and in each its files.

  const shards = new Map(), pieces = new Map();
  let levels = null, root = "", bytes = 0;

  async function load(path) { await provrepo.load(`${root}${path}`); }

  function lines(written) {
    const all = new Map();
    let before = "";
    for (const line of written.split(",")) {
      const blank = line.indexOf(" ");
      if (blank < 0) continue;
      before = before.slice(0, VALUES.get(line[0])) + line.slice(1, blank);
      all.set(before, line.slice(blank + 1));
    }
    return all;
  }

  async function shard(path) {
    if (!shards.has(path)) await load(path);
    return shards.get(path) || new Map();
  }

  function hashed(term) {
    let value = 0x811c9dc5;
    for (const sign of term) value = Math.imul(value ^ sign.codePointAt(0), 0x01000193);
    return Math.imul(value, 0x9e3779b1) >>> 0;
  }

  const encoder = new TextEncoder();
  const sizeOf = (text) => encoder.encode(text).length;
  const hex = (text) => Array.from(encoder.encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function characterShard(level, term) {
    const number = level.bits ? hashed(term) >>> (32 - level.bits) : 0;
    return `c/${number.toString(16).padStart(Math.max(1, Math.ceil(level.bits / 4)), "0")}`;
  }

  // The files of the words that begin so; of a whole word, its own.
  function wordShards(level, term, isBeginning) {
    const signs = [...Array.from(term), ...(isBeginning ? [] : [" "])];
    let beginning = "", place = 0;
    while (beginning in level.splits && place < signs.length) {
      const sign = signs[place++];
      if (!level.splits[beginning].includes(sign)) return [];
      beginning += sign;
      if (sign === " ") break;
    }
    const names = [], waiting = [beginning];
    while (waiting.length) {
      const next = waiting.pop();
      if (next in level.splits && !next.endsWith(" ")) {
        for (const sign of level.splits[next]) waiting.push(next + sign);
      } else {
        names.push(`w/${hex(next) || "-"}`);
      }
    }
    return names;
  }

  const LONGEST = 40;
  const cut = (word) => Array.from(word).slice(0, LONGEST).join("");

  // What the index has for two words that stand together.
  function pair(first, second) {
    const number = Math.imul(Math.imul(hashed(first), 0x01000193) ^ hashed(second), 0x9e3779b1);
    return [26, 20, 14, 8].map((shift) => DIGITS[number >>> shift & 63]).join("");
  }

  // The texts, with masks of their pieces, in which a term stands.
  async function textsOf(kindOfTerm, term, isBeginning) {
    const begins = cut(term), texts = new Map();
    const add = (written, start) => {
      for (const [text, mask] of postings(written, start)) texts.set(text, texts.get(text) | mask);
    };
    await Promise.all(levels.map(async (level) => {
      const names = kindOfTerm === "c" ? [characterShard(level, term)] : wordShards(level, begins, isBeginning);
      const there = names.filter((name) => !level.missing.includes(name));
      for (const of of await Promise.all(there.map((name) => shard(`${level.name}/${name}.js`)))) {
        if (!isBeginning) {
          if (of.has(begins)) add(of.get(begins), level.start);
          continue;
        }
        for (const [word, written] of of) if (word.startsWith(begins)) add(written, level.start);
      }
      if (level.dense) add(level.dense, level.start);
    }));
    return texts;
  }

  const MOST_PAIRS = 4;

  // What the index is asked for a phrase.
  function terms(items) {
    const asked = [];
    let run = [], letters = [];
    const flushWords = () => {
      if (letters.length === 1) asked.push(["w", letters[0], false]);
      const pairs = letters.slice(1).map((word, place) => pair(letters[place], word));
      asked.push(...pairs.slice(0, MOST_PAIRS).map((term) => ["c", term, false]));
      letters = [];
    };
    const flush = () => {
      const pairs = [];
      for (let place = 0; place + 1 < run.length; place += 2) pairs.push(run[place] + run[place + 1]);
      if (run.length % 2) pairs.push(run.length > 1 ? run.at(-2) + run.at(-1) : run[0]);
      asked.push(...pairs.slice(0, MOST_PAIRS).map((term) => ["c", term, false]));
      run = [];
    };
    for (const { word, pattern } of items) {
      if (!pattern && kind(word) !== "word") {
        flushWords();
        run.push(word);
        continue;
      }
      flush();
      if (!pattern) { letters.push(cut(word)); continue; }
      flushWords();
      asked.push(["w", word, true]);
    }
    flush();
    flushWords();
    return asked;
  }

  // The texts that may have a phrase.
  async function textsWith(items) {
    const all = await Promise.all(terms(items).map((term) => textsOf(...term)));
    all.sort((a, b) => a.size - b.size);
    const texts = new Map();
    for (const text of all[0].keys()) {
      const mask = all.reduce((both, other) => both & other.get(text), ~0);
      if (mask) texts.set(text, mask);
    }
    return texts;
  }

  async function textsWithAny(phrases) {
    const texts = new Map();
    for (const of of await Promise.all(phrases.map(textsWith))) {
      for (const [text, mask] of of) texts.set(text, texts.get(text) | mask);
    }
    return texts;
  }

  // The texts that may answer a query, in order, each with the pieces that are to be read.
  async function candidates(clauses) {
    const found = await Promise.all(clauses.map((clause) => textsWithAny(clause.phrases)));
    const required = found.filter((texts, number) => !clauses[number].excludes);
    const excluded = found.filter((texts, number) => clauses[number].excludes);
    required.sort((a, b) => a.size - b.size);
    const texts = [];
    for (const text of required[0].keys()) {
      if (!required.every((of) => of.has(text))) continue;
      texts.push([text, [...required, ...excluded].reduce((mask, of) => mask | of.get(text), 0)]);
    }
    return texts.sort((a, b) => a[0] - b[0]);
  }

  // A paragraph that is read: its words, and how else its brackets can be read.

  const HYPHENATED = /[-‐]\r?\n[^\S\n]*/u;

  class Paragraph {
    constructor(text, reading) {
      this.text = text;
      this.words = [...words(text)];
      this.leaps = new Map();
      this.brackets = [];
      if (!reading || reading[1] !== this.words.length) return;
      const [, , joined, leaps, brackets] = reading;
      for (const [first, count] of [...joined].reverse()) {
        const run = this.words.slice(first, first + count);
        const word = fold(run.map((piece) => text.slice(piece.start, piece.end)).join(""));
        this.words.splice(first, count, { word, start: run[0].start, end: run.at(-1).end });
      }
      for (const [first, target, start, end, word] of leaps) {
        if (!this.leaps.has(first)) this.leaps.set(first, []);
        this.leaps.get(first).push({ target, word: word === undefined ? null : { word, start, end } });
      }
      this.brackets = brackets;
    }

    // What stands between two words, without brackets, their words, their signs.
    between(start, end) {
      let gap = this.text.slice(start, end);
      if (!HAS_SIGN.test(gap)) return gap;
      for (const [opening, closing] of [...this.brackets].reverse()) {
        if (opening < start || closing > end) continue;
        gap = gap.slice(0, opening - start) + "\0".repeat(closing - opening) + gap.slice(closing - start);
      }
      return gap.replaceAll("\0", "").replace(NO_SIGNS, "");
    }

    places(items) {
      const ranges = [], dead = new Set();
      for (const [target, word] of this.beginnings(items[0])) {
        if (this.isInsideNumber(word.start)) continue;
        const end = this.end(items, 1, target, word, dead);
        if (end !== null) ranges.push([word.start, end]);
      }
      const longestFirst = items.some((each) => each.pattern);
      ranges.sort((a, b) => a[0] - b[0] || (longestFirst ? b[1] - a[1] : a[1] - b[1]));
      const chosen = [];
      for (const range of ranges) if (!chosen.length || range[0] >= chosen.at(-1)[1]) chosen.push(range);
      return chosen.map((range) => balanced(this.text, ...range));
    }

    *beginnings(first) {
      for (const [number, word] of this.words.entries()) if (fits(first, word.word)) yield [number + 1, word];
      for (const leaps of this.leaps.values()) {
        for (const { target, word } of leaps) if (word && fits(first, word.word)) yield [target, word];
      }
    }

    end(items, position, number, before, dead) {
      if (position === items.length) {
        return items.at(-1).pattern || !this.goesOnAsNumber(before.end) ? before.end : null;
      }
      const key = `${position} ${number} ${before.end}`;
      if (dead.has(key)) return null;
      const next = items[position];
      for (const [target, word] of this.following(number)) {
        if (!fits(next, word.word) || !this.mayFollow(before, word, next)) continue;
        const end = this.end(items, position + 1, target, word, dead);
        if (end !== null) return end;
      }
      dead.add(key);
      return null;
    }

    *following(number) {
      const open = [number], seen = new Set([number]);
      while (open.length) {
        const place = open.pop();
        if (place < this.words.length) yield [place + 1, this.words[place]];
        for (const { target, word } of this.leaps.get(place) || []) {
          if (word) {
            yield [target, word];
          } else if (!seen.has(target) && seen.size <= 16) {
            seen.add(target);
            open.push(target);
          }
        }
      }
    }

    mayFollow(before, word, next) {
      const gap = this.between(before.end, word.start);
      const kinds = [kind(before.word), kind(word.word)];
      if (!next.tight) return gap !== "" || kinds.includes("han");
      if (kinds.includes("hangul") || !kinds.includes("han")) return gap === "";
      return gap === "" || /^\s+$/u.test(gap);
    }

    isInsideNumber(start) {
      return start > 1 && this.text[start - 1] === "," && DIGIT.test(this.text[start - 2])
        && /^\p{Nd}{3}(?!\p{Nd})/u.test(this.text.slice(start, start + 4));
    }

    goesOnAsNumber(end) {
      return this.text[end] === "," && DIGIT.test(this.text[end - 1])
        && /^\p{Nd}{3}(?!\p{Nd})/u.test(this.text.slice(end + 1, end + 5));
    }
  }

  const fits = (wanted, word) => (wanted.pattern ? wanted.pattern.test(word) : wanted.word === word);

  // A place with the signs beside it of brackets that have their other sign in it.
  function balanced(text, first, last) {
    let start = first, end = last;
    const missing = [], opened = [];
    for (const sign of text.slice(start, end)) {
      if (PARTNERS.has(sign)) opened.push(PARTNERS.get(sign));
      else if (opened.length && opened.at(-1) === sign) opened.pop();
      else if (SIGNS.includes(sign)) missing.push(sign);
    }
    for (const closing of missing) if (start && PARTNERS.get(text[start - 1]) === closing) start--;
    for (const closing of opened.reverse()) if (text[end] === closing) end++;
    return [start, end];
  }

  const PARAGRAPH_END = /\n\s*\n|[\f\u2029]/gu;

  function* paragraphs([, text, readings]) {
    const byNumber = new Map(readings.map((reading) => [reading[0], reading]));
    let place = 0, number = 0;
    for (const match of text.matchAll(PARAGRAPH_END)) {
      yield [place, new Paragraph(text.slice(place, match.index), byNumber.get(number++))];
      place = match.index + match[0].length;
    }
    yield [place, new Paragraph(text.slice(place), byNumber.get(number))];
  }

  // The places of each clause in a part, in order.
  function placesIn(part, clauses) {
    const places = clauses.map(() => []);
    for (const [offset, paragraph] of paragraphs(part)) {
      clauses.forEach((clause, number) => {
        let last = -1;
        const ranges = clause.phrases.flatMap((items) => paragraph.places(items));
        for (const [start, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
          if (start < last) continue;
          places[number].push([offset + start, offset + end]);
          last = end;
        }
      });
    }
    return places;
  }

  const piecePath = (text, piece) => `_/search/texts/${Math.floor(text / 256)}/${text}${piece ? `-${piece}` : ""}.js`;

  // Read a text; return what is shown of it, or null where it does not answer.
  async function read([text, mask], clauses) {
    const wanted = [];
    for (let piece = 0; piece < 31; piece++) if (mask >> piece & 1) wanted.push(piece);
    const loaded = await Promise.all(wanted.map(async (piece) => {
      const path = piecePath(text, piece);
      if (!pieces.has(path)) await load(path);
      return pieces.get(path);
    }));
    const parts = loaded.flatMap((piece) => piece.parts);
    const found = parts.map((part) => placesIn(part, clauses));
    const isIn = (number) => found.some((places) => places[number].length);
    if (!clauses.every((clause, number) => isIn(number) !== clause.excludes)) return null;
    const hits = parts.flatMap((part, number) => snippets(part, found[number]));
    return { about: loaded[0].about, hits: chosen(hits, clauses.filter((clause) => !clause.excludes).length) };
  }

  const AROUND = 60, SHOWN = 3;

  // What is shown of a part: places that are near each other together.
  function snippets(part, places) {
    const text = part[1];
    const all = places.flatMap((of, clause) => of.map(([start, end]) => ({ start, end, clause })));
    all.sort((a, b) => a.start - b.start || b.end - a.end);
    const groups = [];
    for (const place of all) {
      const group = groups.at(-1);
      const isNear = group && place.start - group.end <= AROUND
        && text.slice(group.end, place.start).search(PARAGRAPH_END) < 0;
      if (isNear && place.end - group.start < 6 * AROUND) {
        if (place.start >= group.end) group.marks.push([place.start, place.end]);
        group.end = Math.max(group.end, place.end);
        group.clauses.add(place.clause);
      } else {
        groups.push({ part, start: place.start, end: place.end, marks: [[place.start, place.end]], clauses: new Set([place.clause]) });
      }
    }
    return groups;
  }

  // The first few, and among them each clause.
  function chosen(hits, clauses) {
    const missing = new Set(Array(clauses).keys());
    const first = hits.filter((hit) => [...hit.clauses].filter((clause) => missing.delete(clause)).length);
    const rest = hits.filter((hit) => !first.includes(hit));
    const few = [...first, ...rest.slice(0, Math.max(0, SHOWN - first.length))];
    return { few: hits.filter((hit) => few.includes(hit)), left: hits.length - few.length };
  }

  // What is shown.

  // eslint-disable-next-line no-control-regex
  const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  // Text as all pages show it: control characters are named, and never sent.
  function plain(text) {
    const parts = text.split(/([\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/u);
    return parts.filter(Boolean).map((part) => (CONTROL.test(part)
      ? element("span", "control", `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`) : part));
  }

  const line = (text) => plain(text.replace(/\s+/gu, " "));

  // A place that is no half of a character.
  function whole(text, place) {
    const code = text.charCodeAt(place);
    return code >= 0xdc00 && code < 0xe000 ? place + 1 : place;
  }

  function snippet({ part, start, end, marks }, about, labels) {
    const [sort, text, , places] = part;
    let from = whole(text, Math.max(0, start - AROUND)), to = whole(text, Math.min(text.length, end + AROUND));
    const before = text.slice(from, start), after = text.slice(end, to);
    const opens = Math.max(...["\n\n", "\f", "\u2029"].map((sign) => before.lastIndexOf(sign) + 1));
    if (opens) from += opens + before.slice(opens).search(/\S|$/u);
    else if (from && before.includes(" ") && before.indexOf(" ") < 20) from += before.indexOf(" ") + 1;
    const closes = Math.min(...["\n\n", "\f", "\u2029"].map((sign) => after.indexOf(sign)).map((at) => (at < 0 ? Infinity : at)));
    if (closes < Infinity) to = end + closes;
    else if (to < text.length && after.lastIndexOf(" ") > 40) to = end + after.lastIndexOf(" ");
    const link = element("a", "");
    let place = from;
    if (from && !opens) link.append("…");
    for (const [first, last] of marks) {
      link.append(...line(text.slice(place, first)), element("mark", "", ...line(text.slice(first, last))));
      place = last;
    }
    link.append(...line(text.slice(place, to)));
    if (to < text.length && closes === Infinity) link.append("…");
    let fragment = "";
    if (sort === "text" && places.length) {
      const later = places.slice(1).filter((begins) => begins <= start).length;
      fragment = `#p${places[0] + Math.max(0, later - 1)}`;
    }
    link.href = `${root}${encodeURI(sort === "item" ? about[3] : about[4])}${fragment}`;
    const paragraph = element("p", "snippet");
    if (sort === "text") { link.lang = about[2]; } else { paragraph.append(element("span", "about", `${labels[sort]}: `)); }
    link.dir = "auto";
    paragraph.append(link);
    return paragraph;
  }

  function shown({ about, hits }, labels) {
    const title = element("a", "", ...line(about[0]));
    title.href = `${root}${encodeURI(about[3])}`;
    title.dir = "auto";
    const name = element("a", "", ...line(about[1]));
    name.href = `${root}${encodeURI(about[4])}`;
    const heading = element("h2", "", title);
    const hit = element("li", "", heading, element("p", "about", name));
    hit.append(...hits.few.map((each) => snippet(each, about, labels)));
    if (hits.left) hit.append(element("p", "about", `+ ${hits.left}`));
    return hit;
  }

  // A page of hits is so many texts, or as many as were found in so many bytes; where these had
  // none, as many more are read before the reader is asked.
  const AT_ONCE = 3, PAGE = 10, BUDGET = 20000, AT_MOST = 10 * BUDGET;

  function prepare() {
    const form = document.querySelector("form.search");
    if (!form) return;
    const labels = form.dataset;
    const input = form.querySelector("input"), list = document.querySelector(".hits");
    const status = document.querySelector("[role=status]"), more = document.querySelector(".more");
    root = labels.root;
    form.querySelector("button").hidden = false;
    let run = 0, waiting = [], found = 0, clauses = [];

    const say = (words) => { status.textContent = words; };
    const told = () => say(waiting.length
      ? labels.soFar.replace("{found}", found).replace("{left}", waiting.length)
      : found ? labels.found.replace("{found}", found) : labels.none);

    async function go(mine) {
      more.hidden = true;
      let shownHere = 0;
      bytes = 0;
      while (waiting.length && shownHere < PAGE && bytes < (shownHere ? BUDGET : AT_MOST)) {
        const some = waiting.splice(0, Math.min(AT_ONCE, PAGE - shownHere));
        const texts = await Promise.all(some.map((each) => read(each, clauses)));
        if (mine !== run) return;
        for (const text of texts.filter(Boolean)) {
          list.append(shown(text, labels));
          shownHere++;
          found++;
        }
      }
      told();
      more.hidden = !waiting.length;
    }

    async function search() {
      const mine = ++run;
      list.replaceChildren();
      more.hidden = true;
      found = 0;
      waiting = [];
      if (!input.value.trim()) { say(""); return; }
      say(labels.running);
      try {
        clauses = parse(input.value).sort((a, b) => a.excludes - b.excludes);
        if (!levels) await provrepo.load(labels.manifest);
        while (!levels) { // a server that makes it has not done yet
          say(labels.making);
          await new Promise((resolve) => setTimeout(resolve, 1000));
          if (mine !== run) return;
          await provrepo.load(labels.manifest);
        }
        const texts = await candidates(clauses);
        if (mine !== run) return;
        waiting = texts;
        await go(mine);
      } catch (error) {
        if (mine !== run) return;
        say(labels[error.message] || `${labels.failed} ${error.message}`);
      }
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const hash = `#${encodeURIComponent(input.value)}`;
      if (location.hash === hash) search(); else location.hash = hash;
    });
    more.addEventListener("click", async () => {
      const last = list.lastElementChild;
      await go(run);
      const next = last && last.nextElementSibling;
      if (next) next.querySelector("a").focus();
    });
    const fromAddress = () => {
      try { input.value = decodeURIComponent(location.hash.slice(1)); } catch { input.value = ""; }
      search();
    };
    addEventListener("hashchange", fromAddress);
    if (location.hash.length > 1) fromAddress(); else input.focus();
  }

  Object.assign(provrepo, {
    searched: (all) => { levels = all; },
    shard: (path, written) => shards.set(path, lines(written)),
    text: (number, piece, about, parts) => {
      bytes += parts.reduce((sum, part) => sum + sizeOf(part[1]), 0);
      pieces.set(piecePath(number, piece), { about, parts });
    },
  });

  document.addEventListener("DOMContentLoaded", prepare);
  if (document.readyState === "complete") prepare();
  function forget() { shards.clear(); pieces.clear(); levels = null; }

  return { forget, words: (text) => [...words(text)], fold, parse };
})();
