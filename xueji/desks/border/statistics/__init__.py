"""How applications across the line fare, by province and by school; and the same as a workbook."""
