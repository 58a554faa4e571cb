"""How an answer is worded for a reader: order, what stands behind one click, glosses, reading grade."""
