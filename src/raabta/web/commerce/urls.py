from django.urls import include, path

from raabta.web.commerce import exports, orders, products

order_patterns = [
    path("", orders.index, name="index"),
    path("orders.<slug:kind>", exports.orders, name="export"),
    path("lines.<slug:kind>", exports.lines, name="export_lines"),
    path("<int:order_id>", orders.show, name="show"),
    path("<int:order_id>/edit", orders.edit, name="edit"),
]
product_patterns = [
    path("", products.index, name="index"),
    path("products.<slug:kind>", exports.products, name="export"),
    path("<int:product_id>", products.show, name="show"),
]
urlpatterns = [
    path("orders/", include((order_patterns, "orders"))),
    path("products/", include((product_patterns, "products"))),
]
