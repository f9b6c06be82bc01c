// Searches a copy of the record: words in files that are loaded as scripts, since pages on a disk may fetch nothing.
"use strict";

(() => {
  const form = document.getElementById("search");
  const status = document.getElementById("found");
  const list = document.getElementById("results");
  const most = 100;
  const shards = new Map();
  const shown = new Map();
  let pieces;

  window.liaisonFound = (number, words) => shards.set(number, words);
  window.liaisonShown = (number, statements) => shown.set(number, statements);
  window.liaisonPieces = (firsts) => { pieces = firsts; };

  const load = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `search/${name}.js`;
    script.onload = resolve;
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  });

  // As the index folds them: without case and accents, split at whatever is no letter or digit.
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const shardOf = (word) => {
    let sum = 7;
    for (let at = 0; at < Math.min(2, word.length); at += 1) sum = (sum * 31 + word.charCodeAt(at)) % 65521;
    return sum % 256;
  };

  // The statements that have the word, or one that begins with it.
  const having = async (word) => {
    const shard = shardOf(word);
    if (!shards.has(shard)) await load(`words-${shard}`);
    const words = shards.get(shard);
    const found = new Set();
    for (const known of Object.keys(words)) {
      if (known === word || (word.length > 1 && known.startsWith(word))) words[known].forEach((it) => found.add(it));
    }
    return found;
  };

  const show = async (number) => {
    if (!pieces) await load("pieces");
    let piece = pieces.length - 1;
    while (piece > 0 && pieces[piece] > number) piece -= 1;
    if (!shown.has(piece)) await load(`shown-${piece}`);
    return shown.get(piece).find((it) => it[0] === number);
  };

  const row = ([number, day, subject, from, to]) => {
    const item = document.createElement("li");
    const when = document.createElement("div");
    when.className = "when";
    when.textContent = `${day} No. ${number}`;
    const what = document.createElement("div");
    what.className = "what";
    const heading = document.createElement("h3");
    const link = document.createElement("a");
    link.href = `statements/${number}.html`;
    link.textContent = subject;
    heading.append(link);
    const route = document.createElement("p");
    route.className = "route";
    route.textContent = `${from || "not stated"} → ${to || "not stated"}`;
    what.append(heading, route);
    item.append(when, what);
    return item;
  };

  const search = async (text) => {
    const words = fold(text);
    list.replaceChildren();
    list.hidden = true;
    if (words.length === 0) {
      status.textContent = "";
      return;
    }
    try {
      let numbers;
      for (const word of words) {
        const found = await having(word);
        numbers = numbers ? numbers.filter((it) => found.has(it)) : [...found];
      }
      const rows = await Promise.all(numbers.sort((one, other) => other - one).slice(0, most).map(show));
      rows.sort((one, other) => (one[1] < other[1] ? 1 : -1));
      list.replaceChildren(...rows.map(row));
      list.hidden = rows.length === 0;
      const many = numbers.length > most ? `; the newest ${most} of them:` : "";
      status.textContent = numbers.length === 1 ? "1 statement" : `${numbers.length} statements${many}`;
    } catch (error) {
      status.textContent = `A file of the copy is missing (search/${error.message}.js). The years below list all statements.`;
    }
  };

  form.hidden = false;
  document.getElementById("without").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search(form.elements.q.value);
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    form.elements.q.value = asked;
    search(asked);
  }
})();
