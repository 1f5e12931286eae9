"""Sheets for notice boards: the same entries and views as the site, set by Typst.

`text`       what a sheet is set from: blocks, runs, tables
`blocks`     the HTML of a body → blocks of text
`title`      where a title is broken
`notices`    the sheet of a record or an item
`table`      the official table
`posters`    one large code
`labels`     sheets of labels
`board`      what hangs on a board in a month
`plan`       which sheets go into which PDF
`naming`     what a person writes → the entry that is meant
`batches`    which PDFs a command asks for
`fonts`      which font serves which role
`engine`     data → PDF (`templates/`)
`faults`     where that stands on which a sheet failed
`coverage`   what the fonts can print
`site`       the sheets that go with the site
`run`        many PDFs, several at a time
"""
