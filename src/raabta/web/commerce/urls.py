from django.urls import include, path

from raabta.web.commerce import orders, products

order_patterns = [
    path("", orders.index, name="index"),
    path("<int:order_id>", orders.show, name="show"),
]
product_patterns = [
    path("", products.index, name="index"),
    path("<int:product_id>", products.show, name="show"),
]
urlpatterns = [
    path("orders/", include((order_patterns, "orders"))),
    path("products/", include((product_patterns, "products"))),
]
