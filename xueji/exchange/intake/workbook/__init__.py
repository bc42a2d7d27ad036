"""Reading a workbook or text table that may be hostile, in a child process with little memory and little time."""
