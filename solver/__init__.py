"""The kernel: facts, model, engines, plan, certificate, explanation."""
