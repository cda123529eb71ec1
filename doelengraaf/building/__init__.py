"""From tables to quads, part by part: an agenda, with what all share, is read, made to RDF, judged and derived on its own."""
