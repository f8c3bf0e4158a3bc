"""Scores records against gold: dataset, matching, scores, mistakes, calibration, intervals, report, baseline.

Nothing here asks a model or writes a file: records come in, a ``Report`` goes out.
"""
