"""The grammar of a procedure: notation, compiler, decision, clocks, soundness and drawing. Pure; it knows no school."""
