"""What code finds in an article before a model is asked: every option a model may choose is a candidate."""
