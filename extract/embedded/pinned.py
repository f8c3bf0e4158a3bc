"""The embedded model's one file, pinned: Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, by Qwen, Apache-2.0."""

NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
SIZE = 1_117_320_768
"""Bytes."""
IDENTITY = f"embedded {NAME.removesuffix('.gguf')} sha256:{SHA256[:16]}"
"""What records made with it name as their model."""
