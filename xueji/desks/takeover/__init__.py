"""接管学籍: files of an existing register are uploaded, judged, looked at, confirmed, and reconciled."""
