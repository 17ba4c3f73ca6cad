"""What a customer may ask about himself: his orders, refunds, coupons, points, gift cards and profile."""
