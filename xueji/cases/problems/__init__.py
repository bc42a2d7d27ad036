"""问题学籍 for those who handle it: which condition holds, which road is right, and why the others are not (B3)."""
