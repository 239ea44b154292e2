// What Sphinx's own scripts say, in Indonesian (searchtools.js, sphinx_highlight.js).
const FOUND = "Ditemukan ${resultCount} halaman yang cocok.";
const NONE = "Tidak ada halaman yang cocok. Periksa ejaannya, atau cari dengan kata yang lebih sedikit.";
Documentation.addTranslations({
  locale: "id",
  plural_expr: "0",
  messages: {
    "Search Results": "Hasil pencarian",
    "Searching": "Mencari",
    "Hide Search Matches": "Sembunyikan sorotan",
    "Preparing search...": "Menyiapkan pencarian …",
    ", in ": ", di ",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": NONE,
    "Search finished, found one page matching the search query.": [FOUND, FOUND],
  },
});
