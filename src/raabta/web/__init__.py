"""The pages: parse a form, make one domain call, render. Refuses business rules."""
