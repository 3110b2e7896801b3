// Search page: single places, claims, inspections and sources that hold all words asked for, above the pages.
(function () {
  var MOST = 8, asked = new URLSearchParams(location.search).get("q") || "";
  var box = document.getElementById("entry-results");
  function plain(text) {
    return " " + text.normalize("NFD").replace(/[\u0300-\u036f'\u2019]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ");
  }
  var words = plain(asked).split(" ").filter(Boolean);
  if (!box || !words.length || !window.searchEntries) return;
  var found = [], pages = document.getElementById("search-results"), said = document.getElementById("search-said");
  new MutationObserver(function () {
    var done = /found (\d+) page|did not match/.exec(pages.textContent);
    if (done && !said.textContent) said.textContent = "Found: " + found.concat((done[1] || "no") + " pages").join(", ") + ".";
  }).observe(pages, { childList: true, subtree: true, characterData: true });
  Object.keys(window.searchEntries).forEach(function (kind) {
    var fits = window.searchEntries[kind].filter(function (one) {
      var text = plain(one[0]);
      return words.every(function (word) { return text.indexOf(" " + word) >= 0; });
    });
    if (!fits.length) return;
    found.push(fits.length + " " + kind.toLowerCase());
    var part = document.createElement("section"), head = document.createElement("h2"), list = document.createElement("ul");
    head.textContent = kind + " (" + fits.length + ")";
    fits.slice(0, MOST).forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = one[1];
      link.textContent = one[0];
      item.appendChild(link);
      list.appendChild(item);
    });
    part.appendChild(head);
    part.appendChild(list);
    if (fits.length > MOST) {
      var more = document.createElement("p");
      more.textContent = "And " + (fits.length - MOST) + " more: add a word to narrow.";
      part.appendChild(more);
    }
    box.appendChild(part);
  });
})();
