"""Link people to companies by the domain of their e-mail addresses."""
