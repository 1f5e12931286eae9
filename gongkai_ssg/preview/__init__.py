"""The preview of `serve`: the site as it would be built, made in memory, page by page.

==========  =========================================================================
`snapshot`  a site that passed its check; a page is rendered when it is asked for
`overlay`   problems → Chinese HTML above the page; the script that keeps a page new
`workshop`  a save → a new snapshot, then the rest of the work while nobody waits
`watch`     which changes on the disk count
`server`    HTTP on this machine alone
==========  =========================================================================

A save is answered by a check and one page; all other pages and the search index follow in the
background and make way for the next save. Nothing is written: not `public/`, not the ledger.
"""
