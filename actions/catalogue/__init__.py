"""Questions of fact about goods, answered from the catalogue: what is in stock, what it costs, what it comes in."""
