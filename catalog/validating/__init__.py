"""What drafts, requests and decisions on tags share: lines, words of both sides, near misses, letters."""
