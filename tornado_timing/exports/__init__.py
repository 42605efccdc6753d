"""Files to be handed out, made of published results: sheets, certificates, tables."""
