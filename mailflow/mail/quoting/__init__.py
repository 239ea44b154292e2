"""The new words of a reply: without quotation, signature, disclaimer (mail.md 8)."""
