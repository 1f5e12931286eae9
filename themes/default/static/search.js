/*
 * The search page: reads the files of `pagefind/` and shows what was found.
 *
 *   1. folding     when two pieces of text are the same (the twin of search/fold.py)
 *   2. files       entry, table, postings, texts; unpacking
 *   3. finding     query → the numbers of the pages that answer it, best first; several indexes
 *                  (those of the counties of a province) answer as one
 *   4. excerpts    page + query → a few lines with the match marked
 *   5. the page    form, results, address line
 *
 * docs/search.md tells why it is so. Nothing here is newer than ES2018, nothing is evaluated, and
 * what comes from the index reaches the page as text, never as HTML. A classic script, for a browser
 * loads no other from a folder (`file://`).
 */
(() => {
'use strict';

const FORMAT = 1;
const LENGTH_STEP = 16; // in which the lengths of pages are told
const PAGE_OF_RESULTS = 20;
const PAUSE_MS = 150; // of the typing hand, before a query is run
const SLOW_MS = 400; // after which a reader is told that something is going on
const EXCERPT = 110; // characters
const MOST_NAMED = 5; // pages besides the results
const LONGEST_CUT = 12; // characters of a query that is tried in shorter pieces
const MOST_OFFERED = 4; // of these pieces
const LEAD = 24; // characters before the first match
const REQUESTS = 24; // at a time
const FROM_FOLDER = window.location.protocol === 'file:';
const PLACE = '区划'; // the filter whose values are sorted by name
const COUNTY = '县'; // the filter of a search over several counties

// ---------------------------------------------------------------------------------- 1. folding

/* Ranges of the characters that count; see KEPT in fold.py, with which a test compares them. */
const KEPT =
  '30-39 61-7a c0-d6 d8-f6 f8-2c1 370-373 376-377 37b-37d 37f-37f 386-386 388-481 48a-556 ' +
  '560-588 5d0-5f2 620-669 66e-6d3 6d5-6dc 6df-6e8 6ea-6ff 710-7f5 800-82d 840-85b 860-963 ' +
  '966-df3 e01-e3a e40-e4e e50-e59 e81-f00 f18-f19 f20-f39 f3e-f84 f86-fbc 1000-1049 ' +
  '1050-10fa 10fc-135f 1380-138f 13a0-13fd 1401-166c 166f-169a 16a0-16ea 1700-1734 1740-17d3 ' +
  '17e0-17e9 1810-193b 1946-1a1b 1a20-1a9f 1b00-1b59 1b80-1bf3 1c00-1c37 1c40-1c7d 1c80-1cbf ' +
  '1d00-1dbf 1e00-1fbc 1fbe-1fbe 1fc2-1fcc 1fd0-1fdb 1fe0-1fec 1ff2-1ffc 2c00-2ce4 2ceb-2cf3 ' +
  '2d00-2d6f 2d80-2dde 2e80-2fd5 3005-3007 3021-3029 3031-3035 3038-303c 3041-309a 309d-309f ' +
  '30a1-30fa 30fc-318e 31a0-31bf 31f0-31ff 3400-4dbf 4e00-a48c a4d0-a4fd a500-a60c a610-a62b ' +
  'a640-a66e a67f-a6ef a717-a71f a722-a788 a78b-a827 a840-a873 a880-a8c5 a8d0-a8d9 a900-a92d ' +
  'a930-a953 a960-a9c0 a9cf-a9d9 a9e0-aa59 aa60-aadd aae0-aaef ab01-abea abf0-abf9 ac00-d7fb ' +
  'e000-faff fb13-fb28 fb50-fbb1 10000-100fa 10280-1056f 10600-10855 10a00-10a47 10c00-10cf2 ' +
  '11000-11046 11a00-11a98 11c00-11cb6 16f00-1b2fb 1d7ce-1d7ff 1e900-1e959 20000-3fffd ' +
  'f0000-10fffd';
const DROPPED = new RegExp(
  '[^\\n' + KEPT.replace(/([0-9a-f]+)-([0-9a-f]+) ?/g, '\\u{$1}-\\u{$2}') + ']+', 'gu');
const CUT = /[。｡！？；]/g;
const BLANKS = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The folded text, one run a line; runs may be empty. */
function folded(text) {
  const plain = text.replace(CUT, '\n').normalize('NFKC').replace(/[Σς]/g, 'σ');
  return plain.toLowerCase().replace(DROPPED, '');
}

/** The folded sentences of a block (or of several, joined by newlines), none of them empty. */
function runs(text) {
  return folded(text).split('\n').filter(Boolean);
}

/** What must occur, each within a run, for a page to answer the query; each part once. */
function parts(query) {
  const all = [];
  for (const piece of query.split(BLANKS)) all.push(...runs(piece));
  return Array.from(new Set(all));
}

function hex(char) {
  let units = '';
  for (let i = 0; i < char.length; i += 1) {
    units += char.charCodeAt(i).toString(16).padStart(4, '0');
  }
  return units;
}

/** The words of a run in the index: its pairs, or one word for a single character. */
function pairs(run) {
  const chars = Array.from(run, hex);
  if (chars.length === 1) return ['u' + chars[0]];
  return chars.slice(1).map((char, i) => chars[i] + char);
}

/**
 * The words to look up for a part, with their distances: every other pair is enough, as the index
 * leaves two places free between runs.
 */
function lookups(part) {
  const words = pairs(part);
  const last = words.length - 1;
  return words
    .map((word, offset) => ({ word, offset }))
    .filter(({ offset }) => offset % 2 === 0 || offset === last);
}

// ------------------------------------------------------------------------------------ 2. files

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
  83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5,
  5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513,
  769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A table from the next `bits` bits to `symbol << 4 | length of its code`. */
function huffman(lengths) {
  const bits = Math.max.apply(null, lengths) || 1;
  const table = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length += 1) {
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] !== length) continue;
      let reversed = 0;
      for (let i = 0; i < length; i += 1) reversed |= ((code >> i) & 1) << (length - 1 - i);
      for (let i = reversed; i < table.length; i += 1 << length) table[i] = (symbol << 4) | length;
      code += 1;
    }
    code <<= 1;
  }
  return { table, bits };
}

const FIXED = {
  literals: huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  distances: huffman(new Array(30).fill(5)),
};

/** `n` bits, the lowest first. */
function take(state, n) {
  while (state.count < n) {
    state.held |= state.packed[state.at] << state.count;
    state.at += 1;
    state.count += 8;
  }
  const value = state.held & ((1 << n) - 1);
  state.held >>>= n;
  state.count -= n;
  return value;
}

function symbol(state, { table, bits }) {
  while (state.count < bits) {
    state.held |= state.packed[state.at] << state.count;
    state.at += 1;
    state.count += 8;
  }
  const found = table[state.held & ((1 << bits) - 1)];
  if (!found) throw new Error('broken file');
  state.held >>>= found & 15;
  state.count -= found & 15;
  return found >> 4;
}

function room(state, n) {
  if (state.size + n <= state.out.length) return;
  const larger = new Uint8Array(Math.max(state.out.length * 2, state.size + n));
  larger.set(state.out);
  state.out = larger;
}

function storedBlock(state) {
  const { packed } = state;
  state.at -= state.count >> 3; // whole bytes that were read ahead
  state.held = 0;
  state.count = 0;
  const length = packed[state.at] | (packed[state.at + 1] << 8);
  const from = state.at + 4;
  room(state, length);
  state.out.set(packed.subarray(from, from + length), state.size);
  state.size += length;
  state.at = from + length;
}

function ownCodes(state) {
  const literals = take(state, 5) + 257;
  const distances = take(state, 5) + 1;
  const codeLengths = new Array(19).fill(0);
  for (let i = take(state, 4) + 4, n = 0; n < i; n += 1) codeLengths[CODE_ORDER[n]] = take(state, 3);
  const codes = huffman(codeLengths);
  const lengths = [];
  while (lengths.length < literals + distances) {
    const code = symbol(state, codes);
    let value = code < 16 ? code : 0;
    let times = 1;
    if (code === 16) {
      value = lengths[lengths.length - 1];
      times = take(state, 2) + 3;
    } else if (code === 17) times = take(state, 3) + 3;
    else if (code === 18) times = take(state, 7) + 11;
    for (; times > 0; times -= 1) lengths.push(value);
  }
  return {
    literals: huffman(lengths.slice(0, literals)),
    distances: huffman(lengths.slice(literals)),
  };
}

/** The hot loop: everything that it touches for each byte is a local variable. */
function codedBlock(state, { literals, distances }) {
  const { packed } = state;
  const { table, bits } = literals;
  const mask = (1 << bits) - 1;
  let { at, held, count, out, size } = state;
  for (;;) {
    while (count < bits) {
      held |= packed[at] << count;
      at += 1;
      count += 8;
    }
    const found = table[held & mask];
    if (!found || at > packed.length + 4) throw new Error('broken file');
    held >>>= found & 15;
    count -= found & 15;
    const code = found >> 4;
    if (code < 256) {
      if (size === out.length) {
        state.size = size;
        room(state, 1);
        out = state.out;
      }
      out[size] = code;
      size += 1;
      continue;
    }
    state.at = at;
    state.held = held;
    state.count = count;
    state.size = size;
    if (code === 256) return;
    const length = LENGTH_BASE[code - 257] + take(state, LENGTH_BITS[code - 257]);
    const d = symbol(state, distances);
    const distance = DISTANCE_BASE[d] + take(state, d < 4 ? 0 : (d >> 1) - 1);
    room(state, length);
    ({ at, held, count, out, size } = state);
    for (const end = size + length; size < end; size += 1) out[size] = out[size - distance];
  }
}

/** Unpack gzip (Pagefind's files) or zlib (ours), for browsers that cannot do it themselves. */
function inflate(packed) {
  const state = {
    packed,
    at: packed[0] === 0x1f ? 10 : 2,
    held: 0,
    count: 0,
    out: new Uint8Array(packed.length * 5 + 64),
    size: 0,
  };
  for (let final = 0; !final;) {
    if (state.at > packed.length + 4) throw new Error('broken file');
    final = take(state, 1);
    const type = take(state, 2);
    if (type === 0) storedBlock(state);
    else if (type === 3) throw new Error('broken file');
    else codedBlock(state, type === 1 ? FIXED : ownCodes(state));
  }
  return state.out.subarray(0, state.size);
}

const waiting = [];
let running = 0;

/**
 * The bytes of a file of an index; from a folder, out of the script that holds them all. Many
 * requests at a time would exhaust a browser.
 */
async function get(url, options) {
  if (FROM_FOLDER) return offline(url);
  if (running >= REQUESTS) await new Promise((go) => { waiting.push(go); });
  else running += 1;
  try {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    return new Uint8Array(await response.arrayBuffer());
  } finally {
    if (waiting.length) waiting.shift()(); // hands its place on
    else running -= 1;
  }
}

async function offline(url) {
  const site = sites.find(({ base }) => url.startsWith(base));
  const name = url.slice(site.base.length).replace(/\?.*$/, '');
  site.loaded = site.loaded || new Promise((done, failed) => {
    const holder = document.createElement('script');
    holder.src = `${site.base}offline.js`;
    // A script's `load` follows at once, so that another index cannot come between; and what a
    // damaged script leaves is nothing, not the files of the one before.
    holder.onload = () => {
      done(window.gongkaiOffline);
      delete window.gongkaiOffline;
    };
    holder.onerror = failed;
    document.head.append(holder);
  });
  const files = await site.loaded;
  if (!(name in files)) throw new Error(name);
  return Uint8Array.from(atob(files[name]), (character) => character.charCodeAt(0));
}

function parsed(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** A packed file. Some servers unpack what looks like gzip by themselves. */
async function unpacked(url) {
  const bytes = await get(url);
  if (bytes[0] !== 0x1f && bytes[0] !== 0x78) return bytes;
  // Chromium since 2020, the others since 2023.
  if (typeof DecompressionStream === 'undefined') return inflate(bytes);
  const stream = new DecompressionStream(bytes[0] === 0x1f ? 'gzip' : 'deflate');
  const plain = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** The numbers that `_characters` in files.py wrote as a string. */
function numbers(text) {
  const found = new Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    found[i] = code - (code > 92 ? 36 : 35);
  }
  return found;
}

/** The day of each page as a number; 0 where there is none, as in all of an index of before. */
function dayNumbers(told, pages) {
  const days = new Uint32Array(pages);
  const { undated, first, gaps } = told || { undated: 0, first: 0, gaps: '' };
  let day = first;
  numbers(gaps).forEach((gap, n) => {
    day += gap;
    days[undated + n] = day;
  });
  return days;
}

/** What every query needs: the number of pages, the shards, the filters. */
async function openIndex(base) {
  // The only file whose name does not change with its contents.
  const entry = parsed(await get(base + 'entry.json', { cache: 'no-cache' }));
  if (entry.format !== FORMAT) throw new Error(`format ${entry.format}`);
  const { shards, filters, days } = parsed(await unpacked(base + entry.table));
  for (const shard of shards) {
    let position = 0;
    shard.ends = numbers(shard.lengths).map((length) => {
      position += length * LENGTH_STEP;
      return position;
    });
    shard.groups = shard.groups.map((page) => (page ? shard.ends[page - 1] : 0));
    shard.files = new Map();
  }
  for (const filter of filters) filter.of = numbers(filter.of);
  const version = entry.table.replace(/\W/g, '');
  const known = { base, pages: entry.pages, version, shards, filters };
  return { ...known, days: shared ? dayNumbers(days, entry.pages) : null };
}

/** The number of the chunk in which a word would stand, or -1. */
function chunkOf(shard, word) {
  let low = 0;
  let high = shard.chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shard.chunks[middle] <= word) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

async function postings(index, shard, word) {
  const number = chunkOf(shard, word);
  if (number < 0) return null;
  if (!shard.files.has(number)) {
    shard.files.set(number, unpacked(`${index.base}index/${shard.key}/${number}.pf_index`));
  }
  return readPostings(await shard.files.get(number), word, shard.groups);
}

const BODY_WEIGHT = 25;

/**
 * Where a word stands in a shard, by a chunk of Pagefind's: ascending positions {body, title}.
 * Position p of group g is starts[g] + p. Null if it stands nowhere.
 *
 * The file: signature, CBOR [[[word, [[group, [position…], […]]…], […]]…]]. Groups and positions
 * are differences; a negative number -w-1 begins the positions of weight w, the first not relative.
 */
function readPostings(data, wanted, starts) {
  let at = 'pagefind_dcd'.length;
  let kind = 0;
  const head = () => {
    kind = data[at] >> 5;
    const size = data[at] & 31;
    at += 1;
    if (size < 24) return size;
    let value = 0;
    for (let n = 1 << (size - 24); n > 0; n -= 1, at += 1) value = value * 256 + data[at];
    return value;
  };
  const skip = (values) => {
    for (let left = values; left > 0; left -= 1) {
      const size = head();
      if (kind === 3) at += size;
      else if (kind === 4) left += size;
    }
  };
  const isWanted = () => {
    const length = head();
    let same = length === wanted.length;
    for (let i = 0; same && i < length; i += 1) same = data[at + i] === wanted.charCodeAt(i);
    at += length;
    return same;
  };
  const read = () => {
    const found = { body: [], title: [] };
    let group = 0;
    for (let left = head(); left > 0; left -= 1) {
      head();
      group += head();
      let position = starts[group];
      let zone = found.body;
      for (let n = head(); n > 0; n -= 1) {
        const value = head();
        if (kind === 1) {
          zone = value === BODY_WEIGHT ? found.body : found.title;
          position = starts[group];
        } else {
          position += value;
          zone.push(position);
        }
      }
      skip(1);
    }
    return found;
  };

  head();
  for (let left = head(); left > 0; left -= 1) {
    head();
    if (isWanted()) return read();
    skip(2);
  }
  return null;
}

// ---------------------------------------------------------------------------------- 3. finding

/** Whether an ascending list has the value. */
function has(list, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return list[low] === value;
}

/** The places where every list has a position at its offset, going by the shortest list. */
function join(lists, offsets) {
  const shortest = lists.reduce((best, list, i) => (list.length < lists[best].length ? i : best), 0);
  return lists[shortest].filter((position) => lists.every((list, i) =>
    i === shortest || has(list, position + offsets[i] - offsets[shortest])));
}

/** Calls `meet(page of the shard)` for each of the ascending positions. */
function eachPage(shard, positions, meet) {
  let page = 0;
  for (const position of positions) {
    while (shard.ends[page] <= position) page += 1;
    meet(page);
  }
}

/**
 * The pages in which a part occurs, by their numbers: `times` is 0 where it does not, else one more
 * than it occurs in the body; `titled` is 1 where it stands in the title or a name.
 */
async function occurrences(index, part) {
  const found = { times: new Uint16Array(index.pages), titled: new Uint8Array(index.pages), size: 0 };
  const wanted = lookups(part);
  const offsets = wanted.map(({ offset }) => offset);
  await Promise.all(index.shards.map(async (shard) => {
    const lists = await Promise.all(wanted.map(({ word }) => postings(index, shard, word)));
    if (lists.some((list) => !list)) return;
    const times = found.times.subarray(shard.first);
    eachPage(shard, join(lists.map(({ title }) => title), offsets), (page) => {
      found.titled[shard.first + page] = 1;
      times[page] = 1;
    });
    eachPage(shard, join(lists.map(({ body }) => body), offsets), (page) => {
      if (times[page] < 65535) times[page] += times[page] ? 1 : 2;
    });
  }));
  for (const times of found.times) if (times) found.size += 1;
  return found;
}

/** What an index knows of a query: where its parts occur, and the pages that have them all. */
async function matched(index, query) {
  const wanted = parts(query);
  const found = await Promise.all(wanted.map((part) => occurrences(index, part)));
  const pages = [];
  if (!wanted.length && query.replace(BLANKS, '')) return { found, pages };
  for (let page = index.pages - 1; page >= 0; page -= 1) {
    if (found.every(({ times }) => times[page])) pages.push(page);
  }
  return { found, pages };
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** How much each part of a query counts: the rarer it is in all of the indexes, the more. */
function rarities(answers) {
  const pages = sum(answers.map(({ index }) => index.pages));
  return (answers.length ? answers[0].found : []).map((_, part) =>
    Math.log(1 + pages / (sum(answers.map(({ found }) => found[part].size)) + 1)));
}

/**
 * The pages of an index that answer a query, best first, before any filter: those with more of its
 * parts in the title or in a name that people have for it, then by how often the parts occur (rare
 * parts count more, repetition ever less), then the newest.
 */
function ranked({ index, found, pages }, weights) {
  const titles = new Uint8Array(index.pages);
  const scores = new Float64Array(index.pages);
  found.forEach(({ times, titled }, part) => {
    for (const page of pages) {
      titles[page] += titled[page];
      scores[page] += (weights[part] * (times[page] - 1)) / (times[page] + 1);
    }
  });
  if (found.length) {
    pages.sort((a, b) => titles[b] - titles[a] || scores[b] - scores[a] || b - a);
  }
  return { pages, titles, scores };
}

/** The best `count` of what the indexes found, in the order that one index of all would have. */
function best(lists, count) {
  const heads = [];
  lists.forEach(({ site, index, pages, titles, scores }, order) => {
    for (const page of pages.slice(0, count)) {
      const day = index.days ? index.days[page] : 0;
      heads.push({ site, index, order, page, day, titles: titles[page], score: scores[page] });
    }
  });
  heads.sort((a, b) => b.titles - a.titles || b.score - a.score || b.day - a.day ||
    a.order - b.order || b.page - a.page);
  return heads.slice(0, count);
}

/** The values of a filter, without the empty value of a menu that stands on "all". */
function chosenValues(chosen, name) {
  return [].concat(chosen[name] || []).filter((value) => value !== '');
}

/**
 * Those of the pages that pass the filters, and for each filter how many pages each of its values
 * would leave if the other filters stay as they are.
 *
 * `chosen` is {filter: value or list of values}: any of a filter's values, but every filter.
 */
function filtered(index, pages, chosen) {
  const known = index.filters.map(({ name }) => name);
  const unknown = Object.keys(chosen).some((name) =>
    chosenValues(chosen, name).length && !known.includes(name));
  const tests = index.filters.map(({ name, values, sets, of }) => {
    const wanted = chosenValues(chosen, name).map((value) => values.indexOf(value));
    const fails = sets.map((set) => wanted.length > 0 && !set.some((n) => wanted.includes(n)));
    return { name, values, sets, of, fails, hits: new Uint32Array(sets.length) };
  });
  const kept = [];
  for (const page of unknown ? [] : pages) {
    let failed = 0;
    let only = null;
    for (const test of tests) {
      if (test.fails[test.of[page]]) {
        failed += 1;
        only = test;
      }
    }
    if (failed === 1) only.hits[only.of[page]] += 1;
    if (failed) continue;
    kept.push(page);
    for (const { hits, of } of tests) hits[of[page]] += 1;
  }
  const counts = {};
  for (const { name, values, sets, hits } of tests) {
    const count = new Array(values.length).fill(0);
    sets.forEach((set, i) => set.forEach((n) => { count[n] += hits[i]; }));
    counts[name] = values.map((value, n) => ({ value, count: count[n] }));
  }
  return { pages: kept, counts };
}

/** The counts of several indexes in one; of the counties those that were asked have theirs. */
function totals(lists) {
  const known = {};
  for (const { counts } of lists) {
    for (const name of Object.keys(counts)) {
      known[name] = known[name] || new Map();
      for (const { value, count } of counts[name]) {
        known[name].set(value, (known[name].get(value) || 0) + count);
      }
    }
  }
  const whole = {};
  for (const name of Object.keys(known)) {
    whole[name] = Array.from(known[name], ([value, count]) => ({ value, count }));
    const years = whole[name].every(({ value }) => /^\d+$/.test(value));
    if (years) whole[name].sort((a, b) => b.value - a.value);
    // Each town with its villages, whose names begin with its own.
    if (name === PLACE) whole[name].sort((a, b) => a.value.localeCompare(b.value, 'zh'));
  }
  if (shared) {
    const asked = new Map(lists.map(({ site, pages }) => [site, pages.length]));
    whole[COUNTY] = sites.map((site) => ({ value: site.name, count: asked.get(site) }));
  }
  return whole;
}

// --------------------------------------------------------------------------------- 4. excerpts

// A character with what may melt into it under NFKC: accents, voicing marks, Hangul letters.
const CLUSTER = /[^][\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*/gu;

/** The places [from, to) of the parts in a text, ascending, touching ones as one. */
function places(text, wanted) {
  let line = '';
  const from = [];
  const to = [];
  for (const { 0: cluster, index } of all(CLUSTER, text)) {
    const plain = cluster === '\n' ? '' : folded(cluster);
    for (let i = 0; i < plain.length; i += 1) {
      from.push(index);
      to.push(index + cluster.length);
    }
    line += plain;
  }
  const found = [];
  for (const part of wanted) {
    for (let i = line.indexOf(part); i >= 0; i = line.indexOf(part, i + part.length)) {
      found.push([from[i], to[i + part.length - 1]]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.reduce((merged, place) => {
    const last = merged[merged.length - 1];
    if (last && place[0] <= last[1]) last[1] = Math.max(last[1], place[1]);
    else merged.push(place);
    return merged;
  }, []);
}

function* all(pattern, text) {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) yield match;
}

/** The text from `start` to `end` as pieces {text, marked}. */
function pieces(text, marks, start, end) {
  const cut = [];
  let at = start;
  for (const [from, to] of marks) {
    if (to <= start || from >= end) continue;
    cut.push({ text: text.slice(at, Math.max(from, at)), marked: false });
    cut.push({ text: text.slice(Math.max(from, at), Math.min(to, end)), marked: true });
    at = Math.min(to, end);
  }
  cut.push({ text: text.slice(at, end), marked: false });
  return cut.filter((piece) => piece.text);
}

function inPair(text, at) {
  return at > 0 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 1, at + 1));
}

/** A few lines around the matches: the first one, and the first of each part not yet seen there. */
function excerpt(blocks, title, wanted) {
  const heading = folded(title);
  const lines = blocks.map((block) => ({ block, line: folded(block) }))
    .filter(({ line }) => line !== heading);
  const marks = [];
  let offset = 0;
  for (const { block, line } of lines) {
    if (wanted.some((part) => line.includes(part))) {
      for (const [from, to] of places(block, wanted)) marks.push([from + offset, to + offset]);
    }
    offset += block.length + 1;
  }
  return windows(lines.map(({ block }) => block).join(' '), marks, wanted);
}

function windows(text, marks, wanted) {
  const missing = new Set(wanted);
  const starts = marks.filter(([from, to]) => {
    const run = folded(text.slice(from, to));
    const fresh = Array.from(missing).filter((part) => run.includes(part));
    fresh.forEach((part) => missing.delete(part));
    return fresh.length > 0;
  }).map(([from]) => from).slice(0, 3);
  const length = Math.round(EXCERPT / Math.max(starts.length, 1));
  const cut = [];
  let done = 0;
  for (const first of starts.length ? starts : [0]) {
    if (first < done) continue;
    let start = Math.max(first - LEAD, done, 0);
    if (start < LEAD / 2) start = Math.max(done, 0);
    let end = Math.min(start + Math.max(length, LEAD * 2), text.length);
    if (inPair(text, start)) start += 1;
    if (inPair(text, end)) end -= 1;
    if (start > done) cut.push({ text: '…', marked: false });
    cut.push(...pieces(text, marks, start, end));
    done = end;
  }
  if (done < text.length) cut.push({ text: '…', marked: false });
  return cut;
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function toHtml(cut) {
  return cut.map(({ text, marked }) => {
    const safe = text.replace(/[&<>"']/g, (char) => ESCAPES[char]);
    return marked ? `<mark>${safe}</mark>` : safe;
  }).join('');
}

// --------------------------------------------------------------------------------- 5. the page

const script = document.querySelector('script[data-index]');
// One index, or those of several counties with a name for each.
const names = script ? JSON.parse(script.dataset.names || '[]') : [];
const shared = names.length > 0;
const sites = (script ? script.dataset.index : '../pagefind/').split(' ').map((folder, n) => {
  const base = folder.replace(/\/?$/, '/');
  return { base, root: base.replace(/[^/]+\/$/, ''), name: names[n], opened: null, failed: false };
});

class Outdated extends Error {}

/** What is shown of a page. */
async function result(site, index, page, wanted, last) {
  const file = `${index.base}text/${page}.pf_fragment?v=${index.version}`;
  const { address, title, meta, blocks } = parsed(await unpacked(file));
  const text = wanted.length ? runs(blocks.join('\n')).join('\n') : '';
  if (!last && !wanted.every((part) => text.includes(part))) throw new Outdated(file);
  const cut = excerpt(blocks, title, wanted);
  const facts = shared ? { [COUNTY]: site.name, ...meta } : meta;
  return { url: `${site.root}${address}index.html`, title, meta: facts, excerpt: toHtml(cut), cut };
}

/** Which sites the filters leave to be asked, and the filters that each of them knows. */
function addressed(filters) {
  if (!shared) return { asked: sites, others: filters };
  const { [COUNTY]: county, ...others } = filters;
  const wanted = chosenValues({ county }, 'county');
  return { asked: sites.filter(({ name }) => !wanted.length || wanted.includes(name)), others };
}

/**
 * Ask the sites and let `finish` make the answer of the pages that each of them found.
 *
 * Where a file is gone or another one, the site was renewed: it is opened anew. A site that fails
 * again is left out, and `missing` names it; but somebody must answer.
 */
async function ask(query, filters, finish) {
  const { asked, others } = addressed(filters);
  const failures = new Map(asked.map((site) => [site, Number(site.failed)]));
  const lasting = (site) => failures.get(site) > 1;
  for (;;) {
    const failed = new Map();
    const from = async (site, work) => {
      try {
        site.opened = site.opened || openIndex(site.base);
        return await work(await site.opened, failures.get(site) > 0);
      } catch (error) {
        failed.set(site, error);
        return null;
      }
    };
    const able = asked.filter((site) => !lasting(site));
    const answers = (await Promise.all(able.map((site) => from(site, async (index) =>
      ({ site, index, ...await matched(index, query) }))))).filter(Boolean);
    const weights = rarities(answers);
    const answer = failed.size ? null : await finish(answers.map((one) => {
      const { pages, titles, scores } = ranked(one, weights);
      return { ...one, titles, scores, ...filtered(one.index, pages, others) };
    }), from);
    for (const site of failed.keys()) {
      site.opened = null;
      failures.set(site, failures.get(site) + 1);
      site.failed = lasting(site);
    }
    if (!failed.size) {
      for (const site of able) site.failed = false;
      return { ...answer, missing: asked.filter(lasting).map(({ name }) => name) };
    }
    if (asked.every(lasting)) throw Array.from(failed.values())[0];
  }
}

/** The numbers of all pages that answer a query, best first; nothing of them is fetched. */
async function find(query, filters = {}) {
  const { pages } = await ask(query, filters, (lists) => lists[0]);
  return pages;
}

function search(query, filters, from, limit) {
  const wanted = parts(query);
  return ask(query, filters, async (lists, by) => {
    const shown = best(lists, from + limit).slice(from);
    const results = await Promise.all(shown.map(({ site, index, page }) =>
      by(site, (_, last) => result(site, index, page, wanted, last))));
    const total = sum(lists.map(({ pages }) => pages.length));
    return { total, results, counts: totals(lists) };
  });
}

/**
 * The search for scripts. `filters` is {filter: value or list of values}, `limit` the number of
 * results to give (20); `excerpt` is safe HTML with `<mark>`, `url` leads there from this page.
 */
window.gongkaiSearch = async (query, { filters = {}, limit = PAGE_OF_RESULTS } = {}) => {
  const { total, results } = await search(String(query || ''), filters, 0, limit);
  return {
    total,
    results: results.map(({ url, title, excerpt: html, meta }) =>
      ({ url, title, excerpt: html, meta })),
  };
};

// For tests and measurements.
window.gongkaiSearch.inside = { runs, parts, pairs, inflate, find };

function element(name, className, children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function marked(cut) {
  return cut.map(({ text, marked: mark }) => (mark ? element('mark', '', [text]) : text));
}

function resultElement({ url, title, meta, cut }, wanted) {
  const marks = wanted.length ? places(title, wanted) : [];
  const link = element('a', 'result-title', marked(pieces(title, marks, 0, title.length)));
  link.href = url;
  const facts = Object.keys(meta).filter((label) => meta[label]).map((label) =>
    element('span', '', [`${label}：${meta[label]}`]));
  const children = [link, element('p', 'result-excerpt', marked(cut))];
  if (facts.length) {
    const spaced = facts.reduce((list, fact) => list.concat(list.length ? ' ' : [], fact), []);
    children.push(element('p', 'result-meta', spaced));
  }
  return element('li', 'result', children);
}

/** Shows the pages that are called by the words of a query (bodies, places …); how many. */
function nameShower(section) {
  const known = section ? Array.from(section.querySelectorAll('li')) : [];
  const folds = known.map((one) => runs(one.dataset.names.replace(/\|/g, '\n')));
  return (query) => {
    const wanted = parts(query);
    let shown = 0;
    known.forEach((one, n) => {
      const called = folds[n].some((name) => wanted.every((part) => name.includes(part)));
      const meant = called || folded(one.textContent) === wanted.join('');
      one.hidden = !(wanted.length && meant && shown < MOST_NAMED);
      if (!one.hidden) shown += 1;
    });
    if (section) section.hidden = !shown;
    return shown;
  };
}

/** Shorter words of a query that finds nothing: of each list the first that is found is meant. */
function shorter(query) {
  const pieces = query.split(BLANKS).filter((piece) => parts(piece).length);
  if (pieces.length > 1) return pieces.slice(0, MOST_OFFERED).map((piece) => [piece]);
  const chars = Array.from(pieces[0] || '').slice(0, LONGEST_CUT);
  const lengths = chars.map((_, n) => n).filter((n) => n > 1).reverse();
  return [
    lengths.map((length) => chars.slice(0, length).join('')),
    lengths.map((length) => chars.slice(-length).join('')),
  ];
}

/** What is found of a query that finds nothing as it stands: [{words, total}]; while it is meant. */
async function offers(query, filters, meant) {
  const tried = new Set();
  const first = async (list) => {
    for (const words of list) {
      if (!meant() || tried.has(words)) return null;
      tried.add(words);
      const { total } = await search(words, filters, 0, 0);
      if (total) return { words, total };
    }
    return null;
  };
  const found = [];
  for (const list of shorter(query)) found.push(await first(list));
  return found.filter(Boolean);
}

function startPage(form) {
  const box = form.querySelector('#q');
  const selects = Array.from(form.querySelectorAll('select[name]'));
  const narrow = form.querySelector('.narrow');
  const status = document.getElementById('search-status');
  const list = document.getElementById('results');
  const more = document.getElementById('more');
  const showNamed = nameShower(document.getElementById('named'));
  const wholes = new Map(selects.map((select) => [select, select.options[0].text]));
  const nameOf = (select) => select.dataset.filter || select.name;
  let turn = 0; // only the latest query may write to the page
  let pause = 0;

  const chosen = () => {
    const filters = {};
    for (const select of selects) if (select.value) filters[nameOf(select)] = select.value;
    return filters;
  };
  const asked = () => box.value.trim() !== '' || Object.keys(chosen()).length > 0;

  const setState = (state, total) => {
    list.dataset.state = state;
    list.dataset.total = total;
    list.setAttribute('aria-busy', String(state === 'busy'));
  };

  const setOption = (select, value, text) => {
    let option = Array.from(select.options).find((one) => one.value === value);
    if (!option) {
      option = new Option('', value);
      select.add(option);
    }
    if (option.text !== text) option.text = text;
  };
  const setCounts = (counts) => {
    for (const select of selects) {
      // Towns and bodies of all counties would be thousands: they wait for one to be chosen.
      const waits = shared && 'local' in select.dataset && !chosen()[COUNTY];
      const told = waits ? [] : counts[nameOf(select)] || [];
      if (shared) onlyOptions(select, told);
      if (shared) select.options[0].text = waits ? '先选县' : wholes.get(select);
      select.disabled = waits && !select.value;
      for (const { value, count } of told) {
        setOption(select, value, count === undefined ? value : `${value}（${count}）`);
      }
    }
  };
  /** Of several counties each has other values: those that are not told of go, but for the chosen. */
  const onlyOptions = (select, told) => {
    const { value } = select;
    while (select.length > 1) select.remove(1);
    for (const one of told) setOption(select, one.value, one.value);
    if (value) setOption(select, value, value);
    select.value = value;
  };

  const readAddress = () => {
    const given = new URLSearchParams(window.location.search);
    box.value = given.get('q') || '';
    for (const select of selects) {
      const value = given.get(select.name) || '';
      if (value) setOption(select, value, value);
      select.value = value;
    }
  };
  const writeAddress = () => {
    const kept = new URLSearchParams(window.location.search);
    for (const field of [box, ...selects]) {
      const value = field.value.trim();
      if (value) kept.set(field.name, value);
      else kept.delete(field.name);
    }
    const query = kept.toString();
    const { pathname, hash } = window.location;
    window.history.replaceState(window.history.state, '', pathname + (query && `?${query}`) + hash);
  };

  const prompt = () => { status.textContent = '请输入要找的字词，或者选择筛选条件。'; };
  const say = (total, named, missing) => {
    const words = box.value.trim();
    const above = named ? `，另有 ${named} 页名称里有，列在前面` : '';
    if (total) status.textContent = `找到 ${total} 条结果${above}`;
    else if (!words) status.textContent = '没有找到符合条件的内容，请放宽筛选条件试试。';
    else if (named) status.textContent = `没有事项和信息写着“${words}”${above}。`;
    else status.textContent = `没有找到“${words}”，换个说法试试，或者少写几个字。`;
    if (missing.length) status.append(`（${missing.join('、')}现在不能查，不在里面）`);
  };
  const fail = () => {
    const link = element('a', '', [shared ? '到各县的网站查找' : '查看完整目录']);
    link.href = shared ? '../index.html' : `${sites[0].root}catalog/index.html`;
    status.textContent = '搜索现在不能用，请稍后再试，或者';
    status.append(link, '。');
  };

  const sayShorter = async (query, filters, latest) => {
    const found = await offers(query, filters, latest);
    if (!found.length || !latest()) return;
    const links = found.map(({ words, total }) => {
      const link = element('a', '', [`“${words}”有 ${total} 条`]);
      const address = new URLSearchParams(window.location.search);
      address.set(box.name, words);
      link.href = `?${address}`;
      return link;
    });
    status.append(...links.reduce((all, link) => all.concat(all.length ? '，' : ' ', link), []), '。');
  };

  const run = async (from) => {
    window.clearTimeout(pause);
    turn += 1;
    const mine = turn;
    const latest = () => mine === turn;
    const query = box.value;
    const filters = chosen();
    const limit = asked() ? PAGE_OF_RESULTS : 0;
    const named = showNamed(query);
    setState(limit ? 'busy' : '', from ? list.dataset.total : '');
    const slow = window.setTimeout(() => {
      if (latest() && limit) status.textContent = '正在查找……';
    }, SLOW_MS);
    try {
      const { total, results, counts, missing } = await search(query, filters, from, limit);
      window.clearTimeout(slow);
      if (!latest()) return;
      setCounts(counts);
      const wanted = parts(query);
      const items = results.map((one) => resultElement(one, wanted));
      if (!from) list.textContent = '';
      list.append(...items);
      const count = list.children.length;
      more.hidden = !limit || count >= total;
      if (limit) say(total, named, missing);
      else prompt();
      setState(limit ? 'done' : '', limit ? total : '');
      if (from && items.length) items[0].querySelector('a').focus();
      // Whatever fails on the way: that nothing was found stays true.
      if (limit && !total && !named) await sayShorter(query, filters, latest).catch(() => null);
    } catch (error) {
      if (!latest()) return;
      more.hidden = true;
      if (!from) list.textContent = '';
      setState('failed', '');
      fail();
    } finally {
      window.clearTimeout(slow);
    }
  };
  const now = () => {
    writeAddress();
    run(0);
  };
  const soon = (event) => {
    if (event.isComposing) return; // the letters of an input method are not yet the word
    window.clearTimeout(pause);
    pause = window.setTimeout(now, PAUSE_MS);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    now();
  });
  box.addEventListener('input', soon);
  box.addEventListener('compositionend', soon);
  for (const select of selects) select.addEventListener('change', now);
  more.addEventListener('click', () => run(list.children.length));
  window.addEventListener('popstate', () => {
    readAddress();
    run(0);
  });

  readAddress();
  // On a phone the results come first; but a choice that was made is to be seen.
  const isWide = window.matchMedia('(min-width: 40em)').matches;
  if (narrow) narrow.open = isWide || Object.keys(chosen()).length > 0;
  if (!shared || asked()) {
    run(0);
    return;
  }
  // The indexes of a whole province are not fetched before somebody wants to search.
  setCounts(totals([]));
  prompt();
  form.addEventListener('focusin', () => { if (!asked()) run(0); }, { once: true });
}

const form = document.getElementById('search-form');
if (script && form) startPage(form);
})();
