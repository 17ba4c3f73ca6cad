"""Who the customer is: tokens signed by the storefront, codes sent to a guest, and what a change of person means."""
