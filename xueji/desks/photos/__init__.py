"""学生照片: brought in by the archive, shown to whoever may open the child's page."""
