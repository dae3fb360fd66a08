"""Files of learning: ontology, history, model; what the `learn` commands do."""
