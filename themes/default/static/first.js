/* Before anything is painted: the large print that the reader chose last time. */
try {
  if (localStorage.getItem('gongkai-large') === '1') document.documentElement.setAttribute('data-large', '');
} catch (forbidden) { /* the browser keeps nothing for this site */ }
