// Search page: single places, claims, inspections and sources that hold all words asked for, then the pages that do.
(function () {
  var MOST = 8, asked = new URLSearchParams(location.search).get("q") || "", counts = [];
  var box = document.getElementById("entry-results"), pages = document.getElementById("search-results");
  function plain(text) {
    return " " + text.normalize("NFD").replace(/[\u0300-\u036f'\u2019]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");
  }
  var words = plain(asked).split(" ").filter(Boolean);
  if (!box || !asked.trim()) return;
  document.title = asked.trim() + ": " + document.title;

  function list(into, heading, found, most) {
    if (!found.length) return;
    var head = document.createElement("h2"), all = document.createElement("ul");
    head.textContent = heading + " (" + found.length + ")";
    found.slice(0, most).forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.textContent = one[0]; link.href = one[1];
      item.append(link); all.append(item);
    });
    into.append(head, all);
    if (found.length <= most) return;
    var more = document.createElement("p");
    more.textContent = "And " + (found.length - most) + " more: add a word to narrow.";
    into.append(more);
  }

  Object.keys(words.length && window.searchEntries || {}).forEach(function (kind) {
    var fits = window.searchEntries[kind].filter(function (one) {
      var text = plain(one[0]);
      return words.every(function (word) { return text.indexOf(" " + word) >= 0; });
    });
    if (fits.length) counts.push(fits.length + " " + kind.toLowerCase());
    list(box, kind, fits, MOST);
  });

  // Of what Sphinx finds, each page once: the best of its places by score, pages of one score in the order of the book.
  var book = {};
  document.querySelectorAll("#contents a").forEach(function (link, place) {
    book[link.getAttribute("href").split("#")[0]] = { place: place, title: link.textContent };
  });
  function best(results) {
    var found = {};
    results.forEach(function (one) {  // [page, title, anchor, description, score, file]
      var address = one[0] + ".html", anchor = one[2] || "", entry = book[address] || { place: 1e6 };
      if (/^#index-/.test(anchor)) anchor = "";  // a paragraph of the index at the end of the book, no section
      if (found[address] && found[address].score >= one[4]) return;
      var titled = plain(entry.title || one[1]), whole = words.every(function (word) { return titled.indexOf(" " + word) >= 0; });
      var section = one[3] ? one[1] : one[1].split(" > ")[1];  // a term, or a heading
      found[address] = { score: one[4], titled: whole ? 1 : 0, place: entry.place, words: (entry.title || one[1].split(" > ")[0]) + (section ? ": " + section : ""), address: address + anchor };
    });
    return Object.keys(found).map(function (key) { return found[key]; })
      .sort(function (a, b) { return b.titled - a.titled || b.score - a.score || a.place - b.place || a.words.localeCompare(b.words, "en", { numeric: true }); })
      .map(function (one) { return [one.words, one.address]; });
  }
  Search.performSearch = function (query) { if (Search.hasIndex()) Search.query(query); else Search.deferQuery(query); };
  Search.query = function (query) {
    var found = best(Search._performSearch.apply(Search, Search._parseQuery(query)));
    list(pages, "Pages", found, found.length);
    document.getElementById("search-said").textContent = (found.length ? found.length + (found.length === 1 ? " page holds" : " pages hold") : "No page holds") +
      " \u201c" + query.trim() + "\u201d" + (counts.length ? "; so do " + counts.join(", ") : "") + ".";
  };
})();
