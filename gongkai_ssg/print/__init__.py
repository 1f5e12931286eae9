"""Sheets for notice boards: the same entries and views as the site, set by Typst.

`blocks`     the HTML of a body → blocks of text
`title`      where a title is broken
`notices`    the sheet of a record or an item
`sheets`     the official table, posters, labels
`board`      what hangs on a board in a month
`plan`       which sheets go into which PDF
`batches`    which PDFs a command asks for
`fonts`      which font serves which role
`engine`     data → PDF (`templates/`)
`faults`     where a character was written that no font has
`run`        many PDFs, several at a time
"""
