"""Facts and proofs: loading what is shipped, recording a proof, checking it, opening its document, listing."""
