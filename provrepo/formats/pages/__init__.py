"""Pages of text recognition: PAGE, ALTO and hOCR."""
