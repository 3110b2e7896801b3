// Tables that can be searched, sorted and filtered; the view is kept in the address and can be taken as CSV.
(function () {
  "use strict";
  if (!window.DataTable) return;
  var tables = [], applying = false;

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) element.textContent = text;
    return element;
  }
  function slug(text) { return text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""); }
  function literal(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }

  function start(box) {
    var table = box.querySelector("table"), scroll = box.querySelector(".table-scroll"), name = box.dataset.name;
    var heads = Array.from(table.tHead.rows[0].cells), caption = table.caption.textContent;
    var called = caption.split(/:| of /)[0].toLowerCase(), of = " of " + called;  // as the page heads the table; `name` is for addresses
    var filters = [];
    heads.forEach(function (head, place) {
      if (!head.hasAttribute("data-filter")) return;
      var found = new Set(), several = head.hasAttribute("data-several");
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        var text = row.cells[place].textContent;
        (several ? text.split("; ") : [text]).forEach(function (one) { if (one) found.add(one); });
      });
      filters.push({ place: place, label: head.textContent, several: several, values: Array.from(found).sort() });
    });
    box.append(table); scroll.remove();
    var grid = new DataTable(table, {
      autoWidth: false, pageLength: 25, lengthMenu: [10, 25, 100, { label: "All", value: -1 }], order: [],
      layout: { topStart: null, topEnd: null, top: null, bottomStart: "info", bottomEnd: "paging", bottom2Start: "pageLength" },
      language: { info: "Rows _START_ to _END_ of _TOTAL_", infoEmpty: "No rows", infoFiltered: "(out of _MAX_)",
        lengthMenu: "_MENU_ rows at a time<span class='visually-hidden'>" + of + "</span>", zeroRecords: "No row fits. Take a filter away.",
        paginate: { first: "First", previous: "Previous", next: "Next", last: "Last" },
        aria: { orderable: ", sort", orderableReverse: ", sort the other way", orderableRemove: ", sort no more",
          paginate: { first: "First page" + of, previous: "Previous page" + of, next: "Next page" + of, last: "Last page" + of } } }
    });
    var cell = table.parentElement;
    cell.classList.add("table-scroll");
    cell.setAttribute("aria-label", caption.split(":")[0] + ", scrolls sideways");
    table.querySelectorAll(".dt-column-title").forEach(function (title) { title.setAttribute("aria-hidden", "true"); });  // the button beside it says it too

    var tools = make("form", { "class": "explorer-tools", "aria-label": "Filters" + of });
    tools.addEventListener("submit", function (event) { event.preventDefault(); });
    function field(label, control) {
      var holder = make("label", {}, label);
      holder.append(control); tools.append(holder);
      return control;
    }
    var search = field("Search " + called, make("input", { type: "search", id: "search-" + name }));
    search.addEventListener("input", function () { grid.search(search.value).draw(); });
    filters.forEach(function (filter) {
      var choice = field(filter.label, make("select", { id: name + "-" + slug(filter.label) }));
      choice.append(new Option("Any", ""));
      filter.values.forEach(function (value) { choice.append(new Option(value, value)); });
      filter.choice = choice;
      choice.addEventListener("change", function () { narrow(filter); grid.draw(); });
    });
    function narrow(filter) {
      var value = literal(filter.choice.value);
      var pattern = !value ? "" : filter.several ? "(^|; )" + value + "(;|$)" : "^" + value + "$";
      grid.column(filter.place).search(pattern, { regex: true, smart: false, caseInsensitive: false });
    }

    var deeds = make("p", { "class": "explorer-deeds" });
    var take = make("button", { type: "button" }, "Download these rows (CSV)");
    var share = make("button", { type: "button", "data-copy": "" }, "Copy link to this view");
    var clear = make("button", { type: "button" }, "Clear filters");
    [take, share, clear].forEach(function (button) { button.append(make("span", { "class": "visually-hidden" }, of)); });
    deeds.append(take, share, clear); tools.append(deeds);
    take.addEventListener("click", function () { download("hitting-the-target-" + name + ".csv", csv()); });
    clear.addEventListener("click", function () { apply(new URLSearchParams()); keep(); });
    box.prepend(tools);

    function csv() {
      var lines = [["id"].concat(heads.map(function (head) { return head.dataset.label; }), "source_id")];
      grid.rows({ search: "applied", order: "applied" }).nodes().each(function (row) {
        var sources = Array.from(row.querySelectorAll('a[href*="#source-"]')).map(function (link) { return link.hash.slice(8); });
        lines.push([row.dataset.id].concat(Array.from(row.cells).map(taken), sources.join(";")));
      });
      return lines.map(function (line) { return line.map(quoted).join(","); }).join("\n") + "\n";
    }
    function state() {
      var found = [], order = grid.order()[0];
      if (grid.search()) found.push([name + ".search", grid.search()]);
      filters.forEach(function (filter) { if (filter.choice.value) found.push([name + "." + slug(filter.label), filter.choice.value]); });
      if (order && order[1]) found.push([name + ".sort", slug(heads[order[0]].dataset.label) + "." + order[1]]);
      return found;
    }
    function apply(wanted) {
      search.value = wanted.get(name + ".search") || "";
      grid.search(search.value);
      filters.forEach(function (filter) {
        var value = wanted.get(name + "." + slug(filter.label)) || "";
        filter.choice.value = filter.values.indexOf(value) < 0 ? "" : value;
        narrow(filter);
      });
      var sort = (wanted.get(name + ".sort") || "").split(".");
      var place = heads.findIndex(function (head) { return slug(head.dataset.label) === sort[0]; });
      grid.order(place < 0 ? [] : [[place, sort[1] === "desc" ? "desc" : "asc"]]).draw();
    }
    function nameParts() {
      var nav = box.querySelector(".dt-paging nav");
      if (nav) nav.setAttribute("aria-label", "Pages" + of);
    }
    grid.on("draw", function () { nameParts(); keep(); });
    nameParts();
    tables.push({ name: name, state: state, apply: apply, share: share, box: box });
  }

  // A number that is not known is an empty cell, as in the data.
  function taken(cell) { return cell.matches(".num[data-order='']") && cell.textContent === "not known" ? "" : cell.textContent; }
  // A cell that a spreadsheet would run as a formula gets an apostrophe; plain numbers stay numbers.
  function quoted(text) {
    if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d,.]+$/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function download(file, text) {
    var link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" })), download: file });
    document.body.append(link); link.click(); link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function keep() {
    if (applying) return;
    var whole = location.href.split("#")[0], all = [];
    tables.forEach(function (one) {
      var own = one.state();
      all = all.concat(own);
      one.share.dataset.copy = whole + "#" + (own.length ? new URLSearchParams(own) : one.box.id);
    });
    var hash = all.length ? "#" + new URLSearchParams(all) : "";
    if (hash !== location.hash && (hash || location.hash.indexOf("=") > 0)) history.replaceState(null, "", hash || whole);
  }
  function read(scroll) {
    var wanted = new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : "");
    applying = true;
    tables.forEach(function (one) { one.apply(wanted); });
    applying = false;
    var first = tables.find(function (one) { return one.state().length; });
    if (scroll && first) first.box.scrollIntoView();
    keep();
  }

  document.querySelectorAll(".explorer th[scope=col]").forEach(function (head) { head.dataset.label = head.textContent; });
  document.querySelectorAll(".explorer").forEach(start);
  document.documentElement.classList.add("explorable");
  dispatchEvent(new Event("resize"));  // which tables scroll is found again
  read(true);
  window.addEventListener("hashchange", function () { read(true); });
})();
