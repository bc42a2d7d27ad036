"""Paper with force and files to take away: rosters and record cards as PDF, lists as Excel workbooks."""
