from django.db import models
from django.db.models import Q

from raabta.workspaces.scoped import WorkspaceModel


class Product(WorkspaceModel):
    sku = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    category = models.CharField(max_length=100, blank=True)
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace", "sku"], name="one_product_a_sku"),
        )
        indexes = (models.Index(fields=["workspace", "name", "id"], name="product_by_name"),)

    def __str__(self) -> str:
        return self.name


class Order(WorkspaceModel):
    """A purchase. `net_minor` is what was earned: total less refunds."""

    class State(models.TextChoices):
        PLACED = "placed"
        CANCELLED = "cancelled"

    # the indexes below begin with these two; imports write fast without further ones
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    number = models.CharField(max_length=100)
    source = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLACED)
    placed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, blank=True)
    total_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    attributes = models.JSONField(default=dict)  # the workspace's own, by key
    import_run_id = models.BigIntegerField(null=True)  # the import that wrote it, or found it, last
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "source", "number"], name="one_order_a_number"
            ),
        )
        indexes = (
            models.Index(fields=["customer", "placed_at"], name="order_of_customer"),
            models.Index(fields=["workspace", "placed_at", "id"], name="order_by_time"),
            models.Index(fields=["workspace", "total_minor", "id"], name="order_by_total"),
            models.Index(fields=["workspace", "number", "id"], name="order_by_number"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def net_minor(self) -> int:
        return self.total_minor - self.refunded_minor


class OrderLine(WorkspaceModel):
    class Kind(models.TextChoices):
        ITEM = "item"
        SHIPPING = "shipping"
        DISCOUNT = "discount"
        FEE = "fee"
        ADJUSTMENT = "adjustment"

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ITEM)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    sku = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    quantity = models.IntegerField()
    unit_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "position"], name="one_line_a_position"),
        )


class Refund(WorkspaceModel):
    """Money given back; its order is unknown when the shop only told that it happened."""

    number = models.CharField(max_length=100)
    source = models.CharField(max_length=60, blank=True)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="refunds")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="+")
    refunded_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    # [{kind, sku, name, quantity, unit_minor, total_minor}], all as sold: positive
    lines = models.JSONField(default=list)
    import_run_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "source", "number"], name="one_refund_a_number"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="refund_not_negative"),
        )

    def __str__(self) -> str:
        return self.number
