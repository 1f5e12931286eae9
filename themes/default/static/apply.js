/* The form for application knows the item that one comes from (?item=…&body=…). */
(() => {
  'use strict';

  Array.prototype.forEach.call(document.querySelectorAll('[data-fill]'), (cell) => {
    const found = new RegExp(`[?&]${cell.dataset.fill}=([^&]*)`).exec(location.search);
    if (!found) return;
    try {
      cell.textContent = decodeURIComponent(found[1].replace(/\+/g, ' ')).slice(0, 200);
    } catch (damaged) { /* an address cut off in the middle of a character */ }
  });
})();
