"""Lists that people bring: a workbook is read in a limited child process, its columns are found, every row gets a verdict."""
