"""The forms in which a comparison is shown, one module a form."""
