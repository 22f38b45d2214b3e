from django.db import models
from django.db.models import F, Q

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


class BuyerRules(WorkspaceModel):
    """What RFM and life-cycle stages go by; an empty limit follows from the gaps between orders."""

    lookback_days = models.PositiveIntegerField(default=365)
    at_risk_days = models.PositiveIntegerField(null=True)
    lapsed_days = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["workspace"], name="one_rules_of_buyers"),
            models.CheckConstraint(
                condition=Q(at_risk_days=None)
                | Q(lapsed_days=None)
                | Q(lapsed_days__gt=F("at_risk_days")),
                name="lapsed_after_at_risk",
            ),
        )


class BuyerRun(WorkspaceModel):
    """One computation of everybody: the limits it went by, and the edges between the quintiles.

    An edge is the greatest value of one of the lower four quintiles; days are kept as text.
    """

    computed_on = models.DateField()
    computed_at = models.DateTimeField()
    lookback_days = models.PositiveIntegerField()
    at_risk_days = models.PositiveIntegerField()
    lapsed_days = models.PositiveIntegerField()
    median_gap = models.PositiveIntegerField(null=True)  # days between two orders of one person
    gaps = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    recency_edges = models.JSONField(default=list)
    frequency_edges = models.JSONField(default=list)
    monetary_edges = models.JSONField(default=list)
    buyers = models.BigIntegerField(default=0)  # with an order within the look-back window
    is_complete = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["workspace", "-computed_at"], name="run_by_time"),)


class Buyer(WorkspaceModel):
    """What somebody is as a buyer. Orders are those that count, of all time; the scores, 1 to 5,
    and `net_minor` look at the look-back window and are empty for who has no order in it.
    """

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    orders = models.PositiveIntegerField()
    last_on = models.DateField(null=True)
    net_minor = models.BigIntegerField(null=True)
    recency = models.PositiveSmallIntegerField(null=True)
    frequency = models.PositiveSmallIntegerField(null=True)
    monetary = models.PositiveSmallIntegerField(null=True)
    segment = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=12)
    stage_on = models.DateField()  # the day the stage began
    computed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["workspace", "stage"], name="buyer_by_stage"),
            models.Index(fields=["workspace", "recency", "frequency"], name="buyer_by_cell"),
        )

    @property
    def cell(self) -> str:
        """Such as "5-4-5"."""
        return f"{self.recency}-{self.frequency}-{self.monetary}" if self.recency else ""


class StageChange(WorkspaceModel):
    """Somebody went from one stage of the life cycle to another."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", db_index=False
    )
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    entered_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer", "changed_at"], name="stages_of_customer"),)
