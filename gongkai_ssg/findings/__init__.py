"""What inspections and comparisons found → text, JSON, workbook, page, calendar."""
