"""TEI P5 and EpiDoc."""
