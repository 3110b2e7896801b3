"""The analyses of the book: one module per question, all reading through `analysis.data.load`."""
