// Find a place: narrows the list as one types; arrow keys walk through what is left. Without script the list is whole.
(function () {
  var form = document.getElementById("finder-form"), field = document.getElementById("place");
  var list = document.getElementById("finder-list"), status = document.getElementById("finder-status");
  if (!form || !list) return;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f'\u2019]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  }
  var rows = Array.prototype.map.call(list.children, function (row) {
    return { row: row, name: " " + plain(row.dataset.name) };
  });

  function links() {
    return rows.filter(function (one) { return !one.row.hidden; })
      .map(function (one) { return one.row.querySelector("a"); }).filter(Boolean);
  }
  function narrow() {
    var words = plain(field.value).split(" ").filter(Boolean), left = 0;
    rows.forEach(function (one) {
      var fits = words.every(function (word) { return one.name.indexOf(" " + word) >= 0; });
      one.row.hidden = !fits;
      if (fits) left += 1;
    });
    status.textContent = !words.length ? "" :
      left ? left + (left === 1 ? " name fits." : " names fit.") : "No name fits. Try the county or a larger town nearby.";
  }

  field.addEventListener("input", narrow);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = links()[0];
    if (first && field.value.trim()) first.focus();
  });
  field.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown") return;
    var first = links()[0];
    if (first) { event.preventDefault(); first.focus(); }
  });
  list.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { field.focus(); return; }
    var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    var row = event.target.closest("li");
    if (!step || !row) return;
    event.preventDefault();
    var shown = links(), here = shown.indexOf(row.querySelector("a"));
    var next = shown[here + step];
    if (next) next.focus(); else if (step < 0) field.focus();
  });

  var asked = new URLSearchParams(location.search).get("place");
  if (asked) field.value = asked;
  if (field.value) narrow();
})();
