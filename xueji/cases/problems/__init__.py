"""问题学籍 for those who handle it: both rows, which condition holds, which road is right, why the others are not (B3)."""
